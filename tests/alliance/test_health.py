import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection

from tests.factories import (
    ArticleFactory,
    CitationFactory,
    InitiativeFactory,
    ParticipationFactory,
    ThemeFactory,
    days_from_now,
)


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.content == b"ok\n"


@pytest.mark.django_db
def test_readyz_names_what_is_ready(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert json.loads(response.content) == {"database": True, "cache": True, "migrations": True}


@pytest.mark.django_db
def test_readyz_tells_that_the_cache_does_not_answer(client, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }

    response = client.get("/readyz")

    assert response.status_code == 503
    assert json.loads(response.content) == {"database": True, "cache": False, "migrations": True}


@pytest.mark.django_db
def test_readyz_tells_that_a_migration_is_missing(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'articles'")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert json.loads(response.content)["migrations"] is False


def test_readyz_tells_that_the_database_does_not_answer(client):
    """Without the django_db mark pytest-django lets no query through."""
    response = client.get("/readyz")

    assert response.status_code == 503
    assert json.loads(response.content)["database"] is False


@pytest.mark.django_db
def test_robots_are_kept_from_the_newsroom_and_shown_the_sitemap(client, settings):
    settings.SITE_URL = "https://alliance.example"

    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /admin/" in lines
    assert "Disallow: /ja/admin/" in lines
    assert "Sitemap: https://alliance.example/sitemap.xml" in lines


@pytest.mark.django_db
def test_the_sitemap_names_every_page_in_both_languages(client):
    one = InitiativeFactory(slug="one", published=True, themes=[ThemeFactory(slug="quantum")])
    ParticipationFactory(initiative=one, partner__slug="riken")
    source = CitationFactory(initiative=one).source
    ArticleFactory(slug="first", published=True)

    sitemap = BeautifulSoup(client.get("/sitemap.xml").content, "xml")

    addresses = {address.get_text().removeprefix("http://testserver") for address in sitemap.select("url > loc")}
    paths = ["/", "/about/", "/changes/", "/initiatives/", "/partners/", "/milestones/", "/sources/", "/articles/"]
    paths += ["/initiatives/one/", "/partners/riken/", f"/sources/{source.pk}/", "/themes/quantum/", "/articles/first/"]
    assert addresses == {f"{prefix}{path}" for path in paths for prefix in ("", "/ja")}
    for address in addresses:
        assert client.get(address).status_code == 200, address


@pytest.mark.django_db
def test_the_addresses_in_the_sitemap_are_those_of_the_site(client, settings):
    settings.SITE_URL = "https://alliance.example"
    InitiativeFactory(slug="one", published=True)

    sitemap = BeautifulSoup(client.get("/sitemap.xml", headers={"host": "testserver"}).content, "xml")

    addresses = [loc.get_text() for loc in sitemap.select("loc")] + [link["href"] for link in sitemap.find_all("link")]
    assert "https://alliance.example/ja/initiatives/one/" in addresses
    assert all(address.startswith("https://alliance.example/") for address in addresses)


@pytest.mark.django_db
def test_without_a_site_url_the_host_that_was_asked_is_named(client):
    robots = client.get("/robots.txt", headers={"host": "alliance.example"}).content.decode()
    sitemap = client.get("/sitemap.xml", headers={"host": "alliance.example"}).content.decode()

    assert "Sitemap: http://alliance.example/sitemap.xml" in robots
    assert "<loc>http://alliance.example/</loc>" in sitemap


@pytest.mark.django_db
def test_the_sitemap_says_when_the_public_could_last_see_something_new(client):
    InitiativeFactory(slug="one", published=True, publish_at=days_from_now(-2), changed_at=days_from_now(-20))

    sitemap = BeautifulSoup(client.get("/sitemap.xml").content, "xml")

    (one,) = (url for url in sitemap.select("url") if url.loc.get_text() == "http://testserver/initiatives/one/")
    assert one.lastmod.get_text() == days_from_now(-2).date().isoformat()
