"""The list of articles and an article as readers see them."""

import datetime as dt

import pytest

from initiatives.models import Initiative
from publishing.actions import keep_address, keep_revision
from publishing.states import State
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    InitiativeFactory,
    SourceFactory,
    ThemeFactory,
    days_from_now,
)

pytestmark = pytest.mark.django_db

URL = "https://source.example/one"
OTHER = "https://source.example/two"


def slugs(page) -> list[str]:
    return [row["data-record"].removeprefix("article:") for row in page.select("#results [data-record]")]


# The list


def test_the_list_begins_with_the_latest(visit):
    for slug, days in (("a", -3), ("b", -1), ("c", -2)):
        ArticleFactory(slug=slug, published=True, publish_at=days_from_now(days))

    assert slugs(visit("/articles/")) == ["b", "c", "a"]
    assert slugs(visit("/ja/articles/?sort=published")) == ["a", "c", "b"]


def test_the_list_is_by_topic_and_year(visit):
    quantum = ThemeFactory(slug="quantum")
    for slug, year, topics in (("old", 2024, [quantum]), ("new", 2026, [quantum]), ("other", 2026, [])):
        ArticleFactory(slug=slug, published=True, publish_at=dt.datetime(year, 3, 1, tzinfo=dt.UTC), topics=topics)

    assert sorted(slugs(visit("/articles/?theme=quantum"))) == ["new", "old"]
    assert sorted(slugs(visit("/articles/?year=2026"))) == ["new", "other"]
    assert slugs(visit("/articles/?theme=quantum&year=2026")) == ["new"]
    years = [option["data-value"] for option in visit("/articles/").select('[data-facet="year"]')]
    assert years == ["2026", "2024"]


@pytest.mark.parametrize("word", ["optics", "光学", "OPTICS"])
def test_words_are_looked_for_in_both_languages(visit, word):
    ArticleFactory(slug="a", published=True, body_en="<p>On optics.</p>", body_ja="<p>光学について。</p>")
    ArticleFactory(slug="b", published=True)

    assert slugs(visit(f"/articles/?q={word}")) == ["a"]


# An article


def test_an_article_shows_what_it_is(visit):
    ArticleFactory(
        slug="first",
        published=True,
        title_en="The first",
        title_ja="最初の記事",
        author_en="Editorial team",
        author_ja="編集部",
        publish_at=dt.datetime(2026, 10, 5, tzinfo=dt.UTC),
        topics=[ThemeFactory(slug="quantum")],
    )

    english, japanese = visit("/articles/first/"), visit("/ja/articles/first/")

    assert english.h1.get_text() == "The first"
    assert japanese.h1.get_text() == "最初の記事"
    assert "Editorial team" in english.select_one(".article__byline").get_text()
    assert "編集部" in japanese.select_one(".article__byline").get_text()
    assert english.select_one(".article__byline time")["datetime"] == "2026-10-05"
    assert "2026年10月5日" in japanese.select_one(".article__byline").get_text()
    assert english.select_one('main a[href="/themes/quantum/"]')


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_a_record_it_names_is_linked_in_the_readers_language(visit, prefix):
    InitiativeFactory(slug="one", published=True)
    body = '<p><a href="initiative:one">The one</a></p>'
    ArticleFactory(slug="first", published=True, body_en=body, body_ja=body)

    page = visit(f"{prefix}/articles/first/")

    assert page.select_one(".prose a")["href"] == f"{prefix}/initiatives/one/"


def test_a_link_follows_an_initiative_to_its_new_address(visit):
    one = InitiativeFactory(slug="old", published=True)
    keep_revision(one)
    ArticleFactory(slug="first", published=True, body_en='<p><a href="initiative:old">The one</a></p>')
    Initiative.objects.update(slug="new")
    one.refresh_from_db()
    keep_address(one, old="old")

    page = visit("/articles/first/")

    assert page.select_one(".prose a")["href"] == "/initiatives/new/"


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled", "withdrawn"])
def test_a_record_that_is_not_public_is_named_without_a_link(visit, state):
    traits = {} if state == "draft" else {state: True}
    hidden = InitiativeFactory(slug="hidden-one", title_en="Hidden title", **traits)
    ArticleFactory(
        slug="first",
        published=True,
        body_en='<p>See <a href="initiative:hidden-one">this</a>.</p>',
        initiatives=[hidden],
    )

    page = visit("/articles/first/")

    assert page.select_one(".prose").get_text().strip() == "See this."
    assert "hidden-one" not in str(page)
    assert "Hidden title" not in str(page)


def test_its_sources_are_numbered_as_they_first_appear(visit):
    for url in (URL, OTHER):
        SourceFactory(url=url, title=url)
    body = (
        f'<p>a<a href="{OTHER}" rel="source">x</a> b<a rel="source" href="{URL}">y</a>'
        f' c<a href="{OTHER}" rel="source">z</a> d<a href="https://unknown.example/" rel="source">u</a></p>'
    )
    ArticleFactory(slug="first", published=True, body_en=body)

    page = visit("/articles/first/")

    cited = [link["href"] for link in page.select(".prose a")]
    assert cited == ["#source-1", "#source-2", "#source-1", "https://unknown.example/"]
    assert page.select_one("#source-1 .source__title")["href"] == OTHER
    assert page.select_one("#source-2 .source__title")["href"] == URL


def test_each_language_numbers_the_sources_of_its_own_text(visit):
    for url in (URL, OTHER):
        SourceFactory(url=url)
    ArticleFactory(
        slug="first",
        published=True,
        body_en=f'<p><a href="{URL}" rel="source">x</a></p>',
        body_ja=f'<p><a href="{OTHER}" rel="source">x</a></p>',
    )

    assert visit("/articles/first/").select_one("#source-1 .source__title")["href"] == URL
    assert visit("/ja/articles/first/").select_one("#source-1 .source__title")["href"] == OTHER


def test_it_shows_how_its_claims_stand(visit):
    one = InitiativeFactory(published=True)
    ArticleFactory(
        slug="first", published=True, claims=[ClaimFactory(about=[one], says_en="It works.", verdict="confirmed")]
    )

    claim = visit("/articles/first/").select_one(".claim--confirmed")

    assert "It works." in claim.get_text()


def test_it_lists_the_initiatives_it_is_about(visit):
    ArticleFactory(slug="first", published=True, initiatives=[InitiativeFactory(slug="one", published=True)])

    assert visit("/articles/first/").select_one('main [data-record="initiative:one"]')


def test_a_text_only_in_english_is_marked_on_the_japanese_page(visit):
    ArticleFactory(
        slug="first",
        published=True,
        body_en="<p>Only English.</p>",
        body_ja="",
        standfirst_ja="",
        author_ja="",
        title_ja="",
    )

    page = visit("/ja/articles/first/")

    assert page.select_one(".prose")["lang"] == "en"
    assert page.select_one(".article__standfirst")["lang"] == "en"
    assert page.select_one("h1 [lang=en]")
    assert page.select_one(".article__byline [lang=en]")


def test_what_an_editor_typed_cannot_act(visit):
    ArticleFactory(
        slug="first",
        published=True,
        title_en="<b>x</b>",
        body_en='<p onclick="x">a<script>alert(1)</script><a href="javascript:alert(1)">b</a></p>',
    )

    page = visit("/articles/first/")

    assert not page.select("main script")
    assert not page.select("[onclick]")
    assert not page.select('[href^="javascript"]')
    assert page.h1.get_text() == "<b>x</b>"


def test_text_is_cleaned_when_it_is_kept():
    article = ArticleFactory(body_en="<p>a<script>alert(1)</script></p>", body_ja='<p style="x">い</p>')

    article.refresh_from_db()

    assert article.body_en == "<p>a</p>"
    assert article.body_ja == "<p>い</p>"


@pytest.mark.parametrize("state", [State.DRAFT, State.REVIEW])
def test_what_is_not_published_is_not_found(client, state):
    ArticleFactory(slug="first", state=state)

    assert client.get("/articles/first/").status_code == 404
    assert client.get("/ja/articles/first/").status_code == 404


def test_what_is_scheduled_appears_at_its_time(client):
    article = ArticleFactory(slug="first", scheduled=True)
    assert client.get("/articles/first/").status_code == 404

    article.publish_at = days_from_now(-1)
    article.save()

    assert client.get("/articles/first/").status_code == 200


def test_a_source_of_an_article_alone_is_public(visit):
    source = SourceFactory(url=URL)
    ArticleFactory(slug="first", published=True, body_en=f'<p><a href="{URL}" rel="source">x</a></p>')

    page = visit(source.get_absolute_url())

    assert page.select_one('a[href="/articles/first/"]')


def test_an_initiative_leads_to_the_articles_about_it(visit):
    one = InitiativeFactory(slug="one", published=True)
    CitationFactory(initiative=one)
    ArticleFactory(slug="first", published=True, initiatives=[one])

    assert visit("/initiatives/one/").select_one('[data-record="article:first"]')
    assert Initiative.objects.published().get() == one


def test_an_article_tells_its_history_in_words(visit):
    article = ArticleFactory(slug="first", published=True, body_en="<p>One.</p><p>Two.</p>")
    keep_revision(article)
    type(article).objects.update(body_en="<p>One.</p><p>Three.</p>")
    keep_revision(article, note="It was three.")

    history = visit("/articles/first/").select_one(".changes").get_text(" ", strip=True)

    assert "It was three." in history
    assert "One. Two. → One. Three." in history
    assert "<p>" not in history
