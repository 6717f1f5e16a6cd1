"""What somebody typed into a search box, taken apart: words, "exact phrases", -not and OR; all else is literal."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .words import JAPANESE, Piece, hyphenated, pieces, stem

LONGEST = 200
# Beyond these a query is cut: nobody types them, and each costs a look into the index.
MOST_WORDS = 24

# Words that say nothing about a record, left out where the query has others.
SILENT = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "were",
        "which",
        "with",
    ]
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_CHUNK = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')
# Between these, parts of a chunk belong together: EU-Japan, 10.3030. Between others they are words of their own.
_JOINED = re.compile(r"[-‐‑–.&_@+:'’]")
# Words that are written without a blank between them: joined by a particle (半導体の協力), or in two scripts (METI水素).
_WORDS = re.compile(
    "(?<=[々〆一-鿿ァ-ヺーA-Za-z0-9])[のとやをにでがはへも](?=[々一-鿿ァ-ヺA-Za-z0-9])"
    f"|(?<=[{JAPANESE}]{{2}})(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{JAPANESE}]{{2}})"
)


@dataclass(frozen=True)
class Phrase:
    """Tokens that follow one another; of the last one only the beginning where `is_begun`."""

    tokens: tuple[str, ...]
    is_begun: bool = False


# Any of its phrases will do.
Group = tuple[Phrase, ...]


@dataclass(frozen=True)
class Query:
    """All of the groups, none of the phrases in `never`. `last` is the word being typed, where it is a Latin one."""

    groups: tuple[Group, ...] = ()
    never: tuple[Phrase, ...] = ()
    last: str = ""

    def __bool__(self) -> bool:
        return bool(self.groups or self.never)

    @property
    def begun(self) -> "Query":
        """The same, with the last word only begun."""
        if not self.last or not self.groups:
            return self
        group = self.groups[-1]
        ending = [phrase.tokens[:-1] for phrase in group if phrase.tokens[-1] == stem(self.last)]
        longer = tuple(Phrase((*tokens, self.last), is_begun=True) for tokens in ending)
        return replace(self, groups=(*self.groups[:-1], group + longer))


def normalised(text: str) -> str:
    """One width, one sort of quotes, no more than is looked for."""
    return unicodedata.normalize("NFKC", text.translate(_QUOTES))[:LONGEST]


def parse(text: str) -> Query:
    """Never raises: what cannot be an operator is a word, and what has no words asks for nothing."""
    text = normalised(text)
    groups: list[list[Phrase]] = []
    never: list[Phrase] = []
    is_or, last = False, ""
    for chunk in list(_CHUNK.finditer(text))[:MOST_WORDS]:
        if chunk["word"] == "OR" and groups and not chunk["minus"]:
            is_or = True
            continue
        found = (
            [[_phrase(chunk["phrase"])]] if chunk["phrase"] is not None else [list(g) for g in _groups(chunk["word"])]
        )
        found = [phrases for phrases in found if phrases[0].tokens]
        if not found:
            continue
        if chunk["minus"]:
            never += [phrase for phrases in found for phrase in phrases]
            continue
        last = _last(chunk["word"] or "")
        if is_or:
            groups[-1] += found.pop(0)
            is_or = False
        groups += found
    telling = [phrases for phrases in groups if not _is_silent(phrases)]
    if not telling:
        telling = groups
    elif groups[-1] is not telling[-1]:
        last = ""
    return Query(tuple(map(tuple, telling)), tuple(never), last)


def _phrase(text: str) -> Phrase:
    return Phrase(tuple(token for piece in pieces(text) for token in piece.tokens))


def _groups(word: str) -> Iterator[Group]:
    """Those of one chunk between blanks: parts that are joined are a phrase, others are words."""
    for part in _WORDS.split(word):
        run: list[Piece] = []
        for piece in pieces(part):
            if run and not _belong_together(run[-1], piece, part):
                yield _group(run, part)
                run = []
            run.append(piece)
        if run:
            yield _group(run, part)


def _belong_together(one: Piece, two: Piece, text: str) -> bool:
    between = text[one.ends[-1][1] : two.ends[0][0]]
    return not between or bool(_JOINED.fullmatch(between))


def _group(run: list[Piece], text: str) -> Group:
    """A single Japanese character at the end is the first of a pair."""
    is_begun = run[-1].is_japanese and len(run[-1].plain) == 1
    phrase = Phrase(tuple(token for piece in run for token in piece.tokens), is_begun)
    if len(run) == 2 and hyphenated(run[0], run[1], text):
        return (phrase, Phrase((stem(run[0].plain + run[1].plain),)))
    return (phrase,)


def _last(word: str) -> str:
    last = list(pieces(word))[-1:]
    return last[0].plain if last and not last[0].is_japanese else ""


def _is_silent(phrases: list[Phrase]) -> bool:
    return len(phrases) == 1 and len(phrases[0].tokens) == 1 and phrases[0].tokens[0] in SILENT
