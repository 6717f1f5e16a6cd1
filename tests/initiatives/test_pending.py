"""Edits that wait beside what readers see: kept, handed in, scheduled, published."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from initiatives.models import Initiative, Milestone, Source
from publishing.actions import keep_revision
from publishing.carrying import carried_over
from publishing.dates import PartialDate
from publishing.documents import document_of
from publishing.models import Change, OldAddress, PendingEdit, Revision
from publishing.pending import keep_pending, publish_due
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
    days_from_now,
)
from tests.initiatives.test_admin import Form, errors

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

TOMORROW = {"publish_at_0": "2026-12-02", "publish_at_1": "09:00", "publish_at_2": "Asia/Tokyo"}
TODAY = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TODAY, tick=False) as clock:
        yield clock


def opened(record, *, by: str = "aiko") -> Form:
    user, _created = User.objects.get_or_create(username=by, is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    browser = Client()
    browser.force_login(user)
    return Form(browser, f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/")


def saved(form: Form, **values: str) -> None:
    for name, value in values.items():
        form[name] = value
    form.save()


def page_of(record, address: str = "") -> str:
    """What a visitor reads there now."""
    response = Client().get(address or record.get_absolute_url())
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml").select_one("main").get_text(" ", strip=True)


@pytest.fixture
def initiative() -> Initiative:
    """With rows of every sort whose ids matter."""
    initiative = InitiativeFactory(published=True, slug="one", title_en="As it is")
    source = CitationFactory(initiative=initiative, source__title="The treaty").source
    MilestoneFactory(initiative=initiative, title_en="Signed", citations=initiative.citations.filter(source=source))
    ParticipationFactory(initiative=initiative, partner=PartnerFactory(name_en="JST"))
    return initiative


@pytest.mark.parametrize("state", ["draft", "review"])
def test_readers_see_nothing_of_an_edit_that_waits(initiative, state):
    form = opened(initiative)

    saved(form, title_en="As it shall be", state=state, **{"milestones-0-title_en": "Signed in Tokyo"})

    assert "As it is" in page_of(initiative)
    assert "Signed in Tokyo" not in page_of(initiative)
    assert Revision.objects.count() == 0


def test_whoever_opens_the_record_again_goes_on_with_the_edit(initiative):
    saved(opened(initiative), title_en="As it shall be", state="review", change_note="The ministry renamed it.")

    form = opened(initiative, by="bruno")

    assert form["title_en"] == "As it shall be"
    assert form["state"] == "review"
    assert form.page.select_one("#id_change_note").get_text(strip=True) == "The ministry renamed it."


def test_rows_are_kept_and_come_back(initiative):
    form = opened(initiative)
    form.add("citations", url="https://new.example/", title="A new page", kind="press")
    form.add("milestones", date="2026", kind="launch", title_en="Launched", cites="2")
    form.remove("participations", 0)

    saved(form, state="draft")

    assert list(Milestone.objects.values_list("title_en", flat=True)) == ["Signed"]
    assert not Source.objects.filter(url="https://new.example/").exists()
    assert initiative.participations.count() == 1
    again = opened(initiative)
    assert again["milestones-1-title_en"] == "Launched"
    assert again["milestones-1-cites"] == "2"
    assert again["citations-1-title"] == "A new page"
    assert again["participations-TOTAL_FORMS"] == "0"


def test_an_edit_can_be_mended_while_it_waits(initiative):
    """Its new rows have other ids each time they are laid over the tables."""
    form = opened(initiative)
    form.add("citations", url="https://new.example/", title="A new page", kind="press")
    form.add("milestones", date="2026", kind="launch", title_en="Launched", cites="2")
    saved(form, state="draft")
    MilestoneFactory()  # somebody else's row takes the id that the new one had
    CitationFactory()

    saved(opened(initiative), **{"milestones-1-title_en": "Launched in May"})

    again = opened(initiative)
    assert [again["milestones-0-title_en"], again["milestones-1-title_en"]] == ["Signed", "Launched in May"]
    assert again["milestones-TOTAL_FORMS"] == "2"
    assert again["citations-TOTAL_FORMS"] == "2"


def test_it_is_published_with_its_rows_and_its_note(initiative):
    form = opened(initiative)
    form.add("citations", url="https://new.example/", title="A new page", kind="press")
    form.add("milestones", date="2026", kind="launch", title_en="Launched", cites="2")
    saved(form, title_en="As it shall be", state="review")
    signed = Milestone.objects.get(title_en="Signed")

    saved(opened(initiative, by="bruno"), state="published", change_note="It was launched.")

    assert "As it shall be" in page_of(initiative)
    assert "Launched" in page_of(initiative)
    assert Milestone.objects.get(title_en="Signed").pk == signed.pk
    assert Revision.objects.get().note == "It was launched."
    assert Revision.objects.get().made_by.username == "bruno"
    assert not PendingEdit.objects.exists()


def test_the_moment_it_was_first_public_stays(initiative):
    first = Initiative.objects.get().publish_at

    saved(opened(initiative), title_en="Draft", state="draft")
    saved(opened(initiative), title_en="Final", state="published")

    assert Initiative.objects.get().publish_at == first


def test_a_scheduled_edit_is_there_at_its_hour_and_not_before(initiative, clock):
    saved(opened(initiative), title_en="As it shall be", state="published", **TOMORROW)

    clock.move_to(dt.datetime(2026, 12, 1, 23, 59, tzinfo=dt.UTC))
    assert "As it is" in page_of(initiative)
    clock.move_to(dt.datetime(2026, 12, 2, 0, 0, tzinfo=dt.UTC))
    assert "As it shall be" in page_of(initiative)


@pytest.mark.parametrize("address", ["/", "/initiatives/", "/initiatives/feed.rss", "/ja/initiatives/", "/sitemap.xml"])
def test_whichever_page_is_asked_for_first_publishes_it(initiative, clock, address):
    keep_revision(initiative)
    saved(opened(initiative), title_en="As it shall be", state="published", slug="two", **TOMORROW)
    clock.move_to(dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC))

    Client().get(address)

    initiative.refresh_from_db()
    assert initiative.title_en == "As it shall be"
    assert initiative.changed_at == dt.datetime(2026, 12, 2, 0, tzinfo=dt.UTC)
    assert Revision.objects.last().made_at == initiative.changed_at
    assert OldAddress.objects.get().slug == "one"


def test_a_scheduled_draft_is_new_at_its_hour(clock):
    initiative = InitiativeFactory(slug="one", title_en="Coming", in_review=True)
    saved(opened(initiative), state="published", **TOMORROW)
    assert Client().get("/initiatives/one/").status_code == 404

    clock.move_to(dt.datetime(2026, 12, 2, 0, tzinfo=dt.UTC))

    assert "Coming" in page_of(initiative)
    assert list(Change.objects.values_list("kind", flat=True)) == ["new"]
    assert Revision.objects.get().made_at == dt.datetime(2026, 12, 2, 0, tzinfo=dt.UTC)


def test_a_scheduled_draft_can_be_changed_moved_and_taken_back(clock):
    initiative = InitiativeFactory(slug="one", title_en="Coming", in_review=True)
    saved(opened(initiative), state="published", **TOMORROW)

    saved(opened(initiative), title_en="Coming later", publish_at_0="2026-12-03")

    assert PendingEdit.objects.get().publish_at == dt.datetime(2026, 12, 3, 0, tzinfo=dt.UTC)
    assert PendingEdit.objects.get().document["title"] == "Coming later"
    saved(opened(initiative), state="draft")
    assert not PendingEdit.objects.exists()
    clock.move_to(dt.datetime(2026, 12, 9, tzinfo=dt.UTC))
    assert Client().get("/initiatives/one/").status_code == 404


def test_the_hour_is_said_by_both_clocks(initiative):
    form = opened(initiative)
    saved(form, state="published", **TOMORROW)

    said = form.client.get(form.address, follow=True).content.decode()

    assert "2 Dec 2026, 01:00 Brussels time / 2 Dec 2026, 09:00 Tokyo time" in said


def test_what_became_true_meanwhile_stays_true(initiative, clock):
    """A check of the record, and another editor's words for a shared source."""
    saved(opened(initiative), title_en="As it shall be", state="published", **TOMORROW)
    Initiative.objects.update(last_checked=dt.date(2026, 12, 1))
    Source.objects.update(title="The treaty, corrected")

    clock.move_to(dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC))
    page_of(initiative)

    initiative.refresh_from_db()
    assert initiative.title_en == "As it shall be"
    assert initiative.last_checked == dt.date(2026, 12, 1)
    assert Source.objects.get().title == "The treaty, corrected"


def test_what_cannot_be_published_goes_back_to_review_and_the_site_goes_on(initiative, clock):
    form = opened(initiative)
    form.add("participations", partner=str(PartnerFactory(slug="gone").pk), role="host")
    saved(form, title_en="As it shall be", state="published", **TOMORROW)
    PartnerFactory._meta.model.objects.filter(slug="gone").delete()

    clock.move_to(dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC))

    assert "As it is" in page_of(initiative)
    edit = PendingEdit.objects.get()
    assert edit.state == "review"
    assert "gone" in edit.trouble
    form = opened(initiative)
    assert "no longer fit" in form.page.get_text()
    assert form["title_en"] == "As it shall be"


def test_publishing_an_edit_takes_a_note_and_keeping_one_does_not(initiative):
    form = opened(initiative)
    form["title_en"], form["change_note"] = "As it shall be", ""

    assert "tell readers" in form.refused().get_text()
    form["state"] = "draft"
    form.save()

    assert PendingEdit.objects.get().note == ""


def test_two_who_edit_the_waiting_version_are_told_of_one_another(initiative):
    saved(opened(initiative), title_en="First", state="draft")
    one, two = opened(initiative, by="aiko"), opened(initiative, by="bruno")
    saved(one, acronym="NEW")

    two["title_en"] = "Second"

    assert "NEW" in two.refused().select_one(".errorlist.nonfield").get_text()
    assert PendingEdit.objects.get().document["title"] == "First"


def test_one_who_opened_the_live_version_is_told_of_an_edit_that_waits(initiative):
    late = opened(initiative, by="bruno")
    saved(opened(initiative), title_en="First", state="draft")
    late["acronym"] = "LATE"

    assert "First" in late.refused().get_text()


def test_withdrawing_takes_the_record_back_and_loses_nothing(initiative):
    saved(opened(initiative), summary_en="New words.", state="draft")

    saved(opened(initiative), state="withdrawn", withdrawn_reason_en="It was never agreed.")

    assert Client().get("/initiatives/one/").status_code == 410
    initiative.refresh_from_db()
    assert initiative.summary_en == "New words."
    assert not PendingEdit.objects.exists()


@pytest.mark.parametrize("when", ["published", "scheduled"])
def test_withdrawing_knows_no_hour(when):
    one = InitiativeFactory(**{when: True})
    form = opened(one)
    form["state"], form["withdrawn_reason_en"] = "withdrawn", "It was never agreed."
    for name, value in TOMORROW.items():
        form[name] = value

    assert "at once" in errors(form.refused(), ".field-publish_at")
    saved(form, publish_at_0="", publish_at_1="")

    one.refresh_from_db()
    assert one.state == "withdrawn"


def test_what_was_withdrawn_can_be_saved_again():
    one = InitiativeFactory(withdrawn=True)

    saved(opened(one), withdrawn_reason_en="It was never signed.")

    one.refresh_from_db()
    assert one.withdrawn_reason_en == "It was never signed."


def test_saving_a_waiting_edit_is_in_the_log(initiative):
    form = opened(initiative)
    saved(form, title_en="Draft", state="draft")

    assert "Changed" in form.client.get(form.address.replace("change/", "history/")).content.decode()


def test_the_list_says_where_an_edit_waits(initiative):
    form = opened(initiative)
    saved(form, title_en="Draft", state="review")

    page = BeautifulSoup(form.client.get("/admin/initiatives/initiative/").content, "lxml")

    assert page.select_one("td.field-waiting").get_text() == "in review"


def test_an_article_waits_the_same_way(clock):
    article = ArticleFactory(published=True, publish_at=days_from_now(-30), body_en="<p>Old words.</p>")
    saved(opened(article), body_en="<p>New words.</p>", state="published", **TOMORROW)
    assert "Old words" in page_of(article)

    clock.move_to(dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC))

    assert "New words" in page_of(article)
    assert Article.objects.get().publish_at == days_from_now(-31) + dt.timedelta(hours=9)
    assert Revision.objects.get().note == "Said in a press release."


def test_looking_for_what_is_due_is_one_query(initiative, django_assert_num_queries):
    saved(opened(initiative), title_en="As it shall be", state="published", **TOMORROW)

    with django_assert_num_queries(1):
        publish_due()


def test_a_date_that_moves_while_another_field_waits(initiative, clock):
    saved(opened(initiative), title_en="As it shall be", state="published", **TOMORROW)
    Initiative.objects.update(start=PartialDate(2020))

    clock.move_to(dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC))
    page_of(initiative)

    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.start) == ("As it shall be", PartialDate(2020))


# What others do meanwhile


def test_a_withdrawal_meanwhile_is_told_and_not_undone(initiative):
    late = opened(initiative, by="bruno")
    saved(opened(initiative), state="withdrawn", withdrawn_reason_en="It was never agreed.")
    late["title_en"] = "Mine"

    assert "withdrawn" in late.refused().select_one(".errorlist.nonfield").get_text()
    assert Client().get("/initiatives/one/").status_code == 410


def test_what_is_published_again_after_a_withdrawal_says_so(initiative):
    keep_revision(initiative)
    saved(opened(initiative), state="withdrawn", withdrawn_reason_en="It was never agreed.")

    saved(opened(initiative), state="published")

    assert [change.kind for change in Change.objects.order_by("id")] == ["new", "withdrawn", "back"]
    assert "Published again" in page_of(initiative)


def test_the_word_that_the_japanese_says_the_same_counts_for_a_publication_at_an_hour(initiative, clock):
    Initiative.objects.filter(pk=initiative.pk).update(summary_en="Two sign.", summary_ja="二者が署名。")
    keep_revision(initiative)
    saved(opened(initiative), state="withdrawn", withdrawn_reason_en="It was never agreed.")
    saved(opened(initiative), state="published", summary_en="The two sign.", **TOMORROW)

    clock.move_to(TODAY + dt.timedelta(days=1))

    assert "The two sign." in page_of(initiative)
    assert Initiative.objects.get().ja_translates is None


def test_an_hour_that_was_taken_back_meanwhile_is_told(initiative):
    saved(opened(initiative), title_en="As it shall be", state="published", **TOMORROW)
    late = opened(initiative, by="bruno")
    saved(opened(initiative), state="draft", desk_note="Embargo!")
    late["acronym"] = "LATE"

    assert "Embargo!" in late.refused().select_one(".errorlist.nonfield").get_text()
    assert PendingEdit.objects.get().state == "draft"


def test_a_row_of_a_waiting_edit_is_mended_after_an_error_in_another_field(initiative):
    form = opened(initiative)
    form.add("participations", partner=str(PartnerFactory(name_en="RIKEN").pk), role="participant")
    saved(form, state="draft")
    form = opened(initiative)
    form["participations-1-role"], form["title_en"] = "host", ""
    page = form.refused()
    ParticipationFactory()  # somebody else's row takes the id
    for name in ("row_names", "participations-1-id"):
        form.data[name] = [page.select_one(f'[name="{name}"]')["value"]]

    saved(form, title_en="Mended")

    assert opened(initiative)["participations-1-role"] == "host"


def test_a_claim_that_was_judged_anew_meanwhile_keeps_its_new_verdict(initiative, clock):
    claim = ClaimFactory(says_en="It works.", verdict="unconfirmed", about=[InitiativeFactory(published=True)])
    form = opened(initiative)
    form.add("claim_abouts", says_en="It works.", verdict="unconfirmed")
    saved(form, state="published", **TOMORROW)
    type(claim).objects.update(verdict="contradicted")

    clock.move_to(dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC))
    page_of(initiative)

    claim.refresh_from_db()
    assert claim.verdict == "contradicted"
    assert claim in initiative.claims.all()


def test_a_source_that_the_record_got_meanwhile_keeps_its_facts(initiative, clock):
    """The edit and a merger both bring a source with the same key, or the same page under two keys."""
    form = opened(initiative)
    form.add("citations", url="https://edit.example/", title="Of the edit", kind="press")
    form.add("citations", url="https://both.example/", title="Of both", kind="press")
    form.add("milestones", date="2026", kind="launch", title_en="Launched", cites="2, 3")
    saved(form, state="published", **TOMORROW)
    key = PendingEdit.objects.get().document["sources"][1]["id"]
    theirs = CitationFactory(initiative=initiative, key=key, source__url="https://theirs.example/")
    both = CitationFactory(initiative=initiative, key="both", source__url="https://both.example/")
    MilestoneFactory(initiative=initiative, title_en="Theirs", citations=[theirs, both])

    clock.move_to(dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC))
    page_of(initiative)

    cited = {
        milestone.title_en: {citation.source.url for citation in milestone.citations.all()}
        for milestone in initiative.milestones.all()
    }
    assert cited["Theirs"] == {"https://theirs.example/", "https://both.example/"}
    assert cited["Launched"] == {"https://edit.example/", "https://both.example/"}


def test_a_busy_database_delays_an_edit_and_no_more(initiative, clock):
    saved(opened(initiative), title_en="As it shall be", state="published", **TOMORROW)
    clock.move_to(dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC))

    def busy(execute, sql, params, many, context):
        if sql.startswith("UPDATE"):
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(busy):
        publish_due()

    assert PendingEdit.objects.get().state == "published"
    assert "As it shall be" in page_of(initiative)


def test_a_draft_that_is_not_fit_at_its_hour_goes_back_to_review(clock):
    draft = InitiativeFactory(slug="one", in_review=True)
    milestone = MilestoneFactory(initiative=draft, citations=[CitationFactory(initiative=draft)])
    saved(opened(draft), state="published", **TOMORROW)
    milestone.citations.clear()

    clock.move_to(dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC))

    assert Client().get("/initiatives/one/").status_code == 404
    draft.refresh_from_db()
    assert draft.state == "review"
    assert "without a source" in opened(draft).page.select_one(".deskside").get_text()


def test_a_scheduled_draft_has_nothing_to_discard(clock):
    draft = InitiativeFactory(in_review=True)
    form = opened(draft)
    saved(form, state="published", **TOMORROW)

    assert form.client.post(form.address.replace("change/", "discard/")).status_code == 404
    assert PendingEdit.objects.exists()


def test_an_address_that_only_waited_is_free_again_and_one_that_waits_is_not(initiative):
    keep_revision(initiative)
    saved(opened(initiative), slug="two", state="draft")
    with pytest.raises(ValidationError, match="gives another record this address"):
        InitiativeFactory.build(slug="two").clean()

    saved(opened(initiative), slug="three", state="published")

    assert list(OldAddress.objects.values_list("slug", flat=True)) == ["one"]


def test_what_was_kept_after_the_hour_stays_the_latest(initiative, clock):
    keep_revision(initiative)
    saved(opened(initiative), title_en="As it shall be", state="published", **TOMORROW)
    clock.move_to(dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC))
    Initiative.objects.update(acronym="CMD")
    keep_revision(Initiative.objects.get(), note="a command")
    page_of(initiative)

    saved(opened(initiative), acronym="NEW")

    last = Revision.objects.order_by("id").last()
    assert [change.path for change in last.changes.all()] == ["acronym"]
    assert Initiative.objects.get().changed_at == dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC)


@pytest.mark.parametrize("odd", ['{"milestones": []}', '{"milestones": {"1": []}}', "[]", "7", "nonsense"])
def test_odd_memories_of_a_page_break_nothing(initiative, odd):
    form = opened(initiative)

    saved(form, row_names=odd, title_en="Saved")


# Amounts and dates


@pytest.mark.parametrize(
    ("base", "edited", "live", "carried"),
    [
        (
            {"amount": 100, "currency": "EUR"},
            {"amount": 200, "currency": "EUR"},
            {"amount": 100, "currency": "JPY"},
            {"amount": 200, "currency": "EUR"},
        ),
        (
            {"date": "2013-01-01", "precision": "year"},
            {"date": "2013-01-01", "precision": "month"},
            {"date": "2014-01-01", "precision": "year"},
            {"date": "2013-01-01", "precision": "month"},
        ),
        (["a", "b"], ["a", "b", "c"], ["b", "a"], ["b", "a", "c"]),
        (["a", "b"], ["b", "a"], ["a", "b", "c"], ["b", "a", "c"]),
        (["a", "b"], ["a"], ["a", "b", "c"], ["a", "c"]),
    ],
)
def test_an_edit_is_carried_over_without_inventing_facts(base, edited, live, carried):
    assert carried_over(base, edited, live) == carried


@pytest.fixture
def queries_of_form(admin_client) -> Callable[[int], int]:
    def count(rows: int) -> int:
        """Of a record with so many rows of each sort, beside which an edit of its title waits."""
        one = InitiativeFactory(published=True)
        for position in range(rows):
            cited = [CitationFactory(initiative=one)]
            for factory in (MilestoneFactory, OutcomeFactory, FundingFactory):
                factory(initiative=one, citations=cited, position=position)
            ParticipationFactory(initiative=one, position=position)
            IdentifierFactory(initiative=one, position=position)
            ClaimFactory(about=[one]).abouts.update(position=position)
        keep_pending(one, document_of(one) | {"title": "As it shall be"}, state="draft", by=None)
        with CaptureQueriesContext(connection) as captured:
            page = admin_client.get(f"/admin/initiatives/initiative/{one.pk}/change/").content.decode()
        assert "As it shall be" in page
        return len(captured)

    count(1)  # what is asked once a process is asked here
    return count


def test_the_form_of_a_waiting_edit_asks_as_often_for_thirty_rows_as_for_three(queries_of_form):
    assert queries_of_form(3) == queries_of_form(30)
