"""A Japanese page speaks Japanese: every text of the interface is translated, and what is not says it is English."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.utils.translation.template import templatize

from publishing.dates import PartialDate
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    CommentFactory,
    CorrectionFactory,
    FundingFactory,
    IdentifierFactory,
    InitiativeFactory,
    MilestoneFactory,
    OutcomeFactory,
    ParticipationFactory,
    ThemeFactory,
    days_from_now,
)

CATALOGUE = settings.BASE_DIR / "locale" / "ja" / "LC_MESSAGES" / "django.po"
APPS = ("alliance", "articles", "initiatives", "publishing", "search")


class Message(NamedTuple):
    text: str
    context: str | None


# What the code and the templates say


def functions() -> dict[str, tuple[int, int | None]]:
    """Name of a function → places of its text and its context among the arguments."""
    places: dict[str, tuple[int, int | None]] = {"_": (0, None)}
    for suffix in ("", "_lazy", "_noop"):
        places |= {f"gettext{suffix}": (0, None), f"ngettext{suffix}": (0, None)}
        places |= {f"pgettext{suffix}": (1, 0), f"npgettext{suffix}": (1, 0)}
    return places


def in_python(path: Path) -> Iterator[Message]:
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in functions():
            text, context = functions()[call.func.id]
            words = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args]
            assert words[text], f"{path}:{call.lineno} translates what is no literal text"
            yield Message(words[text], words[context] if context is not None else None)


LITERAL = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*{LITERAL}(?:\s*,\s*{LITERAL})?")


def in_template(path: Path) -> Iterator[Message]:
    for function, first, second in CALL.findall(templatize(path.read_text("utf-8"))):
        words = [ast.literal_eval(literal) if literal else None for literal in (first, second)]
        text, context = functions()[function]
        yield Message(words[text], words[context] if context is not None else None)


@cache
def said() -> dict[Message, str]:
    """Every text to translate, and where it is said."""
    found: dict[Message, str] = {}
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                found |= {message: str(path.relative_to(settings.BASE_DIR)) for message in in_python(path)}
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        found |= {message: str(path.relative_to(settings.BASE_DIR)) for message in in_template(path)}
    return found


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="ja")


def forms(words: str | tuple[str, ...]) -> list[str]:
    return [words] if isinstance(words, str) else [*words]


def test_the_search_for_texts_finds_those_of_code_and_templates():
    assert Message("Recently updated", None) in said()
    assert Message("Skip to content", None) in said()
    assert Message("call", "kind of milestone") in said()
    assert Message("%(n)s initiative", None) in said()
    assert Message("Kind", "what it is") in said()
    assert len(said()) > 200


def test_every_text_is_in_the_catalogue():
    translated = catalogue()

    missing = [f"{where}: {message}" for message, where in said().items() if not translated.get(*message)]

    assert missing == []


def test_every_text_of_the_catalogue_is_translated_for_sure():
    for message in catalogue():
        if message.id:
            assert all(form.strip() for form in forms(message.string)), message.id
            assert not message.fuzzy, message.id


def test_a_translation_has_the_placeholders_of_its_text():
    for message in catalogue():
        if message.id:
            expected = set(re.findall(r"%\(\w+\)s|\{\w*\}", forms(message.id)[-1]))
            for form in forms(message.string):
                assert set(re.findall(r"%\(\w+\)s|\{\w*\}", form)) == expected, message.id


def test_a_translation_has_the_markup_of_its_text():
    for message in catalogue():
        if message.id:
            expected = sorted(re.findall(r"<[^>]+>", forms(message.id)[-1]))
            for form in forms(message.string):
                assert sorted(re.findall(r"<[^>]+>", form)) == expected, message.id


def test_what_is_compiled_is_what_is_written():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)

    for message in catalogue():
        if message.id:
            context = [message.context] if message.context else []
            if isinstance(message.id, str):
                read = compiled.pgettext if context else compiled.gettext
                assert read(*context, message.id) == message.string, message.id
            else:
                counted = compiled.npgettext if context else compiled.ngettext
                assert counted(*context, *message.id, 1) == message.string[0], message.id


# What a reader sees

# Names that are the same in both languages.
NAMES = {
    "Alliance",
    "API",
    "RSS",
    "CC BY 4.0",
    "ROR",
    "CORDIS",
    "DOI",
    "JST",
    "CELEX",
    "Research Organization Registry",
}
ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
# Web addresses, and parameters as the reader wrote them: sort=best.
ADDRESS = re.compile(r"^https?://\S+$|^[\w-]+(\.[\w-]+)+(/\S*)?$|^\w+=\S*$")


def in_english(element: Tag) -> bool:
    """Whether the element is said to be English, or not to be translated."""
    marked = element if element.has_attr("lang") else element.find_parent(attrs={"lang": True})
    untouched = element.get("translate") == "no" or element.find_parent(attrs={"translate": "no"})
    return bool(untouched) or (marked is not None and marked["lang"] == "en")


def english_left(page: BeautifulSoup) -> list[str]:
    fragments: list[tuple[str, Tag]] = []
    for string in page.find_all(string=True):
        if type(string).__name__ == "NavigableString" and string.parent.name not in ("script", "style"):
            fragments.append((string.strip(), string.parent))
    for name in ATTRIBUTES:
        fragments += [(element[name].strip(), element) for element in page.select(f"[{name}]")]
    fragments += [
        (meta["content"].strip(), meta)
        for meta in page.select('meta[name="description"], meta[property="og:title"], meta[property="og:description"]')
    ]
    return [
        f"{words!r} in {str(element)[:100]}"
        for words, element in fragments
        if LATIN_WORD.search(words)
        and not JAPANESE.search(words)
        and words not in NAMES
        and not ADDRESS.match(words)
        and not in_english(element)
    ]


@pytest.fixture(scope="module")
def japanese_record(module_transaction, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        make_japanese_record()


def make_japanese_record() -> None:
    """Whatever a page can show, all of it in Japanese, so that any English on it is the interface's."""
    theme = ThemeFactory(slug="quantum", name_ja="量子", description_ja="量子の説明")
    for slug, status, start, end in (
        ("one", "active", PartialDate(2013), None),
        ("two", "completed", PartialDate(2013, 5), PartialDate(2017)),
        ("three", "completed", PartialDate(2013, 5, 17), None),
        ("four", "completed", None, PartialDate(2017)),
        ("five", "proposed", None, None),
    ):
        one = InitiativeFactory(
            slug=slug,
            published=True,
            themes=[theme],
            status=status,
            start=start,
            end=end,
            summary_ja="要約",
            body_ja="本文",
            programme="Horizon 2020",
            acronym="ACRO",
        )
        citation = CitationFactory(
            initiative=one,
            source__title="出典",
            source__publisher="発行者",
            source__published=PartialDate(2020, 5),
            source__archive_url="https://archive.example/1",
        )
        for number, country in enumerate(("EU", "JP", "")):
            ParticipationFactory(
                initiative=one,
                partner__slug=f"{slug}-{number}",
                partner__country=country,
                partner__city="Wako",
                partner__website="https://www.riken.example/",
                partner__former_name_ja="旧称",
                partner__note_ja="注記",
                amount=5,
                currency="JPY",
                partner__acronym="RKN",
            )
        for scheme in ("cordis", "council_decision", "topic"):
            IdentifierFactory(initiative=one, scheme=scheme, value="123456")
        for kind in ("signing", "deadline"):
            MilestoneFactory(initiative=one, kind=kind, note_ja="注", citations=[citation])
        MilestoneFactory(initiative=one, date=PartialDate.of(days_from_now(40).date()), citations=[citation])
        OutcomeFactory(initiative=one, citations=[citation])
        FundingFactory(initiative=one, citations=[citation])
        ClaimFactory(about=[one], note_ja="注", where_ja="所在")
    one.related.add(*one.themes.first().initiatives.exclude(pk=one.pk))
    article = ArticleFactory(
        slug="first",
        published=True,
        topics=[theme],
        initiatives=[one],
        claims=list(one.claims.all()),
        body_ja=f'<p>本文<a rel="source" href="{citation.source.url}">典</a></p>',
    )
    CommentFactory(article=article, state="approved", text="意見", language="ja")
    CorrectionFactory(pk=1, about=one)
    said = {"part": "終了", "should_say": "2019年", "reason_ja": "出典によります。", "language": "ja"}
    CorrectionFactory(pk=2, about=one, state="corrected", **said)
    CorrectionFactory(pk=3, about=InitiativeFactory(), state="declined")
    for number in range(30):
        InitiativeFactory(published=True, themes=[theme], title_ja=f"追加{number}")


JAPANESE_PAGES = [
    "/ja/",
    "/ja/about/",
    "/ja/initiatives/",
    "/ja/initiatives/?page=2&theme=quantum&status=active&q=追&active_in=2020&start_from=2010",
    "/ja/initiatives/?view=table",
    "/ja/initiatives/?view=timeline",
    "/ja/initiatives/?q=無い",
    "/ja/initiatives/?theme=1&sort=2&per_page=3&page=x4&active_in=5&start_from=6&active_in=2015&active_in=2016",
    "/ja/initiatives/one/",
    "/ja/initiatives/two/",
    "/ja/initiatives/three/",
    "/ja/initiatives/four/",
    "/ja/initiatives/five/",
    "/ja/partners/",
    "/ja/partners/?kind=university&country=JP",
    "/ja/partners/one-0/",
    "/ja/partners/one-2/",
    "/ja/milestones/",
    "/ja/milestones/?when=upcoming",
    "/ja/themes/quantum/",
    "/ja/sources/",
    "/ja/articles/",
    "/ja/articles/first/",
    "/ja/articles/first/comment/",
    "/ja/articles/first/comment/?sent",
    "/ja/corrections/new/?record=initiative:one",
    "/ja/corrections/1/",
    "/ja/corrections/2/",
    "/ja/corrections/3/",
    "/ja/nothing/",
    "/ja/initiatives/?page=999",
]


@pytest.mark.parametrize("address", JAPANESE_PAGES)
def test_a_japanese_page_has_no_english_left(client, db, japanese_record, address):
    response = client.get(address)

    assert response.status_code in (200, 404)
    assert english_left(BeautifulSoup(response.content, "lxml")) == []


def test_a_japanese_source_page_has_no_english_left(client, db, japanese_record):
    from initiatives.models import Source

    response = client.get(f"/ja{Source.objects.first().get_absolute_url()}")

    assert english_left(BeautifulSoup(response.content, "lxml")) == []


@pytest.mark.parametrize(
    "address", ["/ja/initiatives/feed.rss?theme=quantum&status=active", "/ja/articles/feed.rss?theme=quantum"]
)
def test_a_japanese_feed_has_no_english_left(client, db, japanese_record, address):
    feed = BeautifulSoup(client.get(address).content, "xml")

    for words in [feed.channel.title.get_text(), feed.channel.description.get_text()]:
        assert JAPANESE.search(words)
        assert not set(LATIN_WORD.findall(words)) - {"Alliance", "EU"}, words
    assert feed.select("item")
    for item in feed.select("item"):
        html = BeautifulSoup(f'<div lang="ja">{item.description.get_text()}</div>', "lxml")
        assert english_left(html) == []


def test_an_english_page_would_be_noticed(client, db, japanese_record):
    english = BeautifulSoup(client.get("/initiatives/").content.replace(b'lang="en"', b'lang="ja"'), "lxml")

    assert any("Skip to content" in words for words in english_left(english))
    assert any("Filters" in words for words in english_left(english))


@pytest.mark.parametrize("address", [address.removeprefix("/ja") for address in JAPANESE_PAGES if "?q=" not in address])
def test_an_english_page_has_japanese_only_where_it_says_so(client, db, japanese_record, address):
    page = BeautifulSoup(client.get(address.replace("q=追&", "")).content, "lxml")

    for string in page.find_all(string=JAPANESE):
        # The refusal of a date shows how one may be written, in both languages.
        if string.parent.name not in ("title", "script") and not string.find_parent(class_="rejected"):
            assert string.find_parent(attrs={"lang": "ja"}), f"{string.strip()!r} in {string.parent}"
