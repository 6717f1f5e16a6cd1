from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITE, READ = ("add", "change"), ("view",)
# What an initiative's form is made of: whoever may write one may write and remove its rows.
ROWS = ["participation", "citation", "milestone", "outcome", "funding", "claimabout", "identifier"]
SHARED = ["partner", "source", "claim", "theme"]
RECORDS = [("initiatives", "initiative"), ("articles", "article")]


def _of(app, models, acts):
    return [(app, f"{act}_{model}") for model in models for act in acts]


def _records(acts):
    return [permission for app, model in RECORDS for permission in _of(app, [model], acts)]


WATCHES = _records(READ) + _of("initiatives", ROWS + SHARED, READ)
WRITES = WATCHES + _records(WRITE) + _of("initiatives", ROWS, (*WRITE, "delete")) + _of("initiatives", ["partner"], ("add",))
EDITS = WRITES + _records(("publish",)) + _of("initiatives", SHARED, WRITE)
RUNS = (
    EDITS
    + _records(("delete",))
    + _of("initiatives", SHARED, ("delete",))
    + [("publishing", "delete_records")]
    + _of("auth", ["user", "group"], (*WRITE, *READ, "delete"))
)
ROLES = {"author": WRITES, "editor": EDITS, "moderator": WATCHES, "administrator": RUNS}


def make_roles(apps, schema_editor):
    """Permissions are otherwise made after all migrations have run, which is too late for this one."""
    for app in ("auth", "publishing", "initiatives", "articles"):
        config = installed.get_app_config(app)
        create_permissions(config, verbosity=0, apps=apps, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    by_name = {(p.content_type.app_label, p.codename): p for p in Permission.objects.select_related("content_type")}
    for name, permissions in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*(by_name[permission] for permission in permissions))


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("publishing", "0003_delete_records_permission"),
        ("initiatives", "0005_authors"),
        ("articles", "0005_authors"),
    ]

    # Going back keeps the groups: people are in them.
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
