"""One list, many forms: whatever is asked for, each of them has as many rows as the page says."""

import json
import random
from urllib.parse import urlencode

import feedparser
import pytest

from publishing.feeds import FEED_LENGTH
from publishing.file_forms import FORMS
from publishing.following import FEED_FORMS
from tests.alliance.test_exports import rows_of
from tests.initiatives.test_calendars import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

# Words of the record, in both languages, and one that it does not have.
WORDS = [
    "quantum",
    "research",
    "semiconductors",
    "協定",
    "量子",
    '"digital partnership"',
    "fusion OR space",
    "xylophone",
]
SINGLE = ("when", "active_in")
# The same ones each time.
chance = random.Random(2026)  # noqa: S311 - nothing is secret here


def asked(visit, name: str) -> str:
    """Some of the options that the list offers, as a visitor may tick them, sometimes with words to look for."""
    offered = [(one["data-facet"], one["data-value"]) for one in visit(f"/{name}/").select("[data-facet]")]
    pairs = chance.sample(offered, chance.randint(0, 3))
    if chance.random() < 0.4:
        pairs.append(("q", chance.choice(WORDS)))
    return urlencode(_one_of_single(pairs))


def _one_of_single(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of `when` and `active_in` only one value can be chosen."""
    return [pair for place, pair in enumerate(pairs) if pair[0] not in SINGLE or pair[0] not in dict(pairs[:place])]


@pytest.mark.parametrize("name", ["initiatives", "partners", "milestones", "articles", "sources", "claims"])
def test_every_form_has_as_many_rows_as_the_page(client, visit, name):
    totals = []
    for query in [asked(visit, name) for _time in range(7)]:
        prefix = chance.choice(["", "/ja"])
        total = int(visit(f"{prefix}/{name}/?{query}").select_one("#result-count")["data-total"])
        totals.append(total)

        downloads = {form.name: f"{prefix}/{name}/export.{form.name}?{query}" for form in FORMS}
        found = {form: len(rows_of(client.get(address))) for form, address in downloads.items()}
        found["api"] = client.get(f"{prefix}/api/v1/{name}/?{query}").json()["total"]
        if name == "milestones":
            found["calendar"] = len(parsed(client.get(f"{prefix}/milestones/calendar.ics?{query}")).events)
        feeds = {form.name: entries(client.get(f"{prefix}/{name}/feed.{form.name}?{query}")) for form in FEED_FORMS}

        assert found == dict.fromkeys(found, total), query
        assert feeds == dict.fromkeys(feeds, min(total, FEED_LENGTH)), query
    assert len(set(totals)) > 2


def entries(response) -> int:
    assert response.status_code == 200
    if response["Content-Type"].startswith("application/feed+json"):
        return len(json.loads(response.content)["items"])
    return len(feedparser.parse(response.content).entries)
