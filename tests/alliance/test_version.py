"""The version of the public record moves with every act that changes what the public sees, as part of that act."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from articles.models import Article, Comment
from initiatives.models import Claim, Initiative, Milestone, Partner, Source, Theme
from initiatives.ror import fill_in
from publishing import version
from publishing.actions import keep_revision
from publishing.documents import document_of
from publishing.models import PendingEdit, PublicVersion, Revision
from publishing.pending import keep_pending
from publishing.states import State
from search.models import Entry
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    CommentFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
    SourceFactory,
    ThemeFactory,
    days_from_now,
)
from tests.initiatives.test_admin import Form
from tests.initiatives.test_import import Preview
from tests.initiatives.test_merging import merged
from tests.initiatives.test_ror import organisation
from tests.interruptions import interruptions
from tests.search.indexing import index_everything
from tests.small_dataset import Files

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def public() -> Initiative:
    """With one of everything that shows on its page, or on the page of an article about it."""
    theme, source = ThemeFactory(), SourceFactory()
    initiative = InitiativeFactory(published=True, slug="public", themes=[theme])
    ParticipationFactory(initiative=initiative, partner__slug="riken", partner__name_en="RIKEN")
    citation = CitationFactory(initiative=initiative, source=source)
    MilestoneFactory(initiative=initiative, key="m", citations=[citation])
    ClaimFactory(about=[initiative])
    ArticleFactory(
        published=True,
        initiatives=[initiative],
        topics=[theme],
        body_en=f'<p><a rel="source" href="{source.url}">s</a></p>',
    )
    CommentFactory(article=Article.objects.get(), state="approved")
    for record in (initiative, Article.objects.get()):
        keep_revision(record)
    return initiative


def address(record, act: str = "change") -> str:
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/{act}/"


def changed(model: type, **values: str) -> Callable[[Client], None]:
    """Somebody opens the page of the first one, types, and saves."""

    def act(client: Client) -> None:
        form = Form(client, address(model._default_manager.first()))
        for name, value in values.items():
            form[name] = value
        form.save_all_the_same()

    return act


def deleted(model: type) -> Callable[[Client], None]:
    def act(client: Client) -> None:
        assert client.post(address(model._default_manager.first(), "delete"), {"post": "yes"}).status_code == 302

    return act


def deleted_in_the_list(model: type) -> Callable[[Client], None]:
    def act(client: Client) -> None:
        chosen = {"action": "delete_selected", "_selected_action": [model._default_manager.first().pk], "post": "yes"}
        list_ = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.post(list_, chosen).status_code == 302

    return act


def published_for_the_first_time(client: Client) -> None:
    draft = InitiativeFactory(title_en="A draft", published=False)
    form = Form(client, address(draft))
    form["state"] = "published"
    form.save_all_the_same()


def taken_back(client: Client) -> None:
    changed(Initiative, state="withdrawn", withdrawn_reason_en="It was never agreed.")(client)
    assert Initiative.objects.get().state == State.WITHDRAWN


def checked(client: Client) -> None:
    client.post(address(Initiative.objects.get(), "checked"))


def restored(client: Client) -> None:
    initiative = Initiative.objects.get()
    first = Revision.objects.get(record=initiative.public_id)
    Initiative.objects.update(title_en="Another title")
    keep_revision(Initiative.objects.get())
    client.post(address(initiative, "restore"), {"version": first.pk, "note": "It was right."})
    assert Initiative.objects.get().title_en == first.document["title"]


def merged_into_one(client: Client) -> None:
    merged(client, Partner.objects.get(), PartnerFactory())


def a_source_of_a_draft_corrected(client: Client) -> None:
    """Whose description a public record shares."""
    draft = InitiativeFactory()
    CitationFactory(initiative=draft, source=Source.objects.get())
    form = Form(client, address(draft))
    form["citations-0-title"] = "The treaty, corrected"
    form.save_all_the_same()
    assert Source.objects.get().title == "The treaty, corrected"


def imported(client: Client) -> None:
    row = {"slug": "riken", "name": "RIKEN", "kind": "research-organisation", "country": "JP", "city": "Wako"}
    Preview(client, "partner", [row]).confirm()
    assert Partner.objects.get().city == "Wako"


def a_comment_approved(client: Client) -> None:
    form = Form(client, address(CommentFactory(article=Article.objects.get())))
    form["state"] = "approved"
    form.save_all_the_same()


def comments_approved_in_the_list(client: Client) -> None:
    comment = CommentFactory(article=Article.objects.get())
    client.post("/admin/articles/comment/", {"action": "approve", "_selected_action": [comment.pk]})
    comment.refresh_from_db()
    assert comment.state == "approved"


def matched(_client: Client) -> None:
    assert fill_in({Partner.objects.get(): organisation()})


ACTS = [
    *(changed(model, title_en="New words", change_note="Why.") for model in (Initiative, Article, Milestone)),
    changed(Partner, name_en="New words", change_note="Why."),
    changed(Theme, name_en="New words", change_note="Why."),
    changed(Source, title="New words", change_note="Why."),
    changed(Claim, says_en="New words", change_note="Why."),
    *(deleted(model) for model in (Initiative, Article, Milestone, Claim, Theme, Comment)),
    *(deleted_in_the_list(model) for model in (Initiative, Article, Milestone, Claim, Theme, Comment)),
    published_for_the_first_time,
    taken_back,
    checked,
    restored,
    merged_into_one,
    a_source_of_a_draft_corrected,
    imported,
    a_comment_approved,
    comments_approved_in_the_list,
    matched,
]


@pytest.mark.parametrize("act", ACTS)
def test_it_moves_with_what_changes_something_public(admin_client, public, act):
    index_everything()
    before = version.current()

    act(admin_client)

    assert version.current() > before
    as_written = indexed()
    index_everything()
    assert as_written == indexed(), "the search index says what was true before"


def indexed() -> set:
    return set(Entry.objects.values_list("id", "owner", "exact", "names", "words"))


def test_it_moves_with_a_load_that_changes_something(tmp_path):
    files = Files(tmp_path)
    before = version.current()

    files.load()
    loaded = version.current()
    files.load()
    again = version.current()

    assert before < loaded == again


def test_it_moves_when_the_hour_of_something_has_come(client, public):
    keep_pending(
        public,
        {**document_of(public), "title": "From tomorrow on"},
        state=State.PUBLISHED,
        publish_at=days_from_now(1),
        by=None,
    )
    before = version.current()

    with time_machine.travel(days_from_now(1.01)):
        client.get("/")

    assert not PendingEdit.objects.exists()
    assert version.current() > before


def test_it_moves_when_what_had_become_public_is_sent_back(client):
    draft = InitiativeFactory(published=True, themes=[])
    citation = CitationFactory(initiative=draft)
    MilestoneFactory(initiative=draft, citations=[citation])
    document = document_of(draft)
    MilestoneFactory(initiative=draft)
    keep_pending(draft, document, state=State.PUBLISHED, publish_at=days_from_now(-0.01), by=None)
    PendingEdit.objects.update(base=None)
    before = version.current()

    client.get("/")

    assert Initiative.objects.get().state == State.REVIEW
    assert version.current() > before


def test_it_stays_while_an_edit_waits(admin_client, public):
    before = version.current()

    changed(Initiative, title_en="Not yet", state="review", change_note="Why.")(admin_client)

    assert PendingEdit.objects.exists()
    assert version.current() == before


def test_it_stays_while_people_read(client, public):
    before = version.current()

    for path in ("/", "/initiatives/", "/initiatives/public/", "/initiatives/feed.rss"):
        client.get(path)

    assert version.current() == before


def test_an_act_that_is_cut_off_leaves_it_where_it_was(admin_client, public):
    before = version.current()

    for write in interruptions(lambda: changed(Partner, name_en="New words", change_note="Why.")(admin_client)):
        assert version.current() == before, f"write {write}"

    assert version.current() == before + 1


def test_asking_for_it_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        version.current()


def test_it_begins_anew_in_a_database_that_was_emptied():
    PublicVersion.objects.all().delete()
    assert version.current() == 0

    version.moved()

    assert version.current() == 1
