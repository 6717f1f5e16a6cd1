"""What lists keep from one request to the next is right at the next one, whoever changed the record meanwhile."""

from collections.abc import Callable

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from initiatives.models import Initiative
from publishing import known, version
from publishing.dates import PartialDate
from publishing.documents import document_of
from publishing.pending import keep_pending
from publishing.previews import as_published
from publishing.states import State
from tests.factories import InitiativeFactory, MilestoneFactory, ParticipationFactory, ThemeFactory, days_from_now

# Inside the transaction of an ordinary test nothing is kept.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def counted(visit) -> Callable[..., tuple[int, int]]:
    """How many the list has, and how many an option of it says."""

    def counted(path: str = "/initiatives/", facet: str = "status", value: str = "active") -> tuple[int, int]:
        page = visit(path)
        option = page.select_one(f'[data-facet="{facet}"][data-value="{value}"]')
        return int(page.select_one("#result-count")["data-total"]), int(option["data-count"])

    return counted


def queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_what_is_known_is_not_asked_for_again(client):
    ParticipationFactory(initiative__published=True)

    first, second = (queries(client, "/initiatives/?status=active&q=initiative") for _time in range(2))

    assert second < first
    # Something due, the version, the best matches by acronym, title and text, and the initiatives of the page with themes
    # and partners.
    assert second == 8


def test_another_process_changes_the_record(counted):
    """It moves the version with what it writes; nothing else reaches this one."""
    InitiativeFactory(published=True)
    assert counted() == (1, 1)

    with transaction.atomic():
        InitiativeFactory(published=True)
        Initiative.objects.filter(pk=Initiative.objects.first().pk).update(status="completed")
        version.moved()

    assert counted() == (2, 1)


@pytest.mark.parametrize("path", ["/initiatives/", "/ja/initiatives/?sort=title&q=協力"])
def test_what_is_scheduled_is_counted_from_its_hour_on(counted, path):
    InitiativeFactory(published=True)
    other = InitiativeFactory(scheduled=True)
    keep_pending(other, document_of(other), state=State.PUBLISHED, publish_at=other.publish_at, by=None)
    assert counted(path) == (1, 1)

    with time_machine.travel(days_from_now(1.01)):
        assert counted(path) == (2, 2)


def test_what_becomes_public_by_its_time_alone_is_counted_then(counted):
    InitiativeFactory(published=True)
    InitiativeFactory(published=True, publish_at=days_from_now(0.0005))
    number = version.current()
    assert counted() == (1, 1)

    with time_machine.travel(days_from_now(0.001)):
        assert counted() == (2, 2)

    assert version.current() == number


def test_what_is_to_come_has_been_after_midnight(visit):
    MilestoneFactory(initiative__published=True, date=PartialDate.of(days_from_now(0).date()))
    assert len(visit("/milestones/?when=upcoming").select(".milestone")) == 1

    with time_machine.travel(days_from_now(1)):
        assert len(visit("/milestones/?when=upcoming").select(".milestone")) == 0


def test_a_preview_leaves_nothing_behind(counted, visit):
    InitiativeFactory(published=True)
    draft = InitiativeFactory()

    with as_published(draft):
        assert counted() == (2, 2)

    assert counted() == (1, 1)


def test_what_was_known_is_not_used_in_a_preview(counted):
    InitiativeFactory(published=True)
    assert counted() == (1, 1)

    with as_published(InitiativeFactory()):
        assert counted() == (2, 2)


def test_a_withdrawn_record_is_gone_from_options_too(visit):
    theme = ThemeFactory()
    one = InitiativeFactory(published=True, themes=[theme], programme="FP7")
    ParticipationFactory(initiative=one, partner__slug="riken")
    assert visit("/initiatives/").select_one('[data-facet="partner"][data-value="riken"]')

    Initiative.objects.update(state=State.WITHDRAWN, withdrawn_at=days_from_now(0), withdrawn_reason_en="No.")
    version.moved()

    page = visit("/initiatives/")
    assert not page.select_one('[data-facet="partner"][data-value="riken"]')
    assert page.select_one(f'[data-facet="theme"][data-value="{theme.slug}"]')["data-count"] == "0"


def test_what_is_asked_for_without_end_is_not_kept_without_end(client, monkeypatch):
    monkeypatch.setattr(known, "MOST_SETS", 40)
    InitiativeFactory(published=True)

    for number in range(60):
        client.get(f"/initiatives/?q=word{number}")

    (of_initiatives,) = known.kept.values()
    assert len(of_initiatives._sets) <= 40
