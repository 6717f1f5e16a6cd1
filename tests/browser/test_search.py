"""Searching with a keyboard, in Japanese, without JavaScript and on a small phone, on the real record."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watched

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["/search/", "/search/?q=quantum", "/search/?q=量子", "/search/?q=semicondutor", "/search/?q=semicondutor+zzz"]


@pytest.fixture
def visitor(browser: Browser, live_server, request) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, **getattr(request, "param", {}))
    context.set_default_timeout(10_000)
    page = watched(context.new_page())
    yield page
    assert page.problems == []  # type: ignore[attr-defined]
    context.close()


def type_into_box(page: Page, text: str):
    box = page.locator("input[name=q]").first
    box.click()
    page.keyboard.type(text)
    expect(page.get_by_role("option").first).to_be_visible()
    return box


def test_the_keyboard_goes_through_suggestions_and_opens_one(record, page):
    page.goto("/about/")
    box = page.get_by_role("combobox", name="Search the whole record")
    expect(box).to_have_attribute("aria-expanded", "false")

    box = type_into_box(page, "jeup")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    options = page.get_by_role("option")
    expect(page.locator(".search [role=status]")).to_contain_text(re.compile("suggestion", re.IGNORECASE))

    page.keyboard.press("ArrowDown")
    first = options.first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    expect(box).to_be_focused()

    page.keyboard.press("ArrowUp")
    expect(first).to_have_attribute("aria-selected", "false")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/initiatives/jeupiste/")


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(record, page):
    page.goto("/about/")
    box = type_into_box(page, "quantum")

    page.keyboard.press("Escape")

    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_value("quantum")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_leaving_the_box_closes_the_suggestions(record, page):
    page.goto("/about/")
    type_into_box(page, "quantum")

    page.locator("h1").click()

    expect(page.get_by_role("option")).to_have_count(0)


def test_a_suggestion_can_be_clicked(record, page):
    page.goto("/")
    type_into_box(page, "bepi")

    page.get_by_role("option").first.click()

    page.wait_for_url("**/initiatives/bepicolombo/")


def test_enter_without_a_choice_searches_for_what_was_typed(record, page):
    page.goto("/")
    type_into_box(page, "quantum")

    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=quantum")
    expect(page.locator("input[name=q]")).to_have_value("quantum")
    expect(page.locator(".hits .hit").first).to_be_visible()


def test_japanese_is_suggested_for_when_it_has_been_converted(record, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    page.goto("/ja/about/")
    box = page.locator("input[name=q]")
    box.click()
    keyboard = page.context.new_cdp_session(page)

    for reading in ("り", "りょ", "りょう", "りょうし"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": reading, "selectionStart": len(reading), "selectionEnd": len(reading)},
        )
    page.wait_for_timeout(300)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "量子"})

    expect(page.get_by_role("option").first).to_be_visible()
    expect(box).to_have_value("量子")
    expect(page.locator(".suggestion mark").first).to_have_text("量子")
    expect(page.locator(".search [role=status]")).not_to_be_empty()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ja/search/?q=**")


@pytest.mark.parametrize("visitor", [{"java_script_enabled": False}], indirect=True)
@pytest.mark.parametrize(("language", "words"), [("", "quantum"), ("/ja", "量子")])
def test_without_javascript_the_box_is_a_form(record, visitor, language, words):
    visitor.goto(f"{language}/about/")
    visitor.locator("input[name=q]").fill(words)
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/search/?q=**")

    visitor.locator('.search-groups a[href*="in=milestone"]').click()

    kinds = visitor.locator(".hits [data-record]").evaluate_all("rows => rows.map(row => row.dataset.record)")
    assert kinds
    assert {kind.partition(":")[0] for kind in kinds} == {"milestone"}


def test_a_misspelled_word_is_one_click_from_its_results(record, page):
    page.goto("/search/?q=semicondutor")

    page.locator(".meant a").click()

    expect(page.locator("input[name=q]")).to_have_value("semiconductor")
    expect(page.locator(".hits .hit").first).to_be_visible()


@pytest.mark.parametrize("visitor", [{"viewport": {"width": 1024, "height": 700}}], indirect=True)
@pytest.mark.parametrize("language", ["", "/ja"])
def test_on_a_small_desk_the_box_leaves_the_masthead_one_row(record, visitor, language):
    visitor.goto(f"{language}/about/")

    box = visitor.locator(".masthead__row .search").bounding_box()
    other_language = visitor.locator(".masthead__languages").bounding_box()
    assert box
    assert other_language
    assert box["y"] < other_language["y"] < box["y"] + box["height"]


@pytest.mark.parametrize("visitor", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
def test_nothing_is_wider_than_a_small_phone_or_cut_off(record, visitor):
    too_wide = []

    for language in ("", "/ja"):
        for path in PAGES:
            visitor.goto(f"{language}{path}")
            if visitor.evaluate("document.documentElement.scrollWidth") > 320:
                too_wide.append(f"{language}{path}")
        visitor.goto(f"{language}/partners/")
        type_into_box(visitor, "quantum")
        suggestions = visitor.locator(".suggestions:not([hidden])").bounding_box()
        assert suggestions
        assert suggestions["x"] >= 0
        assert suggestions["x"] + suggestions["width"] <= 320
        # Nothing of the page below shows through.
        assert visitor.get_by_role("option").evaluate_all(
            """options => options.every(option => {
                const {left, top, width, height} = option.getBoundingClientRect();
                const there = document.elementFromPoint(left + width / 2, top + height / 2);
                return there === null || option.contains(there);
            })"""
        )

    assert too_wide == []


@pytest.mark.parametrize(
    "visitor", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True, ids=["light", "dark"]
)
def test_search_has_no_accessibility_errors(record, visitor):
    found = {}

    def look(name: str) -> None:
        if violations := Axe().run(visitor).response["violations"]:
            found[name] = [(v["id"], [node["html"][:160] for node in v["nodes"]][:3]) for v in violations]

    for language in ("", "/ja"):
        for path in PAGES:
            visitor.goto(f"{language}{path}")
            look(f"{language}{path}")
        visitor.goto(f"{language}/about/")
        type_into_box(visitor, "quantum")
        visitor.keyboard.press("ArrowDown")
        look(f"{language} suggestions")

    assert found == {}
