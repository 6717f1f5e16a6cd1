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

from articles.models import Article
from initiatives.models import Initiative, Milestone, Partner, Theme
from publishing import version
from publishing.actions import keep_address, keep_revision
from publishing.dates import PartialDate
from publishing.following import FEED_FORMS
from publishing.merging import merge
from publishing.models import Record
from tests.alliance.test_admin_queries import queries
from tests.alliance.test_changes import change
from tests.factories import (
    WITHDRAWN,
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
    ThemeFactory,
    days_from_now,
)
from tests.initiatives.test_admin import Form

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

FORMS = [form.name for form in FEED_FORMS]
CONTENT_TYPES = {form.name: form.content_type for form in FEED_FORMS}
LISTS = ["/initiatives/", "/articles/", "/milestones/", "/partners/", "/claims/", "/sources/"]
RECORDS = ["/initiatives/one/", "/partners/riken/", "/themes/shared/"]
FEEDS = [*LISTS, "/changes/", *RECORDS]
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
            dt.datetime.fromisoformat(one.updated),
            [one.author] if "author" in one else [],
            [tag.term for tag in one.get("tags", [])],
        )
        for one in feed.entries
    ]
    return Read(feed.feed.title, feed.feed.link, own, feed.feed.get("language", ""), items)


def edit(client: Client, record: Record, **typed: str) -> None:
    """What an editor types in the form of a record, saved."""
    form = Form(client, f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/")
    for name, words in typed.items():
        form[name] = words
    form.save()


@pytest.fixture
def rows() -> None:
    """Two of everything, and a major change of each."""
    theme = ThemeFactory(slug="shared", name_en="Quantum technology", name_ja="量子技術")
    partner = PartnerFactory(slug="riken", name_en="RIKEN", name_ja="理化学研究所")
    other = PartnerFactory(name_en="ETH", name_ja="スイス連邦工科大学")
    for slug in ("one", "two"):
        one = InitiativeFactory(slug=slug, published=True, themes=[theme], summary_en="In short.", summary_ja="要約。")
        ParticipationFactory(initiative=one, partner=partner)
        ParticipationFactory(initiative=one, partner=other)
        ClaimFactory(about=[one])
        MilestoneFactory(initiative=one, citations=[CitationFactory(initiative=one)])
        keep_revision(one, origin="dataset")
        change(one, status="completed")
        ArticleFactory(published=True, topics=[theme], cover="covers/x.webp", cover_alt_en="A chip")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.usefixtures("rows")
def test_a_feed_is_what_programs_expect(client, settings, path, prefix, form):
    settings.SITE_URL = site = "https://alliance.example"

    response = client.get(f"{prefix}{path}feed.{form}")

    feed = read(response)
    assert response["Content-Type"] == f"{CONTENT_TYPES[form]}; charset=utf-8"
    assert feed.title.startswith("Alliance – ")
    assert feed.page == f"{site}{prefix}{path}"
    assert feed.own == f"{site}{prefix}{path}feed.{form}"
    assert feed.language == (prefix[1:] or "en") or form == "atom"
    assert len(feed.items) == 2
    assert len({item.id for item in feed.items}) == 2
    for item in feed.items:
        assert item.id.startswith("tag:alliance.example,2026:")
        assert item.url.startswith(f"{site}{prefix}/")
        assert item.title
        for element in BeautifulSoup(item.html, "lxml").select("[href], [src]"):
            assert element.get("href", element.get("src")).startswith(("https://alliance.", "https://source."))


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.usefixtures("rows")
def test_the_forms_of_a_feed_say_the_same(client, path):
    rss, atom, json_feed = (read(client.get(f"{path}feed.{form}")) for form in FORMS)

    assert atom.items == json_feed.items
    for mine, theirs in zip(rss.items, atom.items, strict=True):
        assert (mine.id, mine.url, mine.title, mine.html) == (theirs.id, theirs.url, theirs.title, theirs.html)
        assert (mine.authors, mine.tags) == (theirs.authors, theirs.tags)
        assert mine.published[:6] == theirs.published.utctimetuple()[:6]
        assert mine.modified == theirs.modified
    assert rss.title == atom.title == json_feed.title


@pytest.mark.parametrize(("prefix", "words"), [("", "Quantum technology"), ("/ja", "量子技術")])
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.usefixtures("rows")
def test_a_filtered_feed_says_so_in_title_and_addresses(client, path, prefix, words):
    feed = read(client.get(f"{prefix}{path}feed.atom?theme=shared&unknown=x"))

    assert feed.title.endswith(words)
    assert feed.page == f"http://testserver{prefix}{path}?theme=shared"
    assert feed.own == f"http://testserver{prefix}{path}feed.atom?theme=shared"


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.usefixtures("rows")
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
@pytest.mark.parametrize(
    ("path", "query"), [*((path, "") for path in FEEDS), *((path, "?q=nothingofthekind") for path in LISTS)]
)
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

    edit(admin_client, one, summary_en="Corrected.", change_note="We had it wrong.", is_major="on")
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


# Milestones


def test_a_milestone_is_dated_when_we_published_it(admin_client):
    one = InitiativeFactory(published=True, publish_at=days_from_now(-30), changed_at=days_from_now(-30))
    citation = CitationFactory(initiative=one)
    MilestoneFactory(initiative=one, key="old", date=PartialDate(2031), citations=[citation])
    keep_revision(one, at=days_from_now(-30))

    form = Form(admin_client, f"/admin/initiatives/initiative/{one.pk}/change/")
    form.add("milestones", date="2032", kind="deadline", title_en="Planned today", cites="1")
    form.save()
    new, old = read(admin_client.get("/milestones/feed.atom")).items

    assert new.title == f"2032: Planned today – {one.title_en}"
    assert new.published > days_from_now(-1)
    assert old.id == f"tag:alliance.example,2026:milestone:{one.public_id}:old"
    assert old.published == old.modified == one.publish_at


def test_a_milestone_that_moves_comes_first_and_is_the_same_item(admin_client):
    for days, key in ((-9, "a"), (-8, "b")):
        one = InitiativeFactory(published=True, publish_at=days_from_now(days), changed_at=days_from_now(days))
        MilestoneFactory(
            initiative=one, key=key, date=PartialDate(2026, 12, 1), citations=[CitationFactory(initiative=one)]
        )
        keep_revision(one, at=days_from_now(days))
    first = Initiative.objects.get(milestones__key="a")
    before = read(admin_client.get("/milestones/feed.atom")).items

    edit(admin_client, first, is_major="on", **{"milestones-0-date": "2026-12-15"})
    after = read(admin_client.get("/milestones/feed.atom")).items

    assert [item.id for item in after] == [item.id for item in reversed(before)]
    assert after[0].published == before[1].published
    assert after[0].modified > before[1].modified


@pytest.mark.parametrize("emptied", ["note_en", "note_ja"])
def test_a_milestone_that_says_less_is_told_as_well(admin_client, two_of_each, emptied):
    Milestone.objects.update(note_en="In Tokyo.", note_ja="東京で。")
    for one in Initiative.objects.all():
        keep_revision(one, at=days_from_now(-7))
    before = read(admin_client.get("/milestones/feed.atom")).items

    edit(admin_client, Initiative.objects.get(slug="one"), is_major="on", **{f"milestones-0-{emptied}": ""})

    assert ids(read(admin_client.get("/milestones/feed.atom"))) == [item.id for item in reversed(before)]


# Major and minor changes


@pytest.fixture
def two_of_each() -> None:
    """The older one first, each with its history; nothing has changed for a week."""
    theme = ThemeFactory(slug="shared")
    for slug, days in (("one", -9), ("two", -8)):
        then = days_from_now(days)
        partner = PartnerFactory(slug=slug, created_at=then, changed_at=then)
        one = InitiativeFactory(slug=slug, published=True, publish_at=then, changed_at=then, themes=[theme])
        ParticipationFactory(initiative=one, partner=partner)
        MilestoneFactory(initiative=one, key=slug, citations=[CitationFactory(initiative=one)])
        article = ArticleFactory(slug=slug, published=True, publish_at=then, changed_at=then)
        for record in (partner, one, article):
            keep_revision(record, at=then)


def ids(feed: Read) -> list[str]:
    return [item.id for item in feed.items]


# The feed, whose form an editor changes, and the field that is the title of an entry.
ENTRIES = [
    ("/initiatives/", Initiative, "title_en"),
    ("/themes/shared/", Initiative, "title_en"),
    ("/milestones/", Initiative, "milestones-0-title_en"),
    ("/partners/", Partner, "name_en"),
    ("/articles/", Article, "title_en"),
]


@pytest.mark.parametrize("form", ["atom", "json"])
@pytest.mark.parametrize(("path", "model", "field"), ENTRIES)
def test_a_minor_change_mends_the_entry_where_it_stands(admin_client, two_of_each, path, model, field, form):
    address = f"{path}feed.{form}"
    answer = admin_client.get(address)
    before = read(answer)

    edit(admin_client, model.objects.get(slug="one"), **{field: "Mended"})
    answer_after = admin_client.get(
        address, headers={"If-None-Match": answer["ETag"], "If-Modified-Since": answer["Last-Modified"]}
    )
    after = read(answer_after)

    assert ids(after) == ids(before)
    assert [item.modified for item in after.items] == [item.modified for item in before.items]
    assert [item.published for item in after.items] == [item.published for item in before.items]
    assert "Mended" in after.items[1].title
    assert "Mended" not in before.items[1].title
    assert answer_after["ETag"] != answer["ETag"]
    assert answer_after["Last-Modified"] != answer["Last-Modified"]
    assert model.objects.get(slug="one").changed_at > days_from_now(-1)


@pytest.mark.parametrize("form", ["atom", "json"])
@pytest.mark.parametrize(("path", "model", "field"), ENTRIES)
def test_a_major_change_brings_the_entry_to_the_top(admin_client, two_of_each, path, model, field, form):
    before = read(admin_client.get(f"{path}feed.{form}"))

    edit(admin_client, model.objects.get(slug="one"), is_major="on", **{field: "Corrected"})
    after = read(admin_client.get(f"{path}feed.{form}"))

    assert ids(after) == [item.id for item in reversed(before.items)]
    assert "Corrected" in after.items[0].title
    assert after.items[0].modified > days_from_now(-1)
    assert after.items[0].published == before.items[1].published
    assert after.items[1] == before.items[0]


def test_a_major_change_does_not_tell_of_milestones_it_leaves_alone(admin_client, two_of_each):
    before = read(admin_client.get("/milestones/feed.json"))

    edit(admin_client, Initiative.objects.get(slug="one"), is_major="on", summary_en="Corrected.")

    after = read(admin_client.get("/milestones/feed.json"))
    assert [(item.id, item.modified) for item in after.items] == [(item.id, item.modified) for item in before.items]


@pytest.mark.parametrize(("is_major", "moves"), [("", False), ("on", True)])
def test_the_entry_of_a_record_in_its_own_feed_is_dated_by_major_changes(admin_client, two_of_each, is_major, moves):
    before = read(admin_client.get("/initiatives/one/feed.atom")).items[0]

    edit(admin_client, Initiative.objects.get(slug="one"), is_major=is_major, title_en="Other words")
    after = read(admin_client.get("/initiatives/one/feed.atom")).items[0]

    assert after.id == before.id
    assert after.title == "Other words"
    assert (after.modified > before.modified) == moves
    assert moves or after.modified == before.modified


@pytest.mark.parametrize(("is_major", "first"), [("", "two"), ("on", "one")])
def test_an_edit_that_waited_for_its_hour_is_told_as_of_then_if_it_is_major(admin_client, two_of_each, is_major, first):
    hour = timezone.now().replace(microsecond=0, second=0) + dt.timedelta(days=2)
    wall = {"publish_at_0": f"{hour:%Y-%m-%d}", "publish_at_1": f"{hour:%H:%M}"}
    edit(admin_client, Initiative.objects.get(slug="one"), is_major=is_major, summary_en="Other words.", **wall)

    with time_machine.travel(days_from_now(3)):
        items = read(admin_client.get("/initiatives/feed.json")).items

    mine = next(item for item in items if item.url.endswith("/one/"))
    assert items[0].url.endswith(f"/{first}/")
    assert "Other words." in mine.html
    assert (mine.modified > days_from_now(1)) == bool(is_major)


def test_what_comes_back_after_a_withdrawal_comes_first(admin_client, two_of_each):
    one = Initiative.objects.get(slug="one")
    edit(admin_client, one, state="withdrawn", withdrawn_reason_en="A doubt.")

    edit(admin_client, one, state="published")

    newest = read(admin_client.get("/initiatives/feed.atom")).items[0]
    assert newest.id.endswith(str(one.public_id))
    assert newest.modified > days_from_now(-1)


def test_a_merger_is_told_though_the_record_that_stays_says_what_it_said(admin_client, admin_user, two_of_each):
    one, gone = Partner.objects.get(slug="one"), PartnerFactory(slug="gone", name_en="Partner", name_ja="")
    Partner.objects.filter(pk=one.pk).update(former_name_en="Former", former_name_ja="旧")
    keep_revision(one, at=days_from_now(-9))
    ParticipationFactory(partner=gone, initiative=Initiative.objects.get(slug="two"))
    before = [item.id for item in read(admin_client.get("/initiatives/feed.json")).items]

    merge(Partner.objects.get(pk=one.pk), gone, by=admin_user, note="One and the same.")

    assert ids(read(admin_client.get("/partners/feed.json")))[0].endswith(str(one.public_id))
    assert ids(read(admin_client.get("/initiatives/feed.json"))) == before


# Changes of some kinds


@pytest.fixture
def changes() -> Initiative:
    """An initiative with a publication for each of several kinds of changes."""
    one = InitiativeFactory(slug="one", published=True, status="active", themes=[ThemeFactory(slug="shared")])
    ParticipationFactory(initiative=one, partner__slug="riken")
    MilestoneFactory(initiative=one, key="meeting", kind="meeting", date=PartialDate(2026, 5))
    keep_revision(one, at=days_from_now(-1))
    change(one, status="completed")
    MilestoneFactory(initiative=one, key="deadline", kind="deadline", date=PartialDate(2027), title_en="Call closes")
    keep_revision(one, is_major=True)
    one.milestones.filter(key="deadline").update(date=PartialDate(2028))
    keep_revision(one, is_major=True)
    change(one, summary_en="Other words.")
    change(one, acronym="SLIP", is_major=False)
    return one


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ("events=status", ["Status"]),
        ("events=deadline", ["Milestones", "Milestones"]),
        ("events=status,text", ["Summary (English)", "Status"]),
        ("events=status&events=deadline", ["Milestones", "Milestones", "Status"]),
        ("events=meeting", []),
        ("events=milestone,", ["Milestones", "Milestones"]),
    ],
)
@pytest.mark.parametrize("path", ["/initiatives/", "/milestones/", "/changes/", *RECORDS])
def test_a_feed_can_be_of_some_kinds_of_changes(client, changes, path, events, told):
    feed = read(client.get(f"{path}feed.json?{events}"))

    assert [item.title for item in feed.items] == [
        item.title for item in feed.items if any(item.title.startswith(f"{changes.title}: {words}") for words in told)
    ]
    assert len(feed.items) == len(told)
    for item in feed.items:
        assert item.url.endswith("/initiatives/one/#history")
        assert item.published == item.modified


def test_a_publication_tells_only_of_the_kinds_that_are_asked_for(client, changes):
    Initiative.objects.update(summary_en="Once more.")
    changes.refresh_from_db()
    change(changes, status="superseded")

    newest = read(client.get("/initiatives/feed.json?events=status")).items[0]

    assert "superseded" in newest.html
    assert "Once more." not in newest.html
    assert "They said so." in newest.html


def test_the_title_says_which_changes_and_the_address_keeps_them(client, changes):
    feed = read(client.get("/initiatives/feed.rss?theme=shared&events=status&events=deadline"))

    assert feed.title.endswith("What changed: status or deadline")
    assert feed.own == "http://testserver/initiatives/feed.rss?theme=shared&events=status,deadline"


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.usefixtures("rows")
def test_a_feed_refuses_kinds_of_changes_that_it_does_not_know(client, path, prefix):
    response = client.get(f"{prefix}{path}feed.rss?events=status,nope")

    assert response.status_code == 400
    line = response.content.decode()
    assert "events=nope: " in line
    assert len(line) > 40


# One record


def test_a_record_is_followed_with_what_changed_in_it(client, changes):
    feed = read(client.get("/initiatives/one/feed.atom"))

    assert feed.title == f"Alliance – {changes.title}"
    assert feed.items[0].id.endswith(f":initiative:{changes.public_id}")
    assert [item.title.partition(": ")[2] for item in feed.items[1:]] == [
        "Summary (English)",
        "Milestones – 2028: Call closes, date",
        "Milestones",
        "Status",
    ]
    assert len({item.id for item in feed.items}) == 5


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_feed_of_a_withdrawn_record_says_in_a_last_entry_that_it_has_ended(client, prefix, form):
    one = InitiativeFactory(slug="one", published=True, title_en="Never", title_ja="なし", summary_en="No summary")
    Initiative.objects.filter(pk=one.pk).update(**WITHDRAWN)
    address = f"{prefix}/initiatives/one/feed.{form}"

    response = client.get(address)
    feed = read(response)

    (last,) = feed.items
    assert last.id.endswith(f"initiative:{one.public_id}:withdrawn")
    assert "It was never agreed." in last.html
    assert ("2026年3月1日" if prefix else "1 March 2026") in BeautifulSoup(last.html, "lxml").get_text()
    assert feed.is_over == (form == "json")
    for words in ("Never", "なし", "No summary"):
        assert words not in response.content.decode().replace("It was never agreed", "")
    assert client.get(address, headers={"If-Modified-Since": response["Last-Modified"]}).status_code == 304


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_feed_of_a_merged_record_leads_to_that_of_the_other(client, django_user_model, prefix, form):
    kept, gone = PartnerFactory(slug="kept"), PartnerFactory(slug="gone")
    ParticipationFactory(partner=kept, initiative__published=True)
    merge(kept, gone, by=django_user_model.objects.create(username="editor"), note="One and the same.")

    response = client.get(f"{prefix}/partners/gone/feed.{form}?events=status")

    assert response.status_code == 301
    assert response["Location"] == f"{prefix}/partners/kept/feed.{form}?events=status"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_says_what_it_is_about(client, rows, path, form):
    response = client.get(f"{path}feed.{form}")

    about = response.json()["description"] if form == "json" else feedparser.parse(response.content).feed.subtitle
    assert about.endswith(".")
    assert response.content.decode().count(about) == 1


def own_id(client: Client, address: str) -> str:
    """What a program knows an Atom feed by."""
    return feedparser.parse(client.get(address, follow=True).content).feed.id


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(("name", "slug"), [("themes", "shared"), ("partners", "riken")])
def test_the_feed_of_a_theme_or_partner_is_the_same_after_a_rename(client, rows, prefix, name, slug):
    record = {"themes": Theme, "partners": Partner}[name].objects.get(slug=slug)
    address = f"{prefix}/{name}/{slug}/feed.atom?status=active"
    keep_revision(record)
    before = own_id(client, address)

    record.slug = "renamed"
    record.save()
    keep_address(record, old=slug)

    assert client.get(address).status_code == 301
    assert own_id(client, address) == before


def test_feeds_of_a_theme_differ_by_filter_events_theme_and_language(client, rows):
    ThemeFactory(slug="other")
    addresses = [
        "/themes/shared/feed.atom",
        "/themes/shared/feed.atom?status=active",
        "/themes/shared/feed.atom?status=completed",
        "/themes/shared/feed.atom?events=status",
        "/ja/themes/shared/feed.atom",
        "/partners/riken/feed.atom",
        "/initiatives/feed.atom",
        "/initiatives/feed.atom?theme=shared",
    ]

    assert len({own_id(client, address) for address in addresses}) == len(addresses)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("path", "name", "own"), [("/themes/shared/", "theme", "shared"), ("/partners/riken/", "partner", "riken")]
)
def test_the_feed_of_a_theme_or_partner_refuses_another_one(client, rows, path, name, own, form):
    other = {"theme": ThemeFactory, "partner": PartnerFactory}[name](slug="other")

    for value in (other.slug, "nope"):
        response = client.get(f"{path}feed.{form}?{name}={own}&{name}={value}&kind=bad")
        lines = [line.partition(": ")[0] for line in response.content.decode().splitlines()]
        assert (response.status_code, lines) == (400, ["kind=bad", f"{name}={value}"])
    assert client.get(f"{path}feed.{form}?{name}={own}").status_code == 200


@pytest.mark.parametrize("path", ["/initiatives/nope/", "/partners/nope/", "/themes/nope/"])
def test_the_feed_of_nothing_is_not_found(client, path):
    assert client.get(f"{path}feed.rss").status_code == 404


# Found from the pages


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.usefixtures("rows")
def test_a_page_says_how_to_follow_it_and_names_its_own_feeds_first(visit, path, prefix):
    page = visit(f"{prefix}{path}")

    own = [f"{prefix}{path}feed.{form}" for form in FORMS]
    assert [link["href"] for link in page.select("link[rel=alternate][type*='+']")][:3] == own
    assert [(link["href"], link["type"]) for link in page.select("details.follow a[type]")] == [
        (address, CONTENT_TYPES[form]) for address, form in zip(own, FORMS, strict=True)
    ]
    assert page.select_one("details.follow strong").get_text()
    assert page.select_one(f'details.follow a[href="{prefix}/feeds/"]')


@pytest.mark.usefixtures("rows")
def test_how_to_follow_a_list_says_its_filter_in_words(visit):
    follow = visit("/milestones/?theme=shared&sort=date").select_one("details.follow")

    assert follow.select_one("strong").get_text() == "Milestones – Theme: Quantum technology"
    assert follow.select_one("[data-form=atom]")["href"] == "/milestones/feed.atom?theme=shared"


def test_a_preview_is_not_followed(admin_client, rows):
    draft = InitiativeFactory(slug="draft")
    page = BeautifulSoup(admin_client.get(f"/admin/initiatives/initiative/{draft.pk}/change/").content, "lxml")

    preview = next(link["href"] for link in page.select("a") if "/preview/" in link.get("href", ""))

    assert not BeautifulSoup(admin_client.get(preview).content, "lxml").select("details.follow")


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.usefixtures("rows")
def test_the_page_of_feeds_names_every_feed_and_each_answers(client, visit, prefix):
    ThemeFactory(slug="other")

    page = visit(f"{prefix}/feeds/")

    named = [link["href"] for link in page.select(".feed-addresses a")]
    paths = [*LISTS, "/changes/", "/themes/other/", "/themes/shared/"]
    assert {f"{prefix}{path}feed.{form}" for path in paths for form in FORMS} <= set(named)
    for address in named:
        assert client.get(address).status_code == 200, address
    assert "completion" in [code.get_text() for code in page.select("code")]
    assert visit(f"{prefix}/").select_one(f'footer a[href="{prefix}/feeds/"]')


@pytest.mark.parametrize("path", ["/changes/", "/initiatives/one/"])
@pytest.mark.parametrize("events", ["", "?events=status,deadline"])
def test_a_feed_of_publications_asks_as_often_for_thirty_as_for_three(client, changes, path, events):
    for number in range(3):
        change(changes, status="active" if number % 2 else "announced")
    few = queries(client, f"{path}feed.json{events}")

    for number in range(30):
        change(changes, status="active" if number % 2 else "announced")

    assert queries(client, f"{path}feed.json{events}") == few
