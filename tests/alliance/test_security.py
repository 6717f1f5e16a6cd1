"""What a page may load, run and remember: nothing that is not ours, and nothing about the visitor."""

import gzip
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client, override_settings

from publishing.dates import PartialDate
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    CorrectionFactory,
    FundingFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/about/",
    "/initiatives/",
    "/initiatives/?view=table",
    "/initiatives/?view=timeline",
    "/initiatives/?theme=nope&q=nothing",
    "/initiatives/one/",
    "/partners/",
    "/partners/riken/",
    "/milestones/",
    "/themes/quantum/",
    "/sources/",
    "/sources/1000/",
    "/articles/",
    "/articles/first/",
    "/articles/first/comment/",
    "/corrections/new/?record=article:first",
    "/corrections/1000/",
    "/nothing/",
]
OTHERS = ["/initiatives/feed.rss", "/articles/feed.rss", "/sitemap.xml", "/robots.txt", "/healthz", "/readyz"]
EVERY_PAGE = [f"{prefix}{path}" for path in PAGES for prefix in ("", "/ja")]


@pytest.fixture(scope="module", autouse=True)
def rows(module_transaction, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        make_rows()


def make_rows() -> None:
    theme = ThemeFactory(slug="quantum")
    one = InitiativeFactory(
        slug="one",
        published=True,
        themes=[theme],
        start=PartialDate(2013),
        cover="covers/a.webp",
        cover_alt_en="A chip",
    )
    ParticipationFactory(initiative=one, partner__slug="riken", partner__logo="partners/a.webp")
    citation = CitationFactory(initiative=one, source__pk=1000)
    MilestoneFactory(initiative=one, citations=[citation])
    FundingFactory(initiative=one)
    ClaimFactory(about=[one])
    ArticleFactory(slug="first", published=True, topics=[theme], initiatives=[one])
    CorrectionFactory(pk=1000, about=one, state="corrected")
    InitiativeFactory(published=True)


def policy(response) -> dict[str, list[str]]:
    directives = [directive.split() for directive in response["Content-Security-Policy"].split(";")]
    return {name: values for name, *values in directives}


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_the_policy_allows_nothing_unsafe_and_nobody_else(client, address):
    allowed = policy(client.get(address))

    assert allowed["default-src"] == ["'none'"]
    for name in ("script-src", "style-src", "font-src", "img-src", "connect-src", "form-action"):
        assert set(allowed[name]) <= {"'self'", "'none'"}, name
    assert allowed["frame-ancestors"] == ["'none'"]
    assert allowed["base-uri"] == ["'none'"]


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_a_page_has_nothing_inline(visit, client, address):
    page = visit(address) if "nothing/" not in address else None
    html = client.get(address).content.decode()

    assert not re.search(r"<[^>]+\sstyle\s*=", html)
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", html)
    assert "<style" not in html
    assert "javascript:" not in html
    assert not page or not [
        s for s in page.select("script") if not s.get("src") and s.get("type") != "application/ld+json"
    ]


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_a_page_loads_nothing_from_elsewhere(client, address):
    from bs4 import BeautifulSoup

    page = BeautifulSoup(client.get(address).content, "lxml")

    loaded = [element[name] for name in ("src", "srcset", "poster", "data") for element in page.select(f"[{name}]")]
    loaded += [link["href"] for link in page.select("link") if not {"alternate", "canonical"} & set(link["rel"])]
    loaded += [use["href"] for use in page.select("use[href], image[href]")]
    assert loaded
    for address_of_it in loaded:
        assert urlsplit(address_of_it).netloc in ("", "testserver"), address_of_it
        assert not address_of_it.startswith(("//", "data:")), address_of_it
    assert all(urlsplit(form["action"]).netloc == "" for form in page.select("form"))
    assert all("noopener" in a["rel"] for a in page.select("main a[href^=http][target]"))


@pytest.mark.parametrize("address", [*EVERY_PAGE, *OTHERS])
def test_a_visitor_gets_no_cookie(client, address):
    response = client.get(address)

    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert "accept-language" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize("address", ["/", "/ja/initiatives/", "/nothing/", "/initiatives/feed.rss", "/admin/login/"])
def test_every_answer_has_the_headers_that_protect(client, address):
    response = client.get(address)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_a_page_says_its_language_and_does_not_ask_for_it(client):
    response = client.get("/initiatives/", headers={"Accept-Language": "ja", "Cookie": "django_language=ja"})

    assert response["Content-Language"] == "en"
    assert client.get("/ja/initiatives/", headers={"Accept-Language": "en"})["Content-Language"] == "ja"


def test_with_https_everything_but_health_is_redirected_and_remembered():
    https = {"SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31_536_000, "SECURE_HSTS_PRELOAD": True}
    with override_settings(**https, SECURE_HSTS_INCLUDE_SUBDOMAINS=True):
        client = Client()

        assert client.get("/initiatives/")["Location"] == "https://testserver/initiatives/"
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200
        secure = client.get("/", secure=True)

    assert secure["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_an_upload_is_served_as_what_it_is(client, media):
    (media / "covers").mkdir(parents=True)
    (media / "covers" / "a.webp").write_bytes(b"RIFF....WEBP")

    response = client.get("/media/covers/a.webp")

    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]
    assert b"".join(response.streaming_content)


@pytest.mark.parametrize("address", ["/initiatives/", "/ja/initiatives/?view=table", "/initiatives/feed.rss"])
def test_a_compressed_answer_is_the_same_answer(client, address):
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]
    assert "Set-Cookie" not in packed.headers


@pytest.mark.parametrize("address", ["/data/alliance.zip", "/initiatives/export.xlsx"])
def test_what_is_packed_already_is_not_compressed_again(client, address):
    response = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in response.headers
    assert response.getvalue().startswith(b"PK")


def test_a_compressed_answer_that_has_not_changed_is_not_sent_again(client):
    first = client.get("/initiatives/", headers={"Accept-Encoding": "gzip"})

    again = client.get("/initiatives/", headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})

    assert again.status_code == 304
