"""What a reader sees on the pages of the record."""

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup

from publishing.dates import PartialDate
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
)

pytestmark = pytest.mark.django_db


def words(element) -> str:
    return " ".join(element.get_text(" ", strip=True).split())


def main(page: BeautifulSoup) -> str:
    return words(page.select_one("main"))


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_every_page_answers_in_its_language(visit, prefix):
    theme = ThemeFactory(slug="quantum")
    one = InitiativeFactory(slug="one", published=True, themes=[theme], title_en="The one", title_ja="その一つ")
    ParticipationFactory(initiative=one, partner__slug="riken")
    source = CitationFactory(initiative=one).source
    ArticleFactory(slug="first", published=True, topics=[theme], initiatives=[one])

    for path in [
        *("/", "/initiatives/", "/initiatives/one/", "/partners/", "/partners/riken/", "/milestones/"),
        *("/themes/quantum/", "/sources/", f"/sources/{source.pk}/", "/articles/", "/articles/first/", "/about/"),
    ]:
        page = visit(f"{prefix}{path}")
        assert page.html["lang"] == ("ja" if prefix else "en")
        assert len(page.select("h1")) == 1, path
        assert words(page.h1)
        assert page.title.get_text().strip()
        assert page.select_one('meta[name="description"]')["content"].strip()


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_a_page_knows_its_address_in_both_languages(visit, prefix):
    InitiativeFactory(slug="one", published=True)

    page = visit(f"{prefix}/initiatives/one/?utm_source=x")

    assert page.select_one('link[rel="canonical"]')["href"] == f"http://testserver{prefix}/initiatives/one/"
    alternates = {link["hreflang"]: link["href"] for link in page.select('link[rel="alternate"][hreflang]')}
    assert alternates == {
        "en": "http://testserver/initiatives/one/",
        "ja": "http://testserver/ja/initiatives/one/",
        "x-default": "http://testserver/initiatives/one/",
    }


def test_absolute_addresses_are_those_of_the_site(visit, settings):
    settings.SITE_URL = "https://alliance.example"

    page = visit("/ja/about/")

    assert page.select_one('link[rel="canonical"]')["href"] == "https://alliance.example/ja/about/"


def test_the_other_language_keeps_the_filter(visit):
    InitiativeFactory(published=True)

    page = visit("/initiatives/?status=active&view=table")

    assert page.select_one('.masthead a[hreflang="ja"]')["href"] == "/ja/initiatives/?status=active&view=table"


def test_every_link_of_a_page_leads_somewhere(client, visit):
    theme = ThemeFactory()
    one = InitiativeFactory(slug="one", published=True, themes=[theme], programme="Horizon & more")
    ParticipationFactory(initiative=one)
    citation = CitationFactory(initiative=one)
    MilestoneFactory(initiative=one, citations=[citation])
    ArticleFactory(slug="first", published=True, topics=[theme], initiatives=[one])

    seen: set[str] = set()
    for start in ["/", "/initiatives/one/", "/articles/first/", "/ja/", "/ja/initiatives/one/", "/ja/milestones/"]:
        for link in visit(start).select("a[href], link[href]"):
            address = link["href"].removeprefix("http://testserver").split("#")[0]
            if address.startswith("/") and not address.startswith("/static/") and address not in seen:
                seen.add(address)
                response = client.get(address)
                assert response.status_code == 200, f"{start} links to {address}"
                # Read to its end, a download closes its file.
                assert response.getvalue()
    assert len(seen) > 30


# Sources


def test_a_fact_shows_the_numbers_of_its_sources_and_the_source_leads_back(visit):
    one = InitiativeFactory(slug="one", published=True)
    first, second, third = (CitationFactory(initiative=one) for _place in range(3))
    MilestoneFactory(initiative=one, key="m1", citations=[third, first])
    OutcomeFactory(initiative=one, key="o1", citations=[second])
    FundingFactory(initiative=one, key="f1", citations=[first])

    page = visit("/initiatives/one/")

    def numbers(anchor: str) -> list[tuple[str, str]]:
        return [(cite.get_text(), cite["href"]) for cite in page.select(f"#{anchor} .cite")]

    assert numbers("milestone-m1") == [("1", "#source-1"), ("3", "#source-3")]
    assert numbers("outcome-o1") == [("2", "#source-2")]
    assert numbers("funding-f1") == [("1", "#source-1")]

    def back(number: int) -> set[str]:
        return {link["href"] for link in page.select(f"#source-{number} .source__facts a")}

    assert back(1) == {"#milestone-m1", "#funding-f1"}
    assert back(2) == {"#outcome-o1"}
    assert back(3) == {"#milestone-m1"}
    assert page.select_one("#source-2 .source__title")["href"] == second.source.url


def test_every_anchor_a_page_names_is_on_it(visit):
    one = InitiativeFactory(slug="one", published=True)
    citation = CitationFactory(initiative=one)
    MilestoneFactory(initiative=one, citations=[citation])
    OutcomeFactory(initiative=one, citations=[citation])
    FundingFactory(initiative=one, citations=[citation])

    page = visit("/initiatives/one/")

    ids = [element["id"] for element in page.select("[id]")]
    named = {link["href"][1:] for link in page.select('a[href^="#"]')}
    assert named <= set(ids)
    assert len(ids) == len(set(ids))


def test_an_initiative_without_a_source_says_so(visit):
    InitiativeFactory(slug="one", published=True)

    assert "No source has been recorded yet" in main(visit("/initiatives/one/"))


def test_a_source_lists_every_fact_that_rests_on_it(visit):
    source = SourceFactory(title="共同声明", published=PartialDate(2025, 7))
    one = InitiativeFactory(slug="one", published=True)
    two = InitiativeFactory(slug="two", published=True)
    citation = CitationFactory(initiative=one, source=source)
    MilestoneFactory(initiative=one, key="m7", title_en="They signed", citations=[citation])
    FundingFactory(initiative=one, key="f7", amount=5000, citations=[citation])
    OutcomeFactory(
        initiative=two, key="o7", text_en="It works", citations=[CitationFactory(initiative=two, source=source)]
    )
    ArticleFactory(
        slug="first", published=True, title_en="The first", body_en=f'<p><a rel="source" href="{source.url}">x</a></p>'
    )

    page = visit(source.get_absolute_url())

    links = {link["href"] for link in page.select("main a")}
    assert {"/initiatives/one/#milestone-m7", "/initiatives/one/#funding-f7", "/initiatives/two/#outcome-o7"} <= links
    assert "/articles/first/" in links
    assert "July 2025" in main(page)
    assert page.h1.select_one('[lang="ja"]')


# Languages


def test_text_that_falls_back_to_english_is_marked(visit):
    one = InitiativeFactory(
        slug="one", published=True, title_ja="", summary_en="Only English.", summary_ja="", body_en="More English."
    )
    MilestoneFactory(initiative=one, title_en="Signed in English", title_ja="", note_en="An English note")
    OutcomeFactory(initiative=one, text_en="An English outcome", text_ja="")
    FundingFactory(initiative=one, what_en="English money", what_ja="")
    ClaimFactory(about=[one], says_en="An English claim", says_ja="", where_en="An essay", note_en="English doubts")
    ParticipationFactory(initiative=one, partner__name_en="English Partner", partner__name_ja="")

    page = visit("/ja/initiatives/one/")

    for text in [
        *(one.title_en, "Only English.", "More English.", "Signed in English", "An English note", "An English outcome"),
        *("English money", "An English claim", "An essay", "English doubts", "English Partner"),
    ]:
        strings = page.select_one("main").find_all(string=re.compile(re.escape(text)))
        shown = [string for string in strings if string.find_parent("title") is None]
        assert shown, text
        for string in shown:
            assert string.find_parent(attrs={"lang": True})["lang"] == "en", text


@pytest.mark.parametrize(
    "path",
    [
        "/ja/",
        "/ja/initiatives/",
        "/ja/initiatives/?view=table",
        "/ja/initiatives/?view=timeline",
        "/ja/partners/",
        "/ja/milestones/",
        "/ja/themes/quantum/",
        "/ja/articles/",
        "/ja/articles/first/",
        "/ja/partners/english-partner/",
    ],
)
def test_lists_mark_what_falls_back_too(visit, path):
    theme = ThemeFactory(
        slug="quantum",
        name_en="Untranslated Theme",
        name_ja="",
        description_en="Untranslated description",
        description_ja="",
    )
    one = InitiativeFactory(
        slug="one",
        published=True,
        themes=[theme],
        title_en="Untranslated Initiative",
        title_ja="",
        start=PartialDate(2020),
    )
    MilestoneFactory(initiative=one, title_en="Untranslated Milestone", title_ja="")
    ParticipationFactory(
        initiative=one,
        partner__slug="english-partner",
        partner__name_en="Untranslated Partner",
        partner__name_ja="",
        partner__note_en="Untranslated note",
    )
    ArticleFactory(
        slug="first",
        published=True,
        topics=[theme],
        initiatives=[one],
        title_en="Untranslated Article",
        title_ja="",
        standfirst_en="Untranslated standfirst",
        standfirst_ja="",
        body_en="<p>Untranslated body</p>",
        body_ja="",
        author_en="Untranslated Author",
        author_ja="",
    )

    page = visit(path)

    strings = page.body.find_all(string=re.compile("Untranslated"))
    assert strings
    for string in strings:
        marked = string.find_parent(attrs={"lang": True})
        assert marked["lang"] == "en", f"{string.strip()!r} in {string.parent}"


def test_japanese_text_is_not_marked_on_a_japanese_page(visit):
    InitiativeFactory(
        slug="one", published=True, title_en="One", title_ja="その一つ", summary_en="Words.", summary_ja="言葉。"
    )

    page = visit("/ja/initiatives/one/")

    assert words(page.h1) == "その一つ"
    assert not page.select('h1 [lang="en"]')
    assert "言葉。" in main(page)
    assert "Words." not in main(page)


def test_a_translated_title_says_that_it_is_ours(visit):
    ours = InitiativeFactory(slug="ours", published=True, title_ja="訳題")
    InitiativeFactory(slug="official", published=True, title_ja="正式", title_ja_official=True)

    assert "(our translation)" in main(visit("/initiatives/ours/"))
    assert "(our translation)" not in main(visit("/initiatives/official/"))
    note = visit("/ja/initiatives/ours/").select_one(".record__also")
    assert ours.title_en in words(note)
    assert note.select_one(".muted")
    assert not visit("/ja/initiatives/official/").select_one(".record__also .muted")


# Dates


@pytest.mark.parametrize(
    ("start", "end", "status", "english", "japanese"),
    [
        ("2013", None, "active", "since 2013", "2013年"),
        ("2013-05", "2017", "completed", "May 2013 – 2017", "2013年5月 〜 2017年"),
        ("2013-05-17", "2013-05-17", "completed", "17 May 2013", "2013年5月17日"),
        ("2013-05-17", "2017-01-01", "completed", "17 May 2013 – 1 January 2017", "2013年5月17日 〜 2017年1月1日"),
        ("2013", None, "completed", "2013 – end not known", "2013年"),
        (None, "2017", "completed", "until 2017", "2017年"),
        (None, None, "proposed", "dates not known", ""),
    ],
)
def test_dates_print_as_far_as_they_are_known(visit, start, end, status, english, japanese):
    start, end = (PartialDate.parse(date) if date else None for date in (start, end))
    InitiativeFactory(slug="one", published=True, start=start, end=end, status=status)

    for path in ("/initiatives/one/", "/initiatives/", "/initiatives/?view=timeline", "/"):
        assert english in main(visit(path)), path
        assert japanese in main(visit(f"/ja{path}")), path


@pytest.mark.parametrize(
    ("date", "english", "japanese", "machine"),
    [
        ("2013", "2013", "2013年", "2013"),
        ("2013-05", "May 2013", "2013年5月", "2013-05"),
        ("2013-05-01", "1 May 2013", "2013年5月1日", "2013-05-01"),
    ],
)
def test_a_milestone_prints_its_date_for_people_and_machines(visit, date, english, japanese, machine):
    one = InitiativeFactory(slug="one", published=True)
    MilestoneFactory(initiative=one, key="m1", date=PartialDate.parse(date))

    for path in ("/initiatives/one/", "/milestones/"):
        for prefix, printed in (("", english), ("/ja", japanese)):
            time = visit(f"{prefix}{path}").select_one("[data-record='milestone:one/m1'] time")
            assert time.get_text() == printed
            assert time["datetime"] == machine


def test_a_year_is_never_its_first_day(client):
    one = InitiativeFactory(
        slug="one", published=True, start=PartialDate(2013), end=PartialDate(2017), status="completed"
    )
    MilestoneFactory(initiative=one, date=PartialDate(2013))

    for path in (
        "/initiatives/one/",
        "/initiatives/",
        "/initiatives/?view=table",
        "/initiatives/?view=timeline",
        "/milestones/",
        "/initiatives/feed.rss",
    ):
        text = client.get(path).content.decode()
        assert "January 2013" not in text
        assert "31 December 2017" not in text


def test_what_is_not_known_says_so(visit):
    InitiativeFactory(slug="one", published=True, start=None, end=None, status="completed")

    row = visit("/initiatives/?view=table").select_one('[data-record="initiative:one"]')

    assert words(row).count("not known") == 2
    assert "None" not in words(row)
    assert "not yet checked again" in main(visit("/initiatives/one/"))


@pytest.mark.parametrize(
    "address", ["/", "/initiatives/one/", "/milestones/", "/milestones/?view=table", "/themes/quantum/"]
)
def test_a_deadline_with_a_time_prints_in_brussels_and_tokyo(visit, address):
    one = InitiativeFactory(slug="one", published=True, themes=[ThemeFactory(slug="quantum")])
    MilestoneFactory(
        initiative=one,
        key="m1",
        date=PartialDate(2026, 7, 1),
        time=dt.time(17, 0),
        time_zone="Europe/Brussels",
        kind="deadline",
    )

    item = words(visit(address).select_one('[data-record="milestone:one/m1"]'))

    assert "17:00 Brussels" in item
    assert "2 July 2026 00:00 Tokyo" in item


# Money


def test_money_is_never_added_and_never_zero(visit):
    one = InitiativeFactory(slug="one", published=True)
    FundingFactory(initiative=one, amount=1_000_000, currency="EUR")
    FundingFactory(initiative=one, amount=2_000_000, currency="EUR")
    FundingFactory(initiative=one, amount=300_000_000, currency="JPY")
    InitiativeFactory(slug="unknown", published=True)

    amounts = [words(amount) for amount in visit("/initiatives/one/").select(".facts__money strong")]

    assert amounts == ["€1,000,000", "€2,000,000", "¥300,000,000"]
    for path in ("/initiatives/one/", "/", "/initiatives/"):
        text = main(visit(path))
        assert "3,000,000" not in text.replace("300,000,000", "")
        assert "303,000,000" not in text
    assert not visit("/initiatives/unknown/").select(".facts__money")
    assert "€0" not in main(visit("/initiatives/unknown/"))


def test_a_contribution_of_a_partner_prints_with_its_currency(visit):
    ParticipationFactory(
        initiative=InitiativeFactory(slug="one", published=True), partner__slug="riken", amount=1500000, currency="JPY"
    )

    assert "¥1,500,000" in main(visit("/initiatives/one/"))
    assert "¥1,500,000" in main(visit("/partners/riken/"))


# What belongs together


def test_an_initiative_shows_what_belongs_to_it(visit):
    one = InitiativeFactory(slug="one", published=True, acronym="ONE", programme="Horizon 2020")
    IdentifierFactory(initiative=one, scheme="cordis", value="609585")
    ParticipationFactory(initiative=one, partner__slug="eu-body", partner__country="EU", role="coordinator")
    ParticipationFactory(initiative=one, partner__slug="jp-body", partner__country="JP")
    ParticipationFactory(initiative=one, partner__slug="world-body", partner__country="")
    ClaimFactory(about=[one], says_en="It is the first.", verdict="contradicted")
    one.related.add(InitiativeFactory(slug="names-it", published=True))
    InitiativeFactory(slug="named-by", published=True).related.add(one)
    ArticleFactory(slug="first", published=True, initiatives=[one])

    page = visit("/initiatives/one/")

    assert page.select_one('a[href="https://cordis.europa.eu/project/id/609585"]')
    for side, partner in (("eu", "eu-body"), ("jp", "jp-body"), ("other", "world-body")):
        assert page.select_one(f'.sides__side--{side} [data-record="partner:{partner}"]')
    assert page.select_one(".claim--contradicted .claim__verdict").get_text(strip=True).lower() == "contradicted"
    related = {card["data-record"] for card in page.select("[aria-labelledby=related] [data-record]")}
    assert related == {"initiative:names-it", "initiative:named-by"}
    assert page.select_one('[data-record="article:first"]')


def test_related_in_both_directions_is_shown_once(visit):
    one, two = InitiativeFactory(slug="one", published=True), InitiativeFactory(slug="two", published=True)
    one.related.add(two)
    two.related.add(one)

    assert len(visit("/initiatives/one/").select('[data-record="initiative:two"]')) == 1


def test_a_claim_about_several_initiatives_stands_once_on_each(visit):
    one, two = InitiativeFactory(slug="one", published=True), InitiativeFactory(slug="two", published=True)
    ClaimFactory(about=[one, two])

    for slug in ("one", "two"):
        assert len(visit(f"/initiatives/{slug}/").select(".claim")) == 1


def test_claims_stand_in_their_order(visit):
    one, two = InitiativeFactory(slug="one", published=True), InitiativeFactory(published=True)
    first, second = ClaimFactory(says_en="First"), ClaimFactory(says_en="Second")
    for claim, here, there in ((first, 0, 1), (second, 1, 0)):
        claim.abouts.create(initiative=one, position=here)
        claim.abouts.create(initiative=two, position=there)

    said = [words(claim) for claim in visit("/initiatives/one/").select(".claim__says")]

    assert said == ["First", "Second"]


def test_a_partner_shows_its_initiatives_and_whom_it_meets_there(visit):
    riken, cea, once = (PartnerFactory(slug=slug) for slug in ("riken", "cea", "once"))
    for number in range(2):
        one = InitiativeFactory(slug=f"one-{number}", published=True)
        ParticipationFactory(initiative=one, partner=riken)
        ParticipationFactory(initiative=one, partner=riken, role="funder")
        ParticipationFactory(initiative=one, partner=cea)
    ParticipationFactory(initiative=one, partner=once)

    page = visit("/partners/riken/")

    assert {row["data-record"] for row in page.select(".parts [data-record]")} == {
        "initiative:one-0",
        "initiative:one-1",
    }
    met = [
        (link["href"], words(item.select_one(".count")))
        for item in page.select(".plain-list li")
        for link in item.select("a")
    ]
    assert met == [("/partners/cea/", "2 in common"), ("/partners/once/", "1 in common")]


def test_a_theme_shows_what_is_about_it(visit):
    quantum = ThemeFactory(slug="quantum")
    one = InitiativeFactory(slug="one", published=True, themes=[quantum, ThemeFactory()])
    InitiativeFactory(slug="other", published=True)
    MilestoneFactory(initiative=one, key="m1")
    ParticipationFactory(initiative=one, partner__slug="riken")
    ArticleFactory(slug="first", published=True, topics=[quantum])

    page = visit("/themes/quantum/")

    assert page.select('[data-record="initiative:one"]')
    assert page.select('[data-record="milestone:one/m1"]')
    assert page.select('[data-record="article:first"]')
    assert page.select('a[href="/partners/riken/"]')
    assert not page.select('[data-record="initiative:other"]')


def test_the_home_page_counts_and_leads_to_the_lists(visit):
    for _number in range(2):
        one = InitiativeFactory(published=True)
        ParticipationFactory(initiative=one)
        MilestoneFactory(initiative=one)
        CitationFactory(initiative=one)

    figures = {figure["href"]: words(figure.strong) for figure in visit("/").select(".figures a")}

    assert figures == {"/initiatives/": "2", "/partners/": "2", "/milestones/": "2", "/sources/": "2"}


@pytest.mark.parametrize("path", ["/", "/themes/quantum/"])
def test_the_latest_dates_have_a_heading_of_their_own(visit, path):
    one = InitiativeFactory(published=True, themes=[ThemeFactory(slug="quantum")])
    MilestoneFactory(initiative=one, date=PartialDate(2013, 5, 17))

    assert "Latest dates" in [words(heading) for heading in visit(path).select("h2, h3")]


def test_the_empty_record_has_its_pages(visit):
    for path in ("/", "/initiatives/", "/partners/", "/milestones/", "/sources/", "/articles/", "/about/"):
        for prefix in ("", "/ja"):
            assert words(visit(f"{prefix}{path}").h1)


def test_what_an_editor_typed_is_shown_as_text(visit):
    nasty = '<script>alert("x")</script>'
    one = InitiativeFactory(
        slug="one", published=True, title_en=nasty, summary_en=nasty, body_en=nasty, acronym=nasty[:40], programme=nasty
    )
    MilestoneFactory(initiative=one, title_en=nasty, note_en=nasty)
    OutcomeFactory(initiative=one, text_en=nasty)
    ParticipationFactory(
        initiative=one, partner__slug="nasty", partner__name_en=nasty, partner__note_en=nasty, partner__city=nasty
    )
    CitationFactory(initiative=one, source__title=nasty, source__publisher=nasty)
    ClaimFactory(about=[one], says_en=nasty, note_en=nasty, where_en=nasty)

    for path in (
        "/",
        "/initiatives/",
        "/initiatives/?view=table",
        "/initiatives/?view=timeline",
        "/initiatives/one/",
        "/partners/nasty/",
        "/milestones/",
        "/sources/",
        "/initiatives/?q=<script>alert(1)</script>",
    ):
        page = visit(path)
        assert not page.select('script:not([src]):not([type="application/ld+json"])'), path
        assert nasty not in str(page.select_one("main")), path
