"""A list has one address and two answers: the page, and for htmx the part of it that changes."""

import pytest
import time_machine
from bs4 import BeautifulSoup

from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
)

pytestmark = pytest.mark.django_db

LISTS = ["/initiatives/", "/partners/", "/milestones/", "/articles/", "/sources/", "/claims/", "/changes/"]
EVERY_LIST = [f"{prefix}{path}" for path in LISTS for prefix in ("", "/ja")]


@pytest.fixture(autouse=True)
def rows(db) -> None:
    for _row in range(3):
        one = InitiativeFactory(published=True)
        ParticipationFactory(initiative=one)
        MilestoneFactory(initiative=one, citations=[CitationFactory(initiative=one)])
        ClaimFactory(about=[one])
        ArticleFactory(published=True)


@pytest.mark.parametrize("query", ["", "?q=initiative", "?sort=nope&kind=nope", "?q=nothing-at-all"])
@pytest.mark.parametrize("address", EVERY_LIST)
def test_the_part_is_the_region_of_the_page(client, address, query):
    page = BeautifulSoup(client.get(f"{address}{query}").content, "lxml")

    part = client.get(f"{address}{query}", headers={"HX-Request": "true"}).content.decode()

    (region,) = BeautifulSoup(part, "lxml").body.find_all(recursive=False)
    assert region == page.select_one("#results")
    assert region.select_one("#result-count")
    assert "<html" not in part


def test_on_paper_a_list_says_which_rows_of_what_it_shows_where_and_when(visit):
    MilestoneFactory.create_batch(24, initiative=InitiativeFactory(published=True), kind="deadline")

    with time_machine.travel("2036-11-25T12:00:00Z"):
        printed = (
            visit("/milestones/?kind=deadline&per_page=12&page=2").select_one(".printed").get_text(" ", strip=True)
        )
        empty = visit("/milestones/?when=upcoming").select_one(".printed").get_text(" ", strip=True)

    assert printed.split(" · ") == [
        "Rows 13–24 of 24",
        "Kind: Deadline",
        "25 November 2036",
        "http://testserver/milestones/?kind=deadline&per_page=12&page=2",
    ]
    assert empty.startswith("When: To come")


@pytest.mark.parametrize("address", EVERY_LIST)
def test_going_back_gives_the_whole_page(client, address):
    again = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert client.get(address, headers=again).content == client.get(address).content


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("address", LISTS)
def test_caches_are_told_that_there_are_two_answers(client, address, headers):
    vary = client.get(address, headers=headers)["Vary"].split(", ")

    assert {"HX-Request", "HX-History-Restore-Request"} <= set(vary)


@pytest.mark.parametrize("address", LISTS)
def test_a_page_past_the_end_is_not_found_in_place_either(client, address):
    assert client.get(f"{address}?page=9", headers={"HX-Request": "true"}).status_code == 404


def test_a_list_is_drawn_again_by_its_own_links_and_forms_only(visit):
    page = visit("/initiatives/?q=initiative&view=table")

    in_place = [a["href"] for boosted in page.select("[hx-boost]") for a in boosted.select("a")]
    assert in_place
    assert {address.partition("?")[0] for address in in_place} == {"/initiatives/"}
    others = [a["href"] for a in page.select("#results a") if a["href"] not in in_place]
    assert all("/feed.rss" in address or not address.startswith("/initiatives/?") for address in others)


def test_nothing_is_evaluated_injected_or_kept_by_htmx(visit):
    config = visit("/initiatives/").select_one('meta[name="htmx-config"]')["content"]

    assert '"allowEval": false' in config
    assert '"includeIndicatorStyles": false' in config
    assert '"historyCacheSize": 0' in config
