"""The newsroom as an editor uses it: a page is opened, fields are changed, the form is sent."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatives.models import Claim, Initiative, Milestone, Source
from publishing.actions import keep_publication
from publishing.dates import PartialDate
from publishing.models import Revision
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
    SourceFactory,
    ThemeFactory,
    days_from_now,
)

# Django's own admin templates read variables that are not there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


# How an editor acts


class Form:
    """An admin form as a browser has it: filled with what its page shows, until somebody types."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        response = client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        self.page = BeautifulSoup(response.content, "lxml")
        self.data: dict[str, list[str]] = {}
        for control in self.page.select("#content-main form [name]"):
            if (values := values_of(control)) is not None:
                self.data.setdefault(control["name"], []).extend(values)
        if "change_note" in self.data:
            self.data["change_note"] = ["Said in a press release."]
        self.controls = controls_of(self.page)
        if "is_current" in self.controls:
            self.data["is_current"] = ["on"]

    def __getitem__(self, name: str) -> str:
        (value,) = self.data[name]
        return value

    def __setitem__(self, name: str, value: str | list[str]) -> None:
        assert name in self.controls or name in self.data, f"the page has no field {name}"
        self.data[name] = value if isinstance(value, list) else [value]

    def add(self, rows: str, **values: str) -> int:
        """A row below the others, filled in; gives its place from 0."""
        place = int(self[f"{rows}-TOTAL_FORMS"])
        self[f"{rows}-TOTAL_FORMS"] = str(place + 1)
        for name in [name for name in self.data if name.startswith(f"{rows}-__prefix__-")]:
            self.data[name.replace("__prefix__", str(place))] = self.data[name]
        for name, value in values.items():
            self[f"{rows}-{place}-{name}"] = value
        return place

    def remove(self, rows: str, place: int) -> None:
        self.data[f"{rows}-{place}-DELETE"] = ["on"]

    def save(self) -> None:
        response = self._send()
        assert response.status_code == 302, errors(BeautifulSoup(response.content, "lxml"))

    def refused(self) -> BeautifulSoup:
        """The page that says what is wrong."""
        response = self._send()
        assert response.status_code == 200, "it was saved"
        return BeautifulSoup(response.content, "lxml")

    def insist(self) -> None:
        """Save, and save again where the page only doubts."""
        page = self.refused()
        self.data["doubts"] = [page.select_one('[name="doubts"]')["value"]]
        self.save()

    def saved(self) -> bool:
        """Save, if the page lets them."""
        return self._send().status_code == 302

    def save_all_the_same(self) -> None:
        """Save, whether the page doubts or not."""
        if not self.saved():
            self.insist()

    def _send(self):
        sent = {name: values for name, values in self.data.items() if "__prefix__" not in name}
        return self.client.post(self.address, {**sent, "_save": ["Save"]})


def controls_of(page: BeautifulSoup) -> dict[str, Tag]:
    """By name, the first of each: to search a large page for every name anew takes longer than to make it."""
    controls: dict[str, Tag] = {}
    for control in page.select("[name]"):
        controls.setdefault(control["name"], control)
    return controls


def values_of(control: Tag) -> list[str] | None:
    """What a browser sends of a control; None where it sends nothing."""
    if control.name == "select":
        chosen = control.select("option[selected]")
        if not chosen and not control.has_attr("multiple"):
            chosen = control.select("option")[:1]
        return [option.get("value", "") for option in chosen]
    if control.name == "textarea":
        text = control.get_text().removeprefix("\n").replace("\r\n", "\n")
        return [text.replace("\n", "\r\n")]
    if control.get("type") in ("submit", "file", "button"):
        return None
    if control.get("type") in ("checkbox", "radio"):
        return [control.get("value", "on")] if control.has_attr("checked") else None
    return [control.get("value", "")]


def errors(page: BeautifulSoup, place: str = "") -> str:
    """The words of the errors in a part of the page."""
    return " ".join(item.get_text(" ", strip=True) for item in page.select(f"{place} .errorlist, {place} .errornote"))


def value(control: Tag) -> str:
    values = values_of(control)
    return values[0] if values else ""


def address_of(record, act: str = "change") -> str:
    return reverse(f"admin:initiatives_{record._meta.model_name}_{act}", args=[record.pk])


def revisions_of(initiative: Initiative) -> list[dict]:
    return [revision.document for revision in Revision.objects.filter(record=initiative.public_id)]


def staff(*permissions: str) -> Client:
    """Logged in with these permissions: parts of their names, as `change_initiative`."""
    user = User.objects.create_user(f"editor-{User.objects.count()}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor() -> Client:
    """May see, add, change and delete everything, and is no administrator."""
    of_the_record = Permission.objects.filter(content_type__app_label__in=["initiatives", "articles"])
    return staff(*of_the_record.values_list("codename", flat=True))


@pytest.fixture
def open_form(editor) -> Callable[[Initiative], Form]:
    return lambda initiative: Form(editor, address_of(initiative))


@pytest.fixture
def one() -> Initiative:
    """A public initiative with two sources and a milestone that rests on the second."""
    one = InitiativeFactory(slug="one", published=True, changed_at=days_from_now(-9))
    for number in (1, 2):
        CitationFactory(initiative=one, source__title=f"Source {number}", source__url=f"https://a.example/{number}")
    MilestoneFactory(initiative=one, title_en="Signed", citations=[one.citations.last()])
    return one


def list_of(model: type) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


# A whole initiative on one page


def test_a_form_that_is_sent_as_it_was_opened_changes_nothing(open_form, one):
    Initiative.objects.filter(pk=one.pk).update(summary_en="In two\nlines.", start=PartialDate(2013, 5))
    cited = [one.citations.last()]
    MilestoneFactory(
        initiative=one, date=PartialDate(2014), note_en="One.\n\nTwo.", note_ja="一。\n二。", citations=cited
    )
    ParticipationFactory(initiative=one, amount=5, currency="JPY")
    OutcomeFactory(initiative=one, citations=[one.citations.first()])
    FundingFactory(initiative=one, citations=[one.citations.first()])
    IdentifierFactory(initiative=one)
    ClaimFactory(about=[one])
    open_form(one).save()
    (before,) = revisions_of(one)

    open_form(one).save()

    assert revisions_of(one) == [before]
    assert before["milestones"][0]["sources"] == ["s2"]
    assert before["summary"] == "In two\nlines."


def test_an_initiative_with_its_source_and_milestone_is_written_at_once(editor):
    theme, partner = ThemeFactory(), PartnerFactory(slug="riken")
    form = Form(editor, reverse("admin:initiatives_initiative_add"))

    form["title_en"], form["slug"], form["state"] = "Quantum", "quantum", "published"
    form["title_ja"], form["summary_en"], form["summary_ja"] = "量子", "What it is.", "概要。"
    form["kind"], form["status"], form["themes"] = "agreement", "active", [str(theme.pk)]
    form["participations-0-partner"] = str(partner.pk)
    form["citations-0-url"], form["citations-0-title"] = "https://a.example/1", "発表"
    form["milestones-0-date"], form["milestones-0-kind"] = "17 May 2013", "signing"
    form["milestones-0-title_en"], form["milestones-0-cites"] = "Signed", "1"
    form.save()

    quantum = Initiative.objects.get()
    milestone = quantum.milestones.get()
    assert milestone.date == PartialDate(2013, 5, 17)
    assert [citation.source.url for citation in milestone.citations.all()] == ["https://a.example/1"]
    assert quantum.participations.get().partner == partner
    assert len(revisions_of(quantum)) == 1
    assert Client().get("/initiatives/quantum/").status_code == 200


def test_rows_that_were_left_empty_on_the_add_page_are_no_rows(editor):
    theme = ThemeFactory()
    form = Form(editor, reverse("admin:initiatives_initiative_add"))
    assert int(form["milestones-TOTAL_FORMS"]) > 1

    form["title_en"], form["slug"], form["themes"] = "Quantum", "quantum", [str(theme.pk)]
    form["kind"], form["status"] = "agreement", "active"
    form.save()

    quantum = Initiative.objects.get()
    for rows in ("milestones", "citations", "participations", "outcomes", "funding", "claim_abouts", "identifiers"):
        assert not getattr(quantum, rows).exists(), rows


# Shared sources and claims


def test_a_new_row_with_a_known_address_leaves_the_source_as_it_is_and_fills_its_blanks(open_form, one):
    known = SourceFactory(url="https://known.example/", title="Known title", publisher="", kind="press")

    form = open_form(one)
    form.add("citations", url=known.url, title="Typed title", publisher="Typed publisher", kind="academic")
    form.insist()

    known.refresh_from_db()
    assert (known.title, known.publisher, known.kind) == ("Known title", "Typed publisher", "press")
    assert one.citations.last().source == known


def test_a_new_row_with_known_words_leaves_the_claim_as_it_is_and_fills_its_blanks(open_form, one):
    known = ClaimFactory(says_en="It works already.", says_ja="", verdict="confirmed", note_en="Shown in 2024.")

    form = open_form(one)
    form.add(
        "claim_abouts", says_en="It works already.", says_ja="もう動く。", verdict="contradicted", note_en="Typed."
    )
    form.save()

    known.refresh_from_db()
    assert (known.says_ja, known.verdict, known.note_en) == ("もう動く。", "confirmed", "Shown in 2024.")
    assert one.claims.get() == known


def test_a_known_claim_in_several_lines_is_known(open_form, one):
    says = "It works already, in two places and for everybody.\nNobody has shown it."
    known = ClaimFactory(says_en=says, verdict="confirmed")

    form = open_form(one)
    form.add("claim_abouts", says_en=says.replace("\n", "\r\n"), verdict="partly")
    form.save()

    assert one.claims.get() == known


def test_filling_a_blank_of_a_shared_source_keeps_a_revision_of_the_others_that_cite_it(open_form, one):
    other = InitiativeFactory(published=True)
    known = CitationFactory(initiative=other, source__publisher="").source
    keep_publication(other, by=None)

    form = open_form(one)
    form.add("citations", url=known.url, title=known.title, publisher="Typed publisher")
    form.save()

    assert revisions_of(other)[-1]["sources"][0]["publisher"] == "Typed publisher"


def test_changing_a_row_changes_the_shared_source_and_keeps_a_revision_of_the_others_that_cite_it(open_form, one):
    shared = one.citations.first().source
    other = InitiativeFactory(published=True, changed_at=days_from_now(-5))
    draft = InitiativeFactory()
    for initiative in (other, draft):
        CitationFactory(initiative=initiative, source=shared)
    keep_publication(other, by=None, at=days_from_now(-5))
    untouched = InitiativeFactory(published=True, changed_at=days_from_now(-5))

    form = open_form(one)
    form["citations-0-title"] = "Corrected title"
    form.save()

    shared.refresh_from_db()
    assert shared.title == "Corrected title"
    for initiative in (one, other):
        assert revisions_of(initiative)[-1]["sources"][0]["title"] == "Corrected title"
        assert Initiative.objects.get(pk=initiative.pk).changed_at > days_from_now(-1)
    assert revisions_of(draft) == revisions_of(untouched) == []


def test_publishing_asks_as_often_where_thirty_records_share_its_sources_and_claims_as_where_three_do(open_form, one):
    source, claim = one.citations.first().source, ClaimFactory(about=[one])

    def share(records: int) -> None:
        for _place in range(records):
            other = InitiativeFactory(published=True)
            CitationFactory(initiative=other, source=source)
            claim.abouts.create(initiative=other)
            keep_publication(other, by=None)

    def publish(title: str) -> int:
        form = open_form(one)
        form["title_en"] = title
        with CaptureQueriesContext(connection) as captured:
            form.save()
        return len(captured)

    share(3)
    publish("What is asked once a process is asked here")
    few = publish("Shared with three")
    share(27)

    assert publish("Shared with thirty") == few


def test_changing_the_words_of_a_claim_changes_it_everywhere_and_keeps_its_key(open_form, one):
    other = InitiativeFactory(published=True)
    claim = ClaimFactory(about=[one, other], says_en="It works.")
    key = claim.key
    keep_publication(other, by=None)

    form = open_form(one)
    form["claim_abouts-0-says_en"], form["claim_abouts-0-verdict"] = "It works now.", "contradicted"
    form.save()

    claim.refresh_from_db()
    assert (claim.says_en, claim.verdict, claim.key) == ("It works now.", "contradicted", key)
    for initiative in (one, other):
        assert revisions_of(initiative)[-1]["claims"][0]["says"] == "It works now."


def test_another_address_in_a_row_is_another_source_and_leaves_the_old_one_as_it_was(open_form, one):
    old = one.citations.first().source
    other = CitationFactory(source=old, initiative__published=True).initiative

    form = open_form(one)
    form["citations-0-url"], form["citations-0-title"] = "https://new.example/", "New page"
    form.save()

    old.refresh_from_db()
    assert (old.url, old.title) == ("https://a.example/1", "Source 1")
    assert other.citations.get().source == old
    assert [c.source.title for c in one.citations.all()] == ["New page", "Source 2"]


def test_a_known_address_in_a_row_is_the_known_source_as_it_is(open_form, one):
    known = SourceFactory(url="https://known.example/", title="Known title")

    form = open_form(one)
    form["citations-0-url"] = known.url
    form.save()

    assert one.citations.first().source == known
    assert set(Source.objects.values_list("title", flat=True)) == {"Known title", "Source 1", "Source 2"}


def test_a_source_that_goes_takes_its_number_along(open_form, one):
    form = open_form(one)
    form.remove("citations", 0)
    form["milestones-0-cites"] = "2"
    form.save()

    citation = one.citations.get()
    assert (citation.number, citation.source.title) == (1, "Source 2")
    assert list(Milestone.objects.get().citations.all()) == [citation]


def test_a_source_may_go_together_with_what_rests_on_it(open_form, one):
    form = open_form(one)
    form.remove("citations", 1)
    form.remove("milestones", 0)
    form.save()

    assert one.citations.count() == 1
    assert not Milestone.objects.exists()


# Refusing


def remove_a_cited_source(form: Form) -> None:
    form.remove("citations", 1)


def cite_an_unknown_number(form: Form) -> None:
    form["milestones-0-cites"] = "1, 7"


def cite_no_number(form: Form) -> None:
    form["milestones-0-cites"] = "first"


def cite_a_power(form: Form) -> None:
    form["milestones-0-cites"] = "1²"


def name_an_address_twice(form: Form) -> None:
    form.add("citations", url="https://a.example/1", title="Again")


def exchange_addresses(form: Form) -> None:
    form["citations-0-url"], form["citations-1-url"] = form["citations-1-url"], form["citations-0-url"]


def make_a_claim_twice(form: Form) -> None:
    for _time in range(2):
        form.add("claim_abouts", says_en="It works.", verdict="partly")


def end_before_the_start(form: Form) -> None:
    form["start"], form["end"] = "May 2013", "2012"


def spend_nothing(form: Form) -> None:
    form.add("funding", amount="0", currency="EUR", what_en="Nothing")


def contribute_nothing(form: Form) -> None:
    form.add("participations", partner=str(PartnerFactory().pk), amount="0", currency="EUR")


def name_a_time_without_its_zone(form: Form) -> None:
    form["milestones-0-time"] = "17:00"


@pytest.mark.parametrize(
    ("spoil", "place", "named"),
    [
        (remove_a_cited_source, "#milestones-0 .field-cites", "no source 2"),
        (cite_an_unknown_number, "#milestones-0 .field-cites", "no source 7"),
        (cite_no_number, "#milestones-0 .field-cites", "1, 3"),
        (cite_a_power, "#milestones-0 .field-cites", "1, 3"),
        (name_an_address_twice, "#citations-2 .field-url", "source 1 already"),
        (exchange_addresses, "#citations-1 .field-url", "already"),
        (make_a_claim_twice, "#claim_abouts-1 .field-says_en", "already"),
        (end_before_the_start, "fieldset .field-end", "before the start"),
        (spend_nothing, "#funding-0 .field-amount", "0.01"),
        (contribute_nothing, "#participations-0 .field-amount", "0.01"),
        (name_a_time_without_its_zone, "#milestones-0", "time zone"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_stays_as_typed(open_form, one, spoil, place, named):
    form = open_form(one)
    spoil(form)
    form["title_en"], form["milestones-0-title_en"] = "A new title", "Signed at last"

    page = form.refused()

    assert named in errors(page, place), errors(page)
    controls = controls_of(page)
    for name, values in form.data.items():
        if len(values) == 1 and controls[name].get("type") not in ("hidden", "checkbox"):
            assert value(controls[name]) == values[0], name
    one.refresh_from_db()
    assert one.title_en != "A new title"
    assert one.citations.count() == 2
    assert revisions_of(one) == []


def test_a_source_without_a_title_is_refused_beside_its_title(open_form, one):
    form = open_form(one)
    form.add("citations", url="https://new.example/")

    assert "required" in errors(form.refused(), "#citations-2 .field-title")


# Who may do what


@pytest.mark.parametrize(
    "also",
    [
        [],
        ["change_milestone", "add_milestone", "delete_milestone"],
        ["view_citation"],
        ["view_citation", "change_milestone", "add_milestone"],
        ["add_citation", "change_milestone"],
    ],
)
def test_who_may_not_change_sources_can_save_the_rest(one, also):
    client = staff("view_initiative", "change_initiative", "publish_initiative", *also)

    form = Form(client, address_of(one))
    form["title_en"] = "A new title"
    form.save()

    one.refresh_from_db()
    assert one.title_en == "A new title"
    assert one.citations.count() == 2
    assert Milestone.objects.get().citations.get().source.title == "Source 2"


def test_who_may_only_look_sees_the_page(one):
    client = staff("view_initiative", "view_citation", "view_milestone")

    assert client.get(address_of(one)).status_code == 200


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_only_an_administrator_deletes(editor, admin_client, one, who):
    lonely = [ThemeFactory(), PartnerFactory(), SourceFactory(), ClaimFactory(), Milestone.objects.get()]
    client, status = (editor, 403) if who == "editor" else (admin_client, 200)

    for record in [*lonely, one]:
        assert client.get(address_of(record, "delete")).status_code == status, record
        if who == "editor":
            assert client.post(address_of(record, "delete"), {"post": "yes"}).status_code == 403
            assert type(record).objects.filter(pk=record.pk).exists()
            listed = BeautifulSoup(client.get(list_of(type(record))).content, "lxml")
            assert not listed.select('option[value="delete_selected"]')


# A part of an initiative, in its own admin


@pytest.mark.parametrize("way", ["one", "selected"])
def test_deleting_a_milestone_changes_its_initiative(admin_client, one, way):
    open_once(admin_client, one)
    milestone = Milestone.objects.get()

    if way == "one":
        admin_client.post(address_of(milestone, "delete"), {"post": "yes"})
    else:
        selected = {"action": "delete_selected", "_selected_action": [milestone.pk], "post": "yes"}
        admin_client.post(list_of(Milestone), selected)

    assert not Milestone.objects.exists()
    assert_changed(one)
    assert "milestones" not in revisions_of(one)[-1]


def open_once(client: Client, one: Initiative) -> None:
    """Its form is saved, so that it has a revision; then a week goes by."""
    Form(client, address_of(one)).save()
    Initiative.objects.filter(pk=one.pk).update(changed_at=days_from_now(-7))


def assert_changed(initiative: Initiative) -> None:
    assert Initiative.objects.get(pk=initiative.pk).changed_at > days_from_now(-1)
    before, after = revisions_of(initiative)[-2:]
    assert before != after


def test_editing_a_milestone_changes_its_initiative(admin_client, one):
    open_once(admin_client, one)

    form = Form(admin_client, address_of(Milestone.objects.get()))
    form["title_en"] = "Signed at last"
    form.save()

    assert_changed(one)
    assert revisions_of(one)[-1]["milestones"][0]["title"] == "Signed at last"
    assert revisions_of(one)[-1]["milestones"][0]["sources"] == ["s2"]


def test_editing_a_source_changes_the_public_initiatives_that_cite_it(admin_client, one):
    open_once(admin_client, one)
    source = one.citations.first().source
    draft = CitationFactory(source=source).initiative

    form = Form(admin_client, address_of(source))
    form["archive_url"] = "https://archive.example/1"
    form.save()

    assert_changed(one)
    assert revisions_of(one)[-1]["sources"][0]["archive_url"] == "https://archive.example/1"
    assert revisions_of(draft) == []


def test_editing_a_claim_changes_the_public_initiatives_it_is_about(admin_client, one):
    claim = ClaimFactory(about=[one], verdict="partly")
    open_once(admin_client, one)

    form = Form(admin_client, address_of(claim))
    form["verdict"] = "confirmed"
    form.save()

    assert_changed(one)
    assert revisions_of(one)[-1]["claims"][0]["verdict"] == "confirmed"


def test_a_claim_that_is_no_longer_about_an_initiative_changes_it(admin_client, one):
    claim = ClaimFactory(about=[one, InitiativeFactory(published=True)])
    open_once(admin_client, one)

    form = Form(admin_client, address_of(claim))
    form.remove("abouts", 0)
    form.save()

    assert not one.claims.exists()
    assert_changed(one)
    assert "claims" not in revisions_of(one)[-1]


def test_deleting_a_claim_changes_the_initiatives_it_was_about(admin_client, one):
    claim = ClaimFactory(about=[one])
    open_once(admin_client, one)

    admin_client.post(address_of(claim, "delete"), {"post": "yes"})

    assert not Claim.objects.exists()
    assert_changed(one)


def test_saving_a_part_as_it_was_changes_nothing(admin_client, one):
    ClaimFactory(about=[one])
    open_once(admin_client, one)

    for part in (Milestone.objects.get(), Source.objects.first(), Claim.objects.get()):
        Form(admin_client, address_of(part)).save()

    assert len(revisions_of(one)) == 1
    assert Initiative.objects.get(pk=one.pk).changed_at < days_from_now(-6)


def test_a_renamed_partner_keeps_a_revision_of_its_own(admin_client):
    partner = PartnerFactory(slug="riken")

    form = Form(admin_client, address_of(partner))
    form["slug"] = "riken-japan"
    form.save()

    assert Revision.objects.get(record=partner.public_id).document["slug"] == "riken-japan"


# View on site


def on_site(client: Client, record) -> str | None:
    app = record._meta.app_label
    page = client.get(reverse(f"admin:{app}_{record._meta.model_name}_change", args=[record.pk])).content
    link = BeautifulSoup(page, "lxml").select_one(".viewsitelink")
    return link["href"] if link else None


def test_what_is_public_can_be_seen_on_the_site(editor, one):
    partner = ParticipationFactory(initiative=one).partner
    article = ArticleFactory(slug="first", published=True)

    for record in (one, partner, one.themes.get(), article, one.citations.first().source, Milestone.objects.get()):
        address = on_site(editor, record)
        assert address == record.get_absolute_url()
        assert Client().get(address.partition("#")[0]).status_code == 200


@pytest.mark.parametrize("state", ["in_review", "scheduled", "withdrawn"])
def test_what_is_not_public_cannot_be_seen_on_the_site(editor, state):
    hidden = InitiativeFactory(**{state: True})
    partner = ParticipationFactory(initiative=hidden).partner
    source = CitationFactory(initiative=hidden).source
    article = ArticleFactory(**{state: True})

    for record in (hidden, partner, source, MilestoneFactory(initiative=hidden), article):
        assert on_site(editor, record) is None, record
