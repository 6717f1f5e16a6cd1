"""How many people follow a feed, as far as feed readers say so."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from alliance import subscribers
from alliance.models import Subscribers
from tests.factories import InitiativeFactory, ThemeFactory, days_from_now

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; {} subscribers; like FeedFetcher-Google)"


def ask(client, address: str, user_agent: str, **headers: str):
    return client.get(address, headers={"User-Agent": user_agent, **headers})


def kept() -> list[tuple]:
    return list(Subscribers.objects.values_list("feed", "reader", "number"))


@pytest.mark.parametrize(
    ("user_agent", "reader", "number"),
    [
        (FEEDLY.format(42), "Feedly", 42),
        ("Feedbin feed-id:1373711 - 12 subscribers", "Feedbin", 12),
        ("NewsBlur Feed Fetcher - 5 subscribers - http://www.newsblur.com/site/1/x", "NewsBlur", 5),
        ("Mozilla/5.0 (compatible; theoldreader.com; 1 subscribers; feed-id=0)", "theoldreader.com", 1),
        ("BazQux/2.4 (+https://bazqux.com/fetcher; 1 subscriber)", "BazQux", 1),
    ],
)
def test_a_reader_says_for_how_many_it_asks(client, user_agent, reader, number):
    ask(client, "/initiatives/feed.rss", user_agent)

    assert kept() == [("/initiatives/feed.rss", reader, number)]


def test_words_that_somebody_looks_for_are_not_kept(client):
    ask(client, "/initiatives/feed.rss?q=my+own+words&status=active", FEEDLY.format(42))

    assert kept() == [("/initiatives/feed.rss?status=active", "Feedly", 42)]


@pytest.mark.parametrize(
    "user_agent",
    ["", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "FreshRSS/1.26", "12 subscribers", "x 99999999 readers"],
)
def test_who_says_no_number_is_not_counted(client, user_agent):
    assert ask(client, "/initiatives/feed.rss", user_agent).status_code == 200

    assert kept() == []


def test_the_highest_number_of_a_day_is_kept(client):
    for number in (5, 9, 7):
        ask(client, "/initiatives/feed.rss", FEEDLY.format(number))
    with time_machine.travel(days_from_now(1)):
        ask(client, "/initiatives/feed.rss", FEEDLY.format(6))

    assert [row.number for row in Subscribers.objects.order_by("day")] == [9, 6]


def test_who_has_the_feed_already_counts_as_well(client):
    first = client.get("/initiatives/feed.atom")

    second = ask(client, "/initiatives/feed.atom", FEEDLY.format(3), **{"If-None-Match": first["ETag"]})
    third = ask(client, "/articles/feed.atom", FEEDLY.format(4), **{"If-Modified-Since": first["Last-Modified"]})

    assert (second.status_code, third.status_code) == (304, 304)
    assert kept() == [("/articles/feed.atom", "Feedly", 4), ("/initiatives/feed.atom", "Feedly", 3)]


def test_a_feed_is_known_by_what_was_accepted(client):
    InitiativeFactory(published=True, themes=[ThemeFactory(slug="quantum")])

    ask(client, "/ja/initiatives/feed.rss?utm=x&theme=quantum&sort=title&events=status", FEEDLY.format(3))
    ask(client, "/initiatives/feed.rss?theme=nope", FEEDLY.format(3))
    ask(client, "/initiatives/", FEEDLY.format(3))
    ask(client, f"/initiatives/feed.rss?q={'x' * 290}", FEEDLY.format(3))

    assert [feed for feed, _reader, _number in kept()] == ["/ja/initiatives/feed.rss?theme=quantum&events=status"]


def test_there_is_an_end_to_what_programs_can_invent(client, monkeypatch):
    monkeypatch.setattr(subscribers, "MOST_A_DAY", 3)

    for number in range(5):
        ask(client, "/initiatives/feed.rss", f"Reader{'abcde'[number]}/1.0 (7 subscribers)")
    ask(client, "/initiatives/feed.rss", "Readera/1.0 (8 subscribers)")

    assert [row.number for row in Subscribers.objects.order_by("reader")] == [8, 7, 7]


def test_what_is_older_than_three_months_is_forgotten(client):
    with time_machine.travel(days_from_now(-100)):
        ask(client, "/initiatives/feed.rss", FEEDLY.format(3))

    ask(client, "/articles/feed.rss", FEEDLY.format(3))

    assert [feed for feed, _reader, _number in kept()] == ["/articles/feed.rss"]


def test_the_feed_comes_though_nothing_can_be_noted(client, monkeypatch):
    def refuse(*_args) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(subscribers, "_keep", refuse)

    assert ask(client, "/initiatives/feed.rss", FEEDLY.format(3)).status_code == 200


def test_the_same_number_again_writes_nothing(client):
    ask(client, "/initiatives/feed.rss", FEEDLY.format(3))

    with CaptureQueriesContext(connection) as asked:
        ask(client, "/initiatives/feed.rss", FEEDLY.format(3))

    assert {query["sql"].split()[0] for query in asked} <= {"SELECT", "PRAGMA"}


@pytest.mark.parametrize(("role", "status"), [("editor", 200), ("administrator", 200), ("author", 403)])
def test_editors_see_the_numbers_and_cannot_change_them(client, django_user_model, role, status):
    for reader, number in (("Feedly", 40), ("NewsBlur", 2)):
        Subscribers.objects.create(feed="/initiatives/feed.rss", reader=reader, number=number, day="2026-11-25")
    user = django_user_model.objects.create_user("someone", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)

    response = client.get("/admin/alliance/subscribers/")

    assert response.status_code == status
    if status == 200:
        rows = BeautifulSoup(response.content, "lxml").select("#result_list tbody tr")
        assert [row.select_one(".field-of_all_readers").get_text() for row in rows] == ["42", "42"]
    assert client.get("/admin/alliance/subscribers/add/").status_code == 403
