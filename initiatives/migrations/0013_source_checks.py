from django.db import migrations, models
from django.utils.translation import gettext_lazy as _


class Migration(migrations.Migration):
    """What the last visits to a source gave."""

    dependencies = [("initiatives", "0012_corrections")]

    operations = [
        migrations.AddField(
            "source",
            "tried_at",
            models.DateTimeField(_("last visited"), null=True, blank=True, editable=False, db_index=True),
        ),
        migrations.AddField(
            "source",
            "outcome",
            models.CharField(_("what the last visit gave"), max_length=20, blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            "source", "failing_since", models.DateField(_("in vain since"), null=True, blank=True, editable=False)
        ),
        migrations.AddField(
            "source",
            "failed_days",
            models.PositiveSmallIntegerField(_("days in vain"), default=0, editable=False, db_index=True),
        ),
    ]
