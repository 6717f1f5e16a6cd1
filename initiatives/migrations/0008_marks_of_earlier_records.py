from django.db import migrations

from initiatives.names import acronym_mark, marks_of


def marks_of_partner(row):
    names = [row.name_en, row.name_ja, row.former_name_en, row.former_name_ja]
    return marks_of(names, acronym_mark(row.acronym, row.country), row.ror)


def marks_of_initiative(row):
    return marks_of([row.title_en, row.title_ja])


def mark(apps, schema_editor):
    for name, marks in (("Partner", marks_of_partner), ("Initiative", marks_of_initiative)):
        manager = apps.get_model("initiatives", name).objects
        rows = list(manager.all())
        for row in rows:
            row.marks = marks(row)
        manager.bulk_update(rows, ["marks"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("initiatives", "0007_marks"),
    ]

    # Going back takes the column away.
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
