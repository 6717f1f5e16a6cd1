"""What was found as it is shown: its title, and the passage in which the words stand, with the words marked."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise

from .queries import Phrase, Query
from .words import pieces

# Characters of a passage, in Latin script; Japanese says as much in half of them.
PASSAGE = 220


class Run(NamedTuple):
    words: str
    is_match: bool


@dataclass(frozen=True)
class Passage:
    runs: list[Run]
    language: str
    # Whether the text goes on before and after it.
    is_cut_before: bool
    is_cut_after: bool


@dataclass(frozen=True)
class Found:
    """One result. `mark` is its name for scripts (`initiative:jeupiste`), `kind` and `facts` say in words what it is.

    `short` is the acronym, where the title does not say it. `texts` are (language, text) pairs in the order in which
    the reader would rather read them.
    """

    pk: int
    mark: str
    title: str
    address: str
    kind: str | Promise
    short: str = ""
    facts: str = ""
    texts: Sequence[tuple[str, str]] = ()


def passage_of(texts: Iterable[tuple[str, str]], query: Query) -> Passage | None:
    """From the first text in which a word of the query stands; without one, the beginning of the first text.

    Texts of another language than the reader's are looked into only if the query is in their script.
    """
    texts = [(language, " ".join(text.split())) for language, text in texts if text.strip()]
    asked = "ja" if _is_japanese(query) else "en"
    for language, text in texts:
        if language in (texts[0][0], asked) and (places := matches_in(text, query)):
            return _passage(text, language, places)
    return _passage(texts[0][1], texts[0][0], []) if texts else None


def _is_japanese(query: Query) -> bool:
    tokens = (token for group in query.groups for phrase in group for token in phrase.tokens)
    return any(piece.is_japanese for token in tokens for piece in pieces(token))


def runs_of(text: str, query: Query) -> list[Run]:
    """The whole text, with the words of the query marked."""
    return _runs(text, 0, len(text), matches_in(text, query))


def matches_in(text: str, query: Query) -> list[tuple[int, int]]:
    """Where phrases of the query stand in the text, in order, none overlapping another."""
    tokens: list[tuple[str, str, tuple[int, int]]] = []
    for piece in pieces(_same_width(text)):
        plain = piece.tokens if piece.is_japanese else (piece.plain,)
        tokens += zip(piece.tokens, plain, piece.ends, strict=True)
    phrases = [phrase for group in query.groups for phrase in group]
    found = sorted(place for phrase in phrases for place in _places(phrase, tokens))
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _same_width(text: str) -> str:
    """NFKC as far as it leaves every character where it is."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    folded = (unicodedata.normalize("NFKC", character) for character in text)
    return "".join(new if len(new) == 1 else old for new, old in zip(folded, text, strict=True))


def _places(phrase: Phrase, tokens: list[tuple[str, str, tuple[int, int]]]) -> Iterable[tuple[int, int]]:
    length = len(phrase.tokens)
    for place in range(len(tokens) - length + 1):
        window = tokens[place : place + length]
        if all(_is_match(phrase, nth, window[nth]) for nth in range(length)):
            yield window[0][2][0], window[-1][2][1]


def _is_match(phrase: Phrase, nth: int, token: tuple[str, str, tuple[int, int]]) -> bool:
    wanted, (stemmed, plain, _place) = phrase.tokens[nth], token
    if phrase.is_begun and nth == len(phrase.tokens) - 1:
        return stemmed.startswith(wanted) or plain.startswith(wanted)
    return wanted == stemmed


def _passage(text: str, language: str, places: list[tuple[int, int]]) -> Passage:
    size = PASSAGE // 2 if language == "ja" else PASSAGE
    first = places[0][0] if places else 0
    start = 0 if first < size // 2 else _at_a_word(text, first - size // 3)
    end = len(text) if len(text) <= start + size else _at_a_word(text, start + size)
    return Passage(_runs(text, start, end, places), language, start > 0, end < len(text))


def _at_a_word(text: str, place: int) -> int:
    """The next beginning of a word, if one is near: Japanese may begin anywhere."""
    blank = text.find(" ", place, place + 20)
    return blank + 1 if blank >= 0 else place


def _runs(text: str, start: int, end: int, places: list[tuple[int, int]]) -> list[Run]:
    runs, done = [], start
    for first, last in places:
        first, last = max(first, start), min(last, end)
        if first >= last:
            continue
        runs += [Run(text[done:first], False), Run(text[first:last], True)]
        done = last
    return [run for run in [*runs, Run(text[done:end], False)] if run.words]
