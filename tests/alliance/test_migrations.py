import re
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from articles.models import Article
from initiatives.models import Initiative, Milestone, Partner
from publishing.actions import keep_revision
from tests.factories import ArticleFactory, InitiativeFactory, MilestoneFactory, PartnerFactory, days_from_now


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


@pytest.mark.django_db
def test_an_earlier_database_finds_in_its_history_when_readers_were_last_told():
    """The same as the acts note from now on."""
    made_at, *later = [days_from_now(days) for days in (-9, -8, -6, -4)]
    dates = dict.fromkeys(("created_at", "changed_at", "told_at"), made_at)
    never_told, two = (InitiativeFactory(published=True, publish_at=made_at, **dates) for _number in range(2))
    Initiative.objects.filter(pk=never_told.pk).update(told_at=None)
    records = [two, PartnerFactory(**dates), ArticleFactory(published=True, publish_at=made_at, **dates)]
    for key in ("minor", "major"):
        MilestoneFactory(initiative=two, key=key)
    keep_revision(never_told, origin="dataset", at=made_at)
    for moment, is_major in zip(later, (True, True, False), strict=True):
        if not is_major:
            MilestoneFactory(initiative=two, key="new")
        two.milestones.filter(key="major" if is_major else "minor").update(title_en=f"Moved {moment}")
        for record in records:
            type(record).objects.filter(pk=record.pk).update(slug=f"moved-{moment:%d}")
            keep_revision(record, is_major=is_major, at=moment)
    told = told_dates()

    for model in (Initiative, Partner, Article, Milestone):
        model.objects.update(told_at=None)
    initiatives = import_module("initiatives.migrations.0017_told_at")
    articles = import_module("articles.migrations.0010_told_at")
    initiatives.date_records(apps, None)
    initiatives.date_milestones(apps, None)
    articles.date_articles(apps, None)

    assert told_dates() == told
    assert {moment for _row, moment in told} == {later[1], later[2], None}


def told_dates() -> list:
    return [
        (str(row), row.told_at)
        for model in (Initiative, Partner, Article, Milestone)
        for row in model.objects.order_by("pk")
    ]
