"""The API: every list once more, as JSON. One table of collections drives what holds for all of them."""

import datetime as dt
import json
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode, urlsplit

import jsonschema
import pytest
import schemathesis
from bs4 import BeautifulSoup
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from alliance.api.collections import COLLECTIONS
from articles.models import Article
from initiatives.models import Claim, Initiative, Milestone, Partner
from publishing import problems
from publishing.actions import keep_revision
from publishing.dates import PartialDate
from publishing.models import OldAddress
from publishing.openapi import MOST_NAMED
from tests.alliance.test_exports import one_of_everything, rows_of
from tests.factories import (
    WITHDRAWN,
    ArticleFactory,
    CitationFactory,
    InitiativeFactory,
    MilestoneFactory,
    SourceFactory,
    ThemeFactory,
    days_from_now,
)
from tests.search.indexing import index_everything

pytestmark = pytest.mark.django_db

NAMES = list(COLLECTIONS)
# Some that the pages take as well, with what finds something and what finds nothing.
QUERIES = {
    "initiatives": ["theme=quantum", "theme=quantum&status=active", "country=FI", "active_in=2014", "q=title"],
    "partners": ["country=FI", "theme=quantum&view=table&columns=kind", "sort=-initiatives"],
    "milestones": ["kind=launch", "when=past&theme=quantum", "when=upcoming"],
    "articles": ["theme=quantum", "q=title&sort=title"],
    "sources": ["kind=official", "kind=press"],
    "claims": ["verdict=partly", "verdict=confirmed&theme=quantum"],
    "changes": ["kind=new", "since=2016"],
}


@pytest.fixture
def quantum(db):
    return ThemeFactory(slug="quantum", name_en="Quantum technology", name_ja="量子技術")


def some(count: int, theme) -> None:
    """So many of everything, each with a change that readers were told."""
    for number in range(Initiative.objects.count(), Initiative.objects.count() + count):
        one_of_everything(number, theme)
    for initiative in Initiative.objects.all():
        keep_revision(initiative, note="At first.", is_major=True, at=days_from_now(-1))


def read(client: Client, address: str, status: int = 200, **headers):
    """What stands at an address; it matches what the description says of it."""
    response = client.get(address, **headers)
    assert response.status_code == status, f"{address}: {response.status_code}"
    found = json.loads(response.content)
    if status >= 400:
        assert response["Content-Type"] == "application/problem+json"
        jsonschema.validate(found, problems.SCHEMA)
    return found


def every_link(found) -> set[str]:
    """Of our own, in whatever is below."""
    if isinstance(found, dict):
        return set().union(*(every_link(value) for value in found.values()), set())
    if isinstance(found, list):
        return set().union(*(every_link(value) for value in found), set())
    return {found} if isinstance(found, str) and found.startswith("http://testserver/") else set()


# What is there


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_the_root_names_every_list(client, prefix):
    found = read(client, f"{prefix}/api/v1/")

    assert found["collections"] == {name: f"http://testserver{prefix}/api/v1/{name}/" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_an_item_of_a_list_is_what_stands_at_its_own_address(client, quantum, name):
    some(2, quantum)

    items = read(client, f"/api/v1/{name}/")["items"]

    assert items
    for item in items:
        assert read(client, item["links"]["api"]) == item


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("name", NAMES)
def test_an_item_has_all_that_its_schema_says_and_nothing_else(client, quantum, prefix, name):
    some(2, quantum)

    checker = jsonschema.Draft202012Validator(COLLECTIONS[name].schema, format_checker=jsonschema.FormatChecker())
    for item in read(client, f"{prefix}/api/v1/{name}/")["items"]:
        checker.validate(item)


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(client, quantum, prefix, name):
    some(2, quantum)

    found = read(client, f"{prefix}/api/v1/{name}/?per_page=12")

    links = every_link(found) | every_link(read(client, f"{prefix}/api/v1/"))
    assert len(links) > 5
    for link in links:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("name", ["initiatives", "partners", "milestones", "articles", "sources", "claims"])
def test_an_item_is_the_same_as_in_the_download(client, quantum, name):
    some(3, quantum)

    for query in ("", f"?{QUERIES[name][0]}"):
        assert read(client, f"/api/v1/{name}/{query}")["items"] == rows_of(client.get(f"/{name}/export.json{query}"))


def test_a_change_says_what_was_changed_in_words_and_as_a_code(client):
    initiative = InitiativeFactory(published=True, slug="clock", title_en="Clock", title_ja="時計", status="active")
    keep_revision(initiative, at=days_from_now(-1))
    initiative.status = "completed"
    initiative.save()
    keep_revision(initiative, note="They said so.", is_major=True)

    (english, *_first) = read(client, "/api/v1/changes/")["items"]
    (japanese, *_first) = read(client, "/ja/api/v1/changes/")["items"]

    assert (english["record"], english["slug"], english["title"]) == ("initiative", "clock", "Clock")
    assert english["note"] == "They said so."
    assert english["changes"] == [{"kind": "status", "field": "status", "old": "active", "new": "completed"}]
    assert (japanese["title"], japanese["changes"][0]["kind"]) == ("時計", "status")
    assert japanese["changes"][0]["new"] != "completed"
    assert english["links"]["record"] == "http://testserver/api/v1/initiatives/clock/"


def test_a_theme_says_how_many_initiatives_it_has(client, quantum):
    InitiativeFactory(published=True, themes=[quantum])
    InitiativeFactory(themes=[quantum])

    found = read(client, "/api/v1/themes/quantum/")

    assert (found["name"], found["name_ja"], found["number_of_initiatives"]) == ("Quantum technology", "量子技術", 1)


def test_a_source_says_what_rests_on_it_and_when_it_last_answered(client):
    citation = CitationFactory(initiative__published=True, initiative__slug="b")
    for slug in ("a", "c"):
        CitationFactory(initiative__published=True, initiative__slug=slug, source=citation.source)
    CitationFactory(initiative__slug="draft", source=citation.source)
    for traits in ({"published": True, "slug": "x"}, {"slug": "draft"}):
        ArticleFactory(**traits).sources.add(citation.source)
    citation.source.note_visit("200", dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC))
    citation.source.save()

    found = read(client, f"/api/v1/sources/{citation.source.pk}/")

    assert (found["id"], found["last_answered"]) == (citation.source.pk, "2026-11-20")
    assert (found["initiatives"], found["articles"]) == (["a", "b", "c"], ["x"])
    assert rows_of(client.get("/sources/export.json")) == [found]


def test_a_source_that_only_an_article_cites_says_so(client):
    source = SourceFactory()
    ArticleFactory(published=True, slug="x").sources.add(source)

    found = read(client, f"/api/v1/sources/{source.pk}/")

    assert (found["initiatives"], found["articles"]) == ([], ["x"])
    assert "last_answered" not in found


# Asking


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("name", QUERIES)
def test_a_list_has_as_many_items_as_its_page_says(client, visit, quantum, prefix, name):
    some(5, quantum)
    index_everything()

    for query in ("", *QUERIES[name]):
        page = visit(f"{prefix}/{name}/?{query}")
        found = read(client, f"{prefix}/api/v1/{name}/?{query}")

        assert found["total"] == found["about"]["total"] == len(found["items"])
        assert found["total"] == int(page.select_one("#result-count")["data-total"]), query
        there = visit(found["about"]["list"]).select_one("#result-count")
        assert int(there["data-total"]) == found["total"], query


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("name", QUERIES)
def test_a_page_leads_to_the_same_list_for_programs(client, visit, quantum, prefix, name):
    some(2, quantum)
    query = "kind=new" if name == "changes" else f"{QUERIES[name][0]}&per_page=12"

    link = visit(f"{prefix}/{name}/?{query}").select_one(".results__api a")["href"]

    assert link == f"{prefix}/api/v1/{name}/?{query.removesuffix('&per_page=12')}"
    read(client, link)


def test_items_stand_in_the_order_of_the_page(client, visit, quantum):
    some(6, quantum)
    index_everything()

    for query in ("", "sort=title", "sort=-title", "q=title", "q=title&sort=start"):
        page = visit(f"/initiatives/?{query}").select("#results article[data-record]")
        items = read(client, f"/api/v1/initiatives/?{query}")["items"]
        assert [f"initiative:{item['slug']}" for item in items] == [card["data-record"] for card in page]


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_next_leads_through_all_pages_and_keeps_what_was_asked(client, quantum, prefix):
    for number in range(30):
        InitiativeFactory(published=True, slug=f"number-{number}", themes=[quantum])

    address, seen, answers = f"{prefix}/api/v1/initiatives/?theme=quantum&fields=slug&per_page=12&sort=title", [], []
    while address:
        answers.append(read(client, address))
        seen += [item["slug"] for item in answers[-1]["items"]]
        address = answers[-1]["next"]

    assert [len(answer["items"]) for answer in answers] == [12, 12, 6]
    assert len(set(seen)) == 30
    assert answers[0]["previous"] is None
    assert read(client, answers[1]["previous"]) == answers[0]
    assert all(list(item) == ["slug"] for answer in answers for item in answer["items"])


@pytest.mark.parametrize("name", NAMES)
def test_fields_leave_out_all_others(client, quantum, name):
    some(1, quantum)

    (item, *_others) = read(client, f"/api/v1/{name}/?fields=links")["items"]
    one = read(client, f"{item['links']['api']}?fields=links,links&fields=")

    assert list(item) == list(one) == ["links"]


def test_a_date_never_comes_without_how_far_it_is_known(client):
    milestone = MilestoneFactory(initiative__published=True, date=PartialDate(2029))

    address = f"/api/v1/milestones/{milestone.initiative.slug}/{milestone.key}/"
    (item,) = read(client, "/api/v1/milestones/?fields=date,key")["items"]

    assert item == {"date": "2029-01-01", "precision": "year", "key": milestone.key}
    assert read(client, f"{address}?fields=date") == {"date": "2029-01-01", "precision": "year"}
    assert read(client, f"{address}?fields=key") == {"key": milestone.key}


@pytest.mark.parametrize("name", NAMES)
def test_thirty_items_take_as_many_queries_as_three(client, quantum, name):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(client, f"/api/v1/{name}/?per_page=48")
        return len(captured)

    some(3, quantum)
    ThemeFactory.create_batch(2)
    three = queries()
    some(27, quantum)
    ThemeFactory.create_batch(27)

    assert len(read(client, f"/api/v1/{name}/?per_page=48")["items"]) >= 30
    assert queries() == three


# Refusing


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_accepted_is_named_with_the_reason(client, quantum, prefix, name):
    some(1, quantum)

    found = read(client, f"{prefix}/api/v1/{name}/?sort=best&per_page=7&page=x&fields=links,nothing", 400)

    errors = {error["parameter"]: error for error in found["errors"]}
    assert set(errors) == {"sort", "per_page", "page", "fields"}
    assert errors["fields"]["value"] == "nothing"
    assert all(len(error["reason"]) > 5 for error in found["errors"])
    assert (found["status"], found["type"]) == (400, "http://testserver/api/v1/docs#problem-400")
    item = read(client, f"{prefix}/api/v1/{name}/")["items"][0]
    refused = read(client, f"{item['links']['api']}?fields=nothing", 400)
    assert [error["parameter"] for error in refused["errors"]] == ["fields"]


def test_one_bad_value_among_good_ones_is_refused(client, quantum):
    found = read(client, "/api/v1/initiatives/?theme=quantum&theme=nope&active_in=2014&start_from=soon", 400)

    assert [(error["parameter"], error["value"]) for error in found["errors"]] == [
        ("theme", "nope"),
        ("start_from", "soon"),
    ]


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize(
    "path",
    [
        "initiatives/?page=2",
        *(f"{name}/{'9/9' if name == 'milestones' else '99999999999999999999'}/" for name in NAMES),
    ],
)
def test_what_is_not_there_is_a_problem(client, prefix, path):
    found = read(client, f"{prefix}/api/v1/{path}", 404)

    assert found["instance"] == f"{prefix}/api/v1/{path}"


@pytest.mark.parametrize("path", ["/api/", "/api/v2/", "/ja/api/v1/nothing/", "/api/v1/initiatives/a/b/"])
def test_an_address_that_the_api_does_not_have_is_a_problem_too(client, path):
    read(client, path, 404)


def test_a_request_that_cannot_be_read_is_a_problem(client):
    read(client, f"/api/v1/initiatives/?{'theme=x&' * 6000}", 400)


def test_a_failure_is_a_problem(client, monkeypatch):
    """There is no way to make it fail from outside."""
    monkeypatch.setattr("publishing.listings.Listing.page_with", lambda self, load: 1 / 0)
    visitor = Client(raise_request_exception=False)

    found = read(visitor, "/ja/api/v1/initiatives/", 500)

    assert "division" not in json.dumps(found)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/api/v1/", "/ja/api/v1/initiatives/", "/api/v1/themes/x/", "/api/v1/docs"])
def test_nothing_can_be_written(method, path):
    response = getattr(Client(enforce_csrf_checks=True), method)(path)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Content-Type"] == "application/problem+json"


# Records that moved or went


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_a_renamed_record_leads_to_its_address_now(client, prefix):
    one = InitiativeFactory(published=True, slug="new")
    OldAddress.objects.create(kind="initiative", slug="old", record=one.public_id)

    response = client.get(f"{prefix}/api/v1/initiatives/old/?fields=slug")

    assert (response.status_code, response["Location"]) == (301, f"{prefix}/api/v1/initiatives/new/?fields=slug")
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(("name", "make"), [("initiatives", InitiativeFactory), ("articles", ArticleFactory)])
def test_a_withdrawn_record_says_why(client, name, make):
    one = make(published=True, slug="gone")
    type(one).objects.update(**WITHDRAWN)

    found = read(client, f"/api/v1/{name}/gone/", 410)

    assert found["detail"] == "It was never agreed."
    assert read(client, f"/api/v1/{name}/")["total"] == 0


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_a_milestone_of_a_renamed_initiative_leads_to_its_address_now(client, prefix):
    one = MilestoneFactory(initiative__published=True, initiative__slug="new", key="m1").initiative
    OldAddress.objects.create(kind="initiative", slug="old", record=one.public_id)

    response = client.get(f"{prefix}/api/v1/milestones/old/m1/?fields=key")

    assert (response.status_code, response["Location"]) == (301, f"{prefix}/api/v1/milestones/new/m1/?fields=key")
    assert client.get(response["Location"]).json() == {"key": "m1"}


def test_a_milestone_of_a_withdrawn_initiative_says_why(client):
    MilestoneFactory(initiative__published=True, initiative__slug="gone", key="m1")
    Initiative.objects.update(**WITHDRAWN)

    found = read(client, "/api/v1/milestones/gone/m1/", 410)

    assert (found["status"], found["detail"]) == (410, "It was never agreed.")


def test_a_milestone_that_never_was_is_not_found(client):
    InitiativeFactory(published=True, slug="one")

    read(client, "/api/v1/milestones/one/m9/", 404)
    read(client, "/api/v1/milestones/none/m1/", 404)


@pytest.mark.parametrize(
    ("item", "answers"),
    [
        ("initiatives/{slug}", {"301", "410"}),
        ("articles/{slug}", {"301", "410"}),
        ("milestones/{initiative}/{key}", {"301", "410"}),
        ("partners/{slug}", {"301"}),
        ("themes/{slug}", {"301"}),
        ("sources/{id}", set()),
        ("claims/{key}", set()),
        ("changes/{id}", set()),
    ],
)
def test_the_description_names_301_and_410_where_they_can_happen(client, item, answers):
    described = read(client, "/api/v1/openapi.json")["paths"][f"/{item}/"]["get"]["responses"]

    assert {"301", "410"} & set(described) == answers


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled"])
def test_what_is_not_public_is_not_there(client, state):
    traits = {} if state == "draft" else {state: True}
    InitiativeFactory(slug="hidden", **traits)
    ArticleFactory(slug="hidden", **traits)

    for name in ("initiatives", "articles"):
        read(client, f"/api/v1/{name}/hidden/", 404)
        assert read(client, f"/api/v1/{name}/")["total"] == 0


# By other programs


@pytest.mark.parametrize("path", ["initiatives/", "themes/quantum/", "openapi.json", "initiatives/?theme=nope"])
def test_the_pages_of_any_site_may_read(client, quantum, path):
    response = client.get(f"/api/v1/{path}", headers={"origin": "https://elsewhere.example"})

    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("path", ["/api/v1/initiatives/", "/ja/api/v1/nothing/"])
def test_a_browser_that_asks_first_is_told_what_it_may(client, path):
    response = client.options(
        path, headers={"origin": "https://elsewhere.example", "access-control-request-headers": "if-none-match"}
    )

    assert (response.status_code, response["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert (response["Access-Control-Allow-Origin"], response["Access-Control-Allow-Headers"]) == ("*", "*")


def test_other_pages_are_not_open_to_scripts_of_other_sites(client):
    assert "Access-Control-Allow-Origin" not in client.get("/initiatives/").headers


@pytest.mark.parametrize("path", [*(f"{name}/" for name in NAMES), "themes/quantum/", "openapi.json", ""])
def test_what_has_not_changed_is_not_sent_again(client, quantum, path):
    some(1, quantum)
    first = client.get(f"/api/v1/{path}")

    same = client.get(f"/api/v1/{path}", headers={"if-none-match": first["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert same["Access-Control-Allow-Origin"] == "*"


def test_what_has_changed_is_sent_again(client):
    one = InitiativeFactory(published=True)
    first = client.get("/api/v1/initiatives/")

    Initiative.objects.filter(pk=one.pk).update(title_en="Another")

    again = client.get("/api/v1/initiatives/", headers={"if-none-match": first["ETag"]})
    assert json.loads(again.content)["items"][0]["title"] == "Another"


def test_a_head_request_has_no_content(client):
    response = client.head("/api/v1/initiatives/")

    assert (response.status_code, response.content) == (200, b"")


# Its description


@pytest.fixture
def described(quantum, settings, kept_connection):
    settings.ALLOWED_HOSTS = ["localhost"]
    some(2, quantum)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_the_description_is_valid_openapi(client, quantum, prefix):
    some(1, quantum)

    found = read(client, f"{prefix}/api/v1/openapi.json")

    assert found["openapi"] == "3.1.0"
    assert found["servers"][0]["url"] == f"http://testserver{prefix}/api/v1"
    schemathesis.openapi.from_dict(found).validate()
    for schema in found["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator.check_schema(found)


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_of_a_list_is_described(client, quantum, name):
    found = read(client, "/api/v1/openapi.json")["paths"][f"/{name}/"]["get"]

    listing = COLLECTIONS[name].listing
    names = [parameter["name"] for parameter in found["parameters"]]
    assert names == [*listing.base_filters, "sort", "page", "per_page", "fields"]
    assert all(parameter["description"] for parameter in found["parameters"])


@pytest.mark.parametrize("name", NAMES)
def test_every_value_that_the_description_offers_is_accepted(client, quantum, name):
    some(2, quantum)

    for parameter in read(client, "/api/v1/openapi.json")["paths"][f"/{name}/"]["get"]["parameters"]:
        schema = parameter["schema"].get("items", parameter["schema"])
        values = [*schema.get("enum", []), *schema.get("examples", []), *parameter.get("examples", {})]
        pairs = [(parameter["name"], value) for value in values]
        for together in [pairs] if "items" in parameter["schema"] else [[pair] for pair in pairs]:
            read(client, f"/api/v1/{name}/?{urlencode(together)}")


@pytest.mark.parametrize("name", ["initiatives", "partners", "milestones", "claims", "articles"])
def test_an_item_says_when_readers_could_last_see_something_new(client, quantum, name):
    """The publication, where the row was changed before it; in the API as in the download."""
    some(1, quantum)
    model: Any = COLLECTIONS[name].listing.all_public().model
    published, later = days_from_now(-20), days_from_now(-3)

    def said() -> list[str]:
        return [item["changed"] for item in (api(), export())]

    def api() -> dict:
        return read(client, f"/api/v1/{name}/?fields=changed")["items"][0]

    def export() -> dict:
        return rows_of(client.get(f"/{name}/export.json"))[0]

    for dated in (Initiative, Article):
        dated.objects.update(publish_at=published, changed_at=days_from_now(-30))
    for part in (Partner, Claim, Milestone):
        part.objects.update(changed_at=days_from_now(-30))
    Partner.objects.update(created_at=days_from_now(-40))
    Claim.objects.update(added_at=days_from_now(-40))
    before = said()
    model.objects.update(changed_at=later)

    assert before == [published.isoformat(timespec="seconds")] * 2
    assert said() == [later.isoformat(timespec="seconds")] * 2


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_an_item_is_described_there_and_on_the_page(client, visit, quantum, name):
    schemas = read(client, "/api/v1/openapi.json")["components"]["schemas"]
    table = visit("/api/v1/docs").select(f"section#{name} table")[1]

    fields = schemas[name.removesuffix("s").capitalize()]["properties"]
    assert list(fields) == list(COLLECTIONS[name].schema["properties"])
    sentences = {field: schema["description"] for field, schema in fields.items()}
    assert [field for field, words in sentences.items() if not words.endswith(".") or "Empty" in words] == []
    assert [row.th.get_text() for row in table.select("tbody tr")] == list(fields)
    for row, schema in zip(table.select("tbody tr"), fields.values(), strict=True):
        assert schema["description"] in row.get_text()


def test_the_page_says_what_holds_by_default_and_where_all_values_are(visit, quantum):
    some(MOST_NAMED + 1, quantum)

    parameters = visit("/api/v1/docs").select_one("#initiatives table").select("tbody tr")

    rows = {row.th.get_text(): row.select("td")[1] for row in parameters}
    defaults = [rows[name].select_one(".muted code").get_text() for name in ("sort", "page", "per_page")]
    assert defaults == ["-updated", "1", "24"]
    assert rows["partner"].a["href"] == "/initiatives/"
    assert not rows["status"].a


def test_the_page_names_all_options_of_a_list_of_usual_length_once_each(client, visit, quantum):
    themes = [quantum, *ThemeFactory.create_batch(MOST_NAMED - 1)]
    InitiativeFactory(published=True, themes=themes, programme="up2europe")

    parameters = visit("/api/v1/docs").select_one("#initiatives table").select("tbody tr")

    rows = {row.th.get_text(): row.select("td")[1] for row in parameters}
    named = [code.get_text() for code in rows["theme"].select("code")]
    assert sorted(named) == sorted(theme.slug for theme in themes)
    assert not rows["theme"].a
    assert rows["programme"].get_text().strip() == "up2europe"


PATHS = ["/", *(f"/{name}/" for name in NAMES)]
ITEMS = {f"/{name}/{'/'.join(f'{{{part}}}' for part in one.item)}/": one for name, one in COLLECTIONS.items()}
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance]


def holds_for_every_case(operation, **parts) -> None:
    @hypothesis_settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def holds(case):
        for name, value in parts.items():
            setattr(case, name, value)
        # The client in use does not unpack what it says it can.
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    holds()


@pytest.mark.parametrize("path", [*PATHS, *ITEMS])
def test_whatever_is_asked_is_answered_as_described(described, path):
    holds_for_every_case(described[path]["GET"])


@pytest.mark.parametrize("path", ITEMS)
def test_whatever_is_asked_of_a_record_is_answered_as_described(described, path):
    first, item = ITEMS[path].listing.all_public().first(), ITEMS[path].item
    which = {name: attrgetter(lookup.replace("__", "."))(first) for name, lookup in item.items()}

    holds_for_every_case(described[path]["GET"], path_parameters=which)


def test_nothing_is_described_but_what_is_tried(described):
    assert sorted(operation.ok().path for operation in described.get_all_operations()) == sorted([*PATHS, *ITEMS])


# The page that explains it


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_the_page_explains_every_list_with_an_example_that_runs(client, visit, quantum, prefix):
    some(2, quantum)

    page = visit(f"{prefix}/api/v1/docs")

    for name in NAMES:
        section = page.select_one(f"section#{name}")
        address = section.select_one(".api__run a")["href"]
        curl, answer = section.select("pre")
        assert urlsplit(address).path == f"{prefix}/api/v1/{name}/"
        assert curl.get_text() == f"curl '{address}'"
        found = read(client, address)
        assert json.loads(answer.get_text()) == {**found, "items": found["items"][:1]}
        assert section.select("tbody tr")


def test_every_problem_leads_to_its_place_on_the_page(client, visit):
    page = visit("/api/v1/docs")

    for path, status in (("initiatives/?sort=x", 400), ("initiatives/nothing/", 404)):
        place = urlsplit(read(client, f"/api/v1/{path}", status)["type"]).fragment
        assert page.select_one(f"#{place}")


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_the_page_shows_a_problem_as_it_is_answered(client, visit, prefix):
    curl, answer = visit(f"{prefix}/api/v1/docs").select("#problems pre")

    address = curl.get_text().removeprefix("curl '").removesuffix("'")
    assert json.loads(answer.get_text()) == read(client, address, 400)


def test_the_page_needs_no_script_and_nothing_from_elsewhere(client):
    page = BeautifulSoup(client.get("/api/v1/docs").content, "lxml")

    assert all(script["src"].startswith("/static/js/") for script in page.select("script[src]"))
    assert not page.select("main [style], main script, main iframe, main img")
