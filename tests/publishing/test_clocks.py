import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from publishing.clocks import MomentField, moment_in_words


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        (["2026-12-01", "09:00", "Europe/Brussels"], dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)),
        (["2026-07-01", "09:00", "Europe/Brussels"], dt.datetime(2026, 7, 1, 7, tzinfo=dt.UTC)),
        (["2026-12-01", "09:00", "Asia/Tokyo"], dt.datetime(2026, 12, 1, 0, tzinfo=dt.UTC)),
        # Tokyo has no summer time: this is the hour that Brussels shows twice.
        (["2026-10-25", "09:30", "Asia/Tokyo"], dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)),
        (["", "", "Asia/Tokyo"], None),
    ],
)
def test_an_hour_is_read_by_its_clock(typed, moment):
    assert MomentField(required=False).clean(typed) == moment


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["2026-03-29", "02:30", "Europe/Brussels"], "skips this hour"),
        (["2026-10-25", "02:30", "Europe/Brussels"], "shows this hour twice"),
        (["2026-12-01", "", "Europe/Brussels"], "both the day and the hour"),
        (["", "09:00", "Europe/Brussels"], "both the day and the hour"),
        (["2026-12-01", "09:00", "America/New_York"], "Select a valid choice"),
        (["1 December", "09:00", "Asia/Tokyo"], "valid date"),
    ],
)
def test_what_is_no_moment_is_refused_in_words(typed, told):
    with pytest.raises(ValidationError, match=told):
        MomentField(required=False).clean(typed)


def test_both_clocks_are_shown():
    moment = dt.datetime(2026, 12, 1, 20, 0, tzinfo=dt.UTC)

    with translation.override("en"):
        assert moment_in_words(moment) == "1 Dec 2026, 21:00 Brussels time / 2 Dec 2026, 05:00 Tokyo time"
