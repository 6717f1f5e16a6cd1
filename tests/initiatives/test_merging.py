"""Two partners or two initiatives become one, through the newsroom: everything moves, both histories stay."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from initiatives.models import Initiative, Participation, Partner
from publishing.actions import keep_address, keep_revision
from publishing.merging import merge
from publishing.models import OldAddress, Revision
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
from tests.initiatives.test_admin import Form
from tests.interruptions import Scratch, every_row, interruptions

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def page_for(client: Client, one, other) -> Form:
    """As an editor comes to it: two ticked in the list, the action chosen."""
    model = one._meta.model_name
    chosen = {"action": "merge_two", "_selected_action": [one.pk, other.pk]}
    response = client.post(f"/admin/initiatives/{model}/", chosen)
    assert response.status_code == 302, "the list shows itself again"
    return Form(client, response["Location"])


def merged(client: Client, kept, gone, note: str = "The same, twice.") -> None:
    form = page_for(client, kept, gone)
    form["kept"], form["note"] = str(kept.pk), note
    form.save()


def published(**values) -> Initiative:
    """With its first revision, as every public record has one."""
    initiative = InitiativeFactory(published=True, **values)
    keep_revision(initiative)
    return initiative


def notes_of(record) -> list[str]:
    return [revision.note for revision in Revision.objects.filter(record=record.public_id)]


def total(client: Client, address: str) -> int:
    (number,) = re.findall(r'id="result-count"[^>]*data-total="(\d+)"', client.get(address).content.decode())
    return int(number)


# Partners


@pytest.fixture
def partners() -> tuple[Partner, Partner]:
    return PartnerFactory(slug="riken", name_en="RIKEN"), PartnerFactory(slug="rikagaku", name_en="Institute R")


def test_every_participation_moves(admin_client, partners):
    kept, gone = partners
    public, draft = published(), InitiativeFactory()
    for initiative in (public, draft):
        ParticipationFactory(initiative=initiative, partner=gone, amount=5, currency="JPY")

    merged(admin_client, kept, gone)

    assert set(kept.participations.values_list("initiative", "amount")) == {(public.pk, 5), (draft.pk, 5)}
    assert list(Partner.objects.all()) == [kept]


def test_the_same_role_twice_becomes_one_in_the_first_place(admin_client, partners):
    kept, gone = partners
    initiative, other = published(), PartnerFactory()
    for position, partner in enumerate([gone, other, kept]):
        ParticipationFactory(initiative=initiative, partner=partner, position=position)
    Participation.objects.filter(partner=gone).update(amount=7, currency="EUR")

    merged(admin_client, kept, gone)

    rows = initiative.participations.values_list("partner", "amount", "currency")
    assert list(rows) == [(kept.pk, 7, "EUR"), (other.pk, None, "")]


def test_of_two_contributions_the_kept_one_s_stays_and_the_page_says_so(admin_client, partners):
    kept, gone = partners
    initiative = published(title_en="Shared")
    ParticipationFactory(initiative=initiative, partner=kept, amount=3, currency="EUR")
    ParticipationFactory(initiative=initiative, partner=gone, amount=4, currency="EUR")

    page = page_for(admin_client, kept, gone).page
    merged(admin_client, kept, gone)

    sentence = page.select_one(f".merge__side:has([value='{kept.pk}']) .merge__leaves").get_text()
    assert "Shared" in sentence
    assert sentence.index("€3") < sentence.index("€4")
    assert initiative.participations.get().amount == 3


def test_two_roles_stay_two(admin_client, partners):
    kept, gone = partners
    initiative = published()
    ParticipationFactory(initiative=initiative, partner=kept, role="funder")
    ParticipationFactory(initiative=initiative, partner=gone, role="host")

    merged(admin_client, kept, gone)

    assert set(kept.participations.values_list("role", flat=True)) == {"funder", "host"}


def test_empty_fields_are_filled_and_others_stay(admin_client):
    kept = PartnerFactory(name_en="RIKEN", name_ja="", city="Wako")
    gone = PartnerFactory(
        name_en="Institute of Physical and Chemical Research", city="Tokyo", ror="https://ror.org/01sjwvz98"
    )

    merged(admin_client, kept, gone)

    kept.refresh_from_db()
    assert (kept.name_en, kept.city, kept.ror) == ("RIKEN", "Wako", "https://ror.org/01sjwvz98")
    assert kept.name_ja == gone.name_ja
    assert kept.former_name_en == "Institute of Physical and Chemical Research"


def test_another_spelling_is_no_former_name(admin_client):
    kept, gone = PartnerFactory(name_en="NEC Corporation"), PartnerFactory(name_en="NEC Corp.")

    merged(admin_client, kept, gone)

    kept.refresh_from_db()
    assert kept.former_name_en == ""


def test_each_public_initiative_tells_why_and_drafts_just_change(admin_client, partners):
    kept, gone = partners
    public, draft = published(), InitiativeFactory()
    for initiative in (public, draft):
        ParticipationFactory(initiative=initiative, partner=gone)
    keep_revision(public)

    merged(admin_client, kept, gone, note="RIKEN, twice.")

    assert notes_of(public)[-1] == "RIKEN, twice."
    assert Revision.objects.filter(record=public.public_id).last().document["partners"][0]["partner"] == "riken"
    assert notes_of(draft) == []


def test_the_history_of_an_initiative_calls_the_merged_partner_by_its_name_then(admin_client, visit, partners):
    kept, gone = partners
    initiative = published(slug="one")
    ParticipationFactory(initiative=initiative, partner=gone)
    keep_revision(initiative)

    merged(admin_client, kept, gone)

    told = visit("/initiatives/one/").select_one(".change__fields").get_text(" ", strip=True)
    assert "Institute R" in told
    assert "RIKEN" in told


def test_both_addresses_lead_to_the_kept_partner_and_lists_count_once(admin_client, client, partners):
    kept, gone = partners
    for partner in partners:
        ParticipationFactory(initiative=published(), partner=partner)
    keep_revision(gone)
    gone.slug = "rikagaku-kenkyujo"
    gone.save()
    keep_revision(gone)
    keep_address(gone, old="rikagaku")
    assert total(client, "/partners/") == 2

    merged(admin_client, kept, gone)

    for slug in ("rikagaku", "rikagaku-kenkyujo"):
        for prefix in ("", "/ja"):
            response = client.get(f"{prefix}/partners/{slug}/")
            assert (response.status_code, response["Location"]) == (301, f"{prefix}/partners/riken/")
    assert total(client, "/partners/") == 1
    assert total(client, "/initiatives/?partner=riken") == 2


def test_an_address_stays_when_the_kept_one_is_merged_in_turn(admin_client, client, partners):
    kept, gone = partners
    last = PartnerFactory(slug="last")
    ParticipationFactory(initiative=published(), partner=last)

    merged(admin_client, kept, gone)
    merged(admin_client, last, kept)

    assert client.get("/partners/rikagaku/")["Location"] == "/partners/last/"
    assert client.get("/partners/riken/")["Location"] == "/partners/last/"


# Initiatives


def test_the_kept_initiative_takes_over_what_it_lacks(admin_client):
    theme, shared = ThemeFactory(), SourceFactory()
    kept = published(title_ja="", summary_en="", themes=[theme], acronym="")
    gone = published(title_ja="量子", summary_en="Two computers.", acronym="Q", programme="Horizon 2020")
    ours = [CitationFactory(initiative=kept), CitationFactory(initiative=kept, source=shared)]
    theirs = [CitationFactory(initiative=gone, source=shared), CitationFactory(initiative=gone)]
    ParticipationFactory(initiative=gone, partner__slug="riken")
    MilestoneFactory(initiative=kept, key="m1", title_en="Signed", title_ja="", citations=[ours[0]])
    MilestoneFactory(initiative=gone, key="m1", title_en="Signed", title_ja="署名", citations=theirs)
    MilestoneFactory(initiative=kept, key="m2", title_en="Met", citations=[ours[1]])
    MilestoneFactory(initiative=gone, key="m2", title_en="Ended", citations=[theirs[1]])
    FundingFactory(initiative=kept, what_en="EU contribution")
    FundingFactory(initiative=gone, what_en="EU contribution")
    OutcomeFactory(initiative=gone, citations=[theirs[0]])
    IdentifierFactory(initiative=gone, value="101")
    claim = ClaimFactory(about=[gone])

    merged(admin_client, kept, gone)

    kept = Initiative.objects.get()
    assert (kept.title_ja, kept.summary_en, kept.acronym, kept.programme) == (
        "量子",
        "Two computers.",
        "Q",
        "Horizon 2020",
    )
    assert kept.themes.count() == 2
    assert kept.participations.get().partner.slug == "riken"
    urls = [citation.source.url for citation in kept.citations.all()]
    assert urls == [ours[0].source.url, shared.url, theirs[1].source.url]
    assert len({citation.key for citation in kept.citations.all()}) == 3
    facts = {m.title_en: {c.source.url for c in m.citations.all()} for m in kept.milestones.all()}
    assert facts == {"Signed": set(urls), "Met": {shared.url}, "Ended": {theirs[1].source.url}}
    assert kept.milestones.get(title_en="Signed").title_ja == "署名"
    assert kept.milestones.get(title_en="Met").key == "m2"
    assert kept.funding.count() == 1
    assert kept.outcomes.get().citations.get().source == shared
    assert kept.identifiers.get().value == "101"
    assert kept.claims.get() == claim


def test_dates_that_would_contradict_stay_out(admin_client):
    kept, gone = published(start="2020"), published(start="2010", end="2015")

    merged(admin_client, kept, gone)

    kept = Initiative.objects.get()
    assert (str(kept.start), kept.end) == ("2020", None)


def test_articles_and_related_initiatives_follow(admin_client, visit):
    kept, gone = published(slug="kept"), published(slug="gone", title_en="Gone")
    gone.related.add(kept)
    kept.related.add(gone)
    other = published(slug="other")
    other.related.add(gone)
    keep_revision(other)
    body = '<p>On <a href="initiative:gone">this</a> and <a href="initiative:other">that</a>.</p>'
    article = ArticleFactory(slug="text", published=True, initiatives=[gone], body_en=body, body_ja=body)
    keep_revision(article)
    draft = ArticleFactory(body_en=body)

    merged(admin_client, kept, gone)

    assert list(other.related.all()) == [kept]
    assert list(Initiative.objects.get(slug="kept").related.all()) == []
    assert list(article.initiatives.all()) == [kept]
    assert [a["href"] for a in visit("/articles/text/").select(".prose a")] == [
        "/initiatives/kept/",
        "/initiatives/other/",
    ]
    assert 'href="initiative:kept"' in Article.objects.get(pk=draft.pk).body_en
    assert 'href="initiative:kept"' in Article.objects.get(pk=article.pk).body_ja
    assert notes_of(article)[-1] == notes_of(other)[-1] == "The same, twice."
    assert notes_of(draft) == []


def test_the_history_shows_both_and_the_merger(admin_client, visit):
    kept, gone = published(slug="kept", title_en="Kept"), published(slug="gone", title_en="Gone by")
    gone.status = "completed"
    gone.save()
    keep_revision(gone, note="It has ended.")

    merged(admin_client, kept, gone, note="One project.")

    entries = [entry.get_text(" ", strip=True) for entry in visit("/initiatives/kept/").select(".changes .change")]
    assert len(entries) == 4
    assert "One project." in entries[0]
    assert "Gone by" in entries[0]
    assert "It has ended." in entries[1]
    assert "Gone by (merged into this record since)" in entries[1]
    assert "Gone by (merged into this record since)" in entries[2]
    assert "merged into" not in entries[3]


def test_the_list_of_changes_keeps_what_it_told_of_the_other(admin_client, visit):
    kept, gone = published(slug="kept"), published(slug="gone", title_en="Gone by")
    before = len(visit("/changes/").select(".change"))

    merged(admin_client, kept, gone)

    page = visit("/changes/")
    assert len(page.select(".change")) == before + 1
    (entry,) = [entry for entry in page.select(".change__title a") if entry.get_text() == "Gone by"]
    assert entry["href"] == "/initiatives/kept/"


def test_the_last_state_of_the_other_is_kept_with_the_note(admin_client):
    kept, gone = published(), InitiativeFactory(title_en="A draft nobody saw", slug="gone")

    merged(admin_client, kept, gone, note="One project.")

    last = Revision.objects.get(record=gone.public_id)
    assert (last.document["title"], last.note) == ("A draft nobody saw", "One project.")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_was_not_public_is_told_to_nobody(admin_client, visit, state):
    kept = published(slug="kept")
    gone = published(slug="gone", title_en="A secret")
    values = {"state": state, "withdrawn_reason_en": "Wrong.", "withdrawn_at": days_from_now(-1)}
    Initiative.objects.filter(pk=gone.pk).update(**values)

    merged(admin_client, kept, gone)

    assert "A secret" not in visit("/initiatives/kept/").get_text()
    assert "A secret" not in visit("/changes/").get_text()


def test_the_feed_and_the_list_have_one_entry(admin_client, client):
    kept, gone = published(slug="kept"), published(slug="gone", title_en="Gone by")

    merged(admin_client, kept, gone)

    feed = client.get("/initiatives/feed.rss").content.decode()
    assert feed.count("<item>") == 1
    assert str(gone.public_id) not in feed
    assert total(client, "/initiatives/") == 1
    assert client.get("/initiatives/gone/?x=1")["Location"] == "/initiatives/kept/?x=1"


def test_the_address_of_the_other_may_become_the_kept_one_s(admin_client, client, visit):
    kept, gone = published(slug="kept"), published(slug="gone", title_en="Gone by")
    merged(admin_client, kept, gone)

    form = Form(admin_client, f"/admin/initiatives/initiative/{kept.pk}/change/")
    form["slug"] = "gone"
    form.save()

    assert client.get("/initiatives/kept/")["Location"] == "/initiatives/gone/"
    assert "Gone by (merged into this record since)" in visit("/initiatives/gone/").get_text(" ", strip=True)


def test_no_other_record_gets_the_address(admin_client):
    merged(admin_client, published(slug="kept"), published(slug="gone"))
    form = Form(admin_client, f"/admin/initiatives/initiative/{InitiativeFactory().pk}/change/")
    form["slug"] = "gone"

    assert "Another record had this address before" in form.refused().get_text()


# The page


def test_it_shows_both_with_what_differs_and_what_would_move(admin_client):
    kept, gone = PartnerFactory(city="Wako"), PartnerFactory(city="", website="https://gone.example/")
    for _n in range(2):
        ParticipationFactory(partner=kept)
    ParticipationFactory(partner=gone)

    page = page_for(admin_client, kept, gone).page

    first, second = page.select(".merge__side")
    assert "Initiatives: 2" in first.get_text(" ", strip=True)
    assert "Initiatives: 1" in second.get_text(" ", strip=True)
    assert "https://gone.example/" in first.select_one("ul").get_text()
    assert "Wako" in second.select_one("ul").get_text()
    rows = {
        row.th.get_text(): [cell.get_text(strip=True) for cell in row.select("td")] for row in page.select("tbody tr")
    }
    assert rows["City"] == ["Wako", ""]
    assert "Country" not in rows


def test_the_one_with_more_initiatives_is_chosen_at_first(admin_client):
    few, many = PartnerFactory(), PartnerFactory()
    ParticipationFactory(partner=many)

    assert page_for(admin_client, few, many)["kept"] == str(many.pk)


def test_it_tells_of_identifiers_and_of_amounts_that_would_go(admin_client):
    kept, gone, partner = published(), published(), PartnerFactory(name_en="RIKEN")
    IdentifierFactory(initiative=gone, scheme="cordis", value="101234567")
    ParticipationFactory(initiative=kept, partner=partner, amount=3, currency="EUR")
    ParticipationFactory(initiative=gone, partner=partner, amount=4, currency="EUR")

    first = page_for(admin_client, kept, gone).page.select_one(".merge__side")

    assert "cordis: 101234567" in first.select_one("ul").get_text()
    assert "“RIKEN”: both have given an amount, €3 stays, €4 goes." in first.select_one(".merge__leaves").get_text()


def test_a_reason_is_needed(admin_client, partners):
    form = page_for(admin_client, *partners)

    page = form.refused()

    assert page.select_one(".merge__note .errorlist")
    assert Partner.objects.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_exactly_two(admin_client, number):
    chosen = [PartnerFactory().pk for _n in range(number)]

    response = admin_client.post(
        "/admin/initiatives/partner/", {"action": "merge_two", "_selected_action": chosen}, follow=True
    )

    assert "Choose exactly two" in response.content.decode()


def test_a_change_by_somebody_else_meanwhile_is_seen_first(admin_client, partners):
    kept, gone = partners
    form = page_for(admin_client, kept, gone)
    form["kept"], form["note"] = str(kept.pk), "Twice."
    gone.city = "Wako"
    gone.save()

    page = form.refused()

    assert "Somebody has changed one of the two" in page.get_text()
    assert "Wako" in page.get_text()
    assert page.select_one("textarea").get_text(strip=True) == "Twice."
    form.data["seen"] = [page.select_one("[name=seen]")["value"]]
    form.save()
    assert Partner.objects.get().city == "Wako"


def test_a_damaged_page_is_refused_in_words(admin_client, partners):
    form = page_for(admin_client, *partners)
    form["seen"] = "nonsense"

    assert "damaged" in form.refused().get_text()


def test_a_second_click_finds_it_done(admin_client, partners):
    form = page_for(admin_client, *partners)
    form["note"] = "Twice."
    form.save()

    response = admin_client.post(form.address, form.data, follow=True)

    assert "no longer there" in response.content.decode()
    assert Partner.objects.count() == 1


def test_the_message_leads_to_the_kept_one(admin_client, partners):
    kept, gone = partners
    form = page_for(admin_client, kept, gone)
    form["kept"], form["note"] = str(kept.pk), "Twice."

    page = BeautifulSoup(admin_client.post(form.address, form.data, follow=True).content, "lxml")

    link = page.select_one(".messagelist a")
    assert (link["href"], link.get_text()) == (f"/admin/initiatives/partner/{kept.pk}/change/", "RIKEN")


def test_a_public_initiative_is_not_merged_into_a_draft(admin_client):
    public, draft = published(title_en="Public"), InitiativeFactory(title_en="Draft")
    form = page_for(admin_client, public, draft)
    assert form["kept"] == str(public.pk)
    form["kept"], form["note"] = str(draft.pk), "Twice."

    assert "“Public” is public and “Draft” is not" in form.refused().select_one(".errorlist").get_text()
    assert Initiative.objects.count() == 2


def test_a_record_is_not_merged_with_itself(admin_client, partners):
    response = admin_client.get(f"/admin/initiatives/partner/merge/{partners[0].pk}/{partners[0].pk}/")

    assert response.status_code == 302


@pytest.mark.parametrize("make", [PartnerFactory, InitiativeFactory])
@pytest.mark.parametrize(
    ("role", "allowed"), [("author", False), ("moderator", False), ("editor", True), ("administrator", True)]
)
def test_who_may_merge(client, role, allowed, make):
    one, other = make(), make()
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    model = one._meta.model_name

    offered = b"merge_two" in client.get(f"/admin/initiatives/{model}/").content
    status = client.get(f"/admin/initiatives/{model}/merge/{one.pk}/{other.pk}/").status_code

    assert (offered, status) == ((True, 200) if allowed else (False, 403))


def queries_of_the_page(client: Client, number: int) -> int:
    kept, gone = published(), published()
    for _n in range(number):
        for initiative in (kept, gone):
            ParticipationFactory(initiative=initiative)
            MilestoneFactory(initiative=initiative, citations=[CitationFactory(initiative=initiative)])
            InitiativeFactory().related.add(initiative)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/admin/initiatives/initiative/merge/{kept.pk}/{gone.pk}/")
    return len(queries)


def test_the_page_costs_the_same_for_any_number_of_rows(admin_client):
    assert queries_of_the_page(admin_client, 3) == queries_of_the_page(admin_client, 30)


# One transaction


def two_full_initiatives() -> tuple[Initiative, Initiative]:
    kept, gone = published(slug="kept"), published(slug="gone")
    for initiative in (kept, gone):
        citation = CitationFactory(initiative=initiative)
        ParticipationFactory(initiative=initiative)
        MilestoneFactory(initiative=initiative, key="m1", citations=[citation])
        ClaimFactory(about=[initiative])
    published(slug="other").related.add(gone)
    ArticleFactory(published=True, initiatives=[gone], body_en='<p><a href="initiative:gone">It</a></p>', slug="text")
    return kept, gone


def two_full_partners() -> tuple[Partner, Partner]:
    kept, gone = PartnerFactory(slug="kept"), PartnerFactory(slug="gone", ror="https://ror.org/01sjwvz98")
    initiative = published()
    for partner in (kept, gone):
        ParticipationFactory(initiative=initiative, partner=partner)
    ParticipationFactory(initiative=published(), partner=gone)
    ParticipationFactory(initiative=InitiativeFactory(), partner=gone)
    return kept, gone


@pytest.mark.parametrize("make", [two_full_partners, two_full_initiatives])
def test_interrupted_at_any_write_it_leaves_the_old_state_whole(admin_client, make):
    kept, gone = make()
    form = page_for(admin_client, kept, gone)
    form["kept"], form["note"] = str(kept.pk), "Twice."
    before = every_row()

    for write in interruptions(form.save):
        assert every_row() == before, f"write {write}"

    assert not type(gone).objects.filter(pk=gone.pk).exists()
    assert OldAddress.objects.get(slug="gone").record == kept.public_id


def prepare_initiatives() -> None:
    User.objects.create_user("editor")
    two_full_initiatives()


def merge_initiatives() -> None:
    kept, gone = (Initiative.objects.get(slug=slug) for slug in ("kept", "gone"))
    merge(kept, gone, by=User.objects.get(), note="Twice.")


@pytest.fixture
def scratch(tmp_path) -> Scratch:
    return Scratch(tmp_path)


def test_a_killed_process_leaves_the_old_state_whole(scratch):
    scratch.run(prepare_initiatives)
    before = scratch.content()

    for at_write in (1, 10, 20):
        scratch.kill(merge_initiatives, at_write=at_write)
        assert scratch.content() == before

    scratch.run(merge_initiatives)
    assert scratch.content() != before
