"""The sitemaps: an index, a sitemap for each kind, every page in both languages."""

import datetime as dt
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from alliance import sitemaps
from publishing.models import PublicVersion
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    InitiativeFactory,
    ParticipationFactory,
    SourceFactory,
    ThemeFactory,
    days_from_now,
)

pytestmark = pytest.mark.django_db

LONG_AGO = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


def read(client: Client, address: str, **how) -> BeautifulSoup:
    response = client.get(address, **how)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return BeautifulSoup(response.content, "xml")


def sections(client: Client) -> dict[str, str]:
    """(address of a sitemap, when it changed)."""
    return {one.loc.string: one.lastmod.string for one in read(client, "/sitemap.xml").select("sitemap")}


def urls(client: Client) -> Iterator:
    for address in sections(client):
        yield from read(client, address).select("url")


def moved(client: Client, address: str) -> str:
    (url,) = (url for url in urls(client) if url.loc.string == f"http://testserver{address}")
    return url.lastmod.string


def test_they_name_every_page_in_both_languages(client):
    one = InitiativeFactory(slug="one", published=True, themes=[ThemeFactory(slug="quantum")])
    ParticipationFactory(initiative=one, partner__slug="riken")
    source = CitationFactory(initiative=one).source
    claim = ClaimFactory(about=[one])
    ArticleFactory(slug="first", published=True)

    addresses = [url.loc.string.removeprefix("http://testserver") for url in urls(client)]

    paths = ["/", "/about/", "/changes/", "/initiatives/", "/partners/", "/milestones/", "/sources/", "/articles/"]
    paths += ["/initiatives/one/", "/partners/riken/", f"/sources/{source.pk}/", "/themes/quantum/", "/articles/first/"]
    paths += ["/claims/", f"/claims/{claim.key}/", "/feeds/", "/data/", "/api/v1/docs"]
    assert sorted(addresses) == sorted(f"{prefix}{path}" for path in paths for prefix in ("", "/ja"))
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_each_page_names_itself_in_every_language(client):
    InitiativeFactory(slug="one", published=True)

    of_one = [url for url in urls(client) if url.loc.string.endswith("/initiatives/one/")]

    assert [url.loc.string for url in of_one] == [
        "http://testserver/initiatives/one/",
        "http://testserver/ja/initiatives/one/",
    ]
    for url in of_one:
        assert {link["hreflang"]: link["href"] for link in url.find_all("link")} == {
            "en": "http://testserver/initiatives/one/",
            "ja": "http://testserver/ja/initiatives/one/",
            "x-default": "http://testserver/initiatives/one/",
        }


def test_their_addresses_are_those_of_the_site(client, settings):
    settings.SITE_URL = "https://alliance.example"
    InitiativeFactory(slug="one", published=True)

    for address in ("/sitemap.xml", "/sitemap-initiatives.xml", "/sitemap-pages.xml"):
        sitemap = read(client, address, headers={"host": "testserver"})
        found = [loc.string for loc in sitemap.select("loc")] + [link["href"] for link in sitemap.find_all("link")]
        assert found
        assert all(address.startswith("https://alliance.example/") for address in found)


def test_without_a_site_url_they_are_those_that_were_asked(client):
    sitemap = read(client, "/sitemap-pages.xml", headers={"host": "alliance.example"})

    assert sitemap.loc.string == "http://alliance.example/"


# When


def test_a_page_moves_with_its_record(client):
    InitiativeFactory(slug="one", published=True, publish_at=days_from_now(-2), changed_at=LONG_AGO)
    ArticleFactory(slug="first", published=True, publish_at=LONG_AGO, changed_at=days_from_now(-3))

    assert moved(client, "/initiatives/one/") == days_from_now(-2).date().isoformat()
    assert moved(client, "/ja/articles/first/") == days_from_now(-3).date().isoformat()


def test_a_source_moves_with_the_last_of_what_rests_on_it(client):
    source = SourceFactory()
    for days in (9, 2, 5):
        day = days_from_now(-days)
        CitationFactory(initiative=InitiativeFactory(published=True, publish_at=day, changed_at=day), source=source)
    CitationFactory(initiative=InitiativeFactory(changed_at=days_from_now(0)), source=source)

    assert moved(client, source.get_absolute_url()) == days_from_now(-2).date().isoformat()


def test_a_claim_moves_with_the_last_of_what_it_is_about(client):
    days = [days_from_now(-days) for days in (9, 2, 5)]
    claim = ClaimFactory(about=[InitiativeFactory(published=True, publish_at=day, changed_at=day) for day in days])

    assert moved(client, claim.get_absolute_url()) == days_from_now(-2).date().isoformat()


@pytest.mark.parametrize(("initiative", "article"), [(None, 4), (6, 4), (4, 6)])
def test_articles_move_their_sources_too(client, initiative, article):
    source = SourceFactory()
    if initiative:
        day = days_from_now(-initiative)
        CitationFactory(initiative=InitiativeFactory(published=True, publish_at=day, changed_at=day), source=source)
    written = ArticleFactory(
        published=True,
        publish_at=days_from_now(-article),
        changed_at=days_from_now(-article),
        body_en=f'<p><a rel="source" href="{source.url}">x</a></p>',
    )
    written.note_sources()

    assert moved(client, source.get_absolute_url()) == days_from_now(-4).date().isoformat()


def test_lists_move_with_the_record_and_the_index_with_the_latest_of_each(client):
    PublicVersion.objects.update(moved_at=LONG_AGO)
    ThemeFactory(changed_at=LONG_AGO)
    day = days_from_now(-2)
    InitiativeFactory(published=True, publish_at=day, changed_at=LONG_AGO, themes=[])
    InitiativeFactory(published=True, publish_at=LONG_AGO, changed_at=LONG_AGO, themes=[])
    ArticleFactory(published=True, publish_at=LONG_AGO, changed_at=LONG_AGO)
    ArticleFactory(changed_at=days_from_now(0))

    for path in ("/", "/partners/", "/ja/articles/"):
        assert moved(client, path) == day.date().isoformat()
    latest = {address.rpartition("-")[2]: when[:10] for address, when in sections(client).items()}
    assert latest["initiatives.xml"] == latest["pages.xml"] == day.date().isoformat()
    assert latest["articles.xml"] == latest["themes.xml"] == "2026-01-05"


# Many


def test_many_records_take_several_pages_which_the_index_names(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "RECORDS_EACH", 3)
    InitiativeFactory.create_batch(7, published=True, themes=[])

    pages = [address for address in sections(client) if "initiatives" in address]

    assert pages == [f"http://testserver/sitemap-initiatives.xml{query}" for query in ("", "?p=2", "?p=3")]
    found = [loc.string for page in pages for loc in read(client, page).select("url > loc")]
    assert len(found) == len(set(found)) == 14


@pytest.mark.parametrize("address", ["/sitemap-nope.xml", "/sitemap-initiatives.xml?p=2", "/sitemap-pages.xml?p=x"])
def test_there_is_no_other(client, address):
    assert client.get(address).status_code == 404


def test_a_page_of_a_sitemap_reads_its_own_rows_and_no_texts(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(sitemaps, "RECORDS_EACH", 3)
    InitiativeFactory.create_batch(7, published=True, themes=[])

    with django_assert_num_queries(3) as queries:  # what is due, how many, which
        client.get("/sitemap-initiatives.xml?p=2")

    rows = queries.captured_queries[-1]["sql"]
    assert "LIMIT 3" in rows
    assert "summary" not in rows
