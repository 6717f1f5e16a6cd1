"""Pages that say what went wrong, in the language of the address."""

import pytest
from bs4 import BeautifulSoup
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from alliance.urls import handler400, handler403, handler404, handler500
from alliance.urls import urlpatterns as of_the_site

WORDS = {
    403: {"en": "This page is not open to you"},
    404: {"en": "There is no page at this address"},
    500: {"en": "Something went wrong on our side"},
}

# This module is also the URLs of a site on which something fails.
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("this page always fails")


urlpatterns = [path("fails/", fails), path("ja/fails/", fails), *of_the_site]


@pytest.fixture
def visitor() -> Client:
    """A client that sees the page a visitor would see, not the exception."""
    return Client(raise_request_exception=False)


def page_of(response, language: str) -> BeautifulSoup:
    assert response["Content-Type"].startswith("text/html")
    assert "Set-Cookie" not in response.headers
    page = BeautifulSoup(response.content, "lxml")
    assert page.html["lang"] == language
    assert page.h1.get_text().strip()
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"
    assert not page.select('link[rel="canonical"]')
    home = "/" if language == "en" else "/ja/"
    assert page.select_one(f'main a[href="{home}"]')
    return page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/nothing/", "/initiatives/nothing/", "/initiatives/?page=99", "/nothing", "/sources/999999/"]
)
def test_what_is_not_there_has_a_page_of_its_own(visitor, address):
    english, japanese = visitor.get(address, follow=True), visitor.get(f"/ja{address}", follow=True)

    assert (english.status_code, japanese.status_code) == (404, 404)
    assert WORDS[404]["en"] in page_of(english, "en").h1.get_text()
    assert WORDS[404]["en"] not in page_of(japanese, "ja").h1.get_text()


@pytest.mark.urls("tests.alliance.test_errors")
@pytest.mark.parametrize(("address", "language"), [("/fails/", "en"), ("/ja/fails/", "ja")])
def test_a_failure_has_a_page_that_needs_no_database(visitor, address, language):
    response = visitor.get(address)

    assert response.status_code == 500
    page = page_of(response, language)
    assert (WORDS[500]["en"] in page.h1.get_text()) is (language == "en")
    assert "always fails" not in response.content.decode()
    assert "Traceback" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/ja", "ja")])
def test_a_request_that_cannot_be_read_is_a_bad_request(visitor, prefix, language):
    response = visitor.get(f"{prefix}/initiatives/?{'theme=x&' * 6000}")

    assert response.status_code == 400
    page_of(response, language)


@pytest.mark.parametrize(("path", "language"), [("/", "en"), ("/ja/", "ja"), ("/healthz", "en")])
def test_a_host_that_is_not_ours_is_a_bad_request(visitor, path, language):
    response = visitor.get(path, headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/ja", "ja")])
def test_a_form_from_elsewhere_is_forbidden(prefix, language):
    visitor = Client(enforce_csrf_checks=True, raise_request_exception=False)

    response = visitor.post(f"{prefix}/admin/login/", {"username": "x", "password": "y"})

    assert response.status_code == 403
    assert page_of(response, language).select_one(".error__code").get_text() == "403"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/initiatives/", "/about/"])
@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/ja", "ja")])
def test_what_is_sent_to_a_public_page_is_forbidden_in_its_language(prefix, language, path):
    visitor = Client(enforce_csrf_checks=True, raise_request_exception=False)

    response = visitor.post(f"{prefix}{path}", {"q": "x"})

    assert response.status_code == 403
    assert (WORDS[403]["en"] in page_of(response, language).h1.get_text()) is (language == "en")
    assert "CSRF" not in response.content.decode()


@pytest.mark.django_db
def test_an_address_without_its_slash_leads_to_the_one_with_it(client):
    response = client.get("/ja/initiatives?status=active")

    assert response.status_code == 301
    assert response["Location"] == "/ja/initiatives/?status=active"
