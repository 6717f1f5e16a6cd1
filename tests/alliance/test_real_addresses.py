"""Whatever the sitemaps, JSON-LD, feeds, calendars, downloads and the API of the real record name on this site answers."""

import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http.response import HttpResponseBase
from django.test import Client
from icalendar import Calendar

from publishing.file_forms import FORMS
from publishing.following import FEED_FORMS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

SITE = "http://testserver"


# Of kinds with hundreds of pages that are all alike, one of so many, in both languages.
SOME = {"initiatives": 3, "partners": 13, "sources": 13, "api": 29}


def in_sitemaps(client: Client) -> list[str]:
    index = BeautifulSoup(client.get("/sitemap.xml").content, "xml")
    maps = [BeautifulSoup(client.get(loc.string).content, "xml") for loc in index.select("loc")]
    return [loc.string for sitemap in maps for loc in sitemap.select("url > loc")]


def some_of(addresses: Iterable[str]) -> list[str]:
    return [address for place, address in enumerate(addresses) if place % SOME.get(kind_of(address), 1) == 0]


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
    visited = some_of(pages)
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


# Forms of what is taken away


def addresses(text: str) -> Iterator[str]:
    """In a text, and in the HTML that it may hold, which in XML is escaped once more."""
    yield from re.findall(rf"{SITE}[^\s\"'<>(){{}}\\]*", html.unescape(html.unescape(text)))


def named_in(response: HttpResponseBase) -> set[str]:
    """By a file of any form, without places on pages."""
    content, kind = response.getvalue(), response["Content-Type"]
    if "json" in kind:
        found = list(texts(json.loads(content)))
    elif "calendar" in kind:
        found = [str(value) for event in Calendar.from_ical(content).walk() for value in event.values()]
    elif "spreadsheetml" in kind or "zip" in kind:
        packed = zipfile.ZipFile(io.BytesIO(content))
        found = [packed.read(name).decode() for name in packed.namelist()]
    else:
        found = [content.decode()]
    return {address.partition("#")[0] for text in found for address in addresses(text)}


# One file for both languages.
WHOLE = "/data/alliance."
LISTS = ("initiatives", "partners", "milestones", "sources", "claims", "articles", "changes")
FILES = [
    *(f"/{name}/feed.{form.name}" for name in LISTS for form in FEED_FORMS),
    *(f"/{name}/export.{form.name}" for name in LISTS for form in FORMS),
    *(f"/api/v1/{name}/?per_page=96" for name in (*LISTS, "themes")),
    "/milestones/calendar.ics",
    "/initiatives/jeupiste/calendar.ics",
    "/initiatives/jeupiste/feed.atom",
    "/initiatives/jeupiste/cite.ris",
    "/themes/quantum/feed.rss",
    "/themes/quantum/calendar.ics",
    "/api/v1/",
    "/data/alliance.json",
    "/data/alliance.zip",
    "/data/cite.bib",
]


def test_every_address_in_feeds_calendars_downloads_and_the_api_answers(client):
    named_by = {}
    for file in FILES:
        for path in (file, f"/ja{file}") if not file.startswith(WHOLE) else (file,):
            named = named_in(client.get(path))
            assert named or "changes" in path, path
            named_by |= dict.fromkeys(named, path)

    in_files_alone = some_of(sorted(named_by.keys() - set(in_sitemaps(client))))
    answers = {address: client.get(address) for address in in_files_alone}
    assert {address: named_by[address] for address, answer in answers.items() if answer.status_code != 200} == {}
    assert all(answer.getvalue() for answer in answers.values())
