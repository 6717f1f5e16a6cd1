import json

import pytest
from django.db import connection


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
def test_robots_may_read_every_page_of_a_sitemap(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /*?" in lines
    assert "Allow: /sitemap-*.xml" in lines


@pytest.mark.django_db
def test_without_a_site_url_the_host_that_was_asked_is_named(client):
    robots = client.get("/robots.txt", headers={"host": "alliance.example"}).content.decode()

    assert "Sitemap: http://alliance.example/sitemap.xml" in robots
