"""Lists as files: all rows in every form, as the page with the same query string has them."""

import csv
import io
import json
import re
from itertools import pairwise
from wsgiref.util import setup_testing_defaults

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from initiatives.models import Citation, Source
from publishing import version
from publishing.dates import PartialDate
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    FundingFactory,
    IdentifierFactory,
    InitiativeFactory,
    MilestoneFactory,
    OutcomeFactory,
    ParticipationFactory,
    PartnerFactory,
    ThemeFactory,
    days_from_now,
)
from tests.search.indexing import index_everything

pytestmark = pytest.mark.django_db

LISTS = ["initiatives", "partners", "milestones", "articles", "sources", "claims"]
FORMS = ["csv", "xlsx", "json", "jsonld"]


def rows_of(response) -> list:
    """Of a file in any form: dicts by heading, or items."""
    assert response.status_code == 200
    content = response.getvalue()
    kind = response["Content-Type"]
    if kind == "text/csv; charset=utf-8":
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    if kind == "application/json":
        return json.loads(content)["items"]
    if kind == "application/ld+json":
        return json.loads(content)["@graph"]
    head, *rows = load_workbook(io.BytesIO(content), read_only=True).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def one_of_everything(number: int, theme) -> None:
    one = InitiativeFactory(
        published=True,
        title_en=f"Title {number}",
        title_ja=f"量子の題名{number}",
        status="active" if number % 2 else "completed",
        start=PartialDate(2013, 5),
        themes=[theme],
    )
    citation = CitationFactory(initiative=one)
    IdentifierFactory(initiative=one)
    ParticipationFactory(initiative=one, partner__country="JP" if number % 2 else "FI")
    MilestoneFactory(initiative=one, citations=[citation], kind="launch" if number % 2 else "signing")
    OutcomeFactory(initiative=one, citations=[citation])
    FundingFactory(initiative=one, citations=[citation])
    ClaimFactory(about=[one], says_en=f"Title {number}")
    ArticleFactory(published=True, topics=[theme], initiatives=[one], title_en=f"Title {number}")


@pytest.fixture
def quantum(db):
    return ThemeFactory(slug="quantum", name_en="Quantum technology", name_ja="量子技術")


# All rows


@pytest.mark.parametrize("name", LISTS)
def test_a_file_has_as_many_rows_as_the_page_says(client, visit, quantum, name):
    for number in range(30):
        one_of_everything(number, quantum if number % 3 else ThemeFactory())

    for query in ("", "?per_page=12&page=2", "?q=title", *QUERIES[name]):
        total = int(visit(f"/{name}/{query}").select_one("#result-count")["data-total"])
        for form in FORMS:
            assert len(rows_of(client.get(f"/{name}/export.{form}{query}"))) == total, f"{form}{query}"
        assert total or "q=" in query


QUERIES = {
    "initiatives": ["?theme=quantum", "?theme=quantum&status=active", "?country=FI", "?active_in=2014&view=timeline"],
    "partners": ["?country=FI", "?theme=quantum&view=table&columns=kind"],
    "milestones": ["?kind=launch", "?when=past&theme=quantum"],
    "articles": ["?theme=quantum", "?theme=quantum&view=table"],
    "sources": ["?kind=official"],
    "claims": ["?verdict=partly", "?theme=quantum"],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("query", ["", "?sort=title", "?sort=-title", "?q=title", "?q=title&sort=title"])
def test_rows_stand_in_the_order_of_the_page(client, visit, quantum, query, form):
    for number in range(6):
        one_of_everything(number, quantum)
    index_everything()
    page = [
        card["data-record"].split(":")[1]
        for card in visit(f"/initiatives/{query}").select("#results article[data-record]")
    ]

    rows = rows_of(client.get(f"/initiatives/export.{form}{query}"))

    addresses = [
        next(v for v in (row.get("@id"), row.get("Address of the record"), row.get("links", {}).get("en")) if v)
        for row in rows
    ]
    assert len(page) == 6
    assert [address.rstrip("/").rpartition("/")[2] for address in addresses] == page


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_is_a_file_without_rows(client, name, form):
    assert rows_of(client.get(f"/{name}/export.{form}")) == []


def test_thirty_rows_take_as_many_queries_as_three(client, quantum):
    def queries(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            rows_of(client.get(address))
        return len(captured)

    addresses = [f"/{name}/export.{form}" for name in LISTS for form in FORMS]
    for number in range(3):
        one_of_everything(number, quantum)
    three = {address: queries(address) for address in addresses}
    for number in range(3, 30):
        one_of_everything(number, quantum)

    assert {address: queries(address) for address in addresses} == three


def test_rows_are_read_by_the_batch(client, quantum, monkeypatch):
    monkeypatch.setattr("publishing.listings.BATCH", 4)
    for number in range(9):
        one_of_everything(number, quantum)

    titles = [row["Title (English)"] for row in rows_of(client.get("/initiatives/export.csv?sort=title"))]

    assert len(titles) == 9
    assert all(first < second for first, second in pairwise(titles))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_begins_before_its_rows_are_read(client, quantum, form):
    one_of_everything(1, quantum)

    pieces = iter(client.get(f"/initiatives/export.{form}"))
    with CaptureQueriesContext(connection) as captured:
        first = next(pieces)

    assert first[:4] in (b"\xef\xbb\xbf", b"PK\x03\x04")
    assert len(captured) == 0
    assert sum(map(len, pieces)) > 500


@pytest.mark.parametrize("form", FORMS)
def test_rows_may_have_more_than_a_thousand_sources_together(client, form):
    """With an OR for each SQLite refuses them."""
    initiative = InitiativeFactory(published=True)
    urls = [f"https://source.example/{number}" for number in range(1001)]
    sources = Source.objects.bulk_create(Source(title="A page", url=url) for url in urls)
    Citation.objects.bulk_create(
        Citation(initiative=initiative, source=source, key=f"s{place}", position=place)
        for place, source in enumerate(sources)
    )

    (row,) = rows_of(client.get(f"/initiatives/export.{form}"))

    assert urls[-1] in str(row)


# Asking again


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [*LISTS, "changes"])
def test_a_file_is_sent_again_only_when_the_record_has_moved_or_the_day_is_another(client, quantum, name, form):
    with time_machine.travel("2036-11-25T12:00:00Z", tick=False):
        one_of_everything(1, quantum)
        address = f"/{name}/export.{form}?theme=quantum"
        first = client.get(address)
        known = [{"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}]

        again = [client.get(address, headers=headers) for headers in known]
        refused = client.get(f"{address}&sort=best", headers=known[0])
        version.moved()
        moved = [client.get(address, headers=headers) for headers in known]
    with time_machine.travel("2036-11-26T00:00:01Z"):
        next_day = client.get(address, headers={"If-None-Match": moved[0]["ETag"]})

    assert [(one.status_code, one["ETag"], one["Last-Modified"]) for one in again] == [
        (304, first["ETag"], first["Last-Modified"])
    ] * 2
    assert refused.status_code == 400
    assert [one.status_code for one in moved] == [200, 200]
    assert next_day.status_code == 200


@pytest.mark.parametrize("address", ["/initiatives/export.csv", "/data/initiatives.csv", "/data/alliance.json"])
def test_what_was_scheduled_is_sent_when_its_hour_has_come(client, address):
    """Also where acts came so thick before it that the date of the last one lies behind it."""
    with time_machine.travel("2036-11-25T12:00:00Z", tick=False) as clock:
        InitiativeFactory(slug="later", state="published", publish_at=days_from_now(1 / 86_400))
        for _act in range(5):
            version.moved()
        known = {"If-None-Match": client.get(address)["ETag"]}
        assert client.get(address, headers=known).status_code == 304

        clock.shift(2)

        assert b"later" in client.get(address, headers=known).getvalue()


@pytest.mark.parametrize("address", ["/sources/export.csv", "/data/sources.csv", "/data/SHA256SUMS"])
def test_a_file_with_the_day_on_which_a_source_answered_is_sent_after_another_visit(client, quantum, address):
    one_of_everything(1, quantum)
    known = {"If-None-Match": client.get(address)["ETag"]}

    Source.objects.update(last_answered_at=days_from_now(-1))

    assert client.get(address, headers=known).status_code == 200


def test_a_file_is_sent_again_when_the_site_has_moved(client, settings, quantum):
    one_of_everything(1, quantum)
    known = {"If-None-Match": client.get("/initiatives/export.csv")["ETag"]}

    settings.SITE_URL = "https://alliance.example"

    assert client.get("/initiatives/export.csv", headers=known).status_code == 200


def test_a_table_that_is_not_there_is_not_found_whatever_one_has(client):
    assert client.get("/data/nope.csv", headers={"If-None-Match": "*"}).status_code == 404


@pytest.mark.parametrize("path", [*(f"/initiatives/export.{form}" for form in FORMS), "/data/initiatives.csv"])
@pytest.mark.usefixtures("kept_connection")
def test_a_file_that_is_only_asked_about_is_not_made(client, quantum, path):
    """Asked as a server does it: the client of the tests throws the content away itself."""
    for number in range(3):
        one_of_everything(number, quantum)

    def asked(method: str) -> tuple[dict[str, str], bytes, int]:
        headers: dict[str, str] = {}
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": "testserver"}
        setup_testing_defaults(environ)
        answer = WSGIHandler()(environ, lambda _status, pairs: headers.update(pairs))
        with CaptureQueriesContext(connection) as captured:
            content = b"".join(answer)
        answer.close()
        return headers, content, len(captured)

    told, nothing, queries_of_head = asked("HEAD")
    sent, content, queries = asked("GET")

    assert told == sent
    assert (nothing, queries_of_head) == (b"", 0)
    assert content
    assert queries > 0


# Refusing


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_a_file_refuses_what_a_page_would_leave_out(client, prefix, name, form):
    response = client.get(f"{prefix}/{name}/export.{form}?kind=nope&theme=nope&sort=best")

    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert "sort=best: " in lines[-1]
    assert all(len(line.split(": ")[1]) > 5 for line in lines)


@pytest.mark.parametrize("name", LISTS)
def test_there_is_no_other_form(client, name):
    assert client.get(f"/{name}/export.pdf").status_code == 404


# What stands in them


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("name", LISTS)
def test_no_two_columns_have_one_heading(client, prefix, name):
    heads = next(csv.reader(io.StringIO(client.get(f"{prefix}/{name}/export.csv").getvalue().decode("utf-8-sig"))))

    assert len(heads) == len(set(heads))
    assert all(heads)


def test_words_stand_beside_codes_in_the_language_of_the_address(client, quantum):
    one_of_everything(1, quantum)

    (english,) = rows_of(client.get("/initiatives/export.csv"))
    (japanese,) = rows_of(client.get("/ja/initiatives/export.csv"))

    assert (english["Status (code)"], english["Status"]) == ("active", "Active")
    assert (english["Themes (code)"], english["Themes"]) == ("quantum", "Quantum technology")
    assert (english["Start"], english["Start (precision)"]) == ("2013-05", "to the month")
    assert (english["Amounts"], english["Currencies of the amounts"]) == ("1000000", "EUR")
    assert list(japanese.values())[:2] == list(english.values())[:2]
    assert "量子技術" in japanese.values()
    assert english["Title (Japanese)"] == "量子の題名1"
    assert "量子の題名1" in japanese.values()


@pytest.mark.parametrize("name", LISTS)
def test_each_row_names_its_record_and_its_sources(client, settings, quantum, name):
    settings.SITE_URL = "https://alliance.example"
    one_of_everything(1, quantum)

    for row in rows_of(client.get(f"/{name}/export.csv")):
        assert row["Address of the record"].startswith("https://alliance.example/")
        if name in ("initiatives", "milestones", "claims"):
            heading = "Sources of the initiatives" if name == "claims" else "Sources"
            assert row[heading].startswith("https://source.example/")


@pytest.mark.parametrize("formula", ["=1+1", "+81 75", "-5", "@SUM(A1)", '=HYPERLINK("https://x.example")'])
def test_no_cell_runs_as_a_formula(client, formula):
    InitiativeFactory(published=True, title_en=formula, title_ja=formula, programme=formula)

    (row,) = rows_of(client.get("/initiatives/export.csv"))
    book = load_workbook(io.BytesIO(client.get("/initiatives/export.xlsx").getvalue()))

    assert row["Title (English)"] == row["Programme"] == f"'{formula}"
    assert {cell.data_type for cell in book.active[2]} <= {"s", "n"}
    assert formula in [cell.value for cell in book.active[2]]


def test_numbers_are_numbers_and_never_guarded(client):
    one = InitiativeFactory(published=True)
    ParticipationFactory(initiative=one, partner=PartnerFactory(latitude="40.41680", longitude="-3.70380"))

    (row,) = rows_of(client.get("/partners/export.csv"))
    (of_workbook,) = rows_of(client.get("/partners/export.xlsx"))

    assert row["Longitude"] == "-3.70380"
    assert of_workbook["Longitude"] == pytest.approx(-3.7038)
    assert of_workbook["Number of initiatives"] == 1


def test_the_headings_of_a_workbook_are_bold_and_stay_in_sight(client, quantum):
    one_of_everything(1, quantum)

    book = load_workbook(io.BytesIO(client.get("/initiatives/export.xlsx").getvalue()))

    sheet = book.active
    assert {cell.font.bold for cell in sheet[1]} == {True}
    assert {cell.font.bold for cell in sheet[2]} == {False}
    assert sheet.freeze_panes == "A2"
    assert sheet.sheet_format.defaultColWidth == 24


def test_a_text_that_is_too_long_for_excel_is_shortened_there_only(client):
    InitiativeFactory(published=True, body_en="long " * 8000)

    (row,) = rows_of(client.get("/initiatives/export.csv"))
    (of_workbook,) = rows_of(client.get("/initiatives/export.xlsx"))

    assert len(row["Text (English)"]) == 39_999
    assert of_workbook["Text (English)"].endswith("…")


def test_json_says_what_it_is(client, quantum):
    one_of_everything(1, quantum)

    with time_machine.travel("2026-11-25T12:00:00Z"):
        whole = json.loads(client.get("/ja/initiatives/export.json?theme=quantum").getvalue())

    assert whole["about"]["list"] == "http://testserver/ja/initiatives/?theme=quantum"
    assert (whole["about"]["total"], whole["about"]["day"]) == (1, "2026-11-25")
    assert "量子技術" in whole["about"]["filter"]
    assert whole["about"]["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    (item,) = whole["items"]
    assert item["title"] == "Title 1"
    assert (item["status"], item["words"]["status"]) == ("active", "継続中")
    assert item["links"]["ja"] == item["links"]["en"].replace("testserver/", "testserver/ja/")


def test_the_items_of_json_ld_are_of_schema_org(client, quantum):
    one_of_everything(1, quantum)
    types = {
        "initiatives": "ResearchProject",
        "partners": "Organization",
        "milestones": "Event",
        "articles": "Article",
        "sources": "CreativeWork",
        "claims": "ClaimReview",
    }

    for name, kind in types.items():
        english = json.loads(client.get(f"/{name}/export.jsonld").getvalue())
        japanese = json.loads(client.get(f"/ja/{name}/export.jsonld").getvalue())

        assert english["@context"] == "https://schema.org"
        assert {node["@type"] for node in english["@graph"]} == {kind}
        assert [node["@id"] for node in english["@graph"]] == [node["@id"] for node in japanese["@graph"]]
        assert not re.search(r'"@id": "http://testserver/ja/', json.dumps(japanese["@graph"]))


def test_what_is_not_public_is_not_named_by_what_is(client, quantum):
    one = InitiativeFactory(published=True, slug="one")
    hidden = InitiativeFactory(slug="hidden-draft", title_en="hidden-draft")
    one.related.add(hidden)
    article = ArticleFactory(
        published=True, initiatives=[one, hidden], body_en='<p>As <a href="initiative:hidden-draft">told</a></p>'
    )
    ParticipationFactory(initiative=one, partner__slug="shared")
    ParticipationFactory(initiative=hidden, partner=one.participations.get().partner)
    ArticleFactory(scheduled=True, title_en="hidden-draft", initiatives=[one], publish_at=days_from_now(3))

    for name in LISTS:
        for form in FORMS:
            rows = rows_of(client.get(f"/{name}/export.{form}"))
            assert "hidden-draft" not in json.dumps(rows, default=str), (name, form)
    assert article.is_public


# Their names, and the way to them


@pytest.mark.parametrize("form", FORMS)
def test_the_file_name_says_the_filter_and_the_day(client, quantum, form):
    with time_machine.travel("2026-11-25T12:00:00Z"):
        plain = client.get(f"/initiatives/export.{form}?theme=quantum&sort=title&per_page=12")
        words = client.get(f"/ja/initiatives/export.{form}?q=量子 x")

    assert plain["Content-Disposition"] == f'attachment; filename="initiatives-theme-quantum-2026-11-25.{form}"'
    assert words["Content-Disposition"].startswith(f'attachment; filename="initiatives-q-x-2026-11-25.{form}"; ')
    assert words["Content-Disposition"].endswith(
        f"filename*=utf-8''initiatives-q-%E9%87%8F%E5%AD%90-x-2026-11-25.{form}"
    )
    for response in (plain, words):
        response.close()


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_offers_its_files_beside_the_count(client, quantum, prefix, name):
    for number in range(2):
        one_of_everything(number, quantum)
    query = QUERIES[name][0]

    for headers in ({}, {"HX-Request": "true"}):
        answer = client.get(f"{prefix}/{name}/{query}&per_page=12", headers=headers)
        links = BeautifulSoup(answer.content, "lxml").select(".results__bar .downloads a")
        forms = [*FORMS, "bib"] if name in ("initiatives", "articles") else FORMS
        assert [link["href"] for link in links] == [f"{prefix}/{name}/export.{form}{query}" for form in forms]


def test_the_links_keep_the_order(visit, quantum):
    page = visit("/initiatives/?theme=quantum&sort=title&view=table")

    assert page.select_one(".downloads a")["href"] == "/initiatives/export.csv?theme=quantum&sort=title"
