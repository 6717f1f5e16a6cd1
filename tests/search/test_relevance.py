"""The real record gives people what they look for: `queries.yaml` says what that is."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
import yaml
from bs4 import BeautifulSoup

from search.words import JAPANESE

QUERIES = yaml.safe_load((Path(__file__).parent / "queries.yaml").read_text(encoding="utf-8"))

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]


@pytest.mark.parametrize("expected", QUERIES, ids=[query["q"] for query in QUERIES])
def test_people_find_what_they_look_for(client, expected):
    language = "/ja" if re.search(f"[{JAPANESE}]", expected["q"]) else ""

    answer = client.get(f"{language}/search/?{urlencode({'q': expected['q']})}")

    soup = BeautifulSoup(answer.content, "lxml")
    found = [row["data-record"] for row in soup.select(".hits [data-record]")]
    first = expected.get("first", [])
    assert set(found[: len(first)]) == set(first), found[:5]
    assert set(expected.get("near", [])) <= set(found[:5]), found[:5]
    assert not set(expected.get("absent", [])) & set(found)
    if "meant" in expected:
        proposed = soup.select_one(".meant a")
        assert (proposed.text if proposed else "", found) == (expected["meant"], [])
    else:
        assert found
