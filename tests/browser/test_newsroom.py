"""An editor's day in the admin, on one page each."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.factories import InitiativeFactory, PartnerFactory, ThemeFactory

pytestmark = pytest.mark.django_db(transaction=True)


def picture() -> dict:
    content = io.BytesIO()
    Image.new("RGB", (1200, 480), "teal").save(content, "JPEG")
    return {"name": "signing.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def choose(page, field: str, words: str) -> None:
    """Pick the first suggestion of an autocomplete field."""
    page.locator(f"#id_{field} + .select2").click()
    page.locator(".select2-search__field").last.fill(words)
    page.locator(".select2-results__option--highlighted").click()


def test_a_whole_initiative_is_written_on_one_page(newsroom):
    ThemeFactory(slug="quantum", name_en="Quantum technology", name_ja="量子技術")
    PartnerFactory(name_en="RIKEN", name_ja="理化学研究所")

    newsroom.goto("/admin/initiatives/initiative/add/")
    newsroom.fill("#id_title_en", "Joint clock network")
    newsroom.fill("#id_title_ja", "共同時計ネットワーク")
    newsroom.select_option("#id_kind", "network")
    newsroom.select_option("#id_status", "active")
    newsroom.fill("#id_start", "May 2026")
    newsroom.get_by_label("Quantum technology").check()
    newsroom.fill("#id_summary_en", "Two laboratories compare their clocks.")
    newsroom.fill("#id_summary_ja", "二つの研究所が時計を比べます。")
    newsroom.set_input_files("#id_cover", picture())
    newsroom.fill("#id_cover_alt_en", "Two people sign a paper")
    newsroom.fill("#id_cover_alt_ja", "二人が書類に署名している")
    choose(newsroom, "participations-0-partner", "RIKEN")
    newsroom.fill("#id_citations-0-url", "https://www.example.org/clocks")
    newsroom.fill("#id_citations-0-title", "Clocks compared")
    newsroom.fill("#id_citations-0-published", "2026-05")
    for number, (date, title) in enumerate(
        [("17 May 2026", "Signed"), ("2027", "First comparison"), ("2028年3月", "Report")]
    ):
        newsroom.fill(f"#id_milestones-{number}-date", date)
        newsroom.select_option(f"#id_milestones-{number}-kind", "result")
        newsroom.fill(f"#id_milestones-{number}-title_en", title)
        newsroom.fill(f"#id_milestones-{number}-cites", "1")
    newsroom.select_option("#id_state", "published")
    newsroom.get_by_role("button", name="Save and continue editing").first.click()

    assert "was added successfully" in newsroom.locator(".messagelist").inner_text()
    newsroom.get_by_role("link", name="View on site").click()
    assert newsroom.locator("h1").inner_text() == "Joint clock network"
    assert newsroom.locator(".timeline__title").all_inner_texts() == ["Signed 1", "First comparison 1", "Report 1"]
    assert newsroom.locator("#source-1 .source__title").inner_text() == "Clocks compared"
    shown = newsroom.locator(".record__header img").evaluate("image => image.decode().then(() => image.currentSrc)")
    assert shown.endswith("-960x384.avif")
    newsroom.goto("/ja/initiatives/")
    card = newsroom.locator('[data-record="initiative:joint-clock-network"]')
    assert card.locator("h3").inner_text() == "共同時計ネットワーク"
    assert newsroom.locator("#result-count").get_attribute("data-total") == "1"


def test_a_click_on_the_picture_sets_the_numbers_of_its_focal_point(newsroom):
    initiative = InitiativeFactory(published=True)
    newsroom.goto(f"/admin/initiatives/initiative/{initiative.pk}/change/")
    newsroom.set_input_files("#id_cover", picture())
    newsroom.check("#id_cover_decorative")
    newsroom.fill("#id_change_note", "A picture.")
    newsroom.get_by_role("button", name="Save and continue editing").first.click()
    preview = newsroom.locator("[data-focus]")

    box = preview.bounding_box()
    preview.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.9})

    expect(newsroom.locator("#id_cover_focus_x")).to_have_value("25")
    expect(newsroom.locator("#id_cover_focus_y")).to_have_value("90")
    expect(preview.locator("circle")).to_have_attribute("cx", "25%")
    newsroom.fill("#id_cover_focus_x", "60")
    expect(preview.locator("circle")).to_have_attribute("cx", "60%")


def test_the_second_of_two_tabs_is_told_before_it_overwrites(newsroom, context):
    initiative = InitiativeFactory(published=True, acronym="OLD")
    address = f"/admin/initiatives/initiative/{initiative.pk}/change/"
    second = context.new_page()
    newsroom.goto(address)
    second.goto(address)

    newsroom.fill("#id_acronym", "NEW")
    newsroom.fill("#id_change_note", "It was renamed.")
    newsroom.get_by_role("button", name="Save", exact=True).click()
    second.fill("#id_title_en", "Typed for an hour")
    second.fill("#id_change_note", "A better title.")
    second.get_by_role("button", name="Save", exact=True).click()

    expect(second.get_by_text("OLD → NEW")).to_be_visible()
    expect(second.locator("#id_title_en")).to_have_value("Typed for an hour")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_text("was changed successfully")).to_be_visible()
    initiative.refresh_from_db()
    assert initiative.title_en == "Typed for an hour"
