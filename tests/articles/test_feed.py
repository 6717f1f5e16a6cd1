"""The feed of articles."""

import datetime as dt

import feedparser
import pytest
from bs4 import BeautifulSoup

from articles.models import Article
from tests.factories import ArticleFactory, InitiativeFactory, SourceFactory, ThemeFactory, days_from_now

pytestmark = pytest.mark.django_db


def parsed(response) -> feedparser.FeedParserDict:
    assert response.status_code == 200
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def test_what_nobody_was_told_of_since_it_was_published_comes_by_that_day(client):
    days = {"first": -9, "third": -3, "second": -6}
    for slug, day in days.items():
        ArticleFactory(slug=slug, published=True, publish_at=days_from_now(day), told_at=None)

    entries = parsed(client.get("/articles/feed.atom")).entries

    assert [entry.link.split("/")[-2] for entry in entries] == ["third", "second", "first"]
    assert all(entry.updated == entry.published for entry in entries)


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_an_item_has_the_whole_text_with_whole_addresses(client, prefix):
    InitiativeFactory(slug="one", published=True)
    source = SourceFactory(url="https://source.example/one")
    body = f'<p>Text <a href="initiative:one">one</a> <a href="{source.url}" rel="source">s</a> <a href="initiative:no">n</a></p>'
    ArticleFactory(
        slug="first", published=True, standfirst_en="In short.", standfirst_ja="要約。", body_en=body, body_ja=body
    )

    entry = parsed(client.get(f"{prefix}/articles/feed.rss")).entries[0]

    text = BeautifulSoup(entry.description, "lxml")
    assert ("要約。" if prefix else "In short.") in text.get_text()
    assert "Text one s n" in text.get_text()
    addresses = [link["href"] for link in text.select("a[href]")]
    assert addresses == [f"http://testserver{prefix}/initiatives/one/", source.url]
    assert entry.link == f"http://testserver{prefix}/articles/first/"
    assert entry.author


def test_a_picture_in_an_item_has_a_whole_address(client, settings):
    settings.SITE_URL = "https://alliance.example"
    ArticleFactory(published=True, cover="covers/x.webp", cover_alt_en="A chip")

    picture = BeautifulSoup(parsed(client.get("/articles/feed.rss")).entries[0].description, "lxml").img

    assert picture["src"] == "https://alliance.example/media/covers/x.webp"
    assert picture["alt"] == "A chip"


def test_an_item_stays_the_same_when_slug_and_host_change(client, settings):
    article = ArticleFactory(slug="first", published=True)
    before = parsed(client.get("/articles/feed.rss")).entries[0]

    Article.objects.update(slug="renamed")
    settings.SITE_URL = "https://elsewhere.example"
    after = parsed(client.get("/articles/feed.rss")).entries[0]

    assert before.id == after.id == f"tag:alliance.example,2026:article:{article.public_id}"
    assert before.link != after.link


def test_an_item_is_dated_when_it_was_published(client):
    ArticleFactory(published=True, publish_at=dt.datetime(2026, 9, 1, 10, 30, tzinfo=dt.UTC))

    assert parsed(client.get("/articles/feed.rss")).entries[0].published_parsed[:5] == (2026, 9, 1, 10, 30)


def test_the_feed_follows_the_filter_and_says_it(client):
    quantum = ThemeFactory(slug="quantum", name_en="Quantum technology", name_ja="量子技術")
    ArticleFactory(slug="a", published=True, topics=[quantum])
    ArticleFactory(slug="b", published=True)

    feed = parsed(client.get("/articles/feed.rss?theme=quantum"))

    assert [entry.link for entry in feed.entries] == ["http://testserver/articles/a/"]
    assert feed.feed.title == "Alliance – Articles – Topic: Quantum technology"
    assert feed.feed.link == "http://testserver/articles/?theme=quantum"
    assert "量子技術" in parsed(client.get("/ja/articles/feed.rss?theme=quantum")).feed.title


@pytest.mark.parametrize(
    ("query", "named"), [("theme=nope", "theme=nope"), ("year=soon", "year=soon"), ("sort=x", "sort=x")]
)
def test_the_feed_refuses_what_it_does_not_know(client, query, named):
    response = client.get(f"/articles/feed.rss?{query}")

    assert response.status_code == 400
    assert response.content.decode().startswith(f"{named}: ")


@pytest.mark.parametrize("rows", [0, 2])
def test_an_unchanged_feed_answers_304(client, rows):
    for _row in range(rows):
        ArticleFactory(published=True)
    first = client.get("/articles/feed.rss")

    assert client.get("/articles/feed.rss", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_the_latest_come_first_and_what_is_not_public_is_not_there(client):
    for slug, days in (("a", -3), ("b", -1)):
        ArticleFactory(slug=slug, published=True, publish_at=days_from_now(days))
    ArticleFactory(slug="draft")
    ArticleFactory(slug="later", scheduled=True)

    links = [entry.link.rstrip("/").rpartition("/")[2] for entry in parsed(client.get("/articles/feed.rss")).entries]

    assert links == ["b", "a"]
