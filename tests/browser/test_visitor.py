"""What a visitor does, in a real browser on the real record."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import Article, Comment
from initiatives.models import Initiative
from publishing.readers import LEAST_SECONDS
from tests.browser.conftest import watched
from tests.factories import CommentFactory, CorrectionFactory

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = {
    "home": "/",
    "list": "/initiatives/?theme=quantum&start_from=nope",
    "table": "/initiatives/?view=table&columns=kind&columns=nope&sort=-title",
    "timeline": "/initiatives/?view=timeline&theme=quantum",
    "initiative": "/initiatives/digital-partnership-council/",
    "partners": "/partners/",
    "table of partners": "/partners/?view=table&columns=ror&columns=website",
    "table of milestones": "/milestones/?view=table&columns=note",
    "table of articles": "/articles/?view=table",
    "nothing": "/initiatives/?q=nothing-at-all",
    "partner": "/partners/jst/",
    "milestones": "/milestones/",
    "theme": "/themes/quantum/",
    "sources": "/sources/",
    "articles": "/articles/",
    "article": "/articles/the-quiet-alliance-checked/",
    "comment form": "/articles/the-quiet-alliance-checked/comment/",
    "error report": "/corrections/new/?record=initiative:digital-partnership-council",
    "closed report": "/corrections/1/",
    "feeds": "/feeds/",
    "about": "/about/",
}


@pytest.fixture
def record(record) -> None:
    CommentFactory(article=Article.objects.get(slug="the-quiet-alliance-checked"), state="approved")
    CorrectionFactory(pk=1, about=Initiative.objects.get(slug="digital-partnership-council"), state="corrected")


def test_a_comment_is_mended_and_sent_without_javascript(record, browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()

    page.goto("/articles/the-quiet-alliance-checked/")
    page.get_by_role("link", name="Write a comment").click()
    page.wait_for_timeout(LEAST_SECONDS * 1000)
    page.get_by_label("Name").fill("Aino")
    page.get_by_label("Comment").fill("Thank you.")
    page.get_by_role("button", name="Send the comment").click()
    expect(page.locator(".form__box:has(.errorlist) label")).to_have_text("E-mail (not published) *")
    page.get_by_label("E-mail").fill("aino@mail.example")
    page.get_by_role("button", name="Send the comment").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for your comment")
    assert Comment.objects.get(state="waiting").text == "Thank you."
    assert context.cookies() == []
    context.close()


def test_a_citation_is_copied_by_its_button(record, page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/initiatives/digital-partnership-council/")

    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".citation__words").inner_text()


def test_everything_works_without_javascript(record, browser, live_server):
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()

    page.goto("/ja/initiatives/")
    page.locator(".filters__summary").click()
    page.locator('[data-facet="kind"][data-value="memorandum"]').click()
    assert page.locator("#result-count").get_attribute("data-total") == "14"
    page.locator(".filters__summary").click()
    page.fill("#q", "半導体")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    assert "kind=memorandum" in page.url
    assert 0 < int(page.locator("#result-count").get_attribute("data-total")) < 14
    page.locator(".masthead__languages a").click()
    assert "/ja/" not in page.url
    assert "kind=memorandum" in page.url
    context.close()


def test_a_fact_leads_to_its_source_and_back(record, page):
    page.goto("/initiatives/digital-partnership-council/")
    page.locator(".timeline__item .cite").first.click()
    number = page.url.rpartition("#source-")[2]
    expect(page.locator(f"#source-{number}")).to_be_in_viewport()

    page.locator(f"#source-{number} .source__facts a").first.click()
    expect(page.locator(".timeline__item").first).to_be_in_viewport()


def test_the_keyboard_reaches_content_filters_and_results(record, page):
    page.goto("/initiatives/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()

    page.locator('[data-facet="theme"][data-value="ai"]').focus()
    page.keyboard.press("Enter")

    expect(page.locator(".chip").first).to_contain_text("Artificial intelligence")


@pytest.mark.parametrize("language", ["", "/ja"])
def test_no_page_is_wider_than_a_small_phone(record, browser, live_server, language):
    context = browser.new_context(base_url=live_server.url, viewport={"width": 320, "height": 640})
    page = context.new_page()
    too_wide = []

    for name, path in PAGES.items():
        page.goto(f"{language}{path}")
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            too_wide.append(name)

    assert too_wide == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["", "/ja"])
def test_pages_have_no_accessibility_errors(record, browser, live_server, scheme, language):
    context = browser.new_context(
        base_url=live_server.url, color_scheme=scheme, viewport={"width": 1280, "height": 900}
    )
    page = watched(context.new_page())
    found = {}

    for name, path in PAGES.items():
        page.goto(f"{language}{path}")
        violations = Axe().run(page).response["violations"]
        if violations:
            found[name] = [(v["id"], [node["html"][:160] for node in v["nodes"]][:3]) for v in violations]

    assert found == {}
    assert page.problems == []
    context.close()
