from django.db import migrations, models


def date_milestones(apps, schema_editor):
    """As of the publications that were kept, from the first on."""
    Change, Milestone = apps.get_model("publishing", "Change"), apps.get_model("initiatives", "Milestone")
    kept = Change.objects.filter(kind="milestone", new__isnull=False).order_by("id")
    rows = kept.values_list("path", "old", "new", "revision__record", "revision__made_at")
    for path, old, new, record, made_at in rows.iterator():
        row = new if isinstance(new, dict) else {}
        key = path.partition("[")[2].partition("]")[0] or row.get("key", "")
        told = {"changed_at": made_at, **({"added_at": made_at} if old is None and row else {})}
        Milestone.objects.filter(initiative__public_id=record, key=key).update(**told)


class Migration(migrations.Migration):

    dependencies = [
        ("initiatives", "0013_source_checks"),
        ("publishing", "0011_moved_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="milestone",
            name="added_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="milestone",
            name="changed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(date_milestones, migrations.RunPython.noop),
    ]
