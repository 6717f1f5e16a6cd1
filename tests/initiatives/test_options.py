"""Every option of every facet of every list, on the real record: its count is what choosing it gives."""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.http import QueryDict

from publishing.listings import Listing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

FACETS = {
    "/initiatives/": ["theme", "status", "kind", "country", "partner", "programme", "active_in"],
    "/partners/": ["kind", "theme", "country"],
    "/milestones/": ["when", "kind", "theme"],
    "/sources/": ["kind", "theme", "publisher", "year", "online"],
    "/claims/": ["verdict", "theme", "initiative"],
    "/articles/": ["theme", "year"],
}
# Two filters already in force, one of them with two values.
CHOSEN = {
    "/initiatives/": "theme=quantum&theme=6g-networks&country=JP",
    "/partners/": "theme=quantum&country=JP&country=DE",
    "/milestones/": "when=past&theme=quantum&theme=semiconductors",
    "/sources/": "q=japan&kind=official",
    "/claims/": "theme=semiconductors&theme=quantum",
    "/articles/": "theme=quantum&theme=ai&year=2026",
}
QUERIES = [(path, query) for path in FACETS for query in ("", CHOSEN[path], "q=xyzzy")]
# So many options of a facet are also followed to their page.
FOLLOWED = 3


@pytest.fixture
def total(client) -> Callable[[str], int]:
    """The number in the heading of a list."""

    def total(address: str) -> int:
        response = client.get(address)
        assert response.status_code == 200, address
        (number,) = re.findall(r'id="result-count"[^>]*data-total="(\d+)"', response.content.decode())
        return int(number)

    return total


@pytest.fixture
def count(client) -> Callable[[str], int]:
    """The same number from the listing behind the page, which is much quicker."""
    listings: dict[str, Listing] = {}

    def count(address: str) -> int:
        parts = urlsplit(address)
        if parts.path not in listings:
            listings[parts.path] = client.get(parts.path).context["listing"]
        of_page = listings[parts.path]
        listing = type(of_page)(QueryDict(parts.query))
        assert not listing.rejected, address
        return listing.total

    return count


def options_of(page: BeautifulSoup, facet: str) -> list[Tag]:
    return page.select(f'[data-facet="{facet}"]')


def with_only(address: str, name: str, value: str) -> str:
    """The list at an address, with this value as the only one of its parameter."""
    parts = urlsplit(address)
    pairs = [pair for pair in parse_qsl(parts.query) if pair[0] != name]
    return f"{parts.path}?{urlencode([*pairs, (name, value)])}"


@pytest.mark.parametrize("path", FACETS)
def test_these_are_all_facets(visit, path):
    page = visit(path)

    assert list(dict.fromkeys(option["data-facet"] for option in page.select("[data-facet]"))) == FACETS[path]


@pytest.mark.parametrize("path", FACETS)
def test_choosing_an_option_gives_as_many_as_it_says(visit, total, count, path):
    page = visit(f"{path}?per_page=12")

    for facet in FACETS[path]:
        options = options_of(page, facet)
        assert any(option["data-count"] != "0" for option in options)
        for place, option in enumerate(options):
            value = option["data-value"]
            address = option.get("href") or f"{path}?{urlencode({facet: value, 'per_page': 12})}"
            assert count(address) == int(option["data-count"]), address
            if place < FOLLOWED:
                assert total(address) == int(option["data-count"]), address
            assert option.select_one(".facet__count").get_text() == option["data-count"]


@pytest.mark.parametrize(("path", "query"), QUERIES)
def test_an_option_says_and_leads_to_the_same_in_both_languages(visit, path, query):
    def said(prefix: str) -> dict[tuple[str, str], tuple[str, str]]:
        return {
            (option["data-facet"], option["data-value"]): (
                option["data-count"],
                option.get("href", "").removeprefix(prefix),
            )
            for option in visit(f"{prefix}{path}?{query}").select("[data-facet]")
        }

    assert said("") == said("/ja")


@pytest.mark.parametrize("path", FACETS)
def test_an_option_counts_under_the_other_filters(visit, total, count, path):
    start = f"{path}?{CHOSEN[path]}&per_page=12"
    page = visit(start)

    for facet in FACETS[path]:
        has_values = any(name == facet for name, _value in parse_qsl(CHOSEN[path]))
        options = [option for option in options_of(page, facet) if option["data-count"] != "0"]
        for place, option in enumerate(options):
            # A second value of one parameter says "or": its count is what it alone would leave.
            address = with_only(start, facet, option["data-value"]) if has_values else option["href"]
            assert count(address) == int(option["data-count"]), address
            if place < FOLLOWED:
                assert total(address) == int(option["data-count"]), address


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("path", FACETS)
def test_options_keep_their_place_whatever_is_chosen(visit, path, prefix):
    def places(query: str) -> list[tuple[str, str]]:
        options = visit(f"{prefix}{path}?{query}").select("[data-facet]")
        return [(option["data-facet"], option["data-value"]) for option in options]

    free = places("")

    assert free == places(CHOSEN[path]) == places("q=xyzzy")
    assert len(free) == len(set(free))


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_an_option_nothing_matches_is_shown_but_cannot_be_chosen(visit, prefix):
    options = options_of(visit(f"{prefix}/initiatives/?theme=quantum"), "kind")

    empty = [option for option in options if option["data-count"] == "0"]
    assert empty
    assert all(option.name != "a" and not option.get("href") for option in empty)
    assert all(option.name == "a" for option in options if option not in empty)


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("query", ["", "theme=quantum&status=active", "country=DE&country=FR", "q=japan"])
def test_the_pages_of_a_list_hold_every_row_once(visit, total, prefix, query):
    address = f"{prefix}/initiatives/?{query}&per_page=24"
    found: list[str] = []

    next_page: str | None = address
    while next_page:
        page = visit(next_page)
        rows = [row["data-record"] for row in page.select("#results [data-record]")]
        assert 0 < len(rows) <= 24
        found += rows
        link = page.select_one('.pagination a[rel="next"]')
        next_page = link["href"] if link else None

    assert len(found) == len(set(found)) == total(address)


@pytest.mark.parametrize("path", FACETS)
@pytest.mark.parametrize("per_page", [12, 24, 48, 96])
def test_a_page_holds_as_many_rows_as_asked_for(visit, total, path, per_page):
    page = visit(f"{path}?per_page={per_page}")

    assert len(page.select("#results [data-record]")) == min(per_page, total(path))


@pytest.mark.parametrize("view", ["cards", "table", "timeline"])
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_every_view_shows_every_row(visit, view, prefix):
    page = visit(f"{prefix}/initiatives/?per_page=96&theme=quantum&view={view}")

    rows = [row["data-record"] for row in page.select("#results [data-record]")]
    count = int(page.select_one("#result-count")["data-total"])
    assert len(rows) == len(set(rows)) == count


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_quantum_and_active_are_as_many_as_the_heading_says(visit, prefix):
    page = visit(f"{prefix}/initiatives/?theme=quantum&status=active&per_page=96")

    heading = page.select_one("#result-count")
    rows = page.select("#results [data-record]")
    assert int(heading["data-total"]) == len(rows) > 0
    assert str(len(rows)) in heading.get_text()


def test_both_languages_list_the_same_records(visit):
    def rows(prefix: str) -> set[str]:
        return {
            row["data-record"] for row in visit(f"{prefix}/initiatives/?per_page=96").select("#results [data-record]")
        }

    assert rows("") == rows("/ja")


def test_pages_list_by_number_and_lead_on(visit):
    page = visit("/initiatives/?per_page=24&status=active&status=completed")

    links = page.select(".pagination a")
    assert all("status=active" in link["href"] and "status=completed" in link["href"] for link in links)
    assert page.select_one('.pagination [aria-current="page"]').get_text() == "1"
