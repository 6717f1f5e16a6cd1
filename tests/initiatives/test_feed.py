"""Feeds as a reader's program sees them."""

import datetime as dt
from urllib.parse import urlsplit

import feedparser
import pytest

from initiatives.models import Initiative
from publishing.dates import PartialDate
from tests.factories import (
    WITHDRAWN,
    InitiativeFactory,
    MilestoneFactory,
    OutcomeFactory,
    ParticipationFactory,
    ThemeFactory,
    days_from_now,
)

pytestmark = pytest.mark.django_db


def parsed(response) -> feedparser.FeedParserDict:
    assert response.status_code == 200
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "rss20"
    return feed


def slug_of(entry) -> str:
    return urlsplit(entry.link).path.rstrip("/").rpartition("/")[2]


def test_the_addresses_in_a_feed_are_those_of_the_site(client, settings):
    settings.SITE_URL = "https://alliance.example"
    InitiativeFactory(slug="one", published=True)

    feed = parsed(client.get("/ja/initiatives/feed.rss?status=active"))

    assert feed.feed.link == "https://alliance.example/ja/initiatives/?status=active"
    assert feed.entries[0].link == "https://alliance.example/ja/initiatives/one/"
    own = next(link for link in feed.feed.links if link.rel == "self")
    assert own.href == "https://alliance.example/ja/initiatives/feed.rss?status=active"


def test_an_item_stays_the_same_when_slug_and_host_change(client, settings):
    initiative = InitiativeFactory(slug="one", published=True)
    before = parsed(client.get("/initiatives/feed.rss")).entries[0]

    Initiative.objects.update(slug="renamed", title_en="Renamed")
    settings.SITE_URL = "https://elsewhere.example"
    after = parsed(client.get("/initiatives/feed.rss")).entries[0]

    assert before.id == after.id == f"tag:alliance.example,2026:initiative:{initiative.public_id}"
    assert before.link != after.link
    assert before.guidislink is False


def test_an_item_is_the_same_in_both_languages(client):
    InitiativeFactory(slug="one", published=True, title_en="One", title_ja="その一つ")

    english = parsed(client.get("/initiatives/feed.rss"))
    japanese = parsed(client.get("/ja/initiatives/feed.rss"))

    assert english.entries[0].id == japanese.entries[0].id
    assert (english.entries[0].title, japanese.entries[0].title) == ("One", "その一つ")
    assert (english.feed.language, japanese.feed.language) == ("en", "ja")


def test_the_title_says_the_filter_in_words(client):
    InitiativeFactory(
        published=True, themes=[ThemeFactory(slug="quantum", name_en="Quantum technology", name_ja="量子技術")]
    )

    english = parsed(client.get("/initiatives/feed.rss?theme=quantum&status=active"))
    japanese = parsed(client.get("/ja/initiatives/feed.rss?theme=quantum"))

    assert english.feed.title == "Alliance – Initiatives – Theme: Quantum technology; Status: Active"
    assert "量子技術" in japanese.feed.title
    assert "Theme" not in japanese.feed.title
    assert parsed(client.get("/initiatives/feed.rss")).feed.title == "Alliance – Initiatives"


def test_an_item_has_the_whole_text(client):
    theme = ThemeFactory(name_en="Quantum")
    one = InitiativeFactory(
        published=True,
        themes=[theme],
        summary_en="In short.",
        body_en="At length.\n\nStill.",
        start=PartialDate(2013, 5),
    )
    MilestoneFactory(initiative=one, date=PartialDate(2013), title_en="Signed")
    OutcomeFactory(initiative=one, text_en="It works.")
    ParticipationFactory(initiative=one, partner__name_en="RIKEN")

    entry = parsed(client.get("/initiatives/feed.rss")).entries[0]

    for words in ("In short.", "At length.", "Still.", "since", "May 2013", "Signed", "It works.", "RIKEN"):
        assert words in entry.description, words
    assert [tag.term for tag in entry.tags] == ["Quantum"]


def test_an_item_is_dated_when_we_published_it(client):
    published_at = dt.datetime(2026, 9, 1, 10, 30, tzinfo=dt.UTC)
    one = InitiativeFactory(published=True, publish_at=published_at, start=PartialDate(2031))
    MilestoneFactory(initiative=one, date=PartialDate(2032))

    entry = parsed(client.get("/initiatives/feed.rss")).entries[0]

    assert entry.published_parsed[:5] == (2026, 9, 1, 10, 30)


def test_what_changed_last_comes_first(client):
    for slug, days in (("a", -3), ("b", -1), ("c", -2)):
        InitiativeFactory(slug=slug, published=True, publish_at=days_from_now(-5), changed_at=days_from_now(days))

    for order in ("", "?sort=title", "?sort=start"):
        feed = parsed(client.get(f"/initiatives/feed.rss{order}"))
        assert [slug_of(entry) for entry in feed.entries] == ["b", "c", "a"]


def test_what_has_just_become_public_comes_first_though_it_was_written_long_ago(client):
    InitiativeFactory(slug="changed", published=True, publish_at=days_from_now(-9), changed_at=days_from_now(-3))
    InitiativeFactory(slug="new", published=True, publish_at=days_from_now(-2), changed_at=days_from_now(-20))

    feed = parsed(client.get("/initiatives/feed.rss"))

    assert [slug_of(entry) for entry in feed.entries] == ["new", "changed"]
    newest = Initiative.objects.get(slug="new")
    assert feed.feed.updated_parsed[:5] == newest.publish_at.timetuple()[:5]


# Refusing


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("theme=nope", "theme=nope"),
        ("status=active&status=done", "status=done"),
        ("start_from=2013-02-30", "start_from=2013-02-30"),
        ("active_in=soon", "active_in=soon"),
        ("sort=best", "sort=best"),
        ("per_page=7", "per_page=7"),
        ("page=zero", "page=zero"),
        ("active_in=2015&active_in=2016", "active_in=2015"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_a_feed_refuses_what_a_page_would_leave_out(client, prefix, query, named):
    response = client.get(f"{prefix}/initiatives/feed.rss?{query}")

    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    line = response.content.decode().splitlines()[0]
    assert line.startswith(f"{named}: ")
    assert len(line) > len(named) + 5


def test_a_feed_names_every_bad_value(client):
    InitiativeFactory(published=True)

    lines = client.get("/initiatives/feed.rss?theme=x&kind=y&start_to=z").content.decode().splitlines()

    assert {line.split("=")[0] for line in lines} == {"theme", "kind", "start_to"}


# Not changed


@pytest.mark.parametrize("query", ["", "?status=active", "?status=completed"])
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_an_unchanged_feed_answers_304(client, prefix, query):
    InitiativeFactory(published=True, status="active")
    address = f"{prefix}/initiatives/feed.rss{query}"
    first = client.get(address)

    second = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 304
    assert second.content == b""


def test_a_feed_that_never_had_an_item_answers_304(client):
    first = client.get("/initiatives/feed.rss")

    assert parsed(first).entries == []
    assert client.get("/initiatives/feed.rss", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_change_is_told_to_those_who_ask_by_etag(client):
    InitiativeFactory(slug="one", published=True, publish_at=days_from_now(-9), changed_at=days_from_now(-8))
    first = client.get("/initiatives/feed.rss")

    Initiative.objects.update(summary_en="Corrected.", changed_at=days_from_now(-1))

    assert client.get("/initiatives/feed.rss", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_what_was_scheduled_is_told_when_its_time_has_come(client):
    InitiativeFactory(slug="one", published=True, publish_at=days_from_now(-9), changed_at=days_from_now(-9))
    later = InitiativeFactory(slug="later", scheduled=True, changed_at=days_from_now(-20))
    first = client.get("/initiatives/feed.rss")
    assert len(parsed(first).entries) == 1

    Initiative.objects.filter(pk=later.pk).update(publish_at=days_from_now(-1))
    second = client.get("/initiatives/feed.rss", headers={"If-None-Match": first["ETag"]})

    assert {slug_of(entry) for entry in parsed(second).entries} == {"one", "later"}


def test_a_withdrawal_is_told_to_those_who_ask_by_etag(client):
    InitiativeFactory(slug="one", published=True)
    newest = InitiativeFactory(slug="newest", published=True)
    first = client.get("/initiatives/feed.rss")

    Initiative.objects.filter(pk=newest.pk).update(**WITHDRAWN)
    second = client.get("/initiatives/feed.rss", headers={"If-None-Match": first["ETag"]})

    assert [slug_of(entry) for entry in parsed(second).entries] == ["one"]


# Found from the pages


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_a_list_names_its_own_feed_first(client, visit, prefix):
    InitiativeFactory(published=True, themes=[ThemeFactory(slug="quantum")])

    page = visit(f"{prefix}/initiatives/?theme=quantum&sort=title")

    feeds = [link["href"] for link in page.select('link[type="application/rss+xml"]')]
    assert feeds[0] == f"{prefix}/initiatives/feed.rss?theme=quantum"
    assert page.select_one(".follow [data-form=rss]")["href"] == feeds[0]
    assert len(feeds) == len(set(feeds))
    assert len(parsed(client.get(feeds[0])).entries) == 1
