import re

import pytest
from django.conf import settings
from django.core.management import call_command


@pytest.mark.django_db
def test_the_models_have_their_migrations():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_migrations_are_named_by_hand():
    names = [path.stem for path in settings.BASE_DIR.glob("*/migrations/0*.py")]

    assert names
    assert not [name for name in names if re.search(r"_auto_|_alter_|_remove_|_rename_|_and_more$", name)]


def test_no_two_migrations_have_one_number():
    for folder in settings.BASE_DIR.glob("*/migrations"):
        numbers = [path.stem[:4] for path in folder.glob("0*.py")]
        assert len(numbers) == len(set(numbers)), folder
