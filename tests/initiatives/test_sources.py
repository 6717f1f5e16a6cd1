"""The list of sources, what rests on each, and how new ones are followed."""

import datetime as dt

import pytest

from initiatives.models import Claim, Source
from publishing.dates import PartialDate
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    FundingFactory,
    InitiativeFactory,
    MilestoneFactory,
    OutcomeFactory,
    SourceFactory,
    ThemeFactory,
    days_from_now,
)
from tests.initiatives.test_admin import Form

pytestmark = pytest.mark.django_db


def listed(page) -> set[str]:
    rows = page.select("#results [data-record^='source:']")
    return {Source.objects.get(pk=row["data-record"].removeprefix("source:")).title for row in rows}


def counts(page, facet: str) -> dict[str, int]:
    options = page.select(f'[data-facet="{facet}"]')
    return {option["data-value"]: int(option["data-count"]) for option in options if option["data-count"] != "0"}


def cited(title: str, **columns) -> Source:
    themes = columns.pop("themes", [])
    initiative = InitiativeFactory(published=True, themes=themes)
    return CitationFactory(initiative=initiative, source=SourceFactory(title=title, **columns)).source


@pytest.fixture
def quantum():
    return ThemeFactory(slug="quantum")


def test_a_theme_has_the_sources_of_its_initiatives_and_of_its_articles(visit, quantum):
    cited("Of an initiative", themes=[quantum])
    only_named = SourceFactory(title="Of an article")
    ArticleFactory(published=True, topics=[quantum], body_en=f'<p><a rel="source" href="{only_named.url}">x</a></p>')
    cited("Of neither")
    draft = InitiativeFactory(themes=[quantum])
    CitationFactory(initiative=draft, source=Source.objects.get(title="Of neither"))

    assert listed(visit("/sources/?theme=quantum")) == {"Of an initiative", "Of an article"}
    assert counts(visit("/sources/"), "theme")["quantum"] == 2


def test_publisher_and_year_narrow_it(visit):
    cited("A", publisher="内閣府", published=PartialDate(2013))
    cited("B", publisher="内閣府", published=PartialDate(2014, 5, 17))
    cited("C", publisher="Commission")

    page = visit("/sources/")

    assert counts(page, "publisher") == {"内閣府": 2, "Commission": 1}
    assert counts(page, "year") == {"2014": 1, "2013": 1}
    assert listed(visit("/sources/?publisher=内閣府&year=2014")) == {"B"}
    assert listed(visit("/sources/?year=2013&year=2014")) == {"A", "B"}


def test_each_source_is_online_in_one_way(visit):
    seen = days_from_now(-3)
    cited("Answers", last_answered_at=seen)
    cited("Failed once", last_answered_at=seen, failed_days=1, failing_since=seen.date())
    cited("Silent", last_answered_at=seen, failed_days=3, failing_since=seen.date())
    cited("Gone", gone_on=dt.date(2026, 1, 1), failed_days=9, failing_since=seen.date())
    cited("New")

    assert counts(visit("/sources/"), "online") == {"answers": 2, "silent": 1, "gone": 1, "unseen": 1}
    assert listed(visit("/sources/?online=answers")) == {"Answers", "Failed once"}
    assert listed(visit("/sources/?online=silent&online=unseen")) == {"Silent", "New"}


def test_the_table_has_what_is_asked_for(visit):
    cited("A", publisher="Commission", published=PartialDate(2013, 5), last_answered_at=days_from_now(0))

    row = visit("/sources/?view=table&columns=published&columns=answered&columns=address").select_one("tbody tr")

    assert [cell.get_text(strip=True) for cell in row.find_all(["th", "td"])][:2] == ["A", "May 2013"]
    assert row.select_one("time[datetime='2013-05']")
    assert row.select_one("a[rel~=external]")["href"].startswith("https://source.example/")


def test_a_source_lists_every_fact_that_rests_on_it(visit):
    one = InitiativeFactory(published=True, slug="one")
    citation = CitationFactory(initiative=one)
    MilestoneFactory(initiative=one, title_en="Signed", citations=[citation])
    OutcomeFactory(initiative=one, text_en="A chip", citations=[citation])
    FundingFactory(initiative=one, what_en="EU contribution", citations=[citation])
    ClaimFactory(about=[one], says_en="It works.", verdict="partly")
    ArticleFactory(
        published=True, title_en="As told", body_en=f'<p><a rel="source" href="{citation.source.url}">x</a></p>'
    )

    rests = visit(citation.source.get_absolute_url()).select_one("main")

    for words in ("Signed", "A chip", "EU contribution", "As told"):
        assert words in rests.get_text(), words
    assert "It works." not in rests.get_text()  # nobody said which of the sources it was checked against


def test_a_source_lists_the_claims_that_were_made_in_it(visit):
    source = cited("The paper")
    claim = ClaimFactory(about=[InitiativeFactory(published=True)], says_en="It works.", where_url=source.url)
    ClaimFactory(about=[InitiativeFactory()], says_en="A draft's.", where_url=source.url)

    page = visit(source.get_absolute_url())

    assert page.select_one(f"#claim-{claim.key}")
    assert "A draft's." not in page.get_text()


# Feeds


def entries(client, address: str) -> list[dict]:
    return client.get(address).json()["items"]


def test_new_sources_are_followed_by_when_readers_could_first_see_them(client, quantum):
    old = cited("Old", themes=[quantum], added_at=days_from_now(-90))
    late = InitiativeFactory(published=True, themes=[quantum], publish_at=days_from_now(-2))
    shown_late = CitationFactory(
        initiative=late, source=SourceFactory(title="Late", added_at=days_from_now(-90))
    ).source
    new = cited("New", themes=[quantum], added_at=days_from_now(-0.5))
    CitationFactory(initiative=InitiativeFactory(), source__title="Of a draft")

    items = entries(client, "/sources/feed.json?theme=quantum")

    assert [item["title"] for item in items] == ["New", "Old", "Late"]
    assert items[0]["id"].endswith(f":source:{new.pk}")
    assert items[2]["date_published"][:10] == days_from_now(-2).date().isoformat()
    assert old.url in items[1]["content_html"]
    assert shown_late.pk != new.pk


def test_a_source_that_only_an_article_names_is_new_with_it(client):
    source = SourceFactory(title="Of an article", added_at=days_from_now(-90))
    ArticleFactory(
        published=True,
        publish_at=days_from_now(-5),
        body_en=f'<p><a rel="source" href="{source.url}">x</a></p>',
    )

    (item,) = entries(client, "/sources/feed.json")

    assert item["date_published"][:10] == days_from_now(-5).date().isoformat()


def test_a_claim_whose_verdict_changed_is_told_of_again(client):
    initiative = InitiativeFactory(published=True, publish_at=days_from_now(-30))
    first, second = (ClaimFactory(about=[initiative], says_en=says) for says in ("First.", "Second."))
    Claim.objects.update(added_at=days_from_now(-30), changed_at=days_from_now(-20))

    first.refresh_from_db()
    first.verdict = "contradicted"
    first.save()

    items = entries(client, "/claims/feed.json")
    assert [item["title"] for item in items] == ["Contradicted: First.", "Partly confirmed: Second."]
    assert items[0]["date_modified"][:10] == days_from_now(0).date().isoformat()
    assert items[0]["date_published"][:10] == days_from_now(-30).date().isoformat()
    assert items[1]["id"].endswith(f":claim:{second.key}")


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize(
    ("typed", "is_told"),
    [({}, False), ({"change_note": "Looked at."}, False), ({"note_ja": "出典による。", "change_note": "Said."}, True)],
)
def test_a_claim_that_is_saved_is_told_of_again_only_if_it_says_something_new(admin_client, client, typed, is_told):
    initiative = InitiativeFactory(published=True, publish_at=days_from_now(-30))
    claim = ClaimFactory(about=[initiative])
    Claim.objects.update(added_at=days_from_now(-30), changed_at=days_from_now(-20))
    form = Form(admin_client, f"/admin/initiatives/claim/{claim.pk}/change/")
    for name, words in typed.items():
        form[name] = words

    form.save()

    (item,) = entries(client, "/claims/feed.json")
    assert (item["date_modified"][:10] == days_from_now(0).date().isoformat()) == is_told


@pytest.mark.ignore_template_errors
def test_saving_an_initiative_tells_of_none_of_its_claims_again(admin_client, client):
    initiative = InitiativeFactory(published=True, publish_at=days_from_now(-30))
    CitationFactory(initiative=initiative)
    ClaimFactory(about=[initiative])
    Claim.objects.update(added_at=days_from_now(-30), changed_at=days_from_now(-20))
    form = Form(admin_client, f"/admin/initiatives/initiative/{initiative.pk}/change/")
    form["summary_en"], form["change_note"] = "Other words.", "Put better."

    form.save()

    (item,) = entries(client, "/claims/feed.json")
    assert item["date_modified"][:10] == days_from_now(-20).date().isoformat()


@pytest.mark.parametrize("name", ["sources", "claims"])
def test_a_list_offers_its_feeds_and_they_refuse_what_it_would_leave_out(client, visit, name):
    links = visit(f"/{name}/").select("head link[data-list-feed], .follow a")

    assert any(link["href"] == f"/{name}/feed.atom" for link in links)
    assert client.get(f"/{name}/feed.rss?theme=nope").status_code == 400
