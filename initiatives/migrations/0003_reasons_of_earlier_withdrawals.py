from django.db import migrations
from django.db.models import F


def give_reasons(apps, schema_editor):
    """What was withdrawn before reasons were kept says so, from the day it last changed."""
    withdrawn = apps.get_model("initiatives", "Initiative").objects.filter(state="withdrawn", withdrawn_reason_en="")
    withdrawn.update(
        withdrawn_at=F("changed_at"),
        withdrawn_reason_en="Withdrawn before reasons were recorded.",
        withdrawn_reason_ja="理由の記録を始める前に取り下げられました。",
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0002_withdrawals")]

    # Going back drops the columns, and the reasons with them.
    operations = [migrations.RunPython(give_reasons, migrations.RunPython.noop)]
