from django.db import migrations, models


def begin(apps, schema_editor):
    apps.get_model("publishing", "PublicVersion").objects.create(number=1)


class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0009_published_again"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicVersion",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
