"""Whatever somebody types, pages answer; and what is promised of words and queries holds for any text."""

import string
import unicodedata
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from initiatives.search import INITIATIVES
from search.index import beginning, best, counts
from search.models import Entry
from search.queries import parse
from search.results import passage_of, runs_of
from search.words import indexed, pieces, spelled
from tests.factories import InitiativeFactory
from tests.search.indexing import index_everything

# Surrogates cannot stand in an address.
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SIGNS = st.sampled_from(
    [
        *"\"'“”«»()[]{}*^:+~&|!%_;,./?#=@\\<>-–・ー々\0\u0301\u200d\u200f\u202e\u3099",
        *["OR", " OR ", " -", ' -"', "NOT", "NEAR(", "<->", "<2>", ":*", ":A", "''", "\\'", "$1", "%s", "--", "/*"],
        *["👩‍👩‍👧", "🇯🇵", "שלום", "مرحبا", "ﷺ", "㍿", "İ", "ß", "ﬁ", "ｱﾞ", "Ａ", "ヴ", "ッ"],
    ]
)
WORDS = st.sampled_from(["quantum", "pact", "quantm", "量子", "協定", "計", "EU-Japan", "exact", "5G", "a", "x" * 300])
TYPED = st.one_of(
    ANYTHING,
    st.lists(st.one_of(SIGNS, WORDS, ANYTHING), max_size=12).map(" ".join),
    st.lists(st.one_of(SIGNS, WORDS), max_size=12).map("".join),
    st.lists(SIGNS, min_size=50, max_size=300).map("".join),
)
SIGNS_OF_DATABASES = string.punctuation + string.whitespace + "\0\u3000\u3099"
LETTERS = st.text("abczéøñßİΣкאم日本語量子のをーァヴッ・ｱﾞ々5０ -'’()", max_size=40)
TEXT = st.one_of(ANYTHING, LETTERS, st.lists(st.one_of(WORDS, SIGNS), max_size=8).map(" ".join))


@pytest.mark.parametrize("language", ["", "/ja"])
@pytest.mark.parametrize("page", ["/search/", "/search/suggest/", "/initiatives/"])
def test_a_page_answers_whatever_is_typed(db, client, language, page):
    InitiativeFactory(published=True, title_en="Quantum pact", title_ja="量子計算協定", summary_en="EU-Japan, 5G.")
    index_everything()

    @settings(max_examples=20)
    @given(typed=TYPED)
    @example(typed="각" * 400)
    @example(typed="ΐ" * 400)
    @example(typed="\0")
    def answers(typed: str) -> None:
        assert client.get(f"{language}{page}?{urlencode({'q': typed})}").status_code == 200

    answers()


@settings(max_examples=30)
@given(text=LETTERS)
def test_a_text_is_found_by_any_of_its_words_and_any_pair_of_its_japanese(db, text):
    Entry.objects.update_or_create(id=INITIATIVES.entry_id(1), defaults={"names": indexed(text)})
    found = list(pieces(unicodedata.normalize("NFKC", text)))
    words = [piece.plain for piece in found if not piece.is_japanese]
    pairs = ["".join(pair) for piece in found if piece.is_japanese for pair in pairwise(piece.plain)]

    for word in {*words, *pairs}:
        query = parse(word)
        assert counts(query) == {INITIATIVES: 1}, word
        assert best(query) == beginning(query, 1) == [(INITIATIVES, 1)], word


@given(text=TEXT)
def test_the_same_text_is_always_the_same_words(text):
    folded = unicodedata.normalize("NFKC", text)

    assert indexed(text) == indexed(text) == indexed(folded)
    assert spelled(text) == spelled(folded)


@given(text=TEXT, typed=TYPED)
def test_marking_neither_loses_nor_changes_a_character(text, typed):
    query = parse(typed)

    assert "".join(run.words for run in runs_of(text, query)) == text
    if passage := passage_of([("ja", text)], query):
        assert "".join(run.words for run in passage.runs) in " ".join(text.split())


@given(text=TEXT)
def test_a_token_has_no_sign_that_a_database_could_read_and_stands_where_it_says(text):
    text = unicodedata.normalize("NFKC", text)
    found = list(pieces(text))

    assert not {sign for piece in found for token in piece.tokens for sign in token if sign in SIGNS_OF_DATABASES}
    assert all(0 <= start < end <= len(text) for piece in found for start, end in piece.ends)
