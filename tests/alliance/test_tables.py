"""Lists as tables: columns are sorted by their heads and chosen in the address."""

import pytest

from publishing.dates import PartialDate
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db

# path → the columns shown unless others are asked for, and those of them that sort
TABLES = {
    "/initiatives/": (["title", "kind", "status", "start", "end", "themes", "partners"], ["title", "start", "end"]),
    "/partners/": (["name", "acronym", "kind", "country", "initiatives"], ["name", "initiatives"]),
    "/milestones/": (["title", "date", "kind", "initiative"], ["date"]),
    "/articles/": (["title", "published", "topics", "author"], ["title", "published"]),
}


@pytest.fixture(autouse=True)
def rows(db) -> None:
    everywhere = PartnerFactory(city="Sendai", website="https://everywhere.example/", ror="https://ror.org/057zh3y96")
    for number in range(3):
        one = InitiativeFactory(
            published=True,
            title_en=f"Title {number}",
            title_ja=f"題名{number}",
            start=PartialDate(2013 + number),
            end=PartialDate(2030 - number),
            programme="Horizon",
        )
        ParticipationFactory(initiative=one)
        ParticipationFactory(initiative=one, partner=everywhere)
        MilestoneFactory(
            initiative=one, date=PartialDate(2013 + number), note_en="Why.", citations=[CitationFactory(initiative=one)]
        )
        ArticleFactory(published=True, title_en=f"Title {number}", title_ja=f"題名{number}")


def heads(page) -> list[str]:
    return [head.get_text(strip=True) for head in page.select(".table thead th")]


def first_cells(page) -> list[str]:
    return [cell.get_text(" ", strip=True) for cell in page.select(".table tbody th")]


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("path", TABLES)
def test_a_table_shows_the_rows_of_the_list(visit, path, prefix):
    cards = visit(f"{prefix}{path}").select("#results [data-record]")

    table = visit(f"{prefix}{path}?view=table")

    assert [row["data-record"] for row in table.select("tbody tr")] == [card["data-record"] for card in cards]
    assert len(heads(table)) == len(TABLES[path][0])
    assert all(len(row.select("th, td")) == len(heads(table)) for row in table.select("tr"))
    assert table.select_one("[role=region][tabindex='0'] > table")


@pytest.mark.parametrize("path", TABLES)
def test_a_head_sorts_by_its_column_and_then_the_other_way_round(visit, path):
    page = visit(f"{path}?view=table")
    names = [link["id"].removeprefix("by-") for link in page.select("thead a")]
    assert names == TABLES[path][1]

    for name in names:
        seen = set()
        page = visit(f"{path}?view=table")
        for _click in range(2):
            page = visit(page.select_one(f"#by-{name}")["href"])
            (sorted_by,) = page.select("thead [aria-sort]")
            assert sorted_by.select_one(f"#by-{name}")
            seen.add((sorted_by["aria-sort"], tuple(row["data-record"] for row in page.select("tbody tr"))))
        assert {direction for direction, _rows in seen} == {"ascending", "descending"}
        assert len({rows for _direction, rows in seen}) == 2, name


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        ("title", ["Title 0", "Title 1", "Title 2"]),
        ("-title", ["Title 2", "Title 1", "Title 0"]),
        ("start", ["Title 0", "Title 1", "Title 2"]),
        ("-start", ["Title 2", "Title 1", "Title 0"]),
        ("end", ["Title 2", "Title 1", "Title 0"]),
        ("-end", ["Title 0", "Title 1", "Title 2"]),
    ],
)
def test_initiatives_stand_in_the_order_of_the_column(visit, sort, titles):
    assert first_cells(visit(f"/initiatives/?view=table&sort={sort}")) == titles


def test_an_order_of_the_table_stays_in_other_views_and_is_named_there(visit):
    page = visit("/initiatives/?sort=-title")

    assert page.select_one("#sort--title")["aria-current"] == "true"
    assert not visit("/initiatives/").select("#sort--title")


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_columns_are_chosen_by_name_and_stand_in_their_own_order(visit, prefix):
    page = visit(f"{prefix}/initiatives/?view=table&columns=programme&columns=kind")

    assert len(heads(page)) == 3
    assert [cell.get_text(strip=True) for cell in page.select("tbody tr:first-child td")][1] == "Horizon"
    assert {box["value"] for box in page.select("input[name=columns][checked]")} == {"programme", "kind"}
    assert not page.select("[data-rejected]")


def test_every_column_can_be_shown(visit):
    for path, (usual, _sorted) in TABLES.items():
        page = visit(f"{path}?view=table")
        names = [box["value"] for box in page.select("input[type=checkbox][name=columns]")]
        assert set(usual[1:]) <= set(names)

        every = visit(f"{path}?view=table&" + "&".join(f"columns={name}" for name in names))

        assert len(heads(every)) == len(names) + 1


def test_no_other_column_leaves_the_one_that_names_the_row(visit):
    form = visit("/initiatives/?view=table").select_one(".columns-choice form")
    (always,) = [field["value"] for field in form.select("input[type=hidden][name=columns]")]

    assert heads(visit(f"/initiatives/?view=table&columns={always}")) == ["Initiative"]


def test_columns_and_order_stay_in_every_address_of_the_list_and_in_no_feed(visit):
    page = visit("/initiatives/?view=table&columns=kind&columns=nope&sort=-end&per_page=12&status=active")

    addresses = [a["href"] for boosted in page.select("[hx-boost]") for a in boosted.select("a")]
    assert len(addresses) > 20
    for address in addresses:
        assert "columns=title&columns=kind" in address, address
        assert "nope" not in address
    assert page.select_one('[data-rejected="columns=nope"]')
    assert page.select_one(".follow [data-form=rss]")["href"] == "/initiatives/feed.rss?status=active"
    carried = {(field["name"], field["value"]) for field in page.select(".filters input[type=hidden]")}
    assert {("columns", "kind"), ("sort", "-end"), ("view", "table")} <= carried
    chosen = {(field["name"], field["value"]) for field in page.select(".columns-choice input[type=hidden]")}
    assert {("sort", "-end"), ("view", "table"), ("per_page", "12"), ("status", "active")} <= chosen
    assert ("columns", "kind") not in chosen


def test_the_usual_columns_are_not_in_the_address(visit):
    usual = "&".join(f"columns={name}" for name in TABLES["/initiatives/"][0])

    page = visit(f"/initiatives/?view=table&{usual}")

    assert "columns" not in page.select_one("#view-table")["href"]


def test_a_list_without_a_table_knows_no_columns(visit):
    assert not visit("/changes/?columns=nope").select("[data-rejected]")
