"""A week in the newsroom, from the first draft to the withdrawal; what readers see is looked at all along."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from importlib import import_module
from types import SimpleNamespace

import feedparser
import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import watched
from tests.factories import PartnerFactory, ThemeFactory

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long enough password"
RECORD = "/initiatives/joint-clock-network/"
MONDAY = dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)


def picture() -> dict:
    content = io.BytesIO()
    Image.new("RGB", (1200, 480), "teal").save(content, "JPEG")
    return {"name": "signing.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


class Visitor:
    """Somebody with a browser of their own and no password."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def finds(self, words: str) -> list[str]:
        """Titles of initiatives that the search box of any page gives; the list finds the same."""
        self.page.goto("/")
        self.page.fill("#home-q", words)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/search/?q=**")
        found = self.page.locator("[data-record^='initiative:'] h3").all_inner_texts()
        self.page.goto(f"/initiatives/?q={words}")
        assert sorted(self.page.locator("[data-record^='initiative:'] h3").all_inner_texts()) == sorted(found)
        return found

    def reads(self, address: str) -> Locator:
        self.page.goto(address)
        return self.page.locator("main")

    def is_answered(self, address: str) -> tuple[int, str]:
        """The status and the page, asked for beside the page at hand: the console counts a 404 as an error."""
        response = self.page.request.get(address)
        return response.status, response.text()

    def downloads(self, words: str) -> list[dict[str, str]]:
        """The rows of the file that the list gives for these words."""
        self.page.goto(f"/initiatives/?q={words}")
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name="CSV", exact=True).click()
        return list(csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines()))

    def subscribes(self) -> list[str]:
        """Titles in the feed."""
        return [
            entry.title for entry in feedparser.parse(self.page.request.get("/initiatives/feed.rss").body()).entries
        ]


class Colleague(Visitor):
    """Somebody of the newsroom: what every role does there."""

    def logs_in(self, name: str, role: str) -> None:
        User.objects.create_user(name, password=PASSWORD, is_staff=True).groups.add(Group.objects.get(name=role))
        self.page.goto("/admin/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()

    def finds_in_the_queue(self, task: str) -> None:
        """The one initiative that asks for it, and opens it."""
        self.page.goto("/admin/")
        count = self.page.locator(f'[data-work="initiative:{task}"]')
        expect(count).to_have_attribute("data-count", "1")
        count.click()
        self.page.locator("#result_list tbody th a").click()

    def opens(self, title: str) -> None:
        self.page.goto("/admin/initiatives/initiative/")
        self.page.get_by_role("link", name=title, exact=True).click()

    def writes(self, **fields: str) -> None:
        for name, words in fields.items():
            self.page.fill(f"#id_{name}", words)

    def says(self, state: str) -> None:
        """What is to become of this version."""
        self.page.select_option("#id_state", state)

    def saves(self) -> None:
        self.tries_to_save()
        expect(self.page.locator(".messagelist .success").first).to_be_visible()

    def tries_to_save(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()

    def is_told(self) -> str:
        return self.page.locator(".messagelist").inner_text()


class Author(Colleague):
    def drafts_in_two_languages(self) -> None:
        page = self.page
        page.goto("/admin/initiatives/initiative/add/")
        page.locator("#id_title_en").press_sequentially("Joint clock network")
        self.writes(
            title_ja="共同時計ネットワーク",
            summary_en="Two laboratories compare there clocks.",
            summary_ja="二つの研究所が時計を比べます。",
            start="May 2026",
        )
        page.select_option("#id_kind", "network")
        page.select_option("#id_status", "active")
        page.get_by_label("Quantum technology").check()
        self.names_as_partner("RIKEN")
        page.set_input_files("#id_cover", picture())
        self.writes(cover_alt_en="Two people sign a paper", cover_alt_ja="二人が文書に署名する")
        page.fill("#id_citations-0-url", "https://www.example.org/clocks")
        page.fill("#id_citations-0-title", "Clocks compared")
        page.fill("#id_milestones-0-date", "17 May 2026")
        page.select_option("#id_milestones-0-kind", "signing")
        page.fill("#id_milestones-0-title_en", "Signed")
        page.fill("#id_milestones-0-title_ja", "署名")
        page.fill("#id_milestones-0-cites", "1")

    def names_as_partner(self, words: str) -> None:
        self.page.locator("#id_participations-0-partner + .select2").click()
        self.page.locator(".select2-search__field").last.fill(words)
        self.page.locator(".select2-results__option--highlighted").click()


class Editor(Colleague):
    def sends_the_preview(self) -> str:
        """The address, for somebody who has no password."""
        return self.page.get_by_role("link", name="Preview (English)").get_attribute("href") or ""

    def sends_back(self, note: str) -> None:
        self.says("draft")
        self.writes(desk_note=note)
        self.saves()

    def schedules(self, day: str, hour: str, clock: str) -> None:
        self.says("published")
        self.writes(publish_at_0=day, publish_at_1=hour)
        self.page.get_by_label("clock").select_option(label=clock)
        self.saves()

    def compares_with_what_is_public(self) -> str:
        """And goes back to the form."""
        self.page.get_by_role("link", name="Compare it with what readers see").click()
        differences = self.page.locator(".compare dl").inner_text()
        self.page.go_back()
        return differences

    def publishes(self, note: str, *, is_major: bool = False) -> None:
        self.says("published")
        self.writes(change_note=note)
        self.page.locator("#id_is_major").set_checked(is_major)
        self.saves()

    def restores_the_version(self, note_then: str, *, note: str) -> None:
        self.page.get_by_role("link", name="History", exact=True).click()
        self.page.locator(".versions tr", has_text=note_then).get_by_role("radio").first.check()
        self.page.get_by_role("button", name="Compare").click()
        self.page.fill("#note", note)
        self.page.get_by_role("button", name="Restore").click()

    def withdraws(self, reason: str) -> None:
        self.says("withdrawn")
        self.writes(withdrawn_reason_en=reason)
        self.saves()

    def exports(self, words: str) -> list[dict[str, str]]:
        """The rows of the table that the list gives for these words."""
        self.page.goto(f"/admin/initiatives/initiative/?q={words}")
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name="Export CSV").click()
        return list(csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines()))


@pytest.fixture
def someone(browser: Browser, live_server) -> Iterator[Callable[[], Page]]:
    """A browser for each who asks; none of them may have complained of anything in the end."""
    pages: list[Page] = []

    def someone() -> Page:
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
        context.set_default_timeout(15_000)
        pages.append(watched(context.new_page()))
        return pages[-1]

    yield someone
    problems = [problem for page in pages for problem in page.problems]  # type: ignore[attr-defined]
    for page in pages:
        page.context.close()
    assert problems == []


@pytest.fixture
def roles() -> None:
    """A migration made them, and other browser tests have emptied every table."""
    make_roles = import_module("alliance.migrations.0001_roles").make_roles
    make_roles(apps, SimpleNamespace(connection=connection))


@pytest.fixture
def clock(live_server) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def test_a_week_in_the_newsroom(someone, roles, clock):
    ThemeFactory(slug="quantum", name_en="Quantum technology", name_ja="量子技術")
    PartnerFactory(name_en="RIKEN", name_ja="理化学研究所")
    author, editor, second, visitor = Author(someone()), Editor(someone()), Editor(someone()), Visitor(someone())
    author.logs_in("aiko", "author")
    editor.logs_in("bruno", "editor")
    second.logs_in("chiyo", "editor")

    # Monday: a draft is handed in, looked at, sent back and mended.
    author.drafts_in_two_languages()
    author.says("review")
    author.saves()

    editor.finds_in_the_queue("review")
    preview = visitor.reads(editor.sends_the_preview())
    expect(visitor.page.locator(".preview")).to_contain_text("This is not public yet")
    expect(preview).to_contain_text("Two laboratories compare there clocks.")
    editor.sends_back("“There clocks”? Please mend it.")
    assert visitor.is_answered(RECORD)[0] == 404

    author.finds_in_the_queue("drafts")
    expect(author.page.locator(".deskside")).to_contain_text("“There clocks”? Please mend it.")
    author.writes(summary_en="Two laboratories compare their clocks.", desk_note="Mended.")
    author.says("review")
    author.saves()

    # Tuesday: it is scheduled, and it is public at its hour.
    clock.move_to(MONDAY + dt.timedelta(days=1))
    editor.finds_in_the_queue("review")
    expect(editor.page.locator(".deskside")).to_contain_text("Mended.")
    editor.schedules("2026-12-02", "09:00", "Brussels time")
    assert "2 Dec 2026, 09:00 Brussels time / 2 Dec 2026, 17:00 Tokyo time" in editor.is_told()

    clock.move_to(dt.datetime(2026, 12, 2, 7, 59, tzinfo=dt.UTC))
    assert visitor.is_answered(RECORD)[0] == 404
    assert visitor.finds("clocks") == []
    assert visitor.subscribes() == []
    clock.move_to(dt.datetime(2026, 12, 2, 8, 0, tzinfo=dt.UTC))
    expect(visitor.reads(RECORD)).to_contain_text("Two laboratories compare their clocks.")
    shown = visitor.page.locator(".record__header img").evaluate("image => image.decode().then(() => image.alt)")
    assert shown == "Two people sign a paper"
    expect(visitor.reads(f"/ja{RECORD}").locator("h1")).to_have_text("共同時計ネットワーク")
    assert visitor.finds("clocks") == ["Joint clock network"]
    assert visitor.subscribes() == ["Joint clock network"]
    assert [(row["slug"], row["title_ja"]) for row in editor.exports("clock")] == [
        ("joint-clock-network", "共同時計ネットワーク")
    ]
    assert [(row["Slug"], row["Title (Japanese)"]) for row in visitor.downloads("clock")] == [
        ("joint-clock-network", "共同時計ネットワーク")
    ]

    # Thursday: a correction waits for a colleague, who compares it and publishes it with a note.
    clock.move_to(MONDAY + dt.timedelta(days=3))
    second.opens("Joint clock network")
    second.page.fill("#id_milestones-0-date", "18 May 2026")
    second.says("review")
    second.saves()
    expect(visitor.reads(RECORD).locator(".timeline__date")).to_contain_text("17 May 2026")

    editor.finds_in_the_queue("review")
    assert "2026-05-17 → 2026-05-18" in editor.compares_with_what_is_public()
    editor.publishes("It was signed a day later than we said.", is_major=True)
    expect(visitor.reads(RECORD).locator(".timeline__date")).to_contain_text("18 May 2026")
    changes = visitor.reads("/changes/")
    expect(changes.locator(".change__note")).to_have_text("It was signed a day later than we said.")

    # Friday: two save at once; the second is told, keeps both, and it is undone.
    clock.move_to(MONDAY + dt.timedelta(days=4))
    for each in (editor, second):
        each.opens("Joint clock network")
    editor.writes(acronym="JCN")
    editor.publishes("It has a short name.")
    second.writes(programme="Clocks for all", change_note="It has a programme.")
    second.tries_to_save()
    expect(second.page.get_by_text("→ JCN")).to_be_visible()
    expect(second.page.locator("#id_programme")).to_have_value("Clocks for all")
    second.writes(acronym="JCN")
    second.saves()
    expect(visitor.reads(RECORD)).to_contain_text("JCN")
    expect(visitor.page.locator(".facts")).to_contain_text("Clocks for all")

    editor.opens("Joint clock network")
    editor.restores_the_version("It has a short name.", note="The programme was another one's.")
    assert "The record says again what it said" in editor.is_told()
    expect(visitor.reads(RECORD)).to_contain_text("JCN")
    expect(visitor.page.locator(".facts")).not_to_contain_text("Clocks for all")
    expect(visitor.page.locator(".changes")).to_contain_text("The programme was another one's.")

    # Saturday: it is renamed, and its old address leads to it.
    clock.move_to(MONDAY + dt.timedelta(days=5))
    editor.opens("Joint clock network")
    editor.writes(slug="clocks")
    editor.publishes("It is called so by everybody.")
    visitor.reads(RECORD)
    assert visitor.page.url.endswith("/initiatives/clocks/")

    # Sunday: it is withdrawn, and says why.
    clock.move_to(MONDAY + dt.timedelta(days=6))
    editor.opens("Joint clock network")
    editor.withdraws("The network was never agreed.")
    for address in ("/initiatives/clocks/", "/ja/initiatives/clocks/"):
        status, page = visitor.is_answered(address)
        assert status == 410
        assert "The network was never agreed." in page
    assert visitor.finds("clocks") == []
    assert visitor.subscribes() == []
