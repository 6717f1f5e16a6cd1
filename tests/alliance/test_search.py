"""The page that looks through everything, as a visitor without JavaScript uses it."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import Initiative, Milestone, Partner
from publishing.documents import document_of
from publishing.pending import keep_pending
from tests.factories import (
    WITHDRAWN,
    ArticleFactory,
    CitationFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
    ThemeFactory,
    days_from_now,
)
from tests.search.indexing import index_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    quantum = InitiativeFactory(
        slug="q-pact", published=True, title_en="Quantum pact", title_ja="量子協定", summary_en="Computers, and more."
    )
    InitiativeFactory(slug="chips", published=True, title_en="Semiconductor pact", title_ja="", summary_en="On chips.")
    institute = PartnerFactory(slug="institute", name_en="Institute for Quantum Things", name_ja="")
    ParticipationFactory(initiative=quantum, partner=institute)
    ArticleFactory(slug="essay", published=True, title_en="An essay", body_en="<p>About <em>quantum</em> pacts.</p>")
    index_everything()


def page(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def marks(soup: BeautifulSoup) -> list[str]:
    return [row["data-record"] for row in soup.select(".hits [data-record]")]


def test_everything_is_found_at_once_best_first_and_counted_by_kind(client, record):
    soup = page(client, "/search/?q=quantum")

    assert marks(soup) == ["initiative:q-pact", "partner:institute", "article:essay"]
    assert soup.find(id="result-count")["data-total"] == "3"
    groups = {link.contents[0].strip(): link["data-count"] for link in soup.select(".search-groups a")}
    assert groups == {"Everything": "3", "Initiatives": "1", "Partners": "1", "Articles": "1"}


def test_one_kind_can_be_chosen_and_leads_to_its_list(client, record):
    soup = page(client, "/search/?q=quantum&in=partner")

    assert marks(soup) == ["partner:institute"]
    assert soup.find(id="result-count")["data-total"] == "1"
    assert soup.select_one('a[href="/partners/?q=quantum"]')


def test_the_match_is_marked_in_title_and_text(client, record):
    soup = page(client, "/search/?q=quantum+pacts")

    assert [mark.text for mark in soup.select(".hit__title mark")] == ["Quantum", "pact"]
    assert [mark.text for mark in soup.select(".hit__passage mark")] == ["quantum", "pacts"]


def test_either_language_finds_it_and_the_reader_s_is_shown(client, record):
    for address in ("/ja/search/?q=quantum&in=initiative", "/ja/search/?q=量子"):
        title = page(client, address).select_one(".hit__title")
        assert title.text.strip() == "量子協定", address


def test_a_misspelled_word_is_put_right(client, record):
    soup = page(client, "/search/?q=semiconducter")

    assert marks(soup) == []
    assert soup.select_one(".meant a").text == "semiconductor"
    assert marks(page(client, soup.select_one(".meant a")["href"])) == ["initiative:chips"]


def test_words_that_are_nowhere_together_are_offered_one_by_one(client, record):
    soup = page(client, "/search/?q=semiconductor+essay")

    offered = {link.contents[0].strip(): link["href"] for link in soup.select(".empty .chip")}
    assert offered["“semiconductor”"] == "/search/?q=semiconductor"


def test_of_words_that_are_nowhere_a_misspelled_one_is_offered_put_right(client, record):
    soup = page(client, "/search/?q=semiconducter+zzz")

    assert next(link.contents[0].strip() for link in soup.select(".empty .chip")) == "“semiconductor”"


NOT_PUBLIC = {
    "draft": {"state": "draft", "publish_at": None},
    "in review": {"state": "review", "publish_at": None},
    "scheduled": {"publish_at": days_from_now(1)},
    "withdrawn": WITHDRAWN,
    "waiting": {"title_en": "Another", "title_ja": "別"},
}


@pytest.mark.parametrize("state", NOT_PUBLIC)
@pytest.mark.parametrize("language", ["", "/ja"])
def test_what_is_not_public_is_not_found_counted_suggested_or_proposed(client, state, language):
    theme = ThemeFactory(slug="xylophones", name_en="Xylophones", name_ja="木琴")
    one = InitiativeFactory(published=True, title_en="Zyxomma pact", title_ja="蜻蛉協定", themes=[theme])
    ParticipationFactory(initiative=one, partner__name_en="Zyxomma Institute")
    MilestoneFactory(initiative=one, title_en="Zyxomma begins", citations=[CitationFactory(initiative=one)])
    index_everything()
    assert marks(page(client, f"{language}/search/?q=zyxomma")) != []

    Initiative.objects.filter(pk=one.pk).update(**NOT_PUBLIC[state])
    if state == "waiting":
        Partner.objects.update(name_en="Another")
        Milestone.objects.update(title_en="Another")
        record = Initiative.objects.get()
        edit = {**document_of(record), "title": "Zyxomma pact", "title_ja": "蜻蛉協定"}
        keep_pending(record, edit, state="published", publish_at=days_from_now(1), by=None)
    index_everything()

    for typed in ("zyxomma", "zyxoma", "zyxomma+pact", "zyxoma+zzz", "蜻蛉", "zyx", "xylophones+zzz"):
        soup = page(client, f"{language}/search/?q={typed}")
        assert marks(soup) == [], typed
        assert soup.find(id="result-count")["data-total"] == "0", typed
        assert not soup.select(".meant, .search-groups"), typed
        assert state == "waiting" or not soup.select(".empty .chip"), typed
        assert page(client, f"{language}/search/suggest/?q={typed}").select("[data-record]") == [], typed


@pytest.mark.parametrize(
    ("query", "rejected"),
    [("q=quantum&in=nope", "in=nope"), ("q=quantum&page=x", "page=x"), ("q=" + 201 * "x", "q=" + 59 * "x" + "…")],
)
def test_a_value_that_is_not_accepted_is_named(client, record, query, rejected):
    assert page(client, f"/search/?{query}").select_one(".rejected")["data-rejected"] == rejected


def test_a_page_past_the_end_is_not_found(client, record):
    assert client.get("/search/?q=quantum&page=2").status_code == 404


def test_pages_follow_one_another(client):
    for _number in range(23):
        InitiativeFactory(published=True, title_en="Quantum pact")
    index_everything()

    first, second = page(client, "/search/?q=quantum"), page(client, "/search/?q=quantum&page=2")

    assert len(marks(first)) == 20
    assert len(marks(second)) == 3
    assert not set(marks(first)) & set(marks(second))
    assert first.select_one('a[rel="next"]')["href"] == "/search/?q=quantum&page=2"


def test_without_a_query_it_says_what_can_be_typed(client):
    soup = page(client, "/search/")

    assert soup.select_one(".search-help")
    assert "robots" not in str(soup.head)


def test_a_query_that_only_excludes_asks_for_a_word(client, record):
    assert "Add a word" in page(client, "/search/?q=-quantum").text


def test_a_page_of_results_is_not_for_search_engines(client, record):
    assert page(client, "/search/?q=quantum").select_one('meta[name="robots"]')["content"] == "noindex, follow"


def test_what_is_being_typed_is_suggested_from_titles(client, record):
    soup = page(client, "/search/suggest/?q=quan")

    assert [row["data-record"] for row in soup.select("li")] == ["initiative:q-pact", "partner:institute"]
    assert [mark.text for mark in soup.select("mark")] == ["Quantum", "Quantum"]


def test_at_most_five_are_suggested(client):
    for _number in range(7):
        InitiativeFactory(published=True, title_en="Quantum pact")
    index_everything()

    assert len(page(client, "/search/suggest/?q=q").select("li")) == 5


def test_nothing_is_suggested_for_nothing(client, record):
    assert page(client, "/search/suggest/?q=").select("li") == []


def test_a_search_takes_as_many_queries_for_many_results_as_for_few(client, record):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/?q=pact&in=initiative")
        return len(queries)

    few = asked()
    for _number in range(30):
        InitiativeFactory(published=True, title_en="Quantum pact")
    index_everything()

    assert asked() == few


def test_a_phrase_that_is_nowhere_is_offered_as_single_words(client, record):
    soup = page(client, "/search/?q=%22pact+quantum%22")

    assert soup.select_one(".empty .chip")["href"] == "/search/?q=pact+quantum"


def test_filters_are_offered_by_words_and_not_by_letters(client, record):
    offered = page(client, "/search/?q=stitute+on").select(".empty .chip")

    assert offered == []


def test_an_acronym_that_was_asked_for_is_shown_and_marked(client):
    InitiativeFactory(published=True, title_en="Quantum pact", acronym="QNEKO")
    index_everything()

    assert page(client, "/search/?q=qneko").select_one(".hit__short mark").text == "QNEKO"
    assert page(client, "/search/suggest/?q=qne").select_one(".suggestion__short mark").text == "QNEKO"


def test_a_passage_is_in_the_reader_s_language_unless_the_query_is_in_the_other_script(client):
    InitiativeFactory(
        published=True, title_en="A pact", summary_en="On computers.", summary_ja="ERCと量子について。", acronym=""
    )
    index_everything()

    assert page(client, "/search/?q=ERC").select_one(".hit__passage").text.strip() == "On computers."
    assert page(client, "/search/?q=量子").select_one(".hit__passage")["lang"] == "ja"


def test_full_width_letters_are_put_right_as_well(client, record):
    assert page(client, "/search/?q=ｓｅｍｉｃｏｎｄｕｃｔｅｒ").select_one(".meant a").text == "semiconductor"
