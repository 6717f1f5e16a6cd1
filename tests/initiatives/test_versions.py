"""Every version of a record in the newsroom: compared, restored, discarded."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client

from initiatives.models import Initiative, Milestone, Partner
from publishing.actions import keep_revision
from publishing.changes import differences
from publishing.documents import document_of, kind_of
from publishing.models import Change, PendingEdit, Revision
from publishing.pending import keep_pending
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    FundingFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

LONG = "The agreement was signed in Tokyo by both sides after four years of negotiations, and it has been in force ever since."


def logged_in(role: str) -> Client:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor() -> Client:
    return logged_in("editor")


@pytest.fixture
def initiative() -> Initiative:
    """Its first version has a partner, a source, a milestone and an amount; today it has lost or changed them all."""
    initiative = InitiativeFactory(published=True, slug="one", title_en="As it was", summary_en=LONG)
    citation = CitationFactory(initiative=initiative, source__title="The treaty")
    MilestoneFactory(initiative=initiative, title_en="Signed", citations=[citation])
    FundingFactory(initiative=initiative, amount=5, citations=[citation])
    ParticipationFactory(initiative=initiative, partner=PartnerFactory(slug="jst", name_en="JST"))
    keep_revision(initiative, note="First")
    Milestone.objects.update(title_en="Signed at last")
    initiative.participations.all().delete()
    initiative.funding.all().delete()
    Initiative.objects.update(title_en="As it is", summary_en=LONG.replace("Tokyo", "Brussels"))
    keep_revision(initiative, note="Second")
    return initiative


def page(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml")


def address(record, act: str) -> str:
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/{act}/"


def restored(client: Client, record, version: Revision, note: str = "It was right before.") -> BeautifulSoup:
    response = client.post(address(record, "restore"), {"version": version.pk, "note": note}, follow=True)
    return BeautifulSoup(response.content, "lxml")


def test_the_history_names_every_version(editor, initiative):
    rows = page(editor, address(initiative, "history")).select(".versions tbody tr")

    assert [row.select("td")[-1].get_text(strip=True) for row in rows] == ["", "Second", "First"]


def test_any_two_versions_are_compared_field_by_field(editor, initiative):
    first, second = Revision.objects.order_by("id")

    shown = page(editor, f"{address(initiative, 'compare')}?old={first.pk}&new={second.pk}").select_one(".compare dl")

    words = shown.get_text(" ", strip=True)
    assert "As it was → As it is" in words
    assert "Signed at last, title (English)" in words
    assert "JST" in words
    assert [part.get_text() for part in shown.select("del")][:2] == ["As it was", "Tokyo"]


def test_a_long_text_is_compared_word_by_word(editor, initiative):
    first = Revision.objects.order_by("id").first()

    shown = page(editor, f"{address(initiative, 'compare')}?old={first.pk}&new=live")

    tokyo = next(part for part in shown.select(".compare del") if part.get_text() == "Tokyo")
    assert tokyo.next_sibling.name == "ins"
    assert tokyo.next_sibling.get_text() == "Brussels"


def test_restoring_makes_a_new_version_of_the_old_one(editor, initiative):
    first, second = Revision.objects.order_by("id")

    restored(editor, initiative, first)

    initiative.refresh_from_db()
    assert document_of(initiative) == first.document
    last = Revision.objects.order_by("id").last()
    assert (last.document, last.note, last.made_by.username) == (first.document, "It was right before.", "editor")
    assert Revision.objects.filter(pk=second.pk).exists()
    assert "As it was" in Client().get("/initiatives/one/").content.decode()
    assert Change.objects.filter(revision=last).exists()
    assert "It was right before." in Client().get("/changes/").content.decode()


def test_restoring_keeps_the_address_and_the_day_of_the_last_check(editor, initiative):
    first = Revision.objects.order_by("id").first()
    Initiative.objects.update(slug="two", last_checked="2026-11-01")

    restored(editor, initiative, first)

    initiative.refresh_from_db()
    assert (initiative.slug, initiative.title_en) == ("two", "As it was")
    assert initiative.last_checked.isoformat() == "2026-11-01"


def test_restoring_takes_a_note(editor, initiative):
    first = Revision.objects.order_by("id").first()

    shown = restored(editor, initiative, first, note=" ")

    assert "Tell readers why" in shown.get_text()
    initiative.refresh_from_db()
    assert initiative.title_en == "As it is"


def test_what_names_something_that_has_gone_is_refused_and_nothing_is_lost(editor, initiative):
    first = Revision.objects.order_by("id").first()
    Partner.objects.all().delete()

    shown = restored(editor, initiative, first)

    assert "“jst”" in shown.get_text()
    initiative.refresh_from_db()
    assert initiative.title_en == "As it is"
    assert Revision.objects.count() == 2


def test_a_version_from_before_facts_needed_sources_is_not_published_again(editor, initiative):
    first = Revision.objects.order_by("id").first()
    first.document["milestones"][0].pop("sources")
    first.save()

    shown = restored(editor, initiative, first)

    assert "without a source" in shown.get_text()
    initiative.refresh_from_db()
    assert initiative.title_en == "As it is"


def test_a_draft_gets_its_words_back_and_stays_a_draft(editor, initiative):
    first = Revision.objects.order_by("id").first()
    Initiative.objects.update(state="draft")

    restored(editor, initiative, first)

    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.state) == ("As it was", "draft")
    assert Revision.objects.count() == 2


@pytest.mark.parametrize("role", ["author", "moderator"])
def test_who_may_not_publish_may_look_and_not_restore(initiative, role):
    client = logged_in(role)
    first = Revision.objects.order_by("id").first()

    assert not page(client, f"{address(initiative, 'compare')}?old={first.pk}").select("form[action*=restore]")
    assert client.post(address(initiative, "restore"), {"version": first.pk, "note": "x"}).status_code == 403


@pytest.mark.parametrize(
    "query", ["old=0", "old=nonsense", "old=waiting", "new=-1", "old=²", f"old={'9' * 19}", f"old={'9' * 5000}"]
)
def test_a_version_that_is_not_there_is_not_found(editor, initiative, query):
    assert editor.get(f"{address(initiative, 'compare')}?{query}").status_code == 404


def test_a_version_of_another_record_is_not_found(editor, initiative):
    other = InitiativeFactory(published=True)

    assert editor.get(f"{address(other, 'compare')}?old={Revision.objects.first().pk}").status_code == 404


def test_one_click_compares_a_waiting_edit_with_what_readers_see(editor, initiative):
    keep_pending(initiative, document_of(initiative) | {"title": "As it shall be"}, state="review", by=None)

    link = page(editor, address(initiative, "change")).select_one('.deskside a[href*="compare"]')["href"]

    assert "As it is → As it shall be" in page(editor, link).get_text(" ", strip=True)


def test_a_waiting_edit_is_discarded_after_a_question(editor, initiative):
    keep_pending(initiative, document_of(initiative) | {"title": "As it shall be"}, state="review", by=None)

    assert "As it shall be" in page(editor, address(initiative, "discard")).get_text()
    assert PendingEdit.objects.exists()
    editor.post(address(initiative, "discard"))

    assert not PendingEdit.objects.exists()
    assert "As it is" in Client().get("/initiatives/one/").content.decode()


@pytest.mark.parametrize("role", ["author", "moderator"])
def test_who_may_not_change_it_may_not_discard(initiative, role):
    keep_pending(initiative, document_of(initiative) | {"title": "As it shall be"}, state="review", by=None)

    logged_in(role).post(address(initiative, "discard"))

    assert PendingEdit.objects.exists()


def test_partners_and_articles_have_versions_too(editor):
    partner, article = PartnerFactory(name_en="Old name"), ArticleFactory(published=True, body_en="<p>Old</p>")
    for record in (partner, article):
        keep_revision(record)
    Partner.objects.update(name_en="New name")
    first = Revision.objects.get(record=partner.public_id)

    restored(editor, partner, first)

    partner.refresh_from_db()
    assert partner.name_en == "Old name"
    assert page(editor, address(article, "history")).select(".versions")


@pytest.mark.parametrize("rows", [3, 30])
def test_comparing_costs_the_same_for_few_and_many_differences(initiative, django_assert_max_num_queries, rows):
    kind, old = kind_of(initiative), document_of(initiative)
    for _ in range(rows):
        ParticipationFactory(initiative=initiative)
    new = document_of(initiative)

    with django_assert_max_num_queries(4):
        assert len(differences(kind, old, new)) == rows
