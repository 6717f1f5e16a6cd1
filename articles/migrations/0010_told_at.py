from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def date_articles(apps, schema_editor):
    """As of the last major publication that changed something."""
    kept = apps.get_model("publishing", "Revision").objects.filter(is_major=True, changes__isnull=False)
    last = kept.filter(record=OuterRef("public_id")).order_by("-made_at").values("made_at")[:1]
    apps.get_model("articles", "Article").objects.update(told_at=Subquery(last))


class Migration(migrations.Migration):
    """When readers were last told of an article."""

    dependencies = [("articles", "0009_comments"), ("publishing", "0011_moved_at")]

    operations = [
        migrations.AddField("article", "told_at", models.DateTimeField(null=True, editable=False)),
        migrations.RunPython(date_articles, migrations.RunPython.noop),
    ]
