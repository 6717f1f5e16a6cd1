"""The index says what is public, and is written by the act that makes it so."""

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from initiatives.models import Claim, Initiative, Milestone, Partner, Source
from publishing import version
from publishing.actions import keep_publication, keep_revision
from publishing.dates import PartialDate
from publishing.documents import document_of
from publishing.pending import keep_pending
from search.index import counts, matching, subject_of
from search.models import Entry
from search.queries import parse
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
    SourceFactory,
    ThemeFactory,
    days_from_now,
)
from tests.initiatives.test_admin import Form
from tests.initiatives.test_merging import merged
from tests.search.indexing import index_everything
from tests.small_dataset import Files

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def found(text: str) -> dict[str, int]:
    return {subject.name: number for subject, number in counts(parse(text)).items()}


def address(record, act: str = "change") -> str:
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/{act}/"


def draft() -> Initiative:
    """With something of each sort that is found, all about the same word."""
    one = InitiativeFactory(title_en="Zyxomma", themes=[ThemeFactory()])
    ParticipationFactory(initiative=one, partner__name_en="Zyxomma Institute", partner__slug="institute")
    citation = CitationFactory(initiative=one, source__title="Zyxomma page")
    MilestoneFactory(initiative=one, title_en="Zyxomma begins", date=PartialDate(2020), citations=[citation])
    ClaimFactory(about=[one], says_en="Zyxomma is the first.")
    return one


EVERYTHING = {"initiative": 1, "partner": 1, "milestone": 1, "source": 1, "claim": 1}


def test_a_draft_is_not_found_and_what_is_published_is(admin_client):
    one = draft()
    index_everything()
    assert found("zyxomma") == {}

    form = Form(admin_client, address(one))
    form["state"] = "published"
    form.save_all_the_same()

    assert found("zyxomma") == EVERYTHING


def test_what_is_withdrawn_is_not_found_any_more(admin_client):
    one = draft()
    Initiative.objects.filter(pk=one.pk).update(state="published", publish_at=days_from_now(-1))
    keep_publication(Initiative.objects.get(), by=None)
    index_everything()
    assert found("zyxomma") == EVERYTHING

    form = Form(admin_client, address(one))
    form["state"] = "withdrawn"
    form["withdrawn_reason_en"] = "It was never agreed."
    form.save_all_the_same()

    assert found("zyxomma") == {}


@pytest.fixture
def public() -> Initiative:
    one = draft()
    Initiative.objects.filter(pk=one.pk).update(state="published", publish_at=days_from_now(-1))
    keep_revision(Initiative.objects.get())
    index_everything()
    return Initiative.objects.get()


def test_a_partner_that_takes_no_part_any_more_is_not_found(admin_client, public):
    form = Form(admin_client, address(public))
    form["participations-0-DELETE"] = "on"
    form.save_all_the_same()

    assert found("zyxomma") == {name: 1 for name in EVERYTHING if name != "partner"}


def test_a_milestone_that_is_deleted_is_not_found(admin_client, public):
    admin_client.post(address(Milestone.objects.get(), "delete"), {"post": "yes"})

    assert "milestone" not in found("zyxomma")


def test_a_claim_that_is_deleted_is_not_found(admin_client, public):
    admin_client.post(address(Claim.objects.get(), "delete"), {"post": "yes"})

    assert "claim" not in found("zyxomma")


def test_an_initiative_that_is_deleted_is_not_found_and_leaves_nothing(admin_client, public):
    admin_client.post(address(public, "delete"), {"post": "yes"})

    assert found("zyxomma") == {}
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("model", "field"), [(Source, "title"), (Claim, "says_en"), (Milestone, "title_en")])
def test_a_part_is_found_by_its_new_words(admin_client, public, model, field):
    form = Form(admin_client, address(model.objects.get()))
    form[field] = "Quetzal"
    form["change_note"] = "Its name."
    form.save_all_the_same()

    assert found("quetzal") == {model._meta.model_name: 1}


def test_a_partner_s_new_name_finds_its_initiatives(admin_client, public):
    form = Form(admin_client, address(Partner.objects.get()))
    form["name_en"] = "Quetzal"
    form["change_note"] = "Its name."
    form.save_all_the_same()

    assert found("quetzal") == {"initiative": 1, "partner": 1}


def test_a_theme_s_new_name_finds_its_initiatives(admin_client, public):
    form = Form(admin_client, address(public.themes.get()))
    form["name_en"] = "Quetzal"
    form["change_note"] = "Its name."
    form.save_all_the_same()

    assert found("quetzal") == {"initiative": 1}


def test_merging_takes_one_of_two_out_of_the_index(admin_client, public):
    other = PartnerFactory(name_en="Quetzal Institute", slug="quetzal")
    ParticipationFactory(initiative=InitiativeFactory(published=True), partner=other)
    index_everything()

    merged(admin_client, Partner.objects.get(slug="institute"), other)

    assert found("institute")["partner"] == 1
    assert found('"zyxomma institute"')["initiative"] == 2


def test_an_edit_that_waits_is_not_found_until_its_hour(client, public):
    edit = {**document_of(public), "title": "Quetzal"}
    keep_pending(public, edit, state="published", publish_at=days_from_now(1), by=None)
    assert found("quetzal") == {}

    with time_machine.travel(days_from_now(1.01)):
        client.get("/")

        assert found("quetzal") == {"initiative": 1, "milestone": 1, "claim": 1}


def test_a_source_that_only_an_article_names_is_found_with_it(admin_client):
    source = SourceFactory(title="Zyxomma page")
    body = f'<p>It says <a rel="source" href="{source.url}">so</a>.</p>'
    article = ArticleFactory(title_en="A draft", body_en=body)

    form = Form(admin_client, address(article))
    form["state"] = "published"
    form.save_all_the_same()

    assert found("zyxomma") == {"source": 1}


def test_what_was_loaded_is_found(tmp_path):
    Files(tmp_path).load()

    loaded = Initiative.objects.published().first()
    assert found(f'"{loaded.title_en}"')["initiative"] == 1


def test_rebuilding_makes_the_same_index_again_and_takes_out_what_is_left_over(public, capsys):
    before = set(Entry.objects.values_list("id", "owner", "exact", "names", "words"))
    Entry.objects.filter(names__contains="begin").update(names="quetzal")
    Entry.objects.create(id=subject_of(Article).entry_id(77), names="quetzal")

    call_command("rebuild_search", verbosity=0)

    assert set(Entry.objects.values_list("id", "owner", "exact", "names", "words")) == before
    assert "5 things can be found" in capsys.readouterr().out


def test_writing_the_index_of_many_takes_as_many_queries_as_of_few(public):
    def written() -> int:
        with CaptureQueriesContext(connection) as queries:
            version.moved(*Initiative.objects.all())
        return len(queries)

    few = written()
    for _number in range(29):
        one = InitiativeFactory(published=True)
        ParticipationFactory(initiative=one)
        MilestoneFactory(initiative=one, citations=[CitationFactory(initiative=one)])
        ClaimFactory(about=[one])
        keep_revision(one)

    assert written() == few


# What finds what


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("semiconductors", {"Semiconductor pact"}),
        ("pact -semiconductor", {"Quantum pact"}),
        ("quantum OR semiconductor", {"Quantum pact", "Semiconductor pact"}),
        ('"pact quantum"', set()),
        ("量子", {"Quantum pact"}),
        ("協定", {"Quantum pact", "Semiconductor pact"}),
        ("定", {"Quantum pact", "Semiconductor pact"}),
        ("子計", set()),
        ("-quantum", {"Semiconductor pact"}),
        ("%", set()),
    ],
)
def test_the_rows_that_match(text, titles):
    InitiativeFactory(published=True, title_en="Quantum pact", title_ja="量子協定", summary_en="")
    InitiativeFactory(published=True, title_en="Semiconductor pact", title_ja="半導体協定", summary_en="")
    index_everything()

    rows = Initiative.objects.filter(matching(subject_of(Initiative), parse(text)))

    assert set(rows.values_list("title_en", flat=True)) == titles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ('"joint research centre"', {"Joint research centre"}),
        ("科学技術", {"Joint research centre"}),
        ('pact -"joint research centre"', {"Pact on joint research, of a research centre"}),
        ("協力 -科学技術", {"Pact on joint research, of a research centre"}),
        ('"joint resear"', set()),
        (
            '"joint research" OR "technology park"',
            {"Joint research centre", "Pact on joint research, of a research centre"},
        ),
    ],
)
def test_the_words_of_a_phrase_follow_one_another_all_of_them(text, titles):
    """The other title has all of their pairs."""
    InitiativeFactory(published=True, title_en="Joint research centre", title_ja="科学技術の協力", summary_en="A pact.")
    InitiativeFactory(
        published=True,
        title_en="Pact on joint research, of a research centre",
        title_ja="科学技、学技術の協力",
        summary_en="",
    )
    index_everything()

    rows = Initiative.objects.filter(matching(subject_of(Initiative), parse(text)))

    assert set(rows.values_list("title_en", flat=True)) == titles


def test_an_article_that_a_file_dates_to_the_future_is_found_from_its_hour_on(client, tmp_path):
    files = Files(tmp_path)
    files.article |= {"title": "Quetzal", "published": days_from_now(1).date().isoformat()}
    files.load()
    assert found("quetzal") == {}

    with time_machine.travel(days_from_now(2)):
        client.get("/")

        assert found("quetzal") == {"article": 1}
