"""What a query string means, on a few rows of our own; every option on the real record is in test_options.py."""

from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.utils import translation

from initiatives.listings import InitiativeListing, MilestoneListing
from initiatives.models import Initiative
from publishing.dates import PartialDate
from tests.factories import (
    CitationFactory,
    IdentifierFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
    SourceFactory,
    ThemeFactory,
    days_from_now,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def slugs(visit) -> Callable[[str], list[str]]:
    """The initiatives of a list, in its order."""

    def slugs(query: str, prefix: str = "") -> list[str]:
        rows = visit(f"{prefix}/initiatives/?{query}").select("#results [data-record]")
        return [row["data-record"].removeprefix("initiative:") for row in rows]

    return slugs


def initiative(slug: str, **values) -> Initiative:
    return InitiativeFactory(slug=slug, published=True, **values)


# Filters


def test_two_values_of_one_parameter_say_or(slugs):
    quantum, chips, ai = (ThemeFactory(slug=slug) for slug in ("quantum", "chips", "ai"))
    initiative("a", themes=[quantum])
    initiative("b", themes=[chips])
    initiative("c", themes=[ai])
    initiative("d", themes=[quantum, chips])

    assert sorted(slugs("theme=quantum&theme=chips")) == ["a", "b", "d"]


def test_different_parameters_say_and(slugs):
    quantum = ThemeFactory(slug="quantum")
    initiative("a", themes=[quantum], status="active")
    initiative("b", themes=[quantum], status="completed")
    initiative("c", status="active")

    assert slugs("theme=quantum&status=active") == ["a"]


def test_a_row_that_matches_twice_is_listed_and_counted_once(slugs, visit):
    quantum, chips = ThemeFactory(slug="quantum"), ThemeFactory(slug="chips")
    one = initiative("a", themes=[quantum, chips])
    for role in ("host", "funder"):
        ParticipationFactory(initiative=one, role=role, partner__country="JP")

    assert slugs("theme=quantum&theme=chips&country=JP") == ["a"]
    assert visit("/initiatives/?country=JP").select_one('[data-facet="country"]')["data-count"] == "1"


def test_a_country_is_that_of_a_partner(slugs):
    japanese, german = initiative("a"), initiative("b")
    ParticipationFactory(initiative=japanese, partner__country="JP")
    ParticipationFactory(initiative=german, partner__country="DE")

    assert slugs("country=JP") == ["a"]
    assert sorted(slugs("country=JP&country=DE")) == ["a", "b"]


def test_a_partner_gives_its_initiatives(slugs):
    riken = PartnerFactory(slug="riken")
    ParticipationFactory(initiative=initiative("a"), partner=riken)
    initiative("b")

    assert slugs("partner=riken") == ["a"]


def test_a_programme_gives_its_initiatives(slugs):
    initiative("a", programme="Horizon 2020 & more")
    initiative("b", programme="FP7")

    assert slugs("programme=Horizon+2020+%26+more") == ["a"]


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=quantum", ["a"]), ("q=QUANTUM+optics", ["a"]), ("q=量子", ["a"]), ("q=QNEKO", ["b"]), ("q=quantum+chips", [])],
)
def test_words_are_looked_for_in_both_languages(slugs, query, found):
    initiative("a", title_en="Quantum optics", title_ja="量子光学")
    initiative("b", title_en="Something else", acronym="QNEKO")

    assert slugs(query) == found
    assert slugs(query, prefix="/ja") == found


@pytest.mark.parametrize(
    "word", ["MEXT", "mext", "Ministry+of+Education", "文部科学省", "Monbusho", "Quantum", "量子", "644902"]
)
def test_an_initiative_is_found_by_what_belongs_to_it(slugs, word):
    one = initiative("a", themes=[ThemeFactory(name_en="Quantum", name_ja="量子")])
    mext = PartnerFactory(
        name_en="Ministry of Education", name_ja="文部科学省", acronym="MEXT", former_name_en="Monbusho"
    )
    ParticipationFactory(initiative=one, partner=mext)
    ParticipationFactory(initiative=one, partner=mext, role="funder")
    IdentifierFactory(initiative=one, value="644902")
    ParticipationFactory(initiative=initiative("b"))

    assert slugs(f"q={word}") == ["a"]
    assert slugs(f"q={word}", prefix="/ja") == ["a"]
    assert slugs(f"q={word}+nothing") == []


def test_words_may_be_found_in_different_places(slugs):
    one = initiative("a", title_en="Quantum optics")
    ParticipationFactory(initiative=one, partner__acronym="MEXT")
    initiative("b", title_en="Quantum optics")

    assert slugs("q=mext+optics") == ["a"]


@pytest.mark.parametrize("word", ["%", "_", "\\", "'", '"', "%25"])
def test_a_word_is_taken_as_it_is_written(slugs, client, word):
    initiative("a", title_en="Quantum optics")

    page = client.get("/initiatives/", {"q": word}).content.decode()

    assert 'data-total="0"' in page


ACTIVE_IN_2015 = [
    # start, end, status, ran in 2015
    ("2013", "2017", "completed", True),
    ("2015", "2015", "completed", True),
    ("2015-12-31", "2016", "completed", True),
    ("2013", "2015-01-01", "completed", True),
    ("2013", "2014-12-31", "completed", False),
    ("2013", "2014", "completed", False),
    ("2016", "2017", "completed", False),
    ("2016-01-01", None, "active", False),
    ("2013", None, "active", True),
    ("2013", None, "announced", True),
    ("2013", None, "completed", False),
    ("2013", None, "superseded", False),
    ("2015-06", None, "completed", True),
    (None, None, "active", False),
    (None, "2017", "active", False),
]


@pytest.mark.parametrize(("start", "end", "status", "ran"), ACTIVE_IN_2015)
def test_active_in_gives_what_is_known_to_have_run_then(slugs, start, end, status, ran):
    start, end = (PartialDate.parse(date) if date else None for date in (start, end))
    initiative("a", start=start, end=end, status=status)

    assert slugs("active_in=2015") == (["a"] if ran else [])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("start_from=2014", ["later"]),
        ("start_from=2013-05-18", ["year", "later"]),
        ("start_from=May+2013", ["day", "year", "later"]),
        ("start_to=2013", ["day", "year"]),
        ("start_to=2013-05-16", ["year"]),
        ("start_from=2013&start_to=2013", ["day", "year"]),
        ("start_from=2013年5月17日&start_to=2013-05-17", ["day", "year"]),
        ("start_from=2020&start_to=2019", []),
    ],
)
def test_started_from_and_until_take_what_may_have_started_then(slugs, query, found):
    initiative("day", start=PartialDate(2013, 5, 17))
    initiative("year", start=PartialDate(2013))
    initiative("later", start=PartialDate(2014, 2))
    initiative("unknown", start=None)

    assert sorted(slugs(query)) == sorted(found)


def test_a_milestone_of_this_month_is_still_to_come(visit):
    today = days_from_now(0).date()
    one = initiative("a")
    MilestoneFactory(initiative=one, key="gone", date=PartialDate.of(days_from_now(-40).date()))
    MilestoneFactory(initiative=one, key="today", date=PartialDate.of(today))
    MilestoneFactory(initiative=one, key="month", date=PartialDate.of(today, "month"))
    MilestoneFactory(initiative=one, key="year", date=PartialDate.of(today, "year"))

    def keys(when: str) -> set[str]:
        rows = visit(f"/milestones/?when={when}").select("#results [data-record]")
        return {row["data-record"].removeprefix("milestone:a/") for row in rows}

    assert keys("upcoming") == {"today", "month", "year"}
    assert keys("past") == {"gone"}


# Chips


def test_every_filter_in_force_is_a_chip_that_removes_itself(visit):
    quantum, chips = ThemeFactory(slug="quantum", name_en="Quantum"), ThemeFactory(slug="chips", name_en="Chips")
    initiative("a", themes=[quantum, chips], title_en="Optics")

    page = visit("/initiatives/?theme=quantum&theme=chips&status=active&q=optics&start_to=2020&sort=title&view=table")

    removed = {chip.get_text(" ", strip=True): chip["href"] for chip in page.select(".results__bar + .chips .chip")}
    assert len(removed) == 6
    for words, address in removed.items():
        assert "sort=title" in address, words
        assert "view=table" in address, words
    quantum_chip = next(address for words, address in removed.items() if "Quantum" in words)
    assert "theme=quantum" not in quantum_chip
    assert {"theme=chips", "status=active", "q=optics", "start_to=2020"} <= set(quantum_chip.split("?")[1].split("&"))
    remove_all = next(address for words, address in removed.items() if "Remove all" in words)
    assert remove_all == "/initiatives/?sort=title&view=table"


def test_following_every_chip_leaves_the_whole_list(visit):
    initiative("a", themes=[ThemeFactory(slug="quantum")], programme="FP7")

    address = "/ja/initiatives/?theme=quantum&status=active&programme=FP7&active_in=2020&q=%E5%8D%94%E5%8A%9B"
    steps = 0
    while chips := visit(address).select(".chip:not(.chip--all)"):
        address = chips[0]["href"]
        steps += 1

    assert steps == 5
    assert address == "/ja/initiatives/"


def test_a_chosen_option_drops_itself(visit):
    initiative("a", status="active")

    option = visit("/initiatives/?status=active&sort=title").select_one('[data-facet="status"][data-value="active"]')

    assert option["aria-current"] == "true"
    assert option["href"] == "/initiatives/?sort=title"


def test_a_chosen_option_that_nothing_matches_can_be_dropped(visit):
    initiative("a", status="active")

    page = visit("/initiatives/?status=completed")

    option = page.select_one('[data-facet="status"][data-value="completed"]')
    assert page.select_one("#result-count")["data-total"] == "0"
    assert option["href"] == "/initiatives/"


def test_a_year_of_choice_takes_the_place_of_the_last_one(visit):
    initiative("a", start=PartialDate(2020), status="active")

    option = visit("/initiatives/?active_in=2021").select_one('[data-facet="active_in"][data-value="2022"]')

    assert option["href"] == "/initiatives/?active_in=2022"


# Order, view, pages


def test_sort_orders_the_rows(slugs):
    at_first = days_from_now(-9)
    for slug, english, japanese, start, days in (
        ("old", "Beta", "あ", PartialDate(2013), -1),
        ("new", "Alpha", "う", PartialDate(2020, 5), -3),
        ("none", "Gamma", "い", None, -2),
    ):
        changed_at = days_from_now(days)
        initiative(slug, title_en=english, title_ja=japanese, start=start, publish_at=at_first, changed_at=changed_at)

    assert slugs("sort=start") == ["old", "new", "none"]
    assert slugs("sort=-start") == ["new", "old", "none"]
    assert slugs("sort=-updated") == slugs("") == ["old", "none", "new"]
    assert slugs("sort=title") == ["new", "old", "none"]
    assert slugs("sort=title", prefix="/ja") == ["old", "none", "new"]


def test_what_became_public_after_its_last_change_is_as_new_as_its_publication(slugs, visit):
    initiative("changed", publish_at=days_from_now(-9), changed_at=days_from_now(-3))
    initiative("new", publish_at=days_from_now(-2), changed_at=days_from_now(-20))
    initiative("old", publish_at=days_from_now(-5), changed_at=days_from_now(-30))

    assert slugs("sort=-updated") == ["new", "changed", "old"]
    at_home = visit("/").select('.cards [data-record^="initiative:"]')
    assert [row["data-record"] for row in at_home] == ["initiative:new", "initiative:changed", "initiative:old"]


def test_every_way_to_sort_orders_every_list(visit):
    one = initiative("a")
    ParticipationFactory(initiative=one)
    MilestoneFactory(initiative=one)
    source = SourceFactory()
    one.citations.create(source=source, key="s1")

    for path in ("/initiatives/", "/partners/", "/milestones/", "/sources/"):
        ways = visit(path).select(".ways a")
        assert len([way for way in ways if way.get("aria-current")]) >= 1
        for way in ways:
            page = visit(way["href"])
            assert page.select("#results [data-record]"), way["href"]
            (chosen,) = [other for other in page.select(".ways a[aria-current]") if other.get_text() == way.get_text()]
            assert chosen["href"] == way["href"]


def test_a_view_shows_the_same_rows(visit, slugs):
    initiative("a", start=PartialDate(2013))
    initiative("b", start=PartialDate(2015), end=PartialDate(2017), status="completed")

    assert visit("/initiatives/?view=table").select_one("#results table")
    assert visit("/initiatives/?view=timeline").select_one("#results .strip")
    assert visit("/initiatives/?view=cards").select_one("#results .cards")
    assert sorted(slugs("view=table")) == sorted(slugs("view=timeline")) == sorted(slugs("view=cards")) == ["a", "b"]


def test_what_has_no_start_is_in_the_timeline_too(slugs):
    initiative("dated", start=PartialDate(2013))
    initiative("undated", start=None)

    assert sorted(slugs("view=timeline")) == ["dated", "undated"]


def test_the_way_of_showing_stays_when_a_filter_is_chosen(visit):
    initiative("a")

    page = visit("/initiatives/?view=table&sort=title&per_page=48")

    for option in page.select("a[data-facet]"):
        assert {"view=table", "sort=title", "per_page=48"} <= set(option["href"].split("?")[1].split("&"))


def test_choosing_a_filter_goes_back_to_the_first_page(visit):
    for _number in range(13):
        InitiativeFactory(published=True, themes=[])

    page = visit("/initiatives/?per_page=12&page=2")

    assert not [option["href"] for option in page.select("a[data-facet]") if "page=2" in option["href"]]


@pytest.mark.parametrize("path", ["/initiatives/", "/partners/", "/milestones/", "/sources/", "/articles/"])
@pytest.mark.parametrize("page", ["2", "99", "999999999"])
def test_a_page_past_the_end_is_not_found(client, path, page):
    assert client.get(f"{path}?page={page}").status_code == 404
    assert client.get(f"/ja{path}?page={page}").status_code == 404


@pytest.mark.parametrize("path", ["/initiatives/", "/partners/", "/milestones/", "/sources/", "/articles/"])
def test_an_empty_list_has_one_page(visit, path):
    page = visit(f"{path}?page=1")

    assert page.select_one("#result-count")["data-total"] == "0"


# What is not accepted


def test_a_bad_value_is_named_and_the_good_one_beside_it_holds(visit, slugs):
    initiative("a", themes=[ThemeFactory(slug="quantum")])
    initiative("b")

    page = visit("/initiatives/?theme=nope&theme=quantum")

    assert page.select_one('[data-rejected="theme=nope"]')
    assert slugs("theme=nope&theme=quantum") == ["a"]
    assert not [link["href"] for link in page.select("#results a, .facet a") if "nope" in link["href"]]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("theme=quantun", "quantum"), ("theme=QUANTUM", "quantum"), ("country=fi", "FI"), ("kind=x", "")],
)
def test_of_a_value_that_is_nearly_an_option_that_option_is_named(client, visit, typed, meant):
    ParticipationFactory(
        initiative=initiative("a", themes=[ThemeFactory(slug="quantum")]), partner=PartnerFactory(country="FI")
    )

    reason = "This is not one of the options." + (f" Did you mean “{meant}”?" if meant else "")

    assert visit(f"/initiatives/?{typed}").select_one(f'[data-rejected="{typed}"]').get_text().endswith(f": {reason}")
    assert client.get(f"/initiatives/feed.rss?{typed}").content.decode() == f"{typed}: {reason}\n"
    assert client.get(f"/initiatives/export.csv?{typed}").content.decode() == f"{typed}: {reason}\n"
    assert client.get(f"/api/v1/initiatives/?{typed}").json()["errors"][0]["reason"] == reason


def test_of_many_values_that_are_no_options_the_first_few_are_helped(client):
    initiative("a", themes=[ThemeFactory(slug="quantum")])

    query = "&".join(f"theme=quantum{number}" for number in range(900))
    lines = client.get(f"/initiatives/export.csv?{query}").content.decode().splitlines()

    assert len(lines) == 900
    assert ["Did you mean" in line for line in lines[:4]] == [True, True, True, False]


def test_the_feed_and_the_forms_of_a_list_carry_only_what_was_accepted(visit):
    initiative("a", themes=[ThemeFactory(slug="quantum")])

    page = visit("/initiatives/?theme=nope&theme=quantum&sort=bad&per_page=7&start_from=soon")

    assert page.select_one(".follow [data-form=rss]")["href"] == "/initiatives/feed.rss?theme=quantum"
    own_feed = page.select_one('link[type="application/rss+xml"]')
    assert own_feed["href"] == "/initiatives/feed.rss?theme=quantum"
    hidden = {(field["name"], field["value"]) for field in page.select('.filters input[type="hidden"]')}
    assert hidden == {("theme", "quantum")}
    assert {mark["data-rejected"] for mark in page.select("[data-rejected]")} == {
        "theme=nope",
        "sort=bad",
        "per_page=7",
        "start_from=soon",
    }


@pytest.mark.parametrize("name", ["active_in", "q", "start_from"])
def test_where_one_value_is_taken_the_others_are_named(visit, name):
    initiative("a")

    page = visit(f"/initiatives/?{name}=2015&{name}=2016")

    assert page.select_one(f'[data-rejected="{name}=2015"]')
    assert not page.select_one(f'[data-rejected="{name}=2016"]')


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_words_and_dates_typed_stay_in_their_boxes(visit, prefix):
    page = visit(f"{prefix}/initiatives/?q=%22%3Cb%3E&start_from=2013-02-30")

    assert page.select_one("#q")["value"] == '"<b>'
    assert page.select_one('input[name="start_from"]')["value"] == "2013-02-30"


# In words


def test_a_filter_is_said_in_words():
    ThemeFactory(slug="quantum", name_en="Quantum technology", name_ja="量子技術")
    ThemeFactory(slug="ai", name_en="AI", name_ja="AI")
    query = QueryDict("theme=quantum&theme=ai&status=active&start_from=2013-05")

    def words() -> str:
        return InitiativeListing(query).words

    assert words() == "Theme: Quantum technology or AI; Status: Active; Started from: May 2013"
    with translation.override("ja"):
        japanese = words()
    assert "量子技術" in japanese
    assert "2013年5月" in japanese
    assert "Quantum" not in japanese


def test_a_facet_never_joins():
    """A join to many rows counts a row once for each of them, even after distinct()."""
    one = initiative("a", themes=[ThemeFactory(slug="x"), ThemeFactory(slug="y")])
    MilestoneFactory(initiative=one)
    listing = MilestoneListing(QueryDict("theme=x&theme=y"))

    assert listing.total == 1
    theme = next(shown for shown in listing.facets if shown.name == "theme")
    assert [option.count for option in theme.options] == [1, 1]


@pytest.mark.parametrize("path", ["/initiatives/", "/partners/", "/milestones/", "/sources/", "/articles/"])
@pytest.mark.parametrize("query", ["sort=nope", "q=" + "x" * 201, "page=zero"])
def test_the_filters_stand_open_when_a_value_was_not_accepted(visit, path, query):
    assert not visit(path).select_one("details.filters").has_attr("open")
    assert visit(f"{path}?{query}").select_one("details.filters").has_attr("open")


@pytest.mark.parametrize("path", ["/milestones/", "/", "/themes/quantum/"])
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_a_milestone_of_a_list_leads_to_its_sources_on_the_page_of_its_initiative(visit, path, prefix):
    one = initiative("one", themes=[ThemeFactory(slug="quantum")])
    _first, second, third = (CitationFactory(initiative=one) for _number in range(3))
    MilestoneFactory(initiative=one, citations=[third, second])

    links = visit(f"{prefix}{path}").select(".milestone a.cite")

    address = f"{prefix}/initiatives/one/"
    assert [(a.get_text(), a["href"]) for a in links] == [("2", f"{address}#source-2"), ("3", f"{address}#source-3")]
    assert visit(address).select_one("#source-2")


# By relevance


def test_words_put_the_best_match_first(slugs):
    initiative("a", title_en="Something else", summary_en="On quantum optics.")
    initiative("b", title_en="Quantum optics")
    initiative("c", title_en="A report", acronym="OPTICS")

    assert slugs("q=optics") == ["c", "b", "a"]
    assert slugs("q=optics&sort=relevance") == ["c", "b", "a"]
    assert slugs("q=optics&sort=-start") == ["a", "b", "c"]


def test_relevance_means_the_usual_order_where_there_are_no_words(slugs):
    initiative("a", changed_at=days_from_now(-2))
    initiative("b", changed_at=days_from_now(-1))

    assert slugs("sort=relevance") == slugs("") == ["b", "a"]


def test_pages_of_the_best_matches_follow_one_another(slugs):
    for number in range(30):
        initiative(f"i{number}", title_en=f"Quantum {'optics' * (number % 2)} {number}", summary_en="Quantum optics.")

    pages = [slugs(f"q=quantum+optics&per_page=12&page={number}") for number in (1, 2, 3)]

    assert [len(page) for page in pages] == [12, 12, 6]
    assert len({slug for page in pages for slug in page}) == 30
    assert {int(slug[1:]) % 2 for slug in pages[0]} == {1}


def test_the_sort_by_relevance_is_offered_with_words_only(visit):
    initiative("a", title_en="Quantum optics")

    assert "relevance" not in str(visit("/initiatives/?theme=x").select_one("#results"))
    assert "Best match first" in visit("/initiatives/?q=quantum").select_one("#results").text
    assert "Best match first" not in visit("/initiatives/").select_one("#results").text


def test_a_misspelled_word_is_put_right_and_the_other_filters_stay(visit):
    initiative("a", title_en="Semiconductor pact", status="active")

    link = visit("/initiatives/?status=active&q=semiconducter").select_one(".meant a")

    assert link.text == "semiconductor"
    assert set(link["href"].partition("?")[2].split("&")) == {"status=active", "q=semiconductor"}
    assert visit("/initiatives/?status=active&q=zzzzqqqq").select_one(".meant") is None
