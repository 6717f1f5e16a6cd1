"""A page asks the database as often for thirty rows as for three."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import Theme
from publishing.dates import PartialDate
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    FundingFactory,
    IdentifierFactory,
    InitiativeFactory,
    MilestoneFactory,
    OutcomeFactory,
    ParticipationFactory,
    PartnerFactory,
    SourceFactory,
    ThemeFactory,
    days_from_now,
)
from tests.search.indexing import index_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def queries(client) -> Callable[..., dict[str, int]]:
    """How many each of the addresses takes."""

    def taken(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(address)
        assert response.status_code == 200, address
        return len(captured)

    def queries(*addresses: str) -> dict[str, int]:
        index_everything()
        return {address: taken(address) for address in addresses}

    return queries


def a_row(theme: Theme, number: int) -> None:
    """An initiative with everything that can belong to it, and an article about it."""
    one = InitiativeFactory(
        published=True,
        themes=[theme, ThemeFactory()],
        start=PartialDate(2000 + number),
        programme=f"Programme {number}",
    )
    IdentifierFactory(initiative=one)
    for _place in range(2):
        citation = CitationFactory(initiative=one)
        ParticipationFactory(initiative=one, amount=5, currency="JPY")
        MilestoneFactory(initiative=one, citations=[citation])
        MilestoneFactory(initiative=one, date=PartialDate.of(days_from_now(9).date()), citations=[citation])
        OutcomeFactory(initiative=one, citations=[citation])
        FundingFactory(initiative=one, citations=[citation])
    ClaimFactory(about=[one])
    ArticleFactory(
        published=True,
        topics=[theme, ThemeFactory()],
        initiatives=[one],
        body_en=f'<p><a href="initiative:{one.slug}">x</a> <a rel="source" href="{citation.source.url}">y</a></p>',
    )


LISTS = [
    "/",
    "/initiatives/?per_page=96",
    "/initiatives/?per_page=96&view=table",
    "/initiatives/?per_page=96&view=timeline",
    "/initiatives/?per_page=96&theme=shared&status=active&country=JP&sort=title&active_in=2026&q=initiative",
    "/initiatives/?per_page=96&q=initiative",
    "/partners/?per_page=96&q=partner",
    "/initiatives/feed.rss",
    "/partners/?per_page=96",
    "/partners/?per_page=96&sort=-initiatives&theme=shared",
    "/partners/?per_page=96&view=table",
    "/milestones/?per_page=96",
    "/milestones/?per_page=96&view=table&columns=note",
    "/milestones/?per_page=96&when=upcoming",
    "/sources/?per_page=96",
    "/sources/?per_page=96&view=table&columns=answered&columns=initiatives&theme=shared",
    "/sources/feed.rss",
    "/claims/feed.rss",
    "/claims/?per_page=96",
    "/claims/?per_page=96&view=table&columns=where&columns=note&columns=initiatives",
    "/articles/?per_page=96",
    "/articles/?per_page=96&view=table&columns=topics",
    "/articles/feed.rss",
    "/milestones/feed.atom",
    "/partners/feed.json",
    "/themes/shared/feed.json",
    "/themes/shared/",
]
SITEMAPS = [
    "/sitemap.xml",
    "/sitemap-initiatives.xml",
    "/sitemap-partners.xml",
    "/sitemap-sources.xml",
    "/sitemap-articles.xml",
]


def test_a_list_asks_as_often_for_thirty_rows_as_for_three(queries):
    """All lists on the same rows: to make them takes far longer than to ask."""
    addresses = [*SITEMAPS, *(f"{prefix}{address}" for address in LISTS for prefix in ("", "/ja"))]
    theme = ThemeFactory(slug="shared")
    for number in range(3):
        a_row(theme, number)
    few = queries(*addresses)

    for number in range(3, 30):
        a_row(theme, number)

    assert queries(*addresses) == few


def test_an_initiative_asks_as_often_for_thirty_rows_as_for_three(queries):
    one = InitiativeFactory(slug="one", published=True)

    def grow(rows: int) -> None:
        for _row in range(rows):
            one.themes.add(ThemeFactory())
            IdentifierFactory(initiative=one)
            ParticipationFactory(initiative=one)
            citation = CitationFactory(initiative=one)
            MilestoneFactory(initiative=one, citations=[citation])
            OutcomeFactory(initiative=one, citations=[citation])
            FundingFactory(initiative=one, citations=[citation])
            ClaimFactory(about=[one])
            other = InitiativeFactory(published=True)
            ParticipationFactory(initiative=other)
            one.related.add(other)
            ArticleFactory(published=True, initiatives=[one], topics=[ThemeFactory()])

    grow(3)
    few = queries("/initiatives/one/")
    grow(27)

    assert queries("/initiatives/one/") == few


def test_a_partner_asks_as_often_for_thirty_rows_as_for_three(queries):
    riken = PartnerFactory(slug="riken")

    def grow(rows: int) -> None:
        for _row in range(rows):
            one = InitiativeFactory(published=True)
            ParticipationFactory(initiative=one, partner=riken)
            ParticipationFactory(initiative=one)

    grow(3)
    few = queries("/partners/riken/")
    grow(27)

    assert queries("/partners/riken/") == few


def test_a_source_asks_as_often_for_thirty_rows_as_for_three(queries):
    source = SourceFactory()

    def grow(rows: int) -> None:
        for _row in range(rows):
            one = InitiativeFactory(published=True)
            citation = CitationFactory(initiative=one, source=source)
            for factory in (MilestoneFactory, OutcomeFactory, FundingFactory):
                factory(initiative=one, citations=[citation])
            ClaimFactory(about=[one], where_url=source.url)
            ArticleFactory(published=True, body_en=f'<p><a rel="source" href="{source.url}">x</a></p>')

    grow(3)
    few = queries(source.get_absolute_url())
    grow(27)

    assert queries(source.get_absolute_url()) == few


def test_a_claim_asks_as_often_for_thirty_rows_as_for_three(queries):
    claim = ClaimFactory()

    def grow(rows: int) -> None:
        for _row in range(rows):
            one = InitiativeFactory(published=True)
            CitationFactory(initiative=one)
            claim.abouts.create(initiative=one)
            ArticleFactory(published=True, claims=[claim])

    grow(3)
    few = queries(claim.get_absolute_url())
    grow(27)

    assert queries(claim.get_absolute_url()) == few


def test_an_article_asks_as_often_for_thirty_rows_as_for_three(queries):
    article = ArticleFactory(slug="first", published=True)

    def grow(rows: int) -> None:
        for _row in range(rows):
            one = InitiativeFactory(published=True)
            ParticipationFactory(initiative=one)
            source = CitationFactory(initiative=one).source
            article.body_en += f'<p><a href="initiative:{one.slug}">x</a> <a rel="source" href="{source.url}">y</a></p>'
            article.initiatives.add(one)
            article.topics.add(ThemeFactory())
            article.claims.add(ClaimFactory(about=[one]))
        article.save()
        article.note_sources()

    grow(3)
    few = queries("/articles/first/")
    grow(27)

    assert queries("/articles/first/") == few
