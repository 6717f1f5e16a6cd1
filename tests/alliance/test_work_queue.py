"""The newsroom's first page: what is to be done, each a count and a link to exactly those records."""

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone

from initiatives.models import Initiative
from publishing.admin import WorkAdmin
from publishing.dates import PartialDate
from publishing.documents import document_of
from publishing.pending import keep_pending
from tests.alliance.test_admin_queries import queries
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    CommentFactory,
    CorrectionFactory,
    FundingFactory,
    InitiativeFactory,
    MilestoneFactory,
    OutcomeFactory,
    days_from_now,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

TODAY = timezone.now().date()
LONG_AGO = days_from_now(-400)
KEYS = [
    f"{model._meta.model_name}:{task.name}"
    for model, model_admin in admin.site._registry.items()
    if isinstance(model_admin, WorkAdmin)
    for task in model_admin.work
]
DONE = {"summary_en": "A start.", "summary_ja": "始まり。", "last_checked": TODAY}


def day(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def person(role: str) -> Client:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def queue(client: Client, prefix: str = "") -> dict[str, Any]:
    """The links of the first page by their key, as `initiative:review`."""
    page = BeautifulSoup(client.get(f"{prefix}/admin/").content, "lxml")
    return {link["data-work"]: link for link in page.select("[data-work]")}


def counts(client: Client) -> dict[str, int]:
    return {key: int(link["data-count"]) for key, link in queue(client).items()}


def listed(client: Client, link: Any) -> list[str]:
    """What the list says that a link leads to: the titles in their order."""
    page = BeautifulSoup(client.get(link["href"]).content, "lxml")
    return [row.get_text() for row in page.select("#result_list .field-title_en, #result_list .field-title")]


def fact_without_source(factory):
    def make() -> None:
        initiative = InitiativeFactory(published=True, title_en="Wanted", **DONE)
        factory(initiative=initiative, citations=[CitationFactory(initiative=initiative)])
        factory(initiative=initiative)

    return make


def active(title: str, *milestones: tuple[str, PartialDate], **values: Any) -> Initiative:
    initiative = InitiativeFactory(published=True, title_en=title, **{**DONE, **values})
    citation = CitationFactory(initiative=initiative)
    for kind, date in milestones:
        MilestoneFactory(initiative=initiative, kind=kind, date=date, citations=[citation])
    return initiative


def initiative(**values: Any):
    return lambda: InitiativeFactory(**{"title_en": "Wanted", "published": True, **DONE, **values})


def article(**values: Any):
    return lambda: ArticleFactory(**{"title_en": "Wanted", "published": True, **values})


def gone_source() -> None:
    citation = CitationFactory(initiative__published=True, source__title="Wanted", source__gone_on=TODAY)
    Initiative.objects.filter(pk=citation.initiative_id).update(**DONE)
    CitationFactory(initiative__published=True, source__title="Not gone")
    CitationFactory(source__title="Cited by a draft only", source__gone_on=TODAY)


def silent_source() -> None:
    citation = CitationFactory(initiative__published=True, source__title="Wanted", source__failed_days=3)
    Initiative.objects.filter(pk=citation.initiative_id).update(**DONE)
    CitationFactory(initiative__published=True, source__title="Failed twice", source__failed_days=2)
    CitationFactory(source__title="Cited by a draft only", source__failed_days=3)


def source_that_is_back() -> None:
    back = {"source__gone_on": day(-9), "source__last_answered_at": timezone.now()}
    citation = CitationFactory(initiative__published=True, source__title="Wanted", **back)
    Initiative.objects.filter(pk=citation.initiative_id).update(**DONE)
    CitationFactory(source__title="Cited by a draft only", **back)


YESTERDAY, TOMORROW = PartialDate.of(day(-1)), PartialDate.of(day(1))
QUIET = {"changed_at": LONG_AGO, "publish_at": LONG_AGO}

# (key, makes a record that asks for it and is called “Wanted”)
ASKING = [
    ("initiative:review", initiative(published=False, in_review=True)),
    ("initiative:scheduled", initiative(published=False, scheduled=True)),
    ("initiative:drafts", initiative(published=False)),
    ("initiative:unsourced", fact_without_source(MilestoneFactory)),
    ("initiative:unsourced", fact_without_source(OutcomeFactory)),
    ("initiative:unsourced", fact_without_source(FundingFactory)),
    ("initiative:unchecked", initiative(last_checked=None)),
    ("initiative:unchecked", initiative(last_checked=day(-181))),
    ("initiative:overrun", initiative(end=YESTERDAY)),
    ("initiative:overrun", initiative(end=PartialDate(2020))),
    ("initiative:overrun", lambda: active("Wanted", ("deadline", YESTERDAY), last_checked=day(-2))),
    ("initiative:overrun", lambda: active("Wanted", ("completion", YESTERDAY), last_checked=None)),
    ("initiative:quiet", initiative(**QUIET)),
    ("initiative:quiet", lambda: active("Wanted", ("meeting", PartialDate(2019)), **QUIET)),
    ("initiative:untranslated", initiative(title_ja="")),
    ("initiative:untranslated", initiative(summary_ja="")),
    ("initiative:behind", initiative(ja_translates=TODAY)),
    ("initiative:summary", initiative(summary_en="")),
    ("source:dead", gone_source),
    ("source:silent", silent_source),
    ("source:back", source_that_is_back),
    ("correction:corrections", lambda: CorrectionFactory(about=InitiativeFactory(title_en="Wanted", published=True))),
    ("comment:comments", lambda: CommentFactory(text="Wanted")),
    ("article:review", article(published=False, in_review=True)),
    ("article:scheduled", article(published=False, scheduled=True)),
    ("article:drafts", article(published=False)),
    ("article:untranslated", article(title_ja="")),
    ("article:untranslated", article(body_ja="")),
    ("article:behind", article(ja_translates=TODAY)),
    ("article:summary", article(standfirst_en="")),
]


def test_every_task_is_tried():
    assert {key for key, _make in ASKING} == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_where_nothing_asks_for_it_the_count_is_zero_and_the_list_empty(admin_client, key):
    active("Well kept", ("meeting", PartialDate(2019)), end=TOMORROW)
    ArticleFactory(published=True)

    link = queue(admin_client)[key]

    assert link["data-count"] == "0"
    assert listed(admin_client, link) == []


@pytest.mark.parametrize(("key", "make"), ASKING)
def test_what_asks_for_it_is_counted_and_listed(admin_client, key, make):
    kept = InitiativeFactory(title_en="Well kept", published=True, **DONE)
    CorrectionFactory(about=kept, state="declined")
    CommentFactory(article=ArticleFactory(title_en="Well kept", published=True), state="spam")
    make()

    link = queue(admin_client)[key]

    assert link["data-count"] == "1"
    assert listed(admin_client, link) == ["Wanted"]


@pytest.mark.parametrize(
    ("key", "make"),
    [
        ("initiative:overrun", initiative(end=PartialDate(TODAY.year))),
        ("initiative:overrun", initiative(end=YESTERDAY, status="completed")),
        ("initiative:overrun", lambda: active("Not over", ("deadline", YESTERDAY), ("deadline", TOMORROW))),
        ("initiative:overrun", lambda: active("Not over", ("deadline", YESTERDAY), end=TOMORROW)),
        ("initiative:overrun", lambda: active("Checked since", ("deadline", YESTERDAY), last_checked=TODAY)),
        ("initiative:quiet", initiative(**QUIET, status="completed")),
        ("initiative:quiet", lambda: active("To come", ("meeting", PartialDate(TODAY.year + 2)), **QUIET)),
        ("initiative:quiet", lambda: active("Of late", ("meeting", YESTERDAY), **QUIET)),
        ("initiative:quiet", initiative(changed_at=days_from_now(-2), publish_at=LONG_AGO)),
        ("initiative:unchecked", initiative(published=False, last_checked=None)),
        ("initiative:unchecked", initiative(last_checked=day(-179))),
        ("initiative:untranslated", initiative(withdrawn=True, published=False, title_ja="")),
        ("article:untranslated", article(withdrawn=True, published=False, title_ja="")),
        ("article:scheduled", article()),
    ],
)
def test_what_does_not_ask_for_it(admin_client, key, make):
    make()

    assert counts(admin_client)[key] == 0


def test_the_days_are_settings(admin_client, settings):
    InitiativeFactory(published=True, last_checked=day(-20), publish_at=days_from_now(-30))
    Initiative.objects.update(changed_at=days_from_now(-30))
    settings.CHECK_AFTER_DAYS, settings.QUIET_AFTER_DAYS = 10, 15

    now = counts(admin_client)

    assert (now["initiative:unchecked"], now["initiative:quiet"]) == (1, 1)


def test_what_is_scheduled_stands_soonest_first_and_says_when(admin_client):
    for title, days in (("Later", 9), ("Soon", 2), ("Last", 30)):
        InitiativeFactory(title_en=title, scheduled=True, publish_at=days_from_now(days))
        Initiative.objects.filter(title_en=title).update(changed_at=days_from_now(-days))

    assert listed(admin_client, queue(admin_client)["initiative:scheduled"]) == ["Soon", "Later", "Last"]
    said = BeautifulSoup(admin_client.get("/admin/").content, "lxml").select_one(".task__next").get_text()
    assert str(days_from_now(2).year) in said
    page = BeautifulSoup(admin_client.get("/admin/initiatives/initiative/?work=scheduled").content, "lxml")
    assert page.select_one("th.sorted.ascending.column-goes_live")


def test_checking_all_that_is_due_empties_the_list(admin_client):
    InitiativeFactory.create_batch(120, published=True)  # more than a page of the list
    link = queue(admin_client)["initiative:unchecked"]
    first = Initiative.objects.first()

    admin_client.post(
        link["href"], {"action": "mark_checked", "select_across": "1", "_selected_action": [str(first.pk)]}
    )

    assert set(Initiative.objects.values_list("last_checked", flat=True)) == {TODAY}
    assert counts(admin_client)["initiative:unchecked"] == 0
    assert listed(admin_client, link) == []


def test_a_task_that_does_not_exist_is_no_page_of_errors(admin_client):
    response = admin_client.get("/admin/initiatives/initiative/?work=nope")

    assert response.status_code == 302
    assert response["Location"].endswith("?e=1")


def test_the_counts_beside_the_filter_are_those_of_the_queue(admin_client):
    InitiativeFactory.create_batch(3, in_review=True)

    page = admin_client.get("/admin/initiatives/initiative/?_facets=True").content.decode()

    assert "Waiting for review (3)" in page


def test_the_queue_asks_as_often_for_thirty_records_as_for_three(admin_client):
    for _row in range(3):
        fact_without_source(MilestoneFactory)()
        gone_source()
    few = queries(admin_client, "/admin/")

    for _row in range(27):
        fact_without_source(MilestoneFactory)()
        gone_source()

    assert queries(admin_client, "/admin/") == few


# Who sees what


def test_an_author_sees_their_own_drafts_and_nothing_of_others():
    author = person("author")
    own = User.objects.get(username="author")
    InitiativeFactory(title_en="Mine", created_by=own, title_ja="", summary_en="")
    InitiativeFactory(title_en="Mine and public", created_by=own, title_ja="", published=True)
    InitiativeFactory(title_en="Of another", title_ja="")
    gone_source()

    links = queue(author)

    assert {key for key, link in links.items() if link["data-count"] != "0"} == {
        "initiative:drafts",
        "initiative:untranslated",
        "initiative:summary",
    }
    assert listed(author, links["initiative:drafts"]) == ["Mine"]
    assert listed(author, links["initiative:untranslated"]) == ["Mine"]
    assert "source:dead" not in links


@pytest.mark.parametrize("role", ["editor", "administrator", "one who looks"])
def test_who_edits_and_who_only_looks_sees_all(role):
    looks, _created = Group.objects.get_or_create(name="one who looks")
    looks.permissions.set(Permission.objects.filter(codename__startswith="view_"))
    InitiativeFactory(in_review=True)
    gone_source()

    now = counts(person(role))

    assert set(now) == set(KEYS)
    assert (now["initiative:review"], now["source:dead"]) == (1, 1)


def test_a_moderator_sees_what_readers_sent():
    CommentFactory.create_batch(2)
    CorrectionFactory()

    assert counts(person("moderator")) == {"comment:comments": 2, "correction:corrections": 1}


def test_who_may_see_nothing_has_no_queue(client):
    client.force_login(User.objects.create_user("nobody", is_staff=True))

    page = BeautifulSoup(client.get("/admin/").content, "lxml")

    assert page.select(".desk, [data-work]") == []


# The real record


@pytest.mark.usefixtures("record")
class TestRecord:
    @pytest.mark.parametrize("key", KEYS)
    def test_each_count_is_that_of_its_list(self, admin_client, key):
        link = queue(admin_client)[key]

        page = BeautifulSoup(admin_client.get(f"{link['href']}&all=").content, "lxml")

        assert len(page.select("#result_list tbody tr")) == int(link["data-count"])

    def test_nothing_public_is_without_a_source(self, admin_client):
        assert counts(admin_client)["initiative:unsourced"] == 0


@pytest.mark.parametrize(
    ("waits", "task"),
    [
        ({"state": "draft"}, "drafts"),
        ({"state": "review"}, "review"),
        ({"state": "published", "publish_at": days_from_now(3)}, "scheduled"),
    ],
)
def test_an_edit_that_waits_beside_something_public_is_work(admin_client, waits, task):
    initiative = InitiativeFactory(published=True, title_en="Public")
    InitiativeFactory(published=True)
    assert listed(admin_client, queue(admin_client)[f"initiative:{task}"]) == []

    keep_pending(initiative, document_of(initiative), by=None, **waits)

    assert listed(admin_client, queue(admin_client)[f"initiative:{task}"]) == ["Public"]


def test_the_soonest_is_said_by_both_clocks(admin_client):
    initiative = InitiativeFactory(published=True)
    hour = dt.datetime(2099, 12, 2, 0, tzinfo=dt.UTC)
    keep_pending(initiative, document_of(initiative), by=None, state="published", publish_at=hour)

    said = BeautifulSoup(admin_client.get("/admin/").content, "lxml").select_one(".task__next").get_text()

    assert "2 Dec 2099, 01:00 Brussels time / 2 Dec 2099, 09:00 Tokyo time" in said
