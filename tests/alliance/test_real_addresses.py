"""Whatever the sitemaps and the JSON-LD of the real record name on this site answers."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

SITE = "http://testserver"


# Of the kinds with hundreds of pages that are all alike, some in each language.
SOME = {"partners": 7, "sources": 7}


def in_sitemaps(client: Client) -> list[str]:
    index = BeautifulSoup(client.get("/sitemap.xml").content, "xml")
    maps = [BeautifulSoup(client.get(loc.string).content, "xml") for loc in index.select("loc")]
    return [loc.string for sitemap in maps for loc in sitemap.select("url > loc")]


def kind_of(address: str) -> str:
    return address.removeprefix(f"{SITE}/ja/").removeprefix(f"{SITE}/").partition("/")[0]


def in_json_ld(page: BeautifulSoup) -> set[str]:
    """Those of this site, without the place on the page. The one with a blank to fill is filled."""
    found = {
        text for block in page.select('script[type="application/ld+json"]') for text in texts(json.loads(block.string))
    }
    ours = {text.partition("#")[0] for text in found if text.startswith(SITE)}
    return {address.replace("{search_term_string}", "x") for address in ours}


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def test_every_address_in_the_sitemaps_and_in_json_ld_answers(client):
    pages = in_sitemaps(client)
    visited = [address for place, address in enumerate(pages) if place % SOME.get(kind_of(address), 1) == 0]
    named = set()

    for address in visited:
        response = client.get(address)
        assert response.status_code == 200, address
        found = in_json_ld(BeautifulSoup(response.content, "lxml"))
        assert address in found
        named |= found

    assert len(pages) == len(set(pages)) > 1000
    assert len(named) > len(visited)
    for address in named - set(pages):
        response = client.get(address)
        assert response.status_code == 200, address
        assert response.getvalue(), address
