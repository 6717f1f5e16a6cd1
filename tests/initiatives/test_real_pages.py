"""Pages, feeds and the API of the real record."""

from urllib.parse import urlsplit

import feedparser
import jsonschema
import pytest
from bs4 import BeautifulSoup

from alliance.api.collections import COLLECTIONS
from articles.models import Article
from initiatives.models import Initiative, Partner, Source, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("model", [Initiative, Partner, Source, Theme, Article])
def test_the_pages_of_its_records_answer(client, model, prefix):
    # Of the kinds with hundreds of pages that are all alike, every fifth.
    step = 5 if model in (Partner, Source) else 1
    for record in model.objects.published().order_by("pk")[::step]:
        response = client.get(f"{prefix}{record.get_absolute_url()}")

        assert response.status_code == 200, record
        assert ">None<" not in response.content.decode(), record


def parsed(response) -> feedparser.FeedParserDict:
    assert response.status_code == 200
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "rss20"
    return feed


def slug_of(entry) -> str:
    return urlsplit(entry.link).path.rstrip("/").rpartition("/")[2]


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_the_feed_of_a_list_has_the_items_of_its_page(client, visit, prefix):
    query = "theme=quantum&status=active"

    feed = parsed(client.get(f"{prefix}/initiatives/feed.rss?{query}"))

    rows = visit(f"{prefix}/initiatives/?{query}&per_page=96").select("#results [data-record]")
    on_page = {row["data-record"].removeprefix("initiative:"): row for row in rows}
    assert len(on_page) > 3
    assert {slug_of(entry) for entry in feed.entries} == set(on_page)
    for entry in feed.entries:
        assert entry.title == on_page[slug_of(entry)].select_one(".card__title").get_text(strip=True)


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_everything_in_a_feed_has_a_whole_address(client, prefix):
    feed = parsed(client.get(f"{prefix}/initiatives/feed.rss"))

    assert feed.feed.link == f"http://testserver{prefix}/initiatives/"
    assert len(feed.entries) == 50
    for entry in feed.entries:
        assert entry.link.startswith(f"http://testserver{prefix}/initiatives/")
        for element in BeautifulSoup(entry.description, "lxml").select("[href], [src]"):
            assert element.get("href", element.get("src")).startswith(("http://", "https://"))


@pytest.mark.parametrize("name", [name for name in COLLECTIONS if name != "changes"])
def test_every_document_of_the_api_is_as_its_schema_says(client, name):
    schema = jsonschema.Draft202012Validator(COLLECTIONS[name].schema, format_checker=jsonschema.FormatChecker())
    address = f"/api/v1/{name}/?per_page=96"

    while address:
        answer = client.get(address).json()
        assert answer["items"]
        for item in answer["items"]:
            schema.validate(item)
        address = answer["next"]
