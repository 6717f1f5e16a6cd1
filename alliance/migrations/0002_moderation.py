from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

FROM_READERS = [("articles", "comment"), ("initiatives", "correction")]
MODERATES = [(app, f"{act}_{model}") for app, model in FROM_READERS for act in ("view", "change")]
DELETES = [(app, f"delete_{model}") for app, model in FROM_READERS]
ROLES = {"moderator": MODERATES, "editor": MODERATES, "administrator": MODERATES + DELETES}


def let_roles_moderate(apps, schema_editor):
    """Permissions are otherwise made after all migrations have run, which is too late for this one."""
    for app, _model in FROM_READERS:
        config = installed.get_app_config(app)
        create_permissions(config, verbosity=0, apps=apps, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    by_name = {(p.content_type.app_label, p.codename): p for p in Permission.objects.select_related("content_type")}
    for name, permissions in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*(by_name[permission] for permission in permissions))


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0001_roles"),
        ("initiatives", "0012_corrections"),
        ("articles", "0009_comments"),
    ]

    # Going back, the permissions go with their tables.
    operations = [migrations.RunPython(let_roles_moderate, migrations.RunPython.noop)]
