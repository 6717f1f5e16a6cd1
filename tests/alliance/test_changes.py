"""Every published change explains itself: on /changes/ if it is major, in the record's history in any case."""

import pytest

from initiatives.models import Initiative
from publishing.actions import keep_revision, keep_withdrawal
from publishing.models import Change, Revision
from tests.factories import (
    CitationFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
    ThemeFactory,
    days_from_now,
)
from tests.initiatives.test_admin import Form
from tests.search.indexing import index_everything

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def initiative() -> Initiative:
    initiative = InitiativeFactory(published=True, slug="clock", title_en="Clock", title_ja="時計", status="active")
    keep_revision(initiative, at=days_from_now(-1))
    return initiative


def change(initiative: Initiative, *, note: str = "They said so.", is_major: bool = True, **columns) -> Revision | None:
    for name, value in columns.items():
        setattr(initiative, name, value)
    initiative.save()
    return keep_revision(initiative, note=note, is_major=is_major)


def form_of(admin_client, initiative) -> Form:
    return Form(admin_client, f"/admin/initiatives/initiative/{initiative.pk}/change/")


@pytest.mark.parametrize(
    ("prefix", "words"), [("", ["Clock", "Status", "active", "completed"]), ("/ja", ["時計", "状況", "継続中", "終了"])]
)
def test_a_major_change_is_listed_with_note_and_fields(visit, initiative, prefix, words):
    change(initiative, status="completed")

    entry = visit(f"{prefix}/changes/").select_one(".change").get_text(" ", strip=True)

    assert "They said so." in entry
    assert [word for word in words if word not in entry] == []


def test_a_minor_change_stays_in_the_records_history(visit, initiative):
    change(initiative, summary_en="Better words.", note="A slip.", is_major=False)

    assert "A slip." not in visit("/changes/").get_text()
    history = visit("/initiatives/clock/").select_one(".changes").get_text(" ", strip=True)
    assert "A slip." in history
    assert "Better words." in history


def test_the_history_begins_with_the_first_publication(visit, initiative):
    entries = visit("/initiatives/clock/").select(".changes .change")

    assert len(entries) == 1
    assert "New record" in entries[0].get_text()


def test_rows_are_told_by_their_names_in_the_readers_language(visit, initiative):
    partner = PartnerFactory(name_en="RIKEN", name_ja="理化学研究所")
    ParticipationFactory(initiative=initiative, partner=partner)
    MilestoneFactory(initiative=initiative, title_en="Signed", title_ja="署名")
    change(initiative)

    english = visit("/changes/").select_one(".change").get_text(" ", strip=True)
    japanese = visit("/ja/changes/").select_one(".change").get_text(" ", strip=True)

    assert "RIKEN" in english
    assert "17 May 2013: Signed" in english
    assert "理化学研究所" in japanese
    assert "2013年5月17日：署名" in japanese


def test_a_longer_text_is_compared_word_by_word(visit, initiative):
    words = "The council is the ministerial meeting that runs the partnership and has met in {} and in Brussels."
    change(initiative, summary_en=words.format("Tokyo"))
    change(initiative, summary_en=words.format("Osaka"))

    entry = visit("/changes/").select_one(".change__fields")

    assert [deleted.get_text() for deleted in entry.select("del")] == ["Tokyo"]
    assert [inserted.get_text() for inserted in entry.select("ins")] == ["Osaka"]
    assert "has met in TokyoOsaka and in Brussels." in entry.get_text()


def test_a_partner_that_left_is_told_though_it_takes_part_in_nothing_else(visit, initiative):
    part = ParticipationFactory(initiative=initiative, partner__name_en="RIKEN")
    change(initiative)
    part.delete()
    change(initiative, note="It left.")

    assert "RIKEN" in visit("/changes/").select_one(".change del").get_text()


def test_kinds_and_days_filter_the_list(visit, initiative):
    change(initiative, status="completed")

    def total(query: str) -> int:
        return int(visit(f"/changes/?{query}").select_one("#result-count")["data-total"])

    assert total("kind=status") == 1
    assert total("kind=milestone") == 0
    assert total("since=2999") == 0
    assert total("since=2020") == 2


def test_a_reference_to_a_draft_is_told_to_nobody(visit, initiative):
    draft = InitiativeFactory(slug="zyxomma", title_en="Zyxomma")
    initiative.related.add(draft)
    change(initiative, status="completed")

    assert "zyxomma" not in str(visit("/changes/")).lower()
    assert "zyxomma" not in str(visit("/initiatives/clock/")).lower()


@pytest.mark.parametrize("state", ["draft", "review", "withdrawn"])
def test_the_changes_of_what_is_not_public_are_not_listed(visit, initiative, state):
    change(initiative, status="completed")
    Initiative.objects.filter(pk=initiative.pk).update(
        state=state, withdrawn_at=days_from_now(0), withdrawn_reason_en="A mistake."
    )

    assert not visit("/changes/").select(".change")


def test_a_check_is_no_change(initiative, admin_client):
    admin_client.post(f"/admin/initiatives/initiative/{initiative.pk}/checked/")

    assert Change.objects.exclude(kind="new").count() == 0


def test_changing_what_is_public_takes_a_note(admin_client, initiative):
    form = form_of(admin_client, initiative)
    form["status"], form["change_note"] = "completed", ""

    refused = form.refused()

    assert "tell readers what you changed" in refused.select_one(".field-change_note .errorlist, .errorlist").get_text()
    assert refused.select_one("#id_status option[selected]")["value"] == "completed"
    assert Initiative.objects.get().status == "active"


def test_a_draft_needs_no_note(admin_client):
    form = form_of(admin_client, InitiativeFactory())
    form["change_note"], form["status"] = "", "completed"

    form.save()

    assert Initiative.objects.get().status == "completed"
    assert not Revision.objects.exists()


def test_what_the_editor_says_stands_in_the_list(admin_client, visit, initiative):
    CitationFactory(initiative=initiative)
    form = form_of(admin_client, initiative)
    form["status"], form["change_note"], form["is_major"] = "completed", "The council ended it.", "on"
    form.save()

    revision = Revision.objects.last()
    assert (revision.note, revision.is_major) == ("The council ended it.", True)
    assert "The council ended it." in visit("/changes/").get_text()


def test_a_withdrawal_is_kept_in_the_history(admin_client, initiative):
    form = form_of(admin_client, initiative)
    form["state"], form["withdrawn_reason_en"] = "withdrawn", "It was never agreed."
    form.save()

    assert Change.objects.last().kind == "withdrawn"
    assert Revision.objects.last().note == "It was never agreed."


def withdraw(admin_client, initiative) -> None:
    form = form_of(admin_client, initiative)
    form["state"] = "withdrawn"
    form["withdrawn_reason_en"], form["withdrawn_reason_ja"] = "It was never agreed.", "合意はありませんでした。"
    form.save()


@pytest.mark.parametrize(("prefix", "reason"), [("", "It was never agreed."), ("/ja", "合意はありませんでした。")])
@pytest.mark.parametrize(
    "path", ["changes/", "changes/?since=2020", "changes/feed.rss", "changes/export.csv", "api/v1/changes/"]
)
def test_a_withdrawal_is_told_with_its_reason_and_nothing_that_the_record_said(
    admin_client, client, initiative, prefix, reason, path
):
    change(initiative, status="completed")
    withdraw(admin_client, initiative)

    found = client.get(f"{prefix}/{path}").getvalue().decode()

    assert reason in found
    assert f"{prefix}/initiatives/clock/" in found
    assert [word for word in ("Clock", "時計", "They said so.") if word in found] == []


def test_a_withdrawal_is_one_entry_that_leads_to_the_address_that_is_gone(admin_client, client, visit, initiative):
    change(initiative, status="completed")
    withdraw(admin_client, initiative)

    (entry,) = visit("/changes/?kind=withdrawn").select(".change")
    (told,) = client.get("/changes/feed.json?events=withdrawn").json()["items"]
    (item,) = client.get("/api/v1/changes/").json()["items"]

    assert "A record was withdrawn (initiative)" in entry.get_text()
    assert client.get(entry.a["href"]).status_code == 410
    assert told["title"] == "A record was withdrawn (initiative)"
    assert told["url"].endswith("/initiatives/clock/")
    assert (item["record"], item["note"]) == ("initiative", "It was never agreed.")
    assert item["changes"] == [{"kind": "withdrawn", "field": "withdrawn"}]


@pytest.mark.parametrize("query", ["", "?since=2020-01-01&until=2020-12-31"])
def test_while_nothing_has_changed_the_list_says_so_under_any_filter(visit, query):
    loaded = InitiativeFactory(published=True, slug="loaded")
    keep_revision(loaded, origin=Revision.Origin.DATASET)

    said = visit(f"/changes/{query}").select_one(".empty").get_text(" ", strip=True)
    history = visit("/initiatives/loaded/").select_one(".changes").get_text()

    assert said.startswith("No major change has been made since the record began.")
    assert "New record" in history


def test_once_something_has_changed_an_empty_list_names_its_filters(visit, initiative):
    said = visit("/changes/?until=2020-12-31").select_one(".empty").get_text(" ", strip=True)

    assert said.startswith("Nothing in the record matches all of these filters.")


@pytest.mark.parametrize("query", ["theme=shared", "status=active", "q=Clock"])
def test_a_withdrawal_is_under_no_filter_of_records(admin_client, client, initiative, query):
    initiative.themes.add(ThemeFactory(slug="shared"))
    InitiativeFactory(published=True, status="active", title_en="Clock tower", themes=initiative.themes.all())
    withdraw(admin_client, initiative)
    index_everything()

    assert client.get("/api/v1/changes/").json()["total"] == 1
    assert client.get(f"/api/v1/changes/?{query}").json()["total"] == 0


def test_a_record_that_is_published_again_shows_all_of_its_changes(admin_client, visit, initiative):
    CitationFactory(initiative=initiative)
    withdraw(admin_client, initiative)
    form = form_of(admin_client, initiative)
    form["state"], form["change_note"] = "published", "It was agreed after all."
    form.save()

    entries = [entry.get_text(" ", strip=True) for entry in visit("/changes/").select(".change")]

    assert len(entries) == 3
    assert all("Clock" in entry for entry in entries)
    assert "A record was withdrawn" not in " ".join(entries)


def test_of_a_record_that_was_withdrawn_twice_the_last_time_is_told(admin_client, visit, initiative):
    CitationFactory(initiative=initiative)
    for _ in range(2):
        withdraw(admin_client, initiative)
        form = form_of(admin_client, initiative)
        form["state"], form["change_note"] = "published", "It was agreed after all."
        form.save()
    withdraw(admin_client, initiative)

    assert len(visit("/changes/").select(".change")) == 1


def test_the_withdrawal_of_what_was_only_scheduled_is_not_told(admin_client, visit):
    scheduled = InitiativeFactory(scheduled=True, slug="clock")
    keep_revision(scheduled, origin="dataset")
    form = form_of(admin_client, scheduled)
    form["state"], form["publish_at_0"], form["withdrawn_reason_en"] = "withdrawn", "", "It was never agreed."
    form["publish_at_1"] = ""
    form.save()

    assert Initiative.objects.get().state == "withdrawn"
    assert not visit("/changes/").select(".change")


def test_withdrawals_cost_as_much_for_thirty_as_for_three(client, django_assert_max_num_queries):
    def queries(number: int) -> int:
        for _ in range(number):
            one = InitiativeFactory(published=True)
            keep_revision(one)
            one.state, one.withdrawn_reason_en = "withdrawn", "A mistake."
            one.save()
            keep_withdrawal(one)
        with django_assert_max_num_queries(60) as counted:
            assert client.get("/changes/?per_page=48").content.count(b"A mistake.") == Initiative.objects.count()
        return len(counted)

    assert queries(3) == queries(27)


def test_a_record_nobody_saw_has_no_withdrawal():
    keep_withdrawal(InitiativeFactory(withdrawn=True))

    assert not Revision.objects.exists()


def test_the_list_costs_as_much_for_thirty_changes_as_for_three(client, django_assert_max_num_queries):
    def queries(number: int) -> int:
        for _ in range(number):
            keep_revision(InitiativeFactory(published=True))
        with django_assert_max_num_queries(60) as counted:
            client.get("/changes/?per_page=48")
        return len(counted)

    assert queries(3) == queries(27)
