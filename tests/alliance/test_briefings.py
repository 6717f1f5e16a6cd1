"""Changes under the filters of the lists, as a briefing to print, and as files."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import Initiative
from publishing.actions import keep_revision
from publishing.dates import PartialDate
from publishing.merging import merge
from publishing.models import Revision
from tests.alliance.test_exports import FORMS, rows_of
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
    ThemeFactory,
    days_from_now,
)
from tests.search.indexing import index_everything

pytestmark = pytest.mark.django_db


def change(record, *, note: str = "They said so.", days_ago: float = 0, **columns) -> Revision | None:
    for name, value in columns.items():
        setattr(record, name, value)
    record.save()
    return keep_revision(record, note=note, is_major=True, at=days_from_now(-days_ago))


@pytest.fixture
def themes():
    return {slug: ThemeFactory(slug=slug) for slug in ("quantum", "chips")}


@pytest.fixture
def q_neko(themes) -> Initiative:
    """Takes part: RIKEN, of Japan. Began in 2020."""
    one = InitiativeFactory(
        slug="q-neko",
        title_en="Q-Neko",
        published=True,
        themes=[themes["quantum"]],
        start=PartialDate(2020),
        programme="Horizon",
    )
    ParticipationFactory(initiative=one, partner=PartnerFactory(slug="riken", name_en="RIKEN", country="JP"))
    CitationFactory(initiative=one, source__title="The agreement", source__url="https://source.example/agreement")
    change(one, note="First.", days_ago=20)
    return one


@pytest.fixture
def fab(themes) -> Initiative:
    one = InitiativeFactory(
        slug="fab",
        title_en="Fab",
        published=True,
        themes=[themes["chips"]],
        status="completed",
        start=PartialDate(2011),
    )
    ParticipationFactory(initiative=one, partner__slug="imec", partner__country="BE")
    change(one, note="First.", days_ago=10)
    return one


def titles(page) -> list[str]:
    return [title.get_text(" ", strip=True) for title in page.select(".change__title, .briefing__title a")]


def total(page) -> int:
    return int(page.select_one("#result-count")["data-total"])


def counts(page, facet: str) -> dict[str, int]:
    options = page.select(f'[data-facet="{facet}"]')
    return {option["data-value"]: int(option["data-count"]) for option in options if option["data-count"] != "0"}


# Under the filters of the lists


@pytest.mark.parametrize(
    "query",
    [
        *("theme=quantum", "status=active", "country=JP", "partner=riken", "programme=Horizon", "q=neko"),
        *("active_in=2021", "start_from=2019", "theme=quantum&status=active&q=neko", "since=2020&theme=quantum"),
    ],
)
def test_a_filter_keeps_the_changes_of_the_initiatives_it_lets_through(visit, q_neko, fab, query):
    page = visit(f"/changes/?{query}")

    assert titles(page) == ["Q-Neko"]
    assert total(page) == 1
    assert not page.select("[data-rejected]")


def test_start_to_bounds_the_other_way(visit, q_neko, fab):
    assert titles(visit("/changes/?start_to=2015")) == ["Fab"]


def test_options_count_the_changes_they_would_leave(visit, q_neko, fab):
    change(q_neko, status="completed")

    page = visit("/changes/")

    assert counts(page, "theme") == {"quantum": 2, "chips": 1}
    assert counts(page, "status") == {"completed": 3}
    assert counts(page, "country") == {"JP": 2, "BE": 1}
    assert counts(page, "record") == {"initiative": 3}
    assert counts(visit("/changes/?theme=quantum"), "kind") == {"new": 1, "status": 1}
    assert counts(visit("/changes/?kind=status"), "theme") == {"quantum": 1}
    for slug, number in counts(page, "theme").items():
        assert total(visit(f"/changes/?theme={slug}")) == number


def test_articles_and_partners_stand_under_the_filters_that_their_own_lists_have(visit, themes, q_neko):
    article = ArticleFactory(published=True, title_en="As told", topics=[themes["quantum"]])
    change(article, note="Told.", days_ago=5)
    riken = q_neko.participations.get().partner
    change(riken, note="Moved.", days_ago=4, city="Wako")

    everything = titles(visit("/changes/"))
    assert sorted(everything) == ["As told", "Q-Neko", "RIKEN"]
    assert titles(visit("/changes/?theme=quantum")) == ["RIKEN", "As told", "Q-Neko"]
    assert titles(visit("/changes/?country=JP")) == ["RIKEN", "Q-Neko"]
    assert titles(visit("/changes/?status=active")) == ["Q-Neko"]
    assert titles(visit("/changes/?record=article&record=partner")) == ["RIKEN", "As told"]


def test_what_was_merged_into_a_record_is_found_under_its_filters(visit, q_neko, fab):
    gone = InitiativeFactory(slug="old", title_en="Old name", published=True, themes=[])
    change(gone, note="First.", days_ago=30)
    merge(q_neko, gone, by=None, note="The same.")

    assert "Old name" in titles(visit("/changes/?theme=quantum"))
    assert counts(visit("/changes/"), "theme")["quantum"] == total(visit("/changes/?theme=quantum"))


@pytest.mark.parametrize("query", ["theme=nope", "status=nope", "country=XX", "since=soon", "until=soon", "record=x"])
def test_a_bad_value_is_named_on_the_page_and_refused_by_files(client, visit, q_neko, query):
    assert visit(f"/changes/?{query}").select_one("[data-rejected]")["data-rejected"] == query
    assert client.get(f"/changes/export.csv?{query}").status_code == 400


def test_days_bound_it_on_both_sides(visit, q_neko, fab):
    day = {number: days_from_now(-number).date().isoformat() for number in (20, 15, 10)}

    assert titles(visit(f"/changes/?since={day[15]}")) == ["Fab"]
    assert titles(visit(f"/changes/?until={day[15]}")) == ["Q-Neko"]
    assert titles(visit(f"/changes/?since={day[20]}&until={day[10]}")) == ["Fab", "Q-Neko"]
    assert titles(visit(f"/changes/?until={day[10][:4]}")) == ["Fab", "Q-Neko"]


# A briefing


def test_a_briefing_goes_record_by_record_with_notes_fields_and_sources(visit, q_neko, fab):
    change(q_neko, status="completed", note="The council ended it.", days_ago=1)

    page = visit("/changes/?since=2020")

    assert titles(page) == ["Q-Neko", "Fab"]
    first = page.select_one(".briefing")
    assert [note.get_text() for note in first.select(".change__note")] == ["The council ended it.", "First."]
    assert "active" in first.select_one("del").get_text()
    (source,) = first.select(".sources li")
    assert (source["value"], source.a["href"]) == ("1", "https://source.example/agreement")
    assert "The agreement" in source.get_text()


def test_an_articles_sources_are_numbered_as_in_its_text(visit, themes):
    sources = [CitationFactory(initiative=InitiativeFactory(published=True)).source for _number in range(2)]
    links = "".join(f'<a rel="source" href="{source.url}">x</a>' for source in reversed(sources))
    change(ArticleFactory(published=True, body_en=f"<p>{links}</p>"))

    listed = visit("/changes/?since=2020").select(".briefing .sources a[rel~=external]")

    assert [link["href"] for link in listed] == [source.url for source in reversed(sources)]


def test_a_briefing_says_its_day_and_its_filter(visit, themes, q_neko):
    head = visit("/changes/?since=2020-01-01&theme=quantum").select_one(".briefing__head").get_text()

    assert "Since: 1 January 2020" in head
    assert f"Theme: {themes['quantum'].name_en}" in head
    assert days_from_now(0).strftime("%Y") in head


def test_a_briefing_is_not_cut_into_the_pages_of_a_list(visit):
    for number in range(30):
        change(InitiativeFactory(published=True, title_en=f"Initiative {number}"))

    page = visit("/changes/?since=2020&per_page=12")

    assert len(page.select(".briefing")) == 30
    assert "On a page" not in page.select_one(".pagination").get_text()
    assert len(visit("/changes/?per_page=12").select(".change")) == 12


def test_a_merged_record_and_the_one_it_is_now_are_one_in_a_briefing(visit, q_neko):
    gone = InitiativeFactory(slug="old", title_en="Old name", published=True)
    change(gone, note="First of the old.", days_ago=30)
    merge(q_neko, gone, by=None, note="The same.")

    (section,) = visit("/changes/?since=2020").select(".briefing")

    assert "First of the old." in section.get_text()
    assert section.select_one(".briefing__title a")["href"] == "/initiatives/q-neko/"


@pytest.mark.parametrize("query", ["", "?since=2020", "?theme=quantum", "?since=2020&theme=quantum&q=initiative"])
def test_it_costs_as_much_for_thirty_changes_as_for_three(client, themes, query):
    def grow(number: int) -> None:
        for _row in range(number):
            one = InitiativeFactory(published=True, themes=[themes["quantum"]])
            ParticipationFactory(initiative=one)
            MilestoneFactory(initiative=one, citations=[CitationFactory(initiative=one)])
            change(one)
            citation = CitationFactory(initiative=one)
            change(ArticleFactory(published=True, body_en=f'<p><a rel="source" href="{citation.source.url}">x</a></p>'))

    def queries() -> int:
        index_everything()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(f"/changes/{query}").status_code == 200
        return len(captured)

    grow(3)
    few = queries()
    grow(27)

    assert queries() == few


# Files


def test_a_file_has_a_row_for_each_field(client, q_neko):
    change(q_neko, status="completed", summary_en="Over.", note="The council ended it.")

    rows = rows_of(client.get("/changes/export.csv?theme=quantum"))

    assert sorted(row["What changed (code)"] for row in rows) == ["new", "status", "text"]
    status = next(row for row in rows if row["Field"] == "Status")
    assert (status["Before"], status["After"]) == ("active", "completed")
    assert status["Note"] == "The council ended it."
    assert status["Title"] == "Q-Neko"
    assert (status["Record (code)"], status["Record"]) == ("initiative", "Initiative")
    assert status["Sources"] == "https://source.example/agreement"
    assert status["Address of the record"] == "http://testserver/initiatives/q-neko/"
    assert status["Date"] == days_from_now(0).date().isoformat()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_every_form_has_the_same_rows(client, q_neko, fab, form, prefix):
    change(q_neko, status="completed", summary_en="Over.")

    assert len(rows_of(client.get(f"{prefix}/changes/export.{form}"))) == 4
    assert len(rows_of(client.get(f"{prefix}/changes/export.{form}?kind=status"))) == 2
    assert len(rows_of(client.get(f"{prefix}/changes/export.{form}?theme=chips&since=2020"))) == 1


def test_json_and_json_ld_say_what_happened_to_which_record(client, q_neko):
    change(q_neko, status="completed", note="The council ended it.")

    item, _first = json.loads(client.get("/changes/export.json").getvalue())["items"]
    node, first = json.loads(client.get("/ja/changes/export.jsonld").getvalue())["@graph"]

    assert (item["kind"], item["old"], item["new"]) == ("status", "active", "completed")
    assert item["links"]["ja"] == "http://testserver/ja/initiatives/q-neko/"
    assert node["@type"] == "UpdateAction"
    assert node["object"]["@id"] == "http://testserver/initiatives/q-neko/"
    assert node["@id"] != first["@id"]


def test_a_reference_to_a_draft_is_in_no_file(client, q_neko):
    q_neko.related.add(InitiativeFactory(slug="zyxomma", title_en="Zyxomma"))
    change(q_neko, note="Related.")

    for form in FORMS:
        rows = rows_of(client.get(f"/changes/export.{form}"))
        assert "zyxomma" not in json.dumps(rows, default=str).lower()
        assert len(rows) == 2


def test_no_two_columns_have_one_heading(client):
    for prefix in ("", "/ja"):
        text = client.get(f"{prefix}/changes/export.csv").getvalue().decode("utf-8-sig")
        heads = next(csv.reader(io.StringIO(text)))
        assert len(heads) == len(set(heads))


@pytest.mark.parametrize("form", FORMS)
def test_a_file_costs_as_much_for_thirty_changes_as_for_three(client, form):
    def grow(number: int) -> None:
        for _row in range(number):
            one = InitiativeFactory(published=True)
            CitationFactory(initiative=one)
            change(one)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            rows_of(client.get(f"/changes/export.{form}"))
        return len(captured)

    grow(3)
    few = queries()
    grow(27)

    assert queries() == few


def test_the_page_offers_its_files(visit, q_neko):
    links = visit("/changes/?theme=quantum&since=2020").select(".results__bar .downloads a")

    assert [link["href"] for link in links] == [f"/changes/export.{form}?since=2020&theme=quantum" for form in FORMS]
