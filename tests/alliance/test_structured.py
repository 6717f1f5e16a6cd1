"""What pages say to machines: schema.org in JSON-LD, and Open Graph."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from PIL import Image

from initiatives.models import Claim
from publishing import version
from publishing.dates import PartialDate
from publishing.previews import preview_token
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    FundingFactory,
    IdentifierFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    SourceFactory,
    ThemeFactory,
    days_from_now,
)

pytestmark = pytest.mark.django_db

SITE = "https://alliance.example"
PATHS = [
    "/",
    "/initiatives/",
    "/initiatives/one/",
    "/partners/",
    "/partners/riken/",
    "/milestones/",
    "/themes/quantum/",
    "/sources/",
    "/sources/1000000/",
    "/claims/",
    "/claims/it-is-confirmed/",
    "/api/v1/docs",
    "/articles/",
    "/articles/first/",
    "/changes/",
    "/feeds/",
    "/data/",
    "/about/",
    "/search/",
]
# What each kind of node may not lack.
NEEDS = {
    "WebSite": {"url", "name", "publisher", "potentialAction"},
    "Organization": {"name"},
    "WebPage": {"url", "name", "inLanguage", "isPartOf", "breadcrumb"},
    "AboutPage": {"url", "name", "breadcrumb"},
    "ProfilePage": {"url", "name", "mainEntity", "breadcrumb"},
    "CollectionPage": {"url", "name", "breadcrumb"},
    "BreadcrumbList": {"itemListElement"},
    "ResearchProject": {"name", "url", "member", "event", "funding", "identifier"},
    "OrganizationRole": {"roleName", "member"},
    "Event": {"name", "startDate", "about"},
    "MonetaryGrant": {"name", "amount"},
    "ClaimReview": {"claimReviewed", "reviewRating", "url", "author", "itemReviewed"},
    "Rating": {"alternateName", "bestRating", "worstRating"},
    "Article": {"headline", "author", "datePublished", "dateModified", "publisher", "mainEntityOfPage"},
    "CreativeWork": {"name"},
    "Dataset": {"name", "description", "license", "creator", "distribution"},
    "DataDownload": {"contentUrl", "encodingFormat"},
    "SearchAction": {"target", "query-input"},
}


@pytest.fixture(autouse=True)
def site(settings) -> None:
    settings.SITE_URL = SITE


@pytest.fixture(scope="module", autouse=True)
def record(module_transaction, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        make_record()


def make_record() -> None:
    theme = ThemeFactory(slug="quantum", name_en="Quantum", name_ja="量子")
    one = InitiativeFactory(
        slug="one", published=True, title_en="Clocks", title_ja="時計", start=PartialDate(2013, 5), themes=[theme]
    )
    ParticipationFactory(initiative=one, partner__slug="riken", partner__name_en="RIKEN", role="coordinator")
    citation = CitationFactory(
        initiative=one, source=SourceFactory(pk=1_000_000, title="Joint statement", publisher="MOFA")
    )
    MilestoneFactory(initiative=one, title_en="Signed", title_ja="署名", citations=[citation], key="signed")
    FundingFactory(initiative=one, citations=[citation])
    IdentifierFactory(initiative=one)
    for verdict in Claim.Verdict.values:
        ClaimFactory(about=[one], says_en=f"It is {verdict}.", verdict=verdict, note_en="As shown.")
    article = ArticleFactory(
        slug="first",
        published=True,
        title_en="On clocks",
        author_en="Editorial team",
        initiatives=[one],
        topics=[theme],
        body_en=f'<p><a rel="source" href="{citation.source.url}">x</a></p>',
    )
    article.note_sources()
    article.claims.add(Claim.objects.first())


def graph(page: BeautifulSoup) -> list[dict]:
    (block,) = page.select('script[type="application/ld+json"]')
    data = json.loads(block.string)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def nodes(value: Any) -> Iterator[dict]:
    """All of them, however deep."""
    for part in value if isinstance(value, list) else value.values() if isinstance(value, dict) else []:
        yield from nodes(part)
    if isinstance(value, dict) and "@type" in value:
        yield value


def only(page: BeautifulSoup, type: str) -> dict:
    (node,) = (node for node in graph(page) if node["@type"] == type)
    return node


def tags(page: BeautifulSoup) -> dict[str, str]:
    found = page.head.select('meta[property^="og:"]')
    assert len({tag["property"] for tag in found}) == len(found)
    return {tag["property"].removeprefix("og:"): tag["content"] for tag in found}


# JSON-LD


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_told_to_machines_whole(visit, path, prefix):
    found = list(nodes(graph(visit(f"{prefix}{path}"))))

    for node in found:
        assert NEEDS.get(node["@type"], set()) <= set(node), node
        assert not [name for name, value in node.items() if value in ("", None, [], {})], node
        for name in ("@id", "url", "item", "contentUrl"):
            assert node.get(name, SITE).startswith(("https://", "http://")), node
    assert {"WebSite", "Organization"} <= {node["@type"] for node in found}


def test_whatever_is_named_by_its_id_on_a_page_of_ours_is_ours(visit):
    page = graph(visit("/ja/initiatives/one/"))

    here = {node["@id"] for node in nodes(page) if "@id" in node}
    assert {node["isPartOf"]["@id"] for node in page if "isPartOf" in node} <= here
    assert {node["mainEntity"]["@id"] for node in page if "mainEntity" in node} <= here


def test_an_initiative_has_its_partners_events_and_sources(visit):
    page = visit("/initiatives/one/")

    project = only(page, "ResearchProject")
    assert (project["@id"], project["name"]) == (f"{SITE}/initiatives/one/", "Clocks")
    assert project["foundingDate"] == "2013-05"
    (role,) = project["member"]
    assert (role["roleName"], role["member"]["name"]) == ("coordinator", "RIKEN")
    (event,) = project["event"]
    assert (event["@id"], event["name"]) == (f"{SITE}/initiatives/one/#milestone-signed", "Signed")
    assert event["about"] == {"@id": project["@id"]}
    (source,) = only(page, "WebPage")["citation"]
    assert (source["name"], source["publisher"]["name"]) == ("Joint statement", "MOFA")
    assert source["url"] == f"{SITE}/sources/1000000/"


def test_a_page_says_when_it_was_published_and_changed(visit):
    page = only(visit("/initiatives/one/"), "WebPage")

    assert page["datePublished"] == days_from_now(-1).date().isoformat()
    assert page["dateModified"] == days_from_now(0).date().isoformat()


@pytest.mark.parametrize("path", ["/initiatives/one/", "/articles/first/"])
def test_claims_have_the_verdict_in_words_and_in_numbers_where_there_are_some(visit, path):
    page = visit(path)

    reviews = {node["claimReviewed"]: node["reviewRating"] for node in graph(page) if node["@type"] == "ClaimReview"}
    ratings = {
        "It is confirmed.": (4, "Confirmed"),
        "It is partly.": (3, "Partly confirmed"),
        "It is unconfirmed.": (None, "Unconfirmed"),
        "It is contradicted.": (1, "Contradicted"),
    }
    shown = [claim.get_text(strip=True) for claim in page.select(".claim__says")]
    assert sorted(reviews) == sorted(shown)
    for says, rating in reviews.items():
        assert (rating.get("ratingValue"), rating["alternateName"]) == ratings[says]


def test_text_is_in_the_language_of_the_page_and_marked_where_it_is_not(visit):
    page = visit("/ja/initiatives/one/")

    project = only(page, "ResearchProject")
    assert project["name"] == "時計"
    assert project["@id"] == f"{SITE}/initiatives/one/"
    assert project["url"] == f"{SITE}/ja/initiatives/one/"
    assert project["event"][0]["name"] == "署名"
    article = only(visit("/ja/articles/first/"), "Article")
    assert article["inLanguage"] == "ja" or article["headline"] == {"@language": "en", "@value": "On clocks"}


def test_an_article_names_its_author_its_publisher_and_what_it_is_about(visit):
    article = only(visit("/articles/first/"), "Article")

    assert article["author"] == {"name": "Editorial team"}
    assert article["publisher"] == {"@id": f"{SITE}/#publisher"}
    assert article["about"] == [{"@id": f"{SITE}/initiatives/one/"}]
    assert article["mainEntityOfPage"] == {"@id": f"{SITE}/articles/first/#page"}


def test_the_way_to_a_page_leads_through_its_list(visit):
    steps = only(visit("/ja/articles/first/"), "WebPage")["breadcrumb"]["itemListElement"]

    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["item"] for step in steps] == [f"{SITE}/ja/", f"{SITE}/ja/articles/", f"{SITE}/ja/articles/first/"]


def test_the_site_tells_of_its_search(client, visit):
    target = only(visit("/ja/"), "WebSite")["potentialAction"]["target"]["urlTemplate"]
    assert target == f"{SITE}/ja/search/?q={{search_term_string}}"
    assert client.get(target.removeprefix(SITE).format(search_term_string="x")).status_code == 200


def test_the_page_of_the_data_tells_of_the_whole_as_a_dataset(visit):
    page = visit("/ja/data/")

    dataset = only(page, "Dataset")
    assert (dataset["@id"], dataset["url"]) == (f"{SITE}/data/#dataset", f"{SITE}/ja/data/")
    assert page.select_one("meta[name=citation_title]")["content"] == dataset["name"]
    assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert dataset["dateModified"] == version.moved_at().date().isoformat()
    assert f"{SITE}/ja/initiatives/export.csv" in [one["contentUrl"] for one in dataset["distribution"]]


def test_nothing_in_it_can_end_the_block(client, visit):
    InitiativeFactory(published=True, slug="two", title_en="</script><script>alert(1)</script> <!-- & more")

    page = client.get("/initiatives/two/").content.decode()

    assert "<script>alert" not in page
    assert only(visit("/initiatives/two/"), "ResearchProject")["name"].startswith("</script><script>")


def test_a_preview_is_told_to_nobody(visit):
    page = visit(f"/preview/{preview_token(InitiativeFactory())}/")

    assert not page.select('script[type="application/ld+json"]')
    assert not page.select("meta[name^=citation_], link[rel=cite-as], .citation, meta[property='og:url']")


# Open Graph


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_can_be_shared(visit, path, prefix):
    page = visit(f"{prefix}{path}")

    found = tags(page)

    here, other = ("ja_JP", "en_GB") if prefix else ("en_GB", "ja_JP")
    assert found["url"] == f"{SITE}{prefix}{path}" == page.select_one("link[rel=canonical]")["href"]
    assert (found["locale"], found["locale:alternate"]) == (here, other)
    assert all(found[name] for name in ("title", "description", "type", "site_name", "image:alt"))
    assert page.select_one('meta[name="twitter:card"]')["content"] == "summary_large_image"


def test_a_page_without_a_picture_has_that_of_the_site(visit):
    found = tags(visit("/initiatives/one/"))

    assert found["image"] == f"{SITE}/static/img/card.png"
    with Image.open(finders.find("img/card.png")) as card:
        assert card.format == "PNG"
        assert (found["image:width"], found["image:height"]) == tuple(map(str, card.size)) == ("1200", "630")


def test_titles_and_descriptions_are_those_of_the_record(visit):
    found = tags(visit("/ja/initiatives/one/"))

    assert (found["title"], found["description"], found["type"]) == ("時計", "概要。", "article")
    assert tags(visit("/themes/quantum/"))["title"] == "Quantum"
    assert "RIKEN" in tags(visit("/partners/riken/"))["description"]
