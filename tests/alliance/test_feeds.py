"""Every feed in every form and both languages, as readers' programs see them."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import feedparser
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from lxml import etree

from initiatives.models import Initiative
from publishing import version
from publishing.following import FEED_FORMS
from tests.factories import ArticleFactory, InitiativeFactory, MilestoneFactory, ThemeFactory, days_from_now
from tests.initiatives.test_admin import Form

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

FORMS = [form.name for form in FEED_FORMS]
CONTENT_TYPES = {form.name: form.content_type for form in FEED_FORMS}
LISTS = ["/initiatives/", "/articles/"]
PREFIXES = ["", "/ja"]


@dataclass
class Item:
    """What a program knows of an entry, whatever the form."""

    id: str
    url: str
    title: str
    html: str
    published: Any
    modified: Any
    authors: list[str]
    tags: list[str]


@dataclass
class Read:
    title: str
    page: str
    own: str
    language: str
    items: list[Item]
    is_over: bool = False


def read(response) -> Read:
    """Strictly: what a program would stumble over fails."""
    assert response.status_code == 200
    content_type = response["Content-Type"].partition(";")[0]
    if content_type == CONTENT_TYPES["json"]:
        return read_json(json.loads(response.content))
    etree.fromstring(response.content)
    headers = {"content-type": response["Content-Type"]}
    as_it_stands = {"sanitize_html": False, "resolve_relative_uris": False}
    return read_xml(feedparser.parse(response.content, response_headers=headers, **as_it_stands))


def read_json(feed: dict) -> Read:
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    items = [
        Item(
            one["id"],
            one["url"],
            one["title"],
            one["content_html"].strip(),
            dt.datetime.fromisoformat(one["date_published"]),
            dt.datetime.fromisoformat(one["date_modified"]),
            [author["name"] for author in one.get("authors", [])],
            one.get("tags", []),
        )
        for one in feed["items"]
    ]
    return Read(feed["title"], feed["home_page_url"], feed["feed_url"], feed["language"], items, feed["expired"])


def read_xml(feed: feedparser.FeedParserDict) -> Read:
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version in ("rss20", "atom10")
    own = next(link.href for link in feed.feed.links if link.rel == "self")
    items = [
        Item(
            one.id,
            one.link,
            one.title,
            one.content[0].value if "content" in one else one.description,
            dt.datetime.fromisoformat(one.published) if feed.version == "atom10" else one.published_parsed,
            dt.datetime.fromisoformat(one.updated) if feed.version == "atom10" else None,
            [one.author] if "author" in one else [],
            [tag.term for tag in one.get("tags", [])],
        )
        for one in feed.entries
    ]
    return Read(feed.feed.title, feed.feed.link, own, feed.feed.get("language", ""), items)


def edit(client: Client, record: Initiative, **typed: str) -> None:
    """What an editor types in the form of a record, saved."""
    form = Form(client, f"/admin/initiatives/initiative/{record.pk}/change/")
    for name, words in typed.items():
        form[name] = words
    form.save()


@pytest.fixture
def rows() -> None:
    theme = ThemeFactory(slug="shared", name_en="Quantum technology", name_ja="量子技術")
    for number in range(2):
        one = InitiativeFactory(published=True, themes=[theme], summary_en="In short.", summary_ja="要約。")
        MilestoneFactory(initiative=one, title_en=f"Signed {number}")
        ArticleFactory(published=True, topics=[theme], cover="covers/x.webp", cover_alt_en="A chip")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.usefixtures("rows")
def test_a_feed_is_what_programs_expect(client, settings, path, prefix, form):
    settings.SITE_URL = "https://alliance.example"

    response = client.get(f"{prefix}{path}feed.{form}?theme=shared")

    feed = read(response)
    assert response["Content-Type"] == f"{CONTENT_TYPES[form]}; charset=utf-8"
    assert ("量子技術" if prefix else "Quantum technology") in feed.title
    assert feed.page == f"https://alliance.example{prefix}{path}?theme=shared"
    assert feed.own == f"https://alliance.example{prefix}{path}feed.{form}?theme=shared"
    assert len(feed.items) == 2
    assert len({item.id for item in feed.items}) == 2
    for item in feed.items:
        assert item.id.startswith("tag:alliance.example,2026:")
        assert item.url.startswith(f"https://alliance.example{prefix}/")
        assert item.title
        for element in BeautifulSoup(item.html, "lxml").select("[href], [src]"):
            assert element.get("href", element.get("src")).startswith("https://alliance.example/")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.usefixtures("rows")
def test_the_forms_of_a_feed_say_the_same(client, path):
    rss, atom, json_feed = (read(client.get(f"{path}feed.{form}")) for form in FORMS)

    assert atom.items == json_feed.items
    for mine, theirs in zip(rss.items, atom.items, strict=True):
        assert (mine.id, mine.url, mine.title, mine.html) == (theirs.id, theirs.url, theirs.title, theirs.html)
        assert (mine.authors, mine.tags) == (theirs.authors, theirs.tags)
        assert mine.published[:6] == theirs.published.utctimetuple()[:6]
    assert rss.title == atom.title == json_feed.title


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("prefix", PREFIXES)
def test_another_form_is_not_found(client, path, prefix):
    assert client.get(f"{prefix}{path}feed.xml").status_code == 404


def test_an_atom_feed_has_what_its_standard_asks_for(client, rows):
    feed = etree.fromstring(client.get("/ja/initiatives/feed.atom").content)

    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ja"
    for name in ("id", "updated", "author/name", "title"):
        path = "/".join(f"{{http://www.w3.org/2005/Atom}}{part}" for part in name.split("/"))
        assert feed.findtext(path), name
    newest = max(one.public_change for one in Initiative.objects.all())
    assert dt.datetime.fromisoformat(feed.findtext("{http://www.w3.org/2005/Atom}updated")) == newest


# What a text may hold

STRANGE = {
    "control characters": "a\x00b\x08c\x0bd\x1fe\x7ff\ufffe\uffff",
    "the end of a CDATA section": "a ]]> b <![CDATA[ c",
    "emoji": "🤝🏽 👩‍🔬 \U0001f1ea\U0001f1fa",
    "right to left": "שלום \u202eabc\u202c مرحبا",
    "markup": '</description></item><script>alert("1")</script> & &amp; &#0;',
}


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("form", FORMS)
def test_a_feed_survives(client, words, form):
    """Also what the models would have cleaned: rows may be older than the rule."""
    kept = InitiativeFactory(published=True)
    nothing = "\x00" if words.startswith("a\x00") else ""
    told = words.replace(nothing, "") if nothing else words  # PostgreSQL cannot keep it
    Initiative.objects.filter(pk=kept.pk).update(title_en=told, summary_en=told)

    (item,) = read(client.get(f"/initiatives/feed.{form}")).items

    assert "\x08" not in item.title
    assert item.title == "".join(c for c in told if c not in "\x08\x0b\x1f\ufffe\uffff")
    text = BeautifulSoup(item.html, "lxml")
    assert not text.select("script")
    assert item.title.replace("\x7f", "") in text.p.get_text().replace("\x7f", "")


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_survives_a_text_of_a_megabyte(client, form):
    ArticleFactory(published=True, body_en=f"<p>{'量子 ' * 150_000}</p>")

    (item,) = read(client.get(f"/articles/feed.{form}")).items

    assert len(item.html.encode()) > 1_000_000


# Not changed


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("query", ["", "?theme=shared", "?q=nothingofthekind"])
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.usefixtures("rows")
def test_an_unchanged_feed_answers_304(client, path, query, prefix, form):
    """Empty ones too, whether the reader's program knows ETags or only dates."""
    address = f"{prefix}{path}feed.{form}{query}"
    first = client.get(address)

    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
        {"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]},
    ):
        second = client.get(address, headers=headers)
        assert second.status_code == 304, headers
        assert second.content == b""
        assert second["Last-Modified"] == first["Last-Modified"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_correction_of_an_old_record_reaches_who_only_asks_by_date(admin_client, prefix, form):
    with time_machine.travel(timezone.now().replace(year=timezone.now().year - 1), tick=False):
        one = InitiativeFactory(published=True, publish_at=timezone.now(), changed_at=timezone.now())
    for _number in range(60):
        InitiativeFactory(published=True, publish_at=days_from_now(-40), changed_at=days_from_now(-40))
    address = f"{prefix}/initiatives/feed.{form}"
    first = admin_client.get(address)
    assert str(one.public_id) not in first.content.decode()

    edit(admin_client, one, summary_en="Corrected.", change_note="A slip.")
    second = admin_client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})

    newest = read(second).items[0]
    assert newest.id.endswith(str(one.public_id))
    assert second["Last-Modified"] != first["Last-Modified"]


def test_two_changes_in_one_second_are_told_to_who_came_between(client):
    with time_machine.travel(timezone.now(), tick=False):
        version.moved()
        first = client.get("/initiatives/feed.rss")
        version.moved()

        second = client.get("/initiatives/feed.rss", headers={"If-Modified-Since": first["Last-Modified"]})

    assert second.status_code == 200


def test_a_withdrawal_moves_the_date_forward_though_the_newest_entry_goes(admin_client):
    InitiativeFactory(published=True, changed_at=days_from_now(-9), publish_at=days_from_now(-9))
    newest = InitiativeFactory(published=True)
    first = admin_client.get("/initiatives/feed.atom")

    edit(admin_client, newest, state="withdrawn", withdrawn_reason_en="Never agreed.")
    second = admin_client.get("/initiatives/feed.atom", headers={"If-Modified-Since": first["Last-Modified"]})

    assert len(read(second).items) == 1
    assert second["ETag"] != first["ETag"]


def test_what_was_scheduled_is_told_by_date_when_its_hour_has_come(client):
    InitiativeFactory(published=True, publish_at=days_from_now(-9), changed_at=days_from_now(-9))
    InitiativeFactory(scheduled=True, changed_at=days_from_now(-20))
    first = client.get("/initiatives/feed.json")

    with time_machine.travel(days_from_now(2)):
        second = client.get("/initiatives/feed.json", headers={"If-Modified-Since": first["Last-Modified"]})

    assert len(read(second).items) == 2
