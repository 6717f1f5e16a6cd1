"""Claims on a list and on pages of their own: what is said in public, and how it stands."""

import json

import pytest

from initiatives.models import Claim
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    InitiativeFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def keys(page) -> list[str]:
    return [claim["data-record"].removeprefix("claim:") for claim in page.select("#results [data-record^='claim:']")]


def count(page, facet: str, value: str) -> int:
    return int(page.select_one(f'[data-facet="{facet}"][data-value="{value}"]')["data-count"])


@pytest.fixture
def quantum():
    return InitiativeFactory(slug="q-neko", title_en="Q-Neko", published=True, themes=[ThemeFactory(slug="quantum")])


@pytest.fixture
def chips():
    return InitiativeFactory(slug="chips", title_en="Chips", published=True, themes=[ThemeFactory(slug="chips")])


def test_the_list_goes_by_verdict_the_firmest_first(visit, quantum):
    for verdict in ("contradicted", "partly", "confirmed", "unconfirmed"):
        ClaimFactory(key=verdict, verdict=verdict, about=[quantum])

    assert keys(visit("/claims/")) == ["confirmed", "partly", "unconfirmed", "contradicted"]
    assert keys(visit("/claims/?sort=-added")) == ["unconfirmed", "confirmed", "partly", "contradicted"]
    assert keys(visit("/claims/?view=table&sort=-verdict")) == ["contradicted", "unconfirmed", "partly", "confirmed"]


@pytest.mark.parametrize("name", ["says", "verdict"])
def test_the_heads_of_the_table_sort_it_both_ways(visit, quantum, name):
    ClaimFactory(about=[quantum])

    once = visit(visit("/claims/?view=table").select_one(f"#by-{name}")["href"])
    twice = visit(once.select_one(f"#by-{name}")["href"])

    directions = {page.select_one(f"th:has(#by-{name})")["aria-sort"] for page in (once, twice)}
    assert directions == {"ascending", "descending"}


def test_filters_narrow_it_and_say_what_each_option_leaves(visit, quantum, chips):
    ClaimFactory(key="both", about=[quantum, chips], verdict="partly")
    ClaimFactory(key="one", about=[quantum], verdict="confirmed", says_en="It works.")

    everything = visit("/claims/")
    assert (count(everything, "theme", "quantum"), count(everything, "theme", "chips")) == (2, 1)
    assert (count(everything, "initiative", "chips"), count(everything, "verdict", "confirmed")) == (1, 1)

    assert keys(visit("/claims/?theme=chips")) == ["both"]
    assert keys(visit("/claims/?initiative=q-neko&verdict=confirmed")) == ["one"]
    assert keys(visit("/claims/?q=works")) == ["one"]
    assert count(visit("/claims/?verdict=confirmed"), "theme", "chips") == 0


def test_a_claim_about_a_draft_is_in_no_list_and_no_option(visit, client, quantum):
    draft = InitiativeFactory(slug="draft", themes=[ThemeFactory(slug="secret")])
    shared = ClaimFactory(about=[quantum, draft])
    hidden = ClaimFactory(about=[draft])

    page = visit("/claims/")

    assert keys(page) == [shared.key]
    assert "draft" not in str(page)
    assert count(page, "theme", "secret") == 0
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_a_claim_has_a_page_with_verdict_initiatives_sources_and_articles(visit, quantum):
    source = CitationFactory(initiative=quantum, source__title="The agreement").source
    claim = ClaimFactory(says_en="It works.", verdict="contradicted", note_en="The agreement says no.", about=[quantum])
    ArticleFactory(slug="told", published=True, title_en="As told", claims=[claim])
    ArticleFactory(title_en="Not yet", claims=[claim])

    page = visit(claim.get_absolute_url())

    assert "It works." in page.h1.get_text()
    assert page.select_one(".verdict").get_text() == "Contradicted"
    assert "The agreement says no." in page.get_text()
    assert page.select_one(f'[data-record="initiative:q-neko"] [data-record="source:{source.pk}"]')["value"] == "1"
    assert page.select_one('a[href="/articles/told/"]')
    assert "Not yet" not in page.get_text()


def test_the_pages_that_show_a_claim_lead_to_its_own(visit, quantum):
    claim = ClaimFactory(about=[quantum])
    ArticleFactory(slug="told", published=True, claims=[claim])

    for address in ("/initiatives/q-neko/", "/articles/told/", "/claims/"):
        page = visit(address)
        assert page.select_one(f'#claim-{claim.key} a[href="{claim.get_absolute_url()}"]'), address
        assert page.select_one('main a[href="/claims/"]') or address == "/claims/"


def test_a_claim_that_is_found_leads_to_its_page(visit, quantum):
    claim = ClaimFactory(says_en="Zyxomma works.", about=[quantum])

    page = visit("/search/?q=zyxomma&in=claim")

    assert page.select_one(".hit a")["href"] == claim.get_absolute_url()
    assert page.select_one('a[href="/claims/?q=zyxomma"]')


@pytest.mark.parametrize(
    ("verdict", "rating"), [("confirmed", 4), ("partly", 3), ("contradicted", 1), ("unconfirmed", None)]
)
def test_schema_org_reads_the_verdict_as_a_rating(client, quantum, verdict, rating):
    CitationFactory(initiative=quantum, source__url="https://source.example/agreement")
    ClaimFactory(about=[quantum], verdict=verdict, where_en="A paper", where_url="https://paper.example/1")

    (node,) = json.loads(client.get("/claims/export.jsonld").getvalue())["@graph"]

    assert node["reviewRating"].get("ratingValue") == rating
    assert node["reviewRating"]["alternateName"] == Claim.Verdict(verdict).label.capitalize()
    assert node["citation"] == ["https://source.example/agreement"]
    assert node["about"] == [{"@id": "http://testserver/initiatives/q-neko/"}]


@pytest.mark.parametrize(
    ("where", "appearance"),
    [
        (
            {"where_en": "A paper", "where_url": "https://paper.example/1"},
            {"name": [{"@language": "en", "@value": "A paper"}], "url": "https://paper.example/1"},
        ),
        ({"where_en": "A speech", "where_url": ""}, {"name": [{"@language": "en", "@value": "A speech"}]}),
        ({"where_en": "", "where_url": ""}, None),
    ],
)
def test_schema_org_reads_what_is_claimed_and_where(client, quantum, where, appearance):
    ClaimFactory(about=[quantum], says_en="It works.", says_ja="", where_ja="", **where)

    (node,) = json.loads(client.get("/claims/export.jsonld").getvalue())["@graph"]

    assert node["itemReviewed"]["@type"] == "Claim"
    assert node["itemReviewed"]["text"] == node["claimReviewed"] == [{"@language": "en", "@value": "It works."}]
    assert node["itemReviewed"].get("appearance") == (appearance and {"@type": "CreativeWork", **appearance})
