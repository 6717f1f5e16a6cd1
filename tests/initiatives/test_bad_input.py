"""Whatever stands in a query string, a list answers with a page, a 404 or a 400, and names what it does not take."""

import re
from urllib.parse import quote, unquote

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from publishing.dates import PartialDate
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

WAYS = ["sort", "view", "per_page", "page"]
LISTS = {
    "/initiatives/": [
        *("q", "theme", "kind", "status", "country", "partner", "programme", "active_in", "start_from", "start_to"),
        *WAYS,
    ],
    "/partners/": ["q", "kind", "theme", "country", *WAYS],
    "/milestones/": ["q", "when", "kind", "theme", *WAYS],
    "/sources/": ["q", "kind", *WAYS],
    "/articles/": ["q", "theme", "year", *WAYS],
}
FEEDS = {"/initiatives/feed.rss": LISTS["/initiatives/"], "/articles/feed.rss": LISTS["/articles/"]}
PARAMETERS = [(path, name) for path, names in LISTS.items() for name in names]
# Free text: anything is an answer, so nothing but its form can be refused.
TEXT = {"q"}
# Those whose good values leave nothing to see of the others stand alone.
ALONE = [*TEXT, "page"]
TOGETHER = [
    (path, group)
    for path, names in LISTS.items()
    for group in (*([name] for name in ALONE if name in names), [name for name in names if name not in ALONE])
]

BAD = {
    "NUL": "%00",
    "NUL inside": "quan%00tum",
    "a lone surrogate": "%ED%A0%80",
    "bytes that are no UTF-8": "%FF%FE%80",
    "half a percent escape": "%",
    "an emoji": quote("🤖👩‍🔬"),
    "right to left": quote("\u202eتعاون"),
    "a combining accent": quote("e\u0301"),
    "SQL": quote("1' OR '1'='1'; DROP TABLE initiatives_initiative; --"),
    "HTML": quote('"><script>alert(1)</script>'),
    "a template": quote("{{ 7*7 }}{% debug %}"),
    "a path": quote("../../etc/passwd"),
    "newlines": "a%0D%0ASet-Cookie:%20x=1",
    "a huge number": "9" * 400,
    "digits after leading zeros": "000002020999999",
    "minus one": "-1",
    "zero": "0",
    "a fraction": "1.5",
    "an exponent": "1e9",
    "digits of another script": quote("١٢"),
    "full-width digits": quote("２０２０"),
    "a superscript": quote("²"),
    "a date that is none": "2013-02-30",
    "the year 0": "0000",
    "the year 9999": "9999",
    "blanks": "%20%20",
    "brackets": "[]",
    "a list in Python": quote("['quantum']"),
    "null": "null",
    "100 kB": "x" * 100_000,
    "100 kB of digits": "1" * 100_000,
    "100 kB of words": "+".join(["ab"] * 33_000),
}


@pytest.fixture
def rows(db) -> None:
    theme = ThemeFactory(slug="quantum")
    one = InitiativeFactory(slug="one", published=True, themes=[theme], programme="FP7", start=PartialDate(2013))
    ParticipationFactory(initiative=one)
    MilestoneFactory(initiative=one)
    CitationFactory(initiative=one)
    ArticleFactory(published=True, topics=[theme], initiatives=[one])


def answer(client: Client, path: str, query: str):
    client.raise_request_exception = False
    response = client.get(f"{path}?{query}")
    assert response.status_code in (200, 400, 404), f"{response.status_code} for {path}?{query[:200]}"
    assert "Set-Cookie" not in response.headers
    return response


@pytest.mark.parametrize(("path", "names"), TOGETHER)
@pytest.mark.usefixtures("rows")
def test_a_value_nobody_expects_gets_an_answer(client, path, names):
    for case, typed in BAD.items():
        response = answer(client, path, "&".join(f"{name}={typed}" for name in names))

        value = unquote(typed.replace("+", " "), errors="replace")
        if response.status_code == 200 and value.strip():
            marks = set(re.findall(r'data-rejected="(\w+)=', response.content.decode()))
            assert {name for name in names if name not in TEXT and not is_fine(name, value)} <= marks, case


def is_fine(name: str, value: str) -> bool:
    """A value of the table that the parameter does take."""
    if name in ("start_from", "start_to"):
        return value == "２０２０"
    return False


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.usefixtures("rows")
def test_a_bad_value_is_named_in_both_languages(client, path):
    for name in LISTS[path]:
        if name not in TEXT:
            for prefix in ("", "/ja"):
                page = BeautifulSoup(answer(client, f"{prefix}{path}", f"{name}=nope").content, "lxml")
                mark = page.select_one(f'[data-rejected="{name}=nope"]')
                assert mark, f"{prefix}{path}?{name}=nope"
                assert "nope" in mark.get_text()
                assert page.select_one("#result-count")["data-total"] == "1"


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.usefixtures("rows")
def test_a_long_bad_value_is_named_shortly(client, path):
    page = BeautifulSoup(answer(client, path, f"sort={'x' * 100_000}").content, "lxml")

    assert len(page.select_one("[data-rejected]")["data-rejected"]) < 100


@pytest.mark.parametrize(("path", "name"), PARAMETERS)
@pytest.mark.usefixtures("rows")
def test_a_parameter_said_fifty_times_gets_an_answer(client, path, name):
    answer(client, path, "&".join([f"{name}=2013"] * 50))
    answer(client, path, "&".join(f"{name}={number}" for number in range(50)))


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.usefixtures("rows")
def test_an_empty_parameter_asks_for_nothing(client, path):
    query = "&".join(f"{name}=" for name in LISTS[path])

    page = BeautifulSoup(answer(client, path, query).content, "lxml")

    assert page.select_one("#result-count")["data-total"] == "1"
    assert not page.select("[data-rejected]")
    assert not page.select(".chip")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?",
        "&&&",
        "=",
        "=x",
        "theme",
        "a=b",
        "theme[]=x",
        "THEME=x",
        "utm_source=x",
        "%00=1",
        "%ED%A0%80=1",
        ";",
        "a" * 100_000,
    ],
)
@pytest.mark.usefixtures("rows")
def test_an_odd_query_string_is_the_whole_list(client, path, query):
    page = BeautifulSoup(answer(client, path, query).content, "lxml")

    assert page.select_one("#result-count")["data-total"] == "1"


@pytest.mark.parametrize("path", LISTS)
def test_more_parameters_than_can_be_read_are_a_bad_request(client, path):
    client.raise_request_exception = False

    assert client.get(f"{path}?{'theme=x&' * 6000}").status_code in (200, 400)
    assert client.get(f"/ja{path}?{'theme=x&' * 6000}").status_code in (200, 400)


@pytest.mark.parametrize(("path", "name"), [(path, name) for path, names in FEEDS.items() for name in names])
@pytest.mark.usefixtures("rows")
def test_a_feed_refuses_by_name_or_answers(client, path, name):
    for typed in BAD.values():
        response = answer(client, path, f"{name}={typed}")

        assert response.status_code in (200, 400)
        if response.status_code == 400:
            assert response.content.decode().startswith(f"{name}=")
            assert response["Content-Type"].startswith("text/plain")


NOT_IN_XML = [
    "%00",
    "%01",
    "%08",
    "%0B",
    "%0C",
    "%1B",
    "%1F",
    "%7F",
    "%C2%85",
    "%EF%BF%BE",
    "%EF%BF%BF",
    "%F0%9F%BF%BF",
]


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.usefixtures("rows")
def test_a_feed_is_well_formed_whatever_is_looked_for(client, path, prefix):
    for typed in NOT_IN_XML:
        for words in (typed, f"i{typed}n", f"{typed}i", f"i+{typed}"):
            response = answer(client, f"{prefix}{path}", f"q={words}")

            if response.status_code == 200:
                assert etree.fromstring(response.content).tag == "rss", words


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.usefixtures("rows")
def test_a_page_is_whole_whatever_is_looked_for(client, path):
    for typed in NOT_IN_XML:
        response = answer(client, path, f"q={typed}{typed}")
        assert response.status_code == 200

        page = BeautifulSoup(response.content, "lxml")
        assert page.select_one("#result-count")["data-total"] == "1", typed
        assert page.select_one("footer")


@pytest.mark.parametrize("number", ["1000000000", "9223372036854775808", "1" + "0" * 40])
@pytest.mark.parametrize("path", LISTS)
@pytest.mark.usefixtures("rows")
def test_a_page_far_past_the_end_is_not_found(client, path, number):
    assert answer(client, path, f"page={number}").status_code == 404
    assert answer(client, f"/ja{path}", f"page={number}").status_code == 404


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.integers().map(str),
    st.dates().map(str),
    st.sampled_from(["quantum", "active", "JP", "2013", "FP7", "upcoming", "2", "12", "table", "title", "official"]),
    st.binary(max_size=20).map(quote),
)


@given(st.data())
@pytest.mark.usefixtures("rows")
def test_no_query_string_breaks_a_page(client, data):
    path = data.draw(st.sampled_from([*LISTS, *FEEDS]))
    names = LISTS.get(path) or FEEDS[path]
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(names), VALUES), max_size=5))
    prefix = data.draw(st.sampled_from(["", "/ja"]))
    query = "&".join(f"{name}={value if '%' in value else quote(value, safe='')}" for name, value in pairs)

    answer(client, f"{prefix}{path}", query)


# Addresses of records


@pytest.mark.parametrize("kind", ["initiatives", "partners", "themes", "articles", "sources"])
@pytest.mark.parametrize(
    "name",
    [
        "nope",
        "0",
        "-1",
        "9" * 400,
        "9223372036854775808",
        "%00",
        "%ED%A0%80",
        "a%2Fb",
        "..%2F..",
        quote("量子"),
        "x" * 5000,
        "%20",
        "'",
        "ONE",
    ],
)
def test_an_address_of_no_record_is_not_found(client, kind, name):
    client.raise_request_exception = False

    assert client.get(f"/{kind}/{name}/").status_code == 404
    assert client.get(f"/ja/{kind}/{name}/").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/media/../manage.py", "/media/%2e%2e/manage.py", "/media/%00", "/media/", "/media/covers/", "/media//etc/passwd"],
)
def test_no_file_but_an_upload_is_served(client, path):
    client.raise_request_exception = False

    assert client.get(path).status_code in (400, 404)


@pytest.mark.parametrize("name", ["x" * 300, f"covers/{'x' * 300}.webp", "x" * 5000, "x/" * 3000, "量" * 100])
def test_an_upload_with_a_name_that_cannot_be_is_not_found(client, name):
    client.raise_request_exception = False

    assert client.get(f"/media/{quote(name)}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("path", ["/", "/about/", *LISTS, *FEEDS, "/sitemap.xml", "/robots.txt", "/healthz"])
def test_a_page_only_answers_questions(client, path, method):
    assert getattr(client, method)(path).status_code == 405
