from django.db import migrations, models
from django.db.models import OuterRef, Subquery

RECORDS = ("theme", "partner", "initiative")


def date_records(apps, schema_editor):
    """As of the last major publication that changed something."""
    kept = apps.get_model("publishing", "Revision").objects.filter(is_major=True, changes__isnull=False)
    last = kept.filter(record=OuterRef("public_id")).order_by("-made_at").values("made_at")[:1]
    for name in RECORDS:
        apps.get_model("initiatives", name).objects.update(told_at=Subquery(last))


def date_milestones(apps, schema_editor):
    """As of the last publication that brought it, or changed it and was major."""
    Change, Milestone = apps.get_model("publishing", "Change"), apps.get_model("initiatives", "Milestone")
    kept = Change.objects.filter(kind="milestone").order_by("revision__made_at", "id")
    rows = kept.values_list("path", "old", "new", "revision__record", "revision__made_at", "revision__is_major")
    told = {}
    for path, old, new, record, made_at, is_major in rows.iterator():
        row = new if isinstance(new, dict) else {}
        if is_major or (old is None and row):
            told[record, path.partition("[")[2].partition("]")[0] or row.get("key", "")] = made_at
    for (record, key), made_at in told.items():
        Milestone.objects.filter(initiative__public_id=record, key=key).update(told_at=made_at)


class Migration(migrations.Migration):
    """When readers were last told of a record, or of a milestone."""

    dependencies = [("initiatives", "0016_claim_changed_at"), ("publishing", "0011_moved_at")]

    operations = [
        migrations.AddField("milestone", "told_at", models.DateTimeField(null=True, editable=False)),
        *(
            migrations.AddField(name, "told_at", models.DateTimeField(null=True, editable=False))
            for name in RECORDS
        ),
        migrations.RunPython(date_records, migrations.RunPython.noop),
        migrations.RunPython(date_milestones, migrations.RunPython.noop),
    ]
