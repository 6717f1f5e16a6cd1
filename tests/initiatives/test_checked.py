"""“Checked, nothing changed” moves one of the three dates and none of the others."""

import datetime as dt

import pytest
from django.utils import timezone

from initiatives.models import Initiative
from publishing.actions import keep_revision
from publishing.models import Revision
from tests.factories import InitiativeFactory, days_from_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_ago() -> Initiative:
    initiative = InitiativeFactory(published=True, slug="old", publish_at=days_from_now(-90))
    keep_revision(initiative, at=days_from_now(-90))
    initiative.refresh_from_db()
    return initiative


def test_one_click_on_the_record_marks_it_checked_today(admin_client, long_ago):
    page = admin_client.get(f"/admin/initiatives/initiative/{long_ago.pk}/change/")
    assert f"/admin/initiatives/initiative/{long_ago.pk}/checked/" in page.content.decode()

    response = admin_client.post(f"/admin/initiatives/initiative/{long_ago.pk}/checked/", follow=True)

    checked = Initiative.objects.get()
    assert "marked as checked today" in response.content.decode()
    assert checked.last_checked == timezone.now().date()
    assert checked.changed_at == long_ago.changed_at


def test_many_are_marked_at_once(admin_client, long_ago):
    other = InitiativeFactory(published=True)

    admin_client.post(
        "/admin/initiatives/initiative/", {"action": "mark_checked", "_selected_action": [long_ago.pk, other.pk]}
    )

    assert set(Initiative.objects.values_list("last_checked", flat=True)) == {timezone.now().date()}


def test_the_feed_tells_nothing_of_a_check(admin_client, client, long_ago):
    before = client.get("/initiatives/feed.rss").content

    admin_client.post(f"/admin/initiatives/initiative/{long_ago.pk}/checked/")

    assert client.get("/initiatives/feed.rss").content == before


def test_the_page_tells_of_it(admin_client, visit, long_ago):
    admin_client.post(f"/admin/initiatives/initiative/{long_ago.pk}/checked/")

    times = [time["datetime"] for time in visit("/initiatives/old/").select(".facts time")]
    assert timezone.now().date().isoformat() in times


def test_a_change_beside_a_check_is_a_change(long_ago):
    long_ago.last_checked, long_ago.status = dt.date(2026, 1, 2), "completed"
    long_ago.save()
    keep_revision(long_ago)

    assert Initiative.objects.get().changed_at > long_ago.changed_at


def test_looking_is_not_marking(admin_client, long_ago):
    response = admin_client.get(f"/admin/initiatives/initiative/{long_ago.pk}/checked/")

    assert response.status_code == 405
    assert Initiative.objects.get().last_checked is None


def test_who_may_not_change_may_not_mark(client, django_user_model, long_ago):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))

    response = client.post(f"/admin/initiatives/initiative/{long_ago.pk}/checked/")

    assert response.status_code == 403
    assert Initiative.objects.get().last_checked is None


def test_a_check_leaves_no_entry_in_the_history(admin_client, visit, long_ago):
    admin_client.post(f"/admin/initiatives/initiative/{long_ago.pk}/checked/")

    assert len(visit("/initiatives/old/").select(".changes .change")) == 1


def test_checking_a_draft_keeps_nothing_of_it(admin_client):
    draft = InitiativeFactory()

    admin_client.post(f"/admin/initiatives/initiative/{draft.pk}/checked/")

    draft.refresh_from_db()
    assert draft.last_checked == timezone.now().date()
    assert not Revision.objects.exists()
