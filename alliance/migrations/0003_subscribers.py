from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

ROLES = ["editor", "administrator"]


def let_editors_look(apps, schema_editor):
    """Permissions are otherwise made after all migrations have run, which is too late for this one."""
    config = installed.get_app_config("alliance")
    create_permissions(config, verbosity=0, apps=apps, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    look = Permission.objects.get(content_type__app_label="alliance", codename="view_subscribers")
    for name in ROLES:
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(look)


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0002_moderation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subscribers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("feed", models.CharField(max_length=300, verbose_name="feed")),
                ("reader", models.CharField(max_length=40, verbose_name="feed reader")),
                ("day", models.DateField(db_index=True, verbose_name="day")),
                ("number", models.PositiveIntegerField(verbose_name="subscribers")),
            ],
            options={
                "verbose_name": "subscribers of a feed",
                "verbose_name_plural": "subscribers of feeds",
                "ordering": ["-day", "feed", "reader"],
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(fields=("feed", "reader", "day"), name="subscribers_once_a_day")
                ],
            },
        ),
        # Going back, the permission goes with its table.
        migrations.RunPython(let_editors_look, migrations.RunPython.noop),
    ]
