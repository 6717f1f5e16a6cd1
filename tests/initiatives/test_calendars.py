"""Calendars as a calendar program sees them."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar, Event

from initiatives.models import Initiative, Milestone
from publishing.actions import keep_publication, keep_revision
from publishing.clocks import Clock
from publishing.dates import PartialDate
from tests.factories import (
    WITHDRAWN,
    CitationFactory,
    InitiativeFactory,
    MilestoneFactory,
    ThemeFactory,
    days_from_now,
)
from tests.initiatives.test_admin import Form, address_of
from tests.search.indexing import index_everything

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def parsed(response) -> Calendar:
    """A calendar that keeps to RFC 5545."""
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    content = response.getvalue()
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert not [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line]
    for line in lines:
        line.decode()  # no character is cut in two
    assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", content.replace(b"\r\n", b"\n"))
    calendar = Calendar.from_ical(content)
    calendar.validate()
    uids = [str(event["UID"]) for event in calendar.events]
    assert len(uids) == len(set(uids))
    for component in calendar.walk():
        assert component.errors == []
        assert all(component.get(name) for name in component.required), component.name
        assert not any(isinstance(component.get(name), list) for name in component.singletons), component.name
    assert calendar.get_used_tzids() <= {zone.tz_name for zone in calendar.timezones}
    return calendar


def only_event(response) -> Event:
    (event,) = parsed(response).events
    return event


@pytest.fixture
def one() -> Initiative:
    return InitiativeFactory(slug="one", published=True, title_en="Alliance of chips", title_ja="半導体の連携")


# As many as in the list


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize(
    "query", ["", "?theme=quantum", "?kind=launch&kind=signing", "?when=upcoming", "?when=past&sort=date", "?q=title"]
)
def test_a_calendar_has_as_many_events_as_the_list_has_rows(client, visit, prefix, query):
    quantum = ThemeFactory(slug="quantum")
    dates = [PartialDate(2013), PartialDate(2013, 5), PartialDate(2013, 5, 17), PartialDate.of(days_from_now(9).date())]
    for number in range(16):
        MilestoneFactory(
            initiative=InitiativeFactory(published=True, themes=[quantum] if number % 3 else []),
            date=dates[number % 4],
            kind=["launch", "signing", "result"][number % 3],
            title_en=f"Title {number}",
        )
    page = visit(f"{prefix}/milestones/{query}")

    calendar = parsed(client.get(f"{prefix}/milestones/calendar.ics{query}"))

    assert len(calendar.events) == int(page.select_one("#result-count")["data-total"]) > 0


def test_a_long_calendar_is_sent_while_it_is_made_and_is_the_same(client, one, monkeypatch):
    MilestoneFactory.create_batch(5, initiative=one)
    whole = client.get("/ja/milestones/calendar.ics")

    monkeypatch.setattr("publishing.calendars.WHOLE", 4)
    sent = client.get("/ja/milestones/calendar.ics")

    assert sent.streaming
    assert not sent.has_header("ETag")
    assert sent.getvalue() == whole.content


@pytest.mark.parametrize("address", ["/milestones/", "/initiatives/one/", "/themes/quantum/"])
def test_thirty_events_take_as_many_queries_as_three(client, one, address):
    one.themes.set([ThemeFactory(slug="quantum")])
    citation = CitationFactory(initiative=one)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            parsed(client.get(f"{address}calendar.ics"))
        return len(captured)

    MilestoneFactory.create_batch(3, initiative=one, citations=[citation])
    three = queries()
    MilestoneFactory.create_batch(27, initiative=one, citations=[citation])

    assert queries() == three


# Which rows


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("address", ["/milestones/calendar.ics", "/themes/quantum/calendar.ics"])
def test_a_calendar_refuses_what_the_page_would_leave_out(client, prefix, address):
    ThemeFactory(slug="quantum")

    response = client.get(f"{prefix}{address}?kind=nope&sort=best")

    assert response.status_code == 400
    assert [line.partition(": ")[0] for line in response.content.decode().splitlines()] == ["kind=nope", "sort=best"]


def test_the_calendar_of_a_theme_has_its_milestones_and_takes_the_other_filters(client):
    quantum, other = ThemeFactory(slug="quantum"), ThemeFactory(slug="other")
    for theme in (quantum, other):
        for kind in ("launch", "deadline"):
            MilestoneFactory(initiative__published=True, initiative__themes=[theme], title_en=theme.slug, kind=kind)

    assert len(parsed(client.get("/themes/quantum/calendar.ics")).events) == 2
    assert len(parsed(client.get("/themes/quantum/calendar.ics?kind=deadline")).events) == 1
    for event in parsed(client.get("/themes/quantum/calendar.ics?theme=quantum")).events:
        assert event["SUMMARY"].startswith("quantum")


@pytest.mark.parametrize("query", ["theme=other", "theme=nope", "theme=quantum&theme=other"])
def test_the_calendar_of_a_theme_refuses_another_theme(client, query):
    for slug in ("quantum", "other"):
        ThemeFactory(slug=slug)

    response = client.get(f"/themes/quantum/calendar.ics?{query}")

    assert response.status_code == 400
    assert response.content.decode() == f"{query.rpartition('&')[2]}: The address says which: quantum.\n"


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled", "withdrawn"])
def test_what_is_not_public_is_in_no_calendar(client, state):
    theme = ThemeFactory(slug="quantum")
    hidden = InitiativeFactory(slug="hidden", themes=[theme], **({} if state == "draft" else {state: True}))
    MilestoneFactory(initiative=hidden)

    assert parsed(client.get("/milestones/calendar.ics")).events == []
    assert parsed(client.get("/themes/quantum/calendar.ics")).events == []
    assert client.get("/initiatives/hidden/calendar.ics").status_code == (410 if state == "withdrawn" else 404)


def test_what_is_withdrawn_leaves(client, one):
    gone, stays = MilestoneFactory.create_batch(2, initiative=one)
    MilestoneFactory(initiative__published=True, initiative__slug="two")

    gone.delete()
    Initiative.objects.filter(slug="two").update(**WITHDRAWN)

    assert only_event(client.get("/milestones/calendar.ics"))["UID"] == f"{one.public_id}-{stays.key}"


def test_a_calendar_without_events_is_one_too(client, one):
    for address in ("/milestones/", "/initiatives/one/"):
        first = client.get(f"{address}calendar.ics")

        assert parsed(first).events == []
        assert client.get(f"{address}calendar.ics", headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_a_renamed_initiative_keeps_its_subscribers(client, admin_client, one, prefix):
    MilestoneFactory(initiative=one, citations=[CitationFactory(initiative=one)])
    keep_revision(one)
    form = Form(admin_client, address_of(one))
    form["slug"] = "renamed"
    form.save()

    response = client.get(f"{prefix}/initiatives/one/calendar.ics")

    assert response.status_code == 301
    assert response["Location"] == f"{prefix}/initiatives/renamed/calendar.ics"
    assert only_event(client.get(response["Location"]))["UID"].startswith(str(one.public_id))


@pytest.mark.parametrize("address", ["/initiatives/nope/calendar.ics", "/themes/nope/calendar.ics"])
def test_what_was_never_there_has_no_calendar(client, address):
    assert client.get(address).status_code == 404


# When


def test_a_day_is_a_day(client, one):
    MilestoneFactory(initiative=one, date=PartialDate(2024, 2, 29), kind="deadline")

    event = only_event(client.get("/milestones/calendar.ics"))

    assert (event.start, event.end) == (dt.date(2024, 2, 29), dt.date(2024, 3, 1))
    assert "not known" not in event["SUMMARY"] + event["DESCRIPTION"]


@pytest.mark.parametrize(
    ("date", "start", "end", "english", "japanese"),
    [
        (PartialDate(2013), dt.date(2013, 1, 1), dt.date(2014, 1, 1), "2013, day not known", "2013年"),
        (PartialDate(2024, 2), dt.date(2024, 2, 1), dt.date(2024, 3, 1), "February 2024, day not known", "2024年2月"),
        (PartialDate(2999), dt.date(2999, 1, 1), dt.date(3000, 1, 1), "2999, day not known", "2999年"),
    ],
)
def test_what_is_known_to_the_month_or_year_is_on_no_day_of_it(client, one, date, start, end, english, japanese):
    MilestoneFactory(initiative=one, date=date)

    event = only_event(client.get("/milestones/calendar.ics"))
    in_japanese = only_event(client.get("/ja/milestones/calendar.ics"))

    assert (event.start, event.end) == (in_japanese.start, in_japanese.end) == (start, end)
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["SUMMARY"].endswith(f"({english})")
    assert event["DESCRIPTION"].startswith(english)
    assert japanese in in_japanese["SUMMARY"]


@pytest.mark.parametrize(
    ("zone", "date", "time", "moment", "words"),
    [
        (
            "Europe/Brussels",
            PartialDate(2026, 7, 1),
            dt.time(17),
            dt.datetime(2026, 7, 1, 15, tzinfo=dt.UTC),
            "1 Jul 2026, 17:00 Brussels time / 2 Jul 2026, 00:00 Tokyo time",
        ),
        (
            "Asia/Tokyo",
            PartialDate(2026, 1, 20),
            dt.time(12, 30),
            dt.datetime(2026, 1, 20, 3, 30, tzinfo=dt.UTC),
            "20 Jan 2026, 04:30 Brussels time / 20 Jan 2026, 12:30 Tokyo time",
        ),
    ],
)
def test_a_deadline_with_a_time_carries_its_zone_and_says_both_clocks(client, one, zone, date, time, moment, words):
    MilestoneFactory(initiative=one, date=date, time=time, time_zone=zone, kind="deadline")

    event = only_event(client.get("/milestones/calendar.ics"))

    assert event["DTSTART"].params["TZID"] == zone
    assert event.start.replace(tzinfo=None) == dt.datetime.combine(date.first, time)
    assert event.start == event.end == moment
    assert event["DESCRIPTION"].startswith(words)
    assert event.alarms.times == []


def test_the_zones_of_a_calendar_are_those_of_the_world(client):
    """For programs that do not know them by name: every hour around each change of the clock, and one of each day."""
    zones = {
        zone.tz_name: zone.to_tz(lookup_tzid=False) for zone in parsed(client.get("/milestones/calendar.ics")).timezones
    }

    assert set(zones) == set(Clock.values)
    for name, zone in zones.items():
        hour = dt.datetime(1997, 1, 1, 12, tzinfo=dt.UTC)
        while hour.year < 2040:
            real = hour.astimezone(ZoneInfo(name)).replace(tzinfo=None)
            assert real.replace(tzinfo=zone).utcoffset() == real.replace(tzinfo=ZoneInfo(name)).utcoffset(), hour
            is_of_a_change = hour.month in (3, 10) and hour.day >= 24
            hour += dt.timedelta(hours=1 if is_of_a_change else 24)


def test_summer_time_begins_and_ends_with_the_hour(client):
    (brussels,) = [zone for zone in parsed(client.get("/milestones/calendar.ics")).timezones if zone.daylight]

    for change in [*brussels.daylight, *brussels.standard]:
        moment = (change.DTSTART - change.TZOFFSETFROM).replace(tzinfo=dt.UTC)
        before, after = (
            there.astimezone(ZoneInfo("Europe/Brussels")).utcoffset()
            for there in (moment - dt.timedelta(seconds=1), moment)
        )
        assert (before, after) == (change.TZOFFSETFROM, change.TZOFFSETTO)


# Moving


def test_a_moved_event_is_the_same_event_moved(client, admin_client, one):
    keep = {"initiative": one, "citations": [CitationFactory(initiative=one)]}
    MilestoneFactory(**keep, key="m1", date=PartialDate(2027))
    MilestoneFactory(**keep, key="m2", date=PartialDate(2027, 3, 1), time=dt.time(17), time_zone="Europe/Brussels")
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        Initiative.objects.update(publish_at="2026-01-01T00:00Z")
        keep_publication(one, by=None)
    before = events_by_key(client)

    with time_machine.travel("2026-11-26T12:00:00Z", tick=False):
        form = Form(admin_client, address_of(one))
        form["milestones-0-date"] = "17 February 2027"
        form.save()
        moved = events_by_key(client)
    with time_machine.travel("2026-11-27T12:00:00Z", tick=False):
        form = Form(admin_client, address_of(one))
        form["milestones-0-title_en"] = "In other words"
        form["milestones-1-time"], form["milestones-1-time_zone"] = "12:00", "Asia/Tokyo"
        form.save()
        said = events_by_key(client)

    assert [[event.sequence for event in events.values()] for events in (before, moved, said)] == [
        [0, 0],
        [1, 0],
        [1, 1],
    ]
    assert [events["m1"]["UID"] for events in (before, moved, said)] == [f"{one.public_id}-m1"] * 3
    assert moved["m1"].start == dt.date(2027, 2, 17)
    assert said["m2"].start == dt.datetime(2027, 3, 1, 3, tzinfo=dt.UTC)
    for name in ("LAST-MODIFIED", "DTSTAMP"):
        assert [events["m1"][name].dt.day for events in (before, moved, said)] == [25, 26, 27]


def events_by_key(client) -> dict[str, Event]:
    events = parsed(client.get("/initiatives/one/calendar.ics")).events
    return {str(event["UID"])[-2:]: event for event in events}


def test_the_history_of_another_record_moves_nothing(client, one):
    MilestoneFactory(initiative=one, key="m1")
    MilestoneFactory(initiative__published=True, initiative__slug="two", key="m1", date=PartialDate(2013))
    two = Initiative.objects.get(slug="two")
    keep_revision(two)
    Milestone.objects.filter(initiative=two).update(date=PartialDate(2014))
    keep_revision(two)

    assert {event["UID"]: event.sequence for event in parsed(client.get("/milestones/calendar.ics")).events} == {
        f"{one.public_id}-m1": 0,
        f"{two.public_id}-m1": 1,
    }


def test_an_event_stays_the_same_when_slug_host_and_words_change(client, one, settings):
    MilestoneFactory(initiative=one, key="m1")
    before = only_event(client.get("/milestones/calendar.ics"))

    Initiative.objects.update(slug="renamed", title_en="Renamed")
    Milestone.objects.update(title_en="Said otherwise")
    settings.SITE_URL = "https://elsewhere.example"
    after = only_event(client.get("/ja/milestones/calendar.ics"))

    assert before["UID"] == after["UID"]
    assert before["URL"] == "http://testserver/initiatives/one/#milestone-m1"
    assert after["URL"] == "https://elsewhere.example/ja/initiatives/renamed/#milestone-m1"


@pytest.mark.parametrize("address", ["/milestones/", "/initiatives/one/", "/themes/quantum/", "/ja/milestones/"])
def test_an_unchanged_calendar_is_not_sent_again(client, one, address):
    one.themes.set([ThemeFactory(slug="quantum")])
    MilestoneFactory(initiative=one)
    first = client.get(f"{address}calendar.ics")

    with time_machine.travel(days_from_now(40)):
        again = client.get(f"{address}calendar.ics", headers={"If-None-Match": first["ETag"]})
        Milestone.objects.update(date=PartialDate(2014, 1, 1))
        moved = client.get(f"{address}calendar.ics", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert moved.status_code == 200


@pytest.mark.parametrize("whole", [0, 5000])
def test_programs_that_keep_no_etag_ask_by_date(client, admin_client, one, monkeypatch, whole):
    monkeypatch.setattr("publishing.calendars.WHOLE", whole)
    MilestoneFactory(initiative=one, citations=[CitationFactory(initiative=one)])
    keep_revision(one)
    address = "/milestones/calendar.ics"
    by_date = {"If-Modified-Since": client.get(address)["Last-Modified"]}

    assert client.get(address, headers=by_date).status_code == 304
    assert client.get(f"{address}?kind=nope", headers=by_date).status_code == 400
    form = Form(admin_client, address_of(one))
    form["milestones-0-date"] = "17 May 2027"
    form.save()
    assert client.get(address, headers=by_date).status_code == 200


def test_what_is_to_come_is_asked_for_anew_every_day(client, one):
    MilestoneFactory(initiative=one, date=PartialDate.of(days_from_now(3).date()))
    address = "/milestones/calendar.ics?when=upcoming"
    by_date = {"If-Modified-Since": client.get(address)["Last-Modified"]}

    with time_machine.travel(days_from_now(5)):
        assert parsed(client.get(address, headers=by_date)).events == []


# What stands in it


def test_an_event_says_what_the_page_says(client, one):
    one.themes.set([ThemeFactory(name_en="Chips, fast; cheap", name_ja="半導体")])
    other, cited = CitationFactory.create_batch(2, initiative=one)
    cited.source.title, cited.source.url = "Press release", "https://source.example/a?b=c,d;e"
    cited.source.save()
    MilestoneFactory(initiative=one, title_en="Signed", note_en="In Tokyo.\nTwice.", kind="signing", citations=[cited])

    event = only_event(client.get("/milestones/calendar.ics"))

    assert event["SUMMARY"] == "Signed – Alliance of chips"
    assert event["DESCRIPTION"] == (
        "In Tokyo.\nTwice.\n\nAlliance of chips\nhttp://testserver/initiatives/one/\n\n"
        "Sources\n2. Press release https://source.example/a?b=c,d;e"
    )
    assert event.categories == ["Signing", "Chips, fast; cheap"]
    assert other.source.title not in event["DESCRIPTION"]


def test_an_initiative_goes_by_its_acronym_where_it_has_one(client, one):
    Initiative.objects.update(acronym="AoC")
    MilestoneFactory(initiative=one, title_en="Signed")

    assert only_event(client.get("/milestones/calendar.ics"))["SUMMARY"] == "Signed – AoC"


def test_words_are_in_the_language_of_the_address_and_marked_where_there_are_none(client, one):
    MilestoneFactory(initiative=one, key="m1", title_en="Signed", title_ja="署名")
    MilestoneFactory(initiative=one, key="m2", title_en="Launched", title_ja="")

    english = [event["SUMMARY"] for event in events_by_key(client).values()]
    japanese = [event["SUMMARY"] for event in parsed(client.get("/ja/initiatives/one/calendar.ics")).events]

    assert english == ["Signed – Alliance of chips", "Launched – Alliance of chips"]
    assert japanese == ["署名 – 半導体の連携", "Launched – 半導体の連携"]
    assert [summary.params.get("LANGUAGE") for summary in [*english, *japanese]] == [None, None, None, "en"]


def test_a_source_that_is_gone_is_read_in_the_archive(client, one):
    cited = CitationFactory(
        initiative=one, source__gone_on=dt.date(2026, 1, 1), source__archive_url="https://archive.example/1"
    )
    MilestoneFactory(initiative=one, citations=[cited])

    assert "https://archive.example/1" in only_event(client.get("/milestones/calendar.ics"))["DESCRIPTION"]


@pytest.mark.parametrize(
    "words",
    [
        "半導体の国際標準化に関する共同声明の署名" * 9,
        "🤖👩🏽‍🔬🇯🇵" * 30,
        "اتفاقية تعاون، עם חתימה " * 6,
        'a\\b; c, d: "e" \\n BEGIN:VEVENT',
        "two\u2028lines\u2029and\u0085more\x0b\x0c\x1c",
        "\x00\x07bell\x1b[31m",
        "END:VCALENDAR\r\nBEGIN:VCALENDAR",
        "é" * 36 + "\u0301" * 40,
    ],
)
def test_any_text_comes_through_as_it_was_written(client, one, words):
    milestone = MilestoneFactory(initiative=one, title_en=words[:200], note_en=words, note_ja=words)
    one.title_en = words[:150]
    one.save()

    for address in ("/milestones/calendar.ics", "/ja/milestones/calendar.ics", "/initiatives/one/calendar.ics"):
        event = only_event(client.get(address))
        assert milestone.note_en in event["DESCRIPTION"]
    assert event["SUMMARY"] == f"{milestone.title_en} – {one.title_en}"


def test_a_calendar_says_what_it_is_to_new_and_old_programs(client, one, settings):
    settings.SITE_URL = "https://alliance.example"
    one.themes.set([ThemeFactory(slug="quantum", name_en="Light, quanta", name_ja="量子")])

    english = parsed(client.get("/milestones/calendar.ics?theme=quantum&sort=date"))
    japanese = parsed(client.get("/ja/milestones/calendar.ics?theme=quantum"))

    # icalendar does not know these two for text, and leaves them as they are written.
    assert english["NAME"] == english["X-WR-CALNAME"] == r"Alliance – Milestones – Theme: Light\, quanta"
    assert "量子" in japanese["NAME"]
    assert english["URL"] == "https://alliance.example/milestones/?theme=quantum"
    assert english["SOURCE"] == "https://alliance.example/milestones/calendar.ics?theme=quantum&sort=date"
    assert english["REFRESH-INTERVAL"].dt == dt.timedelta(hours=12)
    assert english["X-PUBLISHED-TTL"] == "PT12H"
    assert "METHOD" not in english
    own = parsed(client.get("/initiatives/one/calendar.ics"))
    assert (own["NAME"], own["URL"]) == ("Alliance – Alliance of chips", "https://alliance.example/initiatives/one/")


def test_words_to_look_for_are_a_filter_of_the_calendar_too(client, one):
    MilestoneFactory(initiative=one, title_en="Zyx signed")
    MilestoneFactory(initiative=one, title_en="Another")
    index_everything()

    assert only_event(client.get("/milestones/calendar.ics?q=zyx"))["SUMMARY"].startswith("Zyx signed")


# The way to it


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_pages_offer_their_calendar_with_the_address_to_subscribe_to(client, visit, one, prefix):
    one.themes.set([ThemeFactory(slug="quantum")])
    MilestoneFactory(initiative=one)

    for page, calendar in (
        ("/milestones/?theme=quantum&per_page=12&view=table", "/milestones/calendar.ics?theme=quantum"),
        ("/initiatives/one/", "/initiatives/one/calendar.ics"),
        ("/themes/quantum/", "/themes/quantum/calendar.ics"),
    ):
        offered = visit(f"{prefix}{page}").select_one(".calendar")
        address = offered.select_one("code").get_text()
        assert address == f"http://testserver{prefix}{calendar}"
        assert [a["href"] for a in offered.select("a")] == [f"webcal://testserver{prefix}{calendar}", address]
        assert len(parsed(client.get(address)).events) == 1


def test_lists_without_dates_and_initiatives_without_milestones_offer_none(visit, one):
    for page in ("/initiatives/", "/partners/", "/initiatives/one/"):
        assert not visit(page).select(".calendar")
