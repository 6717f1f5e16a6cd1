"""The real record as calendars."""

import pytest

from initiatives.models import Initiative, Milestone
from tests.initiatives.test_calendars import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_the_whole_record_is_a_calendar(client, visit, prefix):
    total = Milestone.objects.published().count()

    calendar = parsed(client.get(f"{prefix}/milestones/calendar.ics"))

    assert len(calendar.events) == total > 300
    by_initiative = 0
    for slug in Initiative.objects.published().values_list("slug", flat=True):
        by_initiative += len(parsed(client.get(f"{prefix}/initiatives/{slug}/calendar.ics")).events)
    assert by_initiative == total
    for slug in ("quantum", "semiconductors"):
        page = visit(f"{prefix}/milestones/?theme={slug}")
        of_theme = parsed(client.get(f"{prefix}/themes/{slug}/calendar.ics"))
        assert len(of_theme.events) == int(page.select_one("#result-count")["data-total"]) > 5
