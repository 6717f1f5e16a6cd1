"""The machinery that other tests trust: it does cut off, at every write, and what is cut off leaves traces or not."""

import pytest
from django.db import transaction

from initiatives.models import Theme
from tests.factories import ThemeFactory
from tests.interruptions import Scratch, every_row, interruptions


def two_themes() -> None:
    ThemeFactory(slug="first")
    ThemeFactory(slug="second")


def two_themes_at_once() -> None:
    with transaction.atomic():
        two_themes()


@pytest.mark.django_db
def test_every_write_is_interrupted_once_and_the_last_time_none():
    assert list(interruptions(two_themes_at_once)) == [1, 2]
    assert Theme.objects.count() == 2


@pytest.mark.django_db
def test_the_rows_tell_of_half_an_act():
    before = every_row()
    second_write = interruptions(two_themes)
    next(second_write)
    assert every_row() == before

    next(second_write)

    assert every_row() != before


@pytest.mark.django_db
def test_one_transaction_leaves_the_old_state():
    before = every_row()

    assert all(every_row() == before for _write in interruptions(two_themes_at_once))


@pytest.mark.parametrize("at_write", [1, 2])
def test_a_process_killed_in_a_transaction_leaves_the_old_state(tmp_path, at_write):
    scratch = Scratch(tmp_path)
    before = scratch.content()

    scratch.kill(two_themes_at_once, at_write=at_write)

    assert scratch.content() == before


def test_a_process_killed_between_two_leaves_half(tmp_path):
    scratch = Scratch(tmp_path)
    before = scratch.content()

    scratch.kill(two_themes, at_write=2)

    assert scratch.content() != before
