"""Lists that change in place: what a reader who clicks, types, goes back or listens notices of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from initiatives.models import Initiative
from publishing import version

pytestmark = pytest.mark.django_db(transaction=True)


def option(page: Page, facet: str, value: str):
    return page.locator(f'[data-facet="{facet}"][data-value="{value}"]')


def total(page: Page):
    return page.locator("#result-count")


def stays(page: Page) -> None:
    """Marks the document, so that `is_same` can tell whether it was ever replaced."""
    page.evaluate("window.isMarked = true")


def is_same(page: Page) -> bool:
    return page.evaluate("window.isMarked === true")


def open_list(page: Page, path: str) -> None:
    page.goto(path)
    stays(page)


def test_filtering_by_clicks_alone_and_back(record, page):
    open_list(page, "/initiatives/")

    option(page, "theme", "quantum").click()
    expect(total(page)).to_have_attribute("data-total", "8")
    option(page, "status", "active").click()
    expect(total(page)).to_have_attribute("data-total", "6")

    assert "theme=quantum&status=active" in page.url
    assert page.locator("[data-record^='initiative:']").count() == 6
    page.locator(".chip", has_text="Active").click()
    expect(total(page)).to_have_attribute("data-total", "8")
    page.go_back()
    expect(total(page)).to_have_attribute("data-total", "6")
    expect(option(page, "status", "active")).to_have_attribute("aria-current", "true")
    page.go_forward()
    expect(total(page)).to_have_attribute("data-total", "8")
    assert is_same(page)


def test_what_names_the_list_follows_it(record, page):
    open_list(page, "/initiatives/")
    for _step in range(2):
        option(page, "theme", "quantum").click()
        expect(page).to_have_title(re.compile("Quantum technology"))

        assert page.locator(".masthead__languages a").get_attribute("href").endswith("/ja/initiatives/?theme=quantum")
        own_feed = page.locator('link[type="application/rss+xml"]').first
        assert own_feed.get_attribute("href").endswith("/initiatives/feed.rss?theme=quantum")
        assert own_feed.get_attribute("title") == "Initiatives – Theme: Quantum technology (RSS)"
        page.go_back()
        expect(page).to_have_title("Initiatives – Alliance")
        assert page.locator(".masthead__languages a").get_attribute("href").endswith("/ja/initiatives/")
    assert is_same(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_opening_one_of_the_ways_to_take_a_list_moves_no_other(record, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/milestones/")
    places = "all => all.map(one => [one.getBoundingClientRect().x, one.getBoundingClientRect().y])"
    others = page.locator(".results__bar summary, .results__bar > :not(details), .results__ways, .milestone")
    before = others.evaluate_all(places)

    for name in ("follow", "calendar"):
        page.locator(f".results__bar .{name} summary").click()

        expect(page.locator(f".results__bar .{name}__how")).to_be_visible()
        assert others.evaluate_all(places) == before


def test_escape_closes_a_way_to_take_a_list_and_goes_back_to_its_button(record, page):
    page.goto("/milestones/")
    for name in ("follow", "calendar"):
        button = page.locator(f".results__bar .{name} summary")
        button.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator(f".results__bar .{name} a").first).to_be_focused()

        page.keyboard.press("Escape")

        expect(page.locator(f".results__bar .{name}__how")).to_be_hidden()
        expect(button).to_be_focused()


def test_the_keyboard_skips_the_filters(record, page):
    page.goto("/milestones/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the results")).to_be_in_viewport()

    page.keyboard.press("Enter")

    expect(total(page)).to_be_focused()


def test_a_chosen_option_reads_as_it_does_among_the_others(record, page):
    """What was typed stays as it is."""
    page.goto("/milestones/?kind=deadline&q=call")

    chips = page.locator(".results .chip:not(.chip--all)").all()
    assert [chip.inner_text().partition(" ×")[0] for chip in chips] == ["Words: call", "Kind: Deadline"]
    assert option(page, "kind", "deadline").inner_text().startswith("Deadline")


# A4 less the margins that browsers leave, in CSS pixels.
PAPER = 718
WHOLE_TABLES = ["/initiatives/", "/partners/", "/milestones/", "/articles/", "/sources/"]


def print_page(page: Page, path: str) -> None:
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.goto(path)
    page.emulate_media(media="print")


@pytest.mark.parametrize(
    "path", ["/milestones/", "/ja/partners/?view=table", "/initiatives/?theme=quantum", "/changes/?since=2036-01-01"]
)
def test_a_printed_list_says_what_it_is_and_has_no_controls(record, page, path):
    print_page(page, path)

    expect(page.locator(".printed")).to_contain_text(path)
    for control in ("summary", "button", "input", ".chip", ".downloads", ".ways", ".pagination", ".results__api"):
        for one in page.locator(f"main {control}").all():
            expect(one).to_be_hidden()


@pytest.mark.parametrize("path", ["/sources/?theme=quantum", "/initiatives/digital-partnership-council/"])
def test_each_source_has_its_address_on_paper(record, page, path):
    print_page(page, path)

    printed = page.locator(".source__title").evaluate_all(
        "all => all.map(one => getComputedStyle(one, '::after').content)"
    )
    assert printed
    assert [words for words in printed if "<http" not in words] == []


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_no_table_is_cut_at_the_edge_of_the_paper(record, page, prefix):
    """With the usual columns and with all of them."""
    for path in WHOLE_TABLES:
        page.goto(f"{prefix}{path}?view=table")
        names = page.locator("input[name=columns][type=checkbox]").evaluate_all("all => all.map(one => one.value)")
        for columns in ([], names):
            query = "".join(f"&columns={name}" for name in columns)
            print_page(page, f"{prefix}{path}?view=table&per_page=96{query}")

            assert page.evaluate("document.documentElement.scrollWidth") <= PAPER, f"{path}: {columns}"


def test_the_keyboard_stays_where_it_was(record, page):
    open_list(page, "/initiatives/")

    option(page, "status", "active").focus()
    page.keyboard.press("Enter")
    expect(option(page, "status", "active")).to_have_attribute("aria-current", "true")
    expect(option(page, "status", "active")).to_be_focused()
    page.locator("#q").fill("quantum")
    page.keyboard.press("Enter")
    expect(page.locator(".chip", has_text="quantum")).to_be_visible()
    expect(page.locator("#q")).to_be_focused()
    page.locator("#sort-title").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sort-title")).to_have_attribute("aria-current", "true")
    expect(page.locator("#sort-title")).to_be_focused()
    page.locator(".chip", has_text="Active").focus()
    page.keyboard.press("Enter")
    expect(total(page)).to_be_focused()
    assert is_same(page)


def test_the_next_page_begins_at_its_top(record, page):
    open_list(page, "/initiatives/")

    page.locator(".pagination [rel=next]").click()

    page.wait_for_url("**page=2")
    expect(total(page)).to_be_focused()
    expect(page.locator(".card").first).to_be_in_viewport()
    assert is_same(page)


def test_the_count_is_announced_and_so_is_what_was_not_accepted(record, page):
    open_list(page, "/initiatives/")
    news = page.locator("[role=status][data-list-news]")

    option(page, "theme", "quantum").click()
    expect(news).to_have_text("8 initiatives")
    page.locator("#start_from").fill("soon")
    page.keyboard.press("Enter")

    expect(news).to_contain_text("8 initiatives. soon: “soon” is not a date we can read.")
    assert page.locator("#start_from").input_value() == "soon"
    assert "q=" not in page.url
    assert is_same(page)


def test_what_is_open_and_scrolled_stays_so(record, page):
    open_list(page, "/initiatives/")
    programme = page.locator('[data-keep="programme"]')
    themes = page.locator('[data-keep="theme"] ul')

    programme.locator("summary").click()
    page.locator('[data-keep="kind"] summary').click()
    themes.evaluate("list => { list.scrollTop = 90 }")
    option(page, "status", "active").click()
    expect(option(page, "status", "active")).to_have_attribute("aria-current", "true")

    expect(programme).to_have_attribute("open", "")
    expect(page.locator('[data-keep="kind"]')).not_to_have_attribute("open", "")
    assert themes.evaluate("list => list.scrollTop") == 90
    assert is_same(page)


def test_going_back_from_a_record_shows_the_whole_page(record, page):
    page.goto("/initiatives/")
    option(page, "theme", "quantum").click()
    expect(total(page)).to_have_attribute("data-total", "8")

    page.locator(".card a").first.click()
    expect(page.locator(".record")).to_be_visible()
    page.go_back()

    expect(total(page)).to_have_attribute("data-total", "8")
    expect(page.locator(".masthead")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/initiatives/", "/partners/", "/milestones/", "/articles/", "/sources/", "/ja/milestones/"]
)
def test_every_list_changes_in_place_and_is_then_what_its_address_gives(record, page, path):
    open_list(page, path)
    before = total(page).get_attribute("data-total")

    page.locator("a[data-facet]:visible").first.click()
    expect(page.locator(".results > .chips .chip").first).to_be_visible()
    assert is_same(page)
    in_place = page.locator(".results").inner_text()
    page.reload()

    assert page.locator(".results").inner_text() == in_place
    assert total(page).get_attribute("data-total") != before


def test_a_page_that_is_gone_is_told_by_the_site(record, page):
    page.goto("/initiatives/?per_page=96")
    Initiative.objects.exclude(slug__startswith="a").update(state="draft")
    version.moved()

    page.locator(".pagination [rel=next]").click()

    expect(page.locator("h1")).not_to_have_text("Initiatives")
    assert "page=2" in page.url
    page.problems = [problem for problem in page.problems if "404" not in problem]


def test_without_a_network_the_list_stays_and_says_so(record, context):
    page = context.new_page()
    page.goto("/initiatives/")
    option(page, "theme", "quantum").click()
    expect(total(page)).to_have_attribute("data-total", "8")

    context.set_offline(True)
    option(page, "status", "active").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be updated")
    assert page.get_by_role("alert").get_by_role("link").get_attribute("href").endswith("theme=quantum&status=active")
    assert total(page).get_attribute("data-total") == "8"
    assert page.url.endswith("?theme=quantum")
    context.set_offline(False)
    option(page, "status", "active").click()

    expect(total(page)).to_have_attribute("data-total", "6")
    expect(page.locator("[data-list-failed]")).to_be_hidden()


def test_typing_narrows_a_long_facet_and_what_was_typed_holds(record, page):
    open_list(page, "/initiatives/")
    page.locator('[data-keep="partner"] summary').click()
    box = page.get_by_label("Find in “Partner”")
    shown = page.locator('[data-keep="partner"] li:visible')
    options = page.locator('[data-keep="partner"] [data-options]')
    assert shown.count() == 50
    assert int(options.get_attribute("data-more")) > 50

    box.press_sequentially("science japan")
    expect(options).to_have_attribute("data-more", "0")
    narrowed = shown.all_inner_texts()
    assert 1 < len(narrowed) < 20
    assert any("Japan Science and Technology Agency" in name for name in narrowed)
    assert page.locator('[data-keep="partner"] output').inner_text() == f"{len(narrowed)} / {len(narrowed)}"
    box.press("Enter")
    option(page, "partner", "jst").click()
    expect(option(page, "partner", "jst")).to_have_attribute("aria-current", "true")

    expect(box).to_have_value("science japan")
    assert shown.count() == len(narrowed)
    box.fill("no such organisation")
    expect(shown).to_have_count(1)
    assert "jst" in shown.locator("a").get_attribute("data-value")
    assert "find" not in page.url
    assert is_same(page)


def test_years_are_typed_and_chosen_in_one_place(record, page):
    open_list(page, "/initiatives/")

    page.get_by_label("Ran in").fill("2020")
    page.get_by_label("Started from").fill("2015")
    page.get_by_label("until").fill("2019-06")
    page.locator("#apply-years").click()
    expect(page.locator(".results .chip")).to_have_count(4)
    assert page.url.endswith("?active_in=2020&start_from=2015&start_to=2019-06")
    page.locator('[data-keep="active_in"] > summary').click()
    option(page, "active_in", "2018").click()

    expect(page.get_by_label("Ran in")).to_have_value("2018")
    expect(page.get_by_label("Started from")).to_have_value("2015")
    assert is_same(page)


def test_columns_are_chosen_and_sorted_by_in_place(record, page):
    open_list(page, "/partners/?view=table")

    page.locator(".columns-choice summary").click()
    page.locator("#column-city").check()
    page.locator("#column-acronym").uncheck()
    page.locator("#show-columns").press("Enter")
    expect(page.locator("thead th")).to_have_text(["Organisation", "Kind", "Country", "City", "Initiatives"])
    expect(page.locator("#show-columns")).to_be_focused()
    page.locator("#by-initiatives").focus()
    page.keyboard.press("Enter")

    expect(page.locator("th[aria-sort=descending]")).to_have_text("Initiatives")
    expect(page.locator("#by-initiatives")).to_be_focused()
    totals = [int(text) for text in page.locator("tbody td.number").all_inner_texts()]
    assert totals == sorted(totals, reverse=True)
    assert is_same(page)


@pytest.mark.parametrize("width", [320, 390])
def test_a_table_scrolls_in_itself_on_a_phone(record, browser, live_server, width):
    context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 640})
    page = context.new_page()

    page.goto("/ja/initiatives/?view=table")
    table = page.get_by_role("region", name="表")
    table.focus()
    page.keyboard.press("ArrowRight")

    # Not wait_for_function: it may need eval, which the page forbids.
    for _moment in range(50):
        if table.evaluate("element => element.scrollLeft") > 0:
            break
        page.wait_for_timeout(100)
    assert table.evaluate("element => element.scrollLeft") > 0
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def test_the_count_is_in_sight_among_the_filters_of_a_phone(record, browser, live_server):
    context = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 700})
    page = context.new_page()

    page.goto("/initiatives/")
    page.locator(".filters__summary").click()
    option(page, "kind", "dialogue").click()
    expect(option(page, "kind", "dialogue")).to_have_attribute("aria-current", "true")

    expect(page.locator(".filters")).to_have_attribute("open", "")
    expect(page.locator(".filters__count")).to_be_in_viewport()
    assert page.locator(".filters__count").inner_text() == total(page).inner_text()
    context.close()


WITHOUT_SCRIPTS = [
    "/initiatives/?theme=quantum&view=table&columns=kind",
    "/initiatives/?view=timeline&active_in=2020",
    "/ja/partners/?country=JP&sort=-initiatives",
    "/milestones/?when=past&page=2",
    "/articles/?view=table",
]


@pytest.mark.parametrize("path", WITHOUT_SCRIPTS)
def test_without_javascript_a_list_looks_and_leads_the_same(record, browser, live_server, path):
    seen = []
    for has_scripts in (True, False):
        context = browser.new_context(base_url=live_server.url, java_script_enabled=has_scripts)
        page = context.new_page()
        page.goto(path)
        links = page.locator("#results a")
        seen.append((page.locator("#results").inner_text(), [link.get_attribute("href") for link in links.all()]))
        context.close()

    assert seen[0] == seen[1]
    assert len(seen[0][1]) > 20


def test_without_javascript_every_field_of_the_filters_works(record, browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()

    page.goto("/initiatives/?theme=ai&view=table")
    page.locator("#active_in").fill("2024")
    page.locator("#apply-years").click()
    assert "active_in=2024" in page.url
    assert {"theme=ai", "view=table"} <= set(page.url.split("?")[1].split("&"))
    page.locator('[data-keep="partner"] summary').click()
    page.locator("#partner_find").fill("science")
    page.locator("#partner_find").press("Enter")
    expect(page.locator('[data-keep="partner"]')).to_have_attribute("open", "")
    labels = page.locator('[data-keep="partner"] .facet__label').all_inner_texts()
    assert labels
    assert all("science" in label.lower() for label in labels)
    page.locator(".columns-choice summary").click()
    page.locator("#column-checked").check()
    page.locator("#show-columns").click()

    expect(page.locator("thead th").last).to_have_text("Checked on")
    assert {"theme=ai", "active_in=2024"} <= set(page.url.split("?")[1].split("&"))
    context.close()
