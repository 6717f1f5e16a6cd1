"""Reports that a record is wrong: how they are sent, what their public page tells, and when."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client

from initiatives.models import Correction, Initiative
from publishing.actions import keep_address, keep_revision
from publishing.merging import merge
from publishing.readers import SENDINGS
from tests.factories import (
    WITHDRAWN,
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    CorrectionFactory,
    InitiativeFactory,
    ParticipationFactory,
    PartnerFactory,
    SourceFactory,
    ThemeFactory,
    days_from_now,
)
from tests.initiatives.test_admin import Form
from tests.reader import Reader

pytestmark = pytest.mark.django_db

ADDRESS = "/corrections/new/?record=initiative:one"
WORDS = {"part": "The end", "should_say": "It ended\nin 2019.", "source": "https://checked.example/end", "email": ""}


@pytest.fixture(autouse=True)
def initiative(db) -> Initiative:
    return InitiativeFactory(slug="one", title_en="Quantum link", title_ja="", published=True)


def page_of(visit, report: Correction, prefix: str = "") -> BeautifulSoup:
    return visit(f"{prefix}/corrections/{report.pk}/").main


# Sending


def test_a_report_gets_a_number_and_waits(client, visit, initiative):
    answer = Reader(client, ADDRESS).send(**WORDS | {"email": "aino@mail.example"})

    report = Correction.objects.get()
    assert (report.kind, report.record) == ("initiative", initiative.public_id)
    assert (report.part, report.should_say, report.source) == tuple(WORDS.values())[:3]
    assert (report.email, report.state, report.language) == ("aino@mail.example", "waiting", "en")
    assert answer["Location"] == f"/corrections/{report.pk}/"
    assert f"Report {report.pk}" in visit(answer["Location"]).h1.get_text()


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_every_record_leads_to_its_form(visit, initiative, prefix):
    ArticleFactory(slug="first", published=True)
    ParticipationFactory(initiative=initiative, partner=PartnerFactory(slug="riken"))
    initiative.themes.set([ThemeFactory(slug="quantum")])

    for path, record in [
        ("/initiatives/one/", "initiative:one"),
        ("/articles/first/", "article:first"),
        ("/partners/riken/", "partner:riken"),
        ("/themes/quantum/", "theme:quantum"),
    ]:
        page = visit(prefix + path)
        link = page.select_one(".report-error a")
        assert link["href"] == f"{prefix}/corrections/new/?record={record}"
        assert page.h1.get_text(strip=True) in visit(link["href"]).main.get_text()


def test_a_claim_and_a_source_lead_to_the_form_of_a_record_that_has_them(visit, initiative):
    other = InitiativeFactory(published=True, title_en="Zeta", title_ja="")
    claim = ClaimFactory(about=[other], says_en="It's first & best.", says_ja="")
    cited = SourceFactory(title='The "treaty"')
    for citing in (other, initiative):
        CitationFactory(initiative=citing, source=cited)
    named = SourceFactory(title="The report")
    ArticleFactory(published=True, title_en="Only here", title_ja="").sources.add(named)

    for path, record, part in [
        (claim.get_absolute_url(), "Zeta", "The claim “It's first & best.”"),
        (cited.get_absolute_url(), "Quantum link", 'The source “The "treaty"”'),
        (named.get_absolute_url(), "Only here", "The source “The report”"),
    ]:
        form = visit(visit(path).select_one(".report-error a")["href"])
        assert form.select_one(".page__lead a").get_text() == record
        assert form.select_one("#id_part")["value"] == part


@pytest.mark.parametrize("name", ["part", "should_say", "source"])
def test_what_is_missing_is_said_beside_its_box_and_the_rest_is_kept(client, name):
    page = Reader(client, ADDRESS).refused(**WORDS | {name: " "})

    assert [box.label["for"] for box in page.select(".form__box:has(.errorlist)")] == [f"id_{name}"]
    for other in {"part", "source"} - {name}:
        assert page.select_one(f"#id_{other}")["value"] == WORDS[other]
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed"),
    [("source", "javascript:alert(1)"), ("source", "my friend"), ("email", "aino"), ("part", "A" * 201)],
)
def test_what_cannot_be_kept_is_refused(client, name, typed):
    page = Reader(client, ADDRESS).refused(**WORDS | {name: typed})

    assert page.select_one(f".form__box:has(#id_{name}) .errorlist")


@pytest.mark.parametrize(
    "record",
    ["", "initiative:none", "initiative:draft", "article:gone", "revision:one", "one", "initiative:a\x00b", ":"],
)
def test_only_a_public_record_has_a_form(client, record):
    InitiativeFactory(slug="draft")
    ArticleFactory(slug="gone", withdrawn=True)

    for prefix in ("", "/ja"):
        address = f"{prefix}/corrections/new/"
        assert client.get(address, {"record": record}).status_code == 404
    assert client.post(f"{address}?record={record.replace(chr(0), '%00')}", WORDS).status_code == 404


def test_the_old_address_of_a_record_leads_to_its_form(client, visit, initiative):
    keep_revision(initiative)
    Initiative.objects.update(slug="renamed")
    keep_address(Initiative.objects.get(), old="one")

    Reader(client, ADDRESS).send(**WORDS)

    report = Correction.objects.get()
    assert report.record == initiative.public_id
    assert page_of(visit, report).select_one('a[href="/initiatives/renamed/"]')


def test_the_guards_are_those_of_comments(client):
    """tests/articles/test_comments.py walks them; here it counts that they are on."""
    reader = Reader(Client(enforce_csrf_checks=True), ADDRESS)
    ArticleFactory(slug="first", published=True)
    of_a_comment = reader.stamped("/articles/first/comment/")["stamp"]

    assert "robots" in reader.refused(**WORDS, homepage="x").select_one("[role=alert]").get_text()
    assert "too long" in reader.refused(**WORDS | {"stamp": of_a_comment}).select_one("[role=alert]").get_text()
    assert reader.send(headers={"Sec-Fetch-Site": "cross-site"}, **WORDS).status_code == 403
    assert client.get(ADDRESS)["Cache-Control"] == "no-store"
    statuses = [reader.send(**WORDS).status_code for _time in range(SENDINGS + 1)]
    assert statuses == [302] * SENDINGS + [429]
    assert Correction.objects.count() == SENDINGS


# The public page


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_of_a_report_that_waits_no_word_of_the_reader_is_shown(visit, initiative, prefix):
    report = CorrectionFactory(
        about=initiative, part="Untrue part", should_say="Untrue words", email="aino@mail.example"
    )

    page = page_of(visit, report, prefix)

    assert "Quantum link" in page.get_text()
    for hidden in ("Untrue", "checked.example", "mail.example"):
        assert hidden not in str(page)


def test_a_closed_report_tells_what_was_reported_and_what_became_of_it(visit, initiative):
    report = CorrectionFactory(
        about=initiative,
        state="corrected",
        part="The <end>",
        should_say="It ended\nin 2019.",
        source="https://checked.example/end",
        reason_en="The source says 2019.",
        reason_ja="出典は2019年としています。",
        email="aino@mail.example",
    )

    english, japanese = page_of(visit, report), page_of(visit, report, "/ja")

    words = english.get_text()
    for told in ("Quantum link", "Corrected", "The <end>", "The source says 2019."):
        assert told in words
    assert english.select_one('a[href="https://checked.example/end"]')["rel"] == [
        "external",
        "noopener",
        "nofollow",
        "ugc",
    ]
    assert english.select_one(f'time[datetime="{report.decided_at:%Y-%m-%d}"]')
    assert "出典は2019年としています。" in japanese.get_text()
    assert japanese.select_one('dd[lang="en"]').get_text() == "The <end>"
    assert "mail.example" not in str(english) + str(japanese)


def test_an_editor_may_close_a_report_without_showing_what_it_said(visit, initiative):
    report = CorrectionFactory(about=initiative, state="declined", part="Abuse", should_say="Abuse", is_quoted=False)

    page = page_of(visit, report)

    assert "The source says so." in page.get_text()
    assert "Abuse" not in page.get_text()
    assert not page.select('a[href^="https://checked"]')


@pytest.mark.parametrize("state", ["waiting", "corrected", "declined"])
@pytest.mark.parametrize("gone", [WITHDRAWN, {"state": "draft"}, {"publish_at": days_from_now(2)}])
def test_the_report_of_a_record_that_is_not_public_tells_nothing_of_it(visit, initiative, state, gone):
    report = CorrectionFactory(about=initiative, state=state, part="The secret", reason_en="Quantum link was wrong.")
    Initiative.objects.update(**gone)

    page = page_of(visit, report)

    for hidden in ("Quantum", "secret", "checked.example", "/initiatives/one"):
        assert hidden not in str(page)
    assert f"Report {report.pk}" in page.get_text()


def test_the_report_of_a_record_that_was_merged_is_about_what_it_became(visit, initiative):
    first, second = (InitiativeFactory(slug=slug, published=True) for slug in ("two", "three"))
    report = CorrectionFactory(about=first)
    merge(second, first, by=None, note="The same.")
    merge(initiative, second, by=None, note="The same.")

    assert page_of(visit, report).select_one('a[href="/initiatives/one/"]')


def test_a_number_that_was_never_given_is_not_found(client):
    assert client.get("/corrections/7/").status_code == 404
    assert client.get(f"/corrections/{10**30}/").status_code == 404


# The database


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "approved"},
        {"part": ""},
        {"should_say": ""},
        {"source": ""},
        {"reason_en": ""},
        {"decided_at": None},
        {"state": "waiting"},
    ],
)
def test_the_database_refuses_half_a_report(wrong):
    report = CorrectionFactory(state="declined")

    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=report.pk).update(**wrong)


# The newsroom


def form_of(client: Client, report: Correction) -> Form:
    return Form(client, f"/admin/initiatives/correction/{report.pk}/change/")


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("state", ["corrected", "declined"])
def test_a_report_is_closed_with_its_reason(admin_client, admin_user, visit, initiative, state):
    report = CorrectionFactory(about=initiative)
    form = form_of(admin_client, report)

    form["state"], form["reason_en"], form["reason_ja"] = state, "By the source.", "出典によります。"
    form.save()

    report.refresh_from_db()
    assert (report.state, report.decided_by) == (state, admin_user)
    assert "By the source." in page_of(visit, report).get_text()
    assert "出典によります。" in page_of(visit, report, "/ja").get_text()


@pytest.mark.ignore_template_errors
def test_a_report_is_not_closed_without_a_reason_and_the_japanese_is_asked_for(admin_client, initiative):
    form = form_of(admin_client, CorrectionFactory(about=initiative))
    form["state"] = "declined"

    page = form.refused()
    assert "give the reason" in page.select_one(".field-reason_en .errorlist, .fieldBox.errors .errorlist").get_text()

    form["reason_en"] = "It is right."
    page = form.refused()
    assert "nothing in Japanese" in page.get_text()
    form.insist()
    assert Correction.objects.get().state == "declined"


@pytest.mark.ignore_template_errors
def test_a_better_reason_leaves_the_day_of_the_decision(admin_client, initiative):
    report = CorrectionFactory(about=initiative, state="declined", decided_at=days_from_now(-9), reason_ja="理由。")
    form = form_of(admin_client, report)

    form["reason_en"] = "A better reason."
    form.save()

    assert Correction.objects.values_list("reason_en", "decided_at").get() == ("A better reason.", report.decided_at)


@pytest.mark.ignore_template_errors
def test_the_form_leads_to_the_record_and_to_the_public_page(admin_client, initiative):
    report = CorrectionFactory(about=initiative, source="https://checked.example/end", email="aino@mail.example")
    draft = CorrectionFactory(about=InitiativeFactory(title_en="Draft"))
    gone = CorrectionFactory(about=InitiativeFactory())
    Initiative.objects.filter(public_id=gone.record).delete()

    page = form_of(admin_client, report).page
    for link in (
        f"/admin/initiatives/initiative/{initiative.pk}/change/",
        "/initiatives/one/",
        f"/corrections/{report.pk}/",
        "https://checked.example/end",
        "mailto:aino@mail.example",
    ):
        assert page.select_one(f'#content-main a[href="{link}"]'), link

    assert not form_of(admin_client, draft).page.select('#content-main a[href^="/initiatives/"]')
    assert "It has been deleted." in form_of(admin_client, gone).page.get_text()
    assert "It has been deleted." in admin_client.get("/admin/initiatives/correction/").content.decode()
