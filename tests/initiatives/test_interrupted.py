"""Whatever somebody does in the newsroom is one transaction: cut off at any write, it leaves the old state whole.

And nothing is lost by it: the same page, sent once more, does it all. Merging and importing have such tests of their own.
"""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from articles.models import Article
from initiatives.models import Claim, Initiative, Milestone, Partner, Source
from publishing.actions import keep_revision
from publishing.documents import document_of
from publishing.models import Change, OldAddress, PendingEdit, Revision
from publishing.pending import keep_pending
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    FundingFactory,
    InitiativeFactory,
    MilestoneFactory,
    OutcomeFactory,
    ParticipationFactory,
    PartnerFactory,
    ThemeFactory,
)
from tests.initiatives.test_admin import Form
from tests.initiatives.test_pictures import choose
from tests.interruptions import Act, Scratch, every_row, interruptions
from tests.publishing.test_images import encoded

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

NEW_PAGE = {"url": "https://new.example/", "title": "A new page", "kind": "press"}
LATER = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


def cut_off_at_every_write(act: Act) -> None:
    """Done at last."""
    before = every_row()
    for write in interruptions(act):
        assert every_row() == before, f"write {write}"


def address(record, act: str = "change") -> str:
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/{act}/"


def whole_initiative(**values) -> Initiative:
    """With rows of every sort."""
    initiative = InitiativeFactory(slug="one", title_en="As it is", **values)
    citation = CitationFactory(initiative=initiative, source__title="The treaty")
    ParticipationFactory(initiative=initiative)
    ParticipationFactory(initiative=initiative)
    MilestoneFactory(initiative=initiative, title_en="Signed", citations=[citation])
    OutcomeFactory(initiative=initiative, citations=[citation])
    FundingFactory(initiative=initiative, citations=[citation])
    ClaimFactory(about=[initiative])
    return initiative


@pytest.fixture
def draft() -> Initiative:
    return whole_initiative(in_review=True)


@pytest.fixture
def public() -> Initiative:
    """It shares its source with another."""
    initiative = whole_initiative(published=True)
    other = InitiativeFactory(published=True, slug="other")
    CitationFactory(initiative=other, source=Source.objects.get())
    for each in (initiative, other):
        keep_revision(each)
    return initiative


def edited(client: Client, initiative: Initiative) -> Form:
    """Its page with something new, something else and something less everywhere."""
    form = Form(client, address(initiative))
    form["title_en"], form["slug"] = "As it shall be", "two"
    form["themes"] = [str(ThemeFactory(slug="new-theme").pk)]
    form["citations-0-title"] = "The treaty, corrected"
    form.add("citations", **NEW_PAGE)
    form["milestones-0-title_en"] = "Signed in Tokyo"
    form.add("milestones", date="2026", kind="launch", title_en="Launched", cites="2")
    form.add("participations", partner=str(PartnerFactory(slug="new-partner").pk), role="host")
    form.remove("participations", 0)
    form.remove("outcomes", 0)
    return form


def assert_it_is_as_it_shall_be() -> None:
    initiative = Initiative.objects.get(title_en="As it shall be")
    assert initiative.slug == "two"
    assert set(initiative.milestones.values_list("title_en", flat=True)) == {"Launched", "Signed in Tokyo"}
    assert list(initiative.citations.values_list("source__title", flat=True)) == ["The treaty, corrected", "A new page"]
    assert initiative.participations.count() == 2
    assert not initiative.outcomes.exists()
    assert OldAddress.objects.get().slug == "one"
    assert Revision.objects.filter(document__slug="two").count() == 1
    assert Revision.objects.filter(document__slug="other").count() == 2
    assert not PendingEdit.objects.exists()


# Publishing


def test_writing_a_new_record(admin_client):
    theme = ThemeFactory()
    form = Form(admin_client, "/admin/initiatives/initiative/add/")
    form["title_en"], form["title_ja"], form["slug"] = "Clocks", "時計", "clocks"
    form["kind"], form["status"], form["themes"] = "network", "active", [str(theme.pk)]
    form["citations-0-url"], form["citations-0-title"], form["citations-0-kind"] = NEW_PAGE.values()
    form["milestones-0-date"], form["milestones-0-kind"], form["milestones-0-cites"] = "2026", "launch", "1"
    form["milestones-0-title_en"] = "Launched"

    cut_off_at_every_write(form.save)

    assert Milestone.objects.get().citations.get().source.title == "A new page"


def test_publishing_a_draft(admin_client, draft):
    form = Form(admin_client, address(draft))
    form["state"] = "published"
    form["cover_alt_en"], form["cover_alt_ja"] = "A picture.", "画像。"

    def publish() -> None:
        choose(form, encoded("PNG", (100, 40)))
        form.save()

    cut_off_at_every_write(publish)

    draft.refresh_from_db()
    assert draft.is_public
    assert draft.cover
    assert Change.objects.get().kind == "new"


def test_scheduling_a_draft(admin_client, draft):
    form = Form(admin_client, address(draft))
    form["state"], form["publish_at_0"], form["publish_at_1"] = "published", "2099-01-01", "09:00"

    cut_off_at_every_write(form.save)

    assert PendingEdit.objects.get().state == "published"


def test_publishing_an_edit_of_what_is_public(admin_client, public):
    form = edited(admin_client, public)

    cut_off_at_every_write(form.save_all_the_same)

    assert_it_is_as_it_shall_be()


def test_keeping_an_edit_that_waits_in_place_of_another(admin_client, public):
    keep_pending(public, document_of(public) | {"acronym": "OLD"}, state="draft", by=None)
    form = edited(admin_client, public)
    form["state"], form["desk_note"] = "review", "Please look."

    cut_off_at_every_write(form.save)

    public.refresh_from_db()
    assert (public.title_en, public.desk_note) == ("As it is", "Please look.")
    assert PendingEdit.objects.get().document["title"] == "As it shall be"
    assert PendingEdit.objects.get().document["acronym"] == "OLD"


def test_publishing_an_edit_that_waited(admin_client, public):
    waiting = edited(admin_client, public)
    waiting["state"] = "review"
    waiting.save()
    form = Form(admin_client, address(public))
    form["state"] = "published"

    cut_off_at_every_write(form.save_all_the_same)

    assert_it_is_as_it_shall_be()


def scheduled(client: Client, initiative: Initiative) -> None:
    form = edited(client, initiative)
    form["state"], form["publish_at_0"], form["publish_at_1"] = "published", "2026-12-01", "09:00"
    form.save_all_the_same()


@pytest.fixture
def clock():
    with time_machine.travel(LATER - dt.timedelta(days=1), tick=False) as clock:
        yield clock


def visit() -> None:
    assert Client().get("/initiatives/").status_code == 200


def test_what_falls_due_when_a_visitor_comes(clock, admin_client, public):
    scheduled(admin_client, public)
    clock.move_to(LATER)

    cut_off_at_every_write(visit)

    assert_it_is_as_it_shall_be()


def test_what_falls_due_and_cannot_be_published(clock, admin_client, public):
    scheduled(admin_client, public)
    Partner.objects.filter(slug="new-partner").delete()
    clock.move_to(LATER)

    cut_off_at_every_write(visit)

    assert Initiative.objects.get(pk=public.pk).title_en == "As it is"
    assert "new-partner" in PendingEdit.objects.get().trouble


def test_publishing_an_edit_of_an_article(admin_client, public):
    article = ArticleFactory(published=True, slug="text", initiatives=[public])
    keep_revision(article)
    form = Form(admin_client, address(article))
    form["body_en"] = '<p>It says so <a href="https://source.example/new">here</a>.</p>'
    form["initiatives"], form["topics"] = [], [str(ThemeFactory().pk)]

    cut_off_at_every_write(form.save_all_the_same)

    article = Article.objects.get()
    assert "It says so" in article.body_en
    assert article.topics.count() == 1
    assert Revision.objects.filter(kind="article").count() == 2


# Taking back


def second_version(initiative: Initiative) -> Revision:
    """Gives the first, of which much has gone since."""
    first = Revision.objects.filter(record=initiative.public_id).latest("pk")
    initiative.milestones.update(title_en="Signed at last")
    initiative.participations.all().delete()
    initiative.outcomes.all().delete()
    Initiative.objects.filter(pk=initiative.pk).update(title_en="As it became")
    Source.objects.update(title="The treaty, corrected")
    keep_revision(initiative)
    return first


def restore(client: Client, initiative: Initiative, version: Revision) -> None:
    client.post(address(initiative, "restore"), {"version": version.pk, "note": "It was right before."})


def test_restoring_an_old_version(admin_client, public):
    first = second_version(public)

    cut_off_at_every_write(lambda: restore(admin_client, public, first))

    # A source that records share keeps the words it has by now.
    shared = {"sources": [{**row, "title": "The treaty, corrected"} for row in first.document["sources"]]}
    assert document_of(public) == first.document | shared
    assert Revision.objects.latest("pk").note == "It was right before."


def test_withdrawing_with_an_edit_that_waits(admin_client, public):
    keep_pending(public, document_of(public) | {"acronym": "NEW"}, state="draft", by=None)
    form = Form(admin_client, address(public))
    form["state"], form["withdrawn_reason_en"] = "withdrawn", "It was never agreed."

    cut_off_at_every_write(form.save)

    assert Client().get("/initiatives/one/").status_code == 410
    assert Change.objects.latest("pk").kind == "withdrawn"
    assert not PendingEdit.objects.exists()


def test_discarding_an_edit_that_waits(admin_client, public):
    keep_pending(public, document_of(public) | {"acronym": "NEW"}, state="draft", by=None)

    cut_off_at_every_write(lambda: admin_client.post(address(public, "discard")))

    assert not PendingEdit.objects.exists()


def test_marking_one_as_checked(admin_client, public):
    cut_off_at_every_write(lambda: admin_client.post(address(public, "checked")))

    assert Initiative.objects.get(slug="one").last_checked


# Many at once


def on_all(client: Client, model, action: str, **more: str) -> None:
    rows = [str(pk) for pk in model.objects.values_list("pk", flat=True)]
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    assert client.post(address, {"action": action, "_selected_action": rows, **more}).status_code == 302


def test_marking_many_as_checked(admin_client, public):
    InitiativeFactory(slug="a-draft")

    cut_off_at_every_write(lambda: on_all(admin_client, Initiative, "mark_checked"))

    assert not Initiative.objects.filter(last_checked=None).exists()


@pytest.mark.parametrize("model", [Milestone, Claim])
def test_deleting_many_that_public_records_show(admin_client, public, model):
    other = Initiative.objects.get(slug="other")
    MilestoneFactory(initiative=other)
    ClaimFactory(about=[other])
    keep_revision(other)

    cut_off_at_every_write(lambda: on_all(admin_client, model, "delete_selected", post="yes"))

    assert not model.objects.exists()
    assert Revision.objects.count() == 5


# What records share, on pages of its own


@pytest.mark.parametrize(
    ("model", "field"), [(Milestone, "title_en"), (Source, "title"), (Partner, "name_en")], ids=lambda it: str(it)
)
def test_changing_what_public_records_show(admin_client, public, model, field):
    form = Form(admin_client, address(model.objects.first()))
    form[field] = "Other words"

    cut_off_at_every_write(form.save)

    assert model.objects.filter(**{field: "Other words"}).exists()
    assert Revision.objects.count() > 2


# A process that is killed


def logged_in() -> Client:
    """In another process, by the session that `prepare` began."""
    client = Client()
    client.cookies["sessionid"] = Session.objects.get().session_key
    return client


def prepare() -> None:
    Client().force_login(User.objects.create_superuser("kei"))
    initiative = whole_initiative(published=True)
    keep_revision(initiative)
    second_version(initiative)
    ThemeFactory(slug="new-theme")
    PartnerFactory(slug="new-partner")


def publish_in_a_process() -> None:
    form = Form(logged_in(), address(Initiative.objects.get()))
    form["title_en"], form["slug"] = "As it shall be", "two"
    form["citations-0-title"] = "Once more corrected"
    form.add("milestones", date="2026", kind="launch", title_en="Launched", cites="1")
    form.add("participations", partner=str(Partner.objects.get(slug="new-partner").pk), role="host")
    form.save_all_the_same()


def restore_in_a_process() -> None:
    restore(logged_in(), Initiative.objects.get(), Revision.objects.filter(kind="initiative").earliest("pk"))


@pytest.fixture
def scratch(tmp_path) -> Scratch:
    return Scratch(tmp_path)


@pytest.mark.parametrize("act", [publish_in_a_process, restore_in_a_process])
def test_a_killed_process_leaves_the_old_state_whole(scratch, act):
    scratch.run(prepare)
    before = scratch.content()

    scratch.kill(act, at_write=6)

    assert scratch.content() == before
    scratch.run(act)
    assert scratch.content() != before
