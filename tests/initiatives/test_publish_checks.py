"""What the newsroom does not publish, and what it asks about before it does."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from articles.models import Article
from initiatives.forms import spellings
from initiatives.models import Initiative, Milestone, Partner, Source
from publishing.images import reencoded
from publishing.models import PendingEdit, Revision
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    IdentifierFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
    SourceFactory,
    ThemeFactory,
)
from tests.initiatives.test_admin import Form, address_of, errors

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def one() -> Initiative:
    one = InitiativeFactory(in_review=True)
    CitationFactory(initiative=one)
    return one


FACTS = {
    "milestones": {"date": "2026", "kind": "launch", "title_en": "Launched"},
    "outcomes": {"text_en": "It worked."},
    "funding": {"amount": "5", "currency": "EUR", "what_en": "EU contribution"},
}


@pytest.mark.parametrize("rows", FACTS)
@pytest.mark.parametrize("when", ["", "2099-01-01"])
def test_a_fact_without_a_source_is_not_published(admin_client, one, rows, when):
    form = Form(admin_client, address_of(one))
    form["state"], form["publish_at_0"], form["publish_at_1"] = "published", when, "09:00" if when else ""
    place = form.add(rows, **FACTS[rows])

    page = form.refused()

    assert "without a source" in errors(page, f"#{rows}-{place}")
    assert Initiative.objects.get().state == "review"


@pytest.mark.parametrize("rows", FACTS)
def test_with_its_source_it_is(admin_client, one, rows):
    form = Form(admin_client, address_of(one))
    form["state"] = "published"
    form.add(rows, **FACTS[rows], cites="1")

    form.save()

    assert Initiative.objects.published().exists()


@pytest.mark.parametrize("rows", FACTS)
def test_a_draft_may_lack_sources(admin_client, one, rows):
    form = Form(admin_client, address_of(one))
    form.add(rows, **FACTS[rows])

    form.save()

    assert getattr(one, rows).count() == 1


def test_an_edit_that_waits_may_lack_sources(admin_client):
    form = Form(admin_client, address_of(InitiativeFactory(published=True)))
    form["state"] = "draft"
    form.add("milestones", **FACTS["milestones"])

    form.save()

    assert PendingEdit.objects.exists()


def test_an_unsourced_fact_that_goes_stands_in_nobodys_way(admin_client, one):
    MilestoneFactory(initiative=one)
    form = Form(admin_client, address_of(one))
    form["state"] = "published"
    form.remove("milestones", 0)

    form.save()

    assert Initiative.objects.published().exists()


@pytest.mark.parametrize("field", ["title_ja", "summary_en", "summary_ja"])
def test_a_text_that_is_missing_in_a_language_is_asked_about_once(admin_client, one, field):
    form = Form(admin_client, address_of(one))
    form["state"], form[field] = "published", ""

    assert "save again" in errors(form.refused(), f".field-{field}")
    form.insist()

    assert Initiative.objects.published().exists()


def test_a_page_that_only_doubts_says_so_and_speaks_of_no_error(admin_client, one):
    form = Form(admin_client, address_of(one))
    form["state"], form["summary_ja"] = "published", ""

    page = form.refused()
    assert "Not saved yet" in page.select_one(".errornote--doubt").text
    assert "Error" not in page.title.text
    form["title_en"] = ""
    page = form.refused()

    assert page.select_one(".errornote--doubt") is None
    assert "correct the error" in page.select_one(".errornote").text


@pytest.mark.parametrize("field", ["title_ja", "standfirst_en", "standfirst_ja", "body_ja"])
def test_articles_are_asked_about_as_well(admin_client, field):
    article = ArticleFactory()
    form = Form(admin_client, f"/admin/articles/article/{article.pk}/change/")
    form["state"], form[field] = "published", ""

    assert "save again" in errors(form.refused(), f".field-{field}")
    form.insist()

    assert Article.objects.published().exists()


def test_one_answer_does_not_answer_another_doubt(admin_client, one):
    form = Form(admin_client, address_of(one))
    form["state"], form["summary_ja"] = "published", ""
    page = form.refused()
    form["summary_en"] = ""
    form.data["doubts"] = [page.select_one('[name="doubts"]')["value"]]

    page = form.refused()

    assert "save again" in errors(page, ".field-summary_en")
    assert "Japanese" not in errors(page)


def test_an_answer_beside_one_field_does_not_answer_the_same_words_beside_another(admin_client, one):
    form = Form(admin_client, address_of(one))
    form["state"], form["summary_ja"] = "published", ""
    page = form.refused()
    form["title_ja"] = ""
    form.data["doubts"] = [page.select_one('[name="doubts"]')["value"]]

    page = form.refused()

    assert "save again" in errors(page, ".field-title_ja")
    assert "save again" not in errors(page, ".field-summary_ja")


def test_an_answer_in_one_row_does_not_answer_another_row(admin_client, one):
    SourceFactory(url="https://www.example.org/page")
    form = Form(admin_client, address_of(one))
    form.add("citations", url="https://example.org/page", title="A page")
    page = form.refused()
    place = form.add("citations", url="http://example.org/page", title="A third page")
    form.data["doubts"] = [page.select_one('[name="doubts"]')["value"]]

    page = form.refused()

    assert "save again" in errors(page, f"#citations-{place}")
    assert "save again" not in errors(page, f"#citations-{place - 1}")


@pytest.mark.parametrize("nonsense", ["[", "7", '{"a": 1}', "null", "[[]]"])
def test_nonsense_in_the_memory_of_the_page_answers_nothing(admin_client, one, nonsense):
    form = Form(admin_client, address_of(one))
    form["state"], form["summary_ja"], form["doubts"] = "published", "", nonsense

    assert "save again" in errors(form.refused())


def test_end_before_start_is_refused_beside_the_end(admin_client, one):
    form = Form(admin_client, address_of(one))
    form["start"], form["end"] = "2020", "2019"

    assert "before the start" in errors(form.refused(), ".field-end")


# Sources that the record has already


@pytest.mark.parametrize(
    "typed",
    [
        "http://www.example.org/page",
        "https://example.org/page",
        "https://www.example.org/page/",
        "https://WWW.Example.org/page",
        "https://www.example.org/page#part-2",
    ],
)
def test_the_same_page_by_another_spelling_is_offered(admin_client, one, typed):
    SourceFactory(url="https://www.example.org/page", title="The page")
    form = Form(admin_client, address_of(one))
    place = form.add("citations", url=typed, title="The page")

    assert "https://www.example.org/page" in errors(form.refused(), f"#citations-{place} .field-url")
    form["citations-1-url"] = "https://www.example.org/page"
    form.save()

    assert one.citations.count() == 2
    assert Source.objects.filter(title="The page").count() == 1


def test_a_doubt_about_an_address_is_all_that_is_said_of_it(admin_client, one):
    SourceFactory(url="https://www.example.org/page")
    form = Form(admin_client, address_of(one))

    place = form.add("citations", url="https://example.org/page", title="Another page")

    told = form.refused().select(f"#citations-{place} .errorlist li")
    assert [li.get_text() for li in told] == [
        "The record has this page as https://www.example.org/page. Use that address, unless it is another page. "
        "If it is right, save again."
    ]


def test_two_pages_whose_addresses_are_alike_can_be_kept(admin_client, one):
    SourceFactory(url="https://www.example.org/page")
    form = Form(admin_client, address_of(one))
    form.add("citations", url="https://example.org/page", title="Another page")

    form.insist()

    assert Source.objects.filter(url="https://example.org/page").exists()


def test_other_queries_are_other_pages():
    assert "https://example.org/?id=2" not in spellings("https://example.org/?id=1")


def test_a_known_page_under_another_title_is_asked_about(admin_client, one):
    known = SourceFactory(url="https://known.example/", title="Known title")
    form = Form(admin_client, address_of(one))
    place = form.add("citations", url=known.url, title="My title")

    assert "Known title" in errors(form.refused(), f"#citations-{place} .field-title")


# What may stand in the record twice


def test_a_partner_of_the_same_name_is_asked_about(admin_client):
    PartnerFactory(name_en="Fraunhofer Institute", slug="fraunhofer")
    form = Form(admin_client, "/admin/initiatives/partner/add/")
    form["name_en"], form["slug"], form["kind"] = "FRAUNHOFER-Institute GmbH", "second", "company"

    assert "(fraunhofer) may be the same" in errors(form.refused(), ".field-name_en")
    form.insist()

    assert Partner.objects.count() == 2


def test_an_initiative_of_the_same_title_is_asked_about(admin_client, one):
    InitiativeFactory(title_en="Quantum Clocks", slug="clocks")
    form = Form(admin_client, address_of(one))
    form["title_en"] = "Quantum clocks"

    assert "(clocks) may be the same" in errors(form.refused(), ".field-title_en")
    form.insist()


def test_an_identifier_of_another_initiative_is_asked_about(admin_client, one):
    other = IdentifierFactory(scheme="cordis", value="101").initiative
    form = Form(admin_client, address_of(one))
    place = form.add("identifiers", scheme="cordis", value="101")

    assert str(other) in errors(form.refused(), f"#identifiers-{place}")
    form.insist()


def test_the_topic_of_a_call_is_asked_about_by_nobody(admin_client, one):
    IdentifierFactory(scheme="topic", value="H2020-EUJ")
    form = Form(admin_client, address_of(one))
    form.add("identifiers", scheme="topic", value="H2020-EUJ")

    form.save()


def test_what_stands_there_twice_already_stops_nobody(admin_client, one):
    InitiativeFactory(title_en=one.title_en)
    form = Form(admin_client, address_of(one))
    form["acronym"] = "NEW"

    form.save()


# Parts of public records, on pages of their own


def parts() -> dict:
    """Of one public initiative."""
    one = InitiativeFactory(published=True, themes=[ThemeFactory()])
    citation = CitationFactory(initiative=one)
    return {
        "partner": (ParticipationFactory(initiative=one).partner, "name_en"),
        "theme": (one.themes.get(), "name_en"),
        "source": (citation.source, "title"),
        "milestone": (MilestoneFactory(initiative=one, citations=[citation]), "title_en"),
        "claim": (ClaimFactory(about=[one]), "note_en"),
    }


@pytest.mark.parametrize("part", ["partner", "theme", "source", "milestone", "claim"])
def test_changing_what_a_public_record_shows_takes_a_note(admin_client, part):
    record, field = parts()[part]
    form = Form(admin_client, address_of(record))
    form[field], form["change_note"] = "New words", ""

    assert "tell readers" in errors(form.refused(), ".field-change_note")
    form["change_note"] = "The ministry corrected it."
    form.save()

    assert "The ministry corrected it." in Revision.objects.values_list("note", flat=True)


@pytest.mark.parametrize("part", ["partner", "theme", "source", "milestone", "claim"])
def test_saving_it_as_it_was_takes_none(admin_client, part):
    record, _field = parts()[part]
    form = Form(admin_client, address_of(record))
    form["change_note"] = ""

    form.save()


@pytest.mark.parametrize("factory", [PartnerFactory, SourceFactory])
def test_what_no_public_record_shows_takes_none(admin_client, factory):
    record = factory()
    form = Form(admin_client, address_of(record))
    form["name_en" if isinstance(record, Partner) else "title"], form["change_note"] = "New words", ""

    form.save()


def test_a_milestone_of_a_public_initiative_keeps_a_source(admin_client):
    milestone, _field = parts()["milestone"]
    _keeps_a_source(admin_client, milestone)


def test_a_milestone_of_an_initiative_whose_hour_is_to_come_keeps_a_source(admin_client):
    citation = CitationFactory(initiative=InitiativeFactory(scheduled=True))
    milestone = MilestoneFactory(initiative=citation.initiative, citations=[citation])
    _keeps_a_source(admin_client, milestone)


def _keeps_a_source(client: Client, milestone: Milestone) -> None:
    form = Form(client, address_of(milestone))
    form["citations"] = []

    assert "without a source" in errors(form.refused(), ".field-citations")
    assert Milestone.objects.get().citations.exists()


def test_a_milestone_is_added_to_a_public_initiative_where_its_sources_are(admin_client):
    one = InitiativeFactory(published=True)
    form = Form(admin_client, "/admin/initiatives/milestone/add/")
    form["initiative"] = str(one.pk)
    form["date"], form["kind"], form["title_en"] = "2026", "launch", "Launched"

    assert "on its own page" in errors(form.refused(), ".field-initiative")


def test_every_fact_of_the_record_has_a_source(record):
    """What is loaded today could be published in the newsroom as it stands."""
    for rows in ("milestones", "outcomes", "funding"):
        bare = Initiative.objects.published().filter(**{f"{rows}__isnull": False, f"{rows}__citations__isnull": True})

        assert list(bare.values_list("slug", flat=True).distinct()) == [], rows


def test_a_visitor_sees_nothing_of_all_this():
    one = InitiativeFactory(published=True)

    page = BeautifulSoup(Client().get(one.get_absolute_url()).content, "lxml")

    assert not page.select('[name="doubts"], [name="seen"]')


# The Japanese when only the English changes


@pytest.fixture
def public() -> Initiative:
    public = InitiativeFactory(published=True, title_ja="題名")
    MilestoneFactory(initiative=public, title_ja="署名", citations=[CitationFactory(initiative=public)])
    return public


@pytest.mark.parametrize(("field", "place"), [("title", ""), ("milestones-0-title", "#milestones-0")])
def test_english_that_changes_alone_is_asked_about_beside_the_japanese(admin_client, public, field, place):
    form = Form(admin_client, address_of(public))
    form[f"{field}_en"] = "New words"
    del form.data["is_current"]

    assert "The English has changed" in errors(form.refused(), f"{place} .field-title_ja")
    form.insist()

    assert "New words" in Client().get(public.get_absolute_url()).content.decode()


@pytest.mark.parametrize("also", [{"is_current": "on"}, {"title_ja": "新しい題名"}, {"state": "draft"}])
def test_nobody_asks_where_it_was_thought_of_or_waits(admin_client, public, also):
    form = Form(admin_client, address_of(public))
    form["title_en"] = "New words"
    del form.data["is_current"]
    for name, words in also.items():
        form.data[name] = [words]

    form.save()


# Pictures


@pytest.fixture
def pictured(one) -> Initiative:
    content = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(content, "PNG")
    one.cover.save("cover.png", reencoded(SimpleUploadedFile("cover.png", content.getvalue())))
    return one


def test_a_picture_that_nobody_describes_is_not_published(admin_client, pictured):
    form = Form(admin_client, address_of(pictured))
    form["state"] = "published"

    assert "what the picture shows" in errors(form.refused(), ".field-cover_alt_en")


def test_one_that_only_decorates_needs_no_words(admin_client, pictured):
    form = Form(admin_client, address_of(pictured))
    form["state"] = "published"
    form.data["cover_decorative"] = ["on"]

    form.save()


def test_words_in_one_language_are_asked_about(admin_client, pictured):
    form = Form(admin_client, address_of(pictured))
    form["state"], form["cover_alt_en"] = "published", "A teal square."

    assert "Japanese" in errors(form.refused(), ".field-cover_alt_ja")
    form.insist()

    assert Initiative.objects.published().exists()
