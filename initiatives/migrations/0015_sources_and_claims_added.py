from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def fill_in(apps, schema_editor) -> None:
    """What is in the record already came with the first initiative that has it."""
    for name, link, owner in (("Source", "Citation", "source"), ("Claim", "ClaimAbout", "claim")):
        rows = apps.get_model("initiatives", link).objects.filter(**{owner: OuterRef("pk")})
        first = rows.order_by("initiative__created_at").values("initiative__created_at")[:1]
        apps.get_model("initiatives", name).objects.update(added_at=Coalesce(Subquery(first), F("added_at")))
    apps.get_model("initiatives", "Claim").objects.update(changed_at=F("added_at"))


class Migration(migrations.Migration):
    """Since when sources and claims are in the record, for those who follow them."""

    dependencies = [("initiatives", "0014_feeds")]

    operations = [
        migrations.AddField(
            "source", "added_at", models.DateTimeField(_("added on"), default=timezone.now, editable=False)
        ),
        migrations.AddField(
            "claim", "added_at", models.DateTimeField(_("added on"), default=timezone.now, editable=False)
        ),
        migrations.AddField(
            "claim",
            "changed_at",
            models.DateTimeField(pgettext_lazy("date", "changed on"), auto_now=True, default=timezone.now),
            preserve_default=False,
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
