"""Text as the words that are compared: the same for what is indexed and for what is asked.

Latin words lose case, accents and endings (Snowball's English stemmer). Japanese has no spaces, so a run of kana
and kanji becomes its overlapping pairs of characters, and a word of it is found as a phrase of pairs:
量子計算 → 量子 子計 計算. Width is that of NFKC; small kana count as large ones, ヴァ as バ, and the long sign that some
write at the end of a katakana word and others do not (サーバ, サーバー) is left out.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

JAPANESE = "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# A run of Japanese, or a word; an apostrophe stands inside of a word.
RUN = re.compile(rf"([{JAPANESE}]+)|((?:(?![{JAPANESE}])[^\W_])+(?:['’](?:(?![{JAPANESE}])[^\W_])+)*)")

_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ", "あいうえおつやゆよわアイウエオツヤユヨワカケ")
_VOICED = {"ア": "バ", "イ": "ビ", "エ": "ベ", "オ": "ボ"}
_SINGLE = re.compile(rf"[々〆一-鿿]+|[ァ-ヺー]{{2,}}|[ぁ-ゖ]{{2,}}|(?:(?![{JAPANESE}])[^\W_])+")
_KATAKANA_WORD = re.compile("[ァ-ヺー]{4,}")
# Letters that NFKD does not take apart.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})

TEXT, PART, HIDDEN = "|", ";", "/"
# Between what a thing is called and what explains it: Horizon Europe (EU framework programme …).
_PARTS = re.compile(r"[()\[\]:「」『』]|\s[-–—]\s|[—―]{2}")

# British and American spellings are one word.
_SPELLINGS = [
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"(?<=..[iy])z(?=(?:e[ds]?|ers?|ing|ations?|ational)$)", "s"),
        (r"(?<=[a-z][bt])re(?=s?$)", "er"),
        (r"(?<=..o)ur(?=(?:s|ed|ing|al)?$)", "r"),
        (r"(?<=log)ue(?=s?$)", ""),
        (r"(?<=(?:fen|cen))ce(?=s?$)", "se"),
        (r"(?<=gram)me(?=s?$)", ""),
    )
]

_stem = snowballstemmer.stemmer("english").stemWord


@dataclass(frozen=True)
class Piece:
    """A Latin word (one token) or a run of Japanese (its pairs); `ends` are the places of each token in the text."""

    tokens: tuple[str, ...]
    ends: tuple[tuple[int, int], ...]
    # What was written, without case, accents and width: a word, or the folded run.
    plain: str
    is_japanese: bool


def pieces(text: str) -> Iterator[Piece]:
    """The text in order. Expects NFKC for everything to be found, and takes any."""
    for found in RUN.finditer(text):
        run, word = found.groups()
        if run:
            yield from _japanese(run, found.start(), is_joined=text[found.end() : found.end() + 1].isalnum())
        else:
            if plain := plain_word(word):
                yield Piece((stem(plain),), (found.span(),), plain, is_japanese=False)


def _japanese(run: str, start: int, *, is_joined: bool) -> Iterator[Piece]:
    """A run that a Latin word follows at once ends in its last character, so that 日EU is found in 第1回日EU."""
    folded = list(_folded(run))
    plain = "".join(character for character, _place in folded)
    if len(folded) == 1:
        place = start + folded[0][1]
        yield Piece((plain,), ((place, place + 1),), plain, is_japanese=True)
    elif folded:
        pairs = list(pairwise(folded))
        tokens = tuple(one + two for (one, _p), (two, _q) in pairs)
        ends = tuple((start + p, start + q + 1) for (_one, p), (_two, q) in pairs)
        if is_joined:
            last, place = folded[-1]
            tokens, ends = (*tokens, last), (*ends, (start + place, start + place + 1))
        yield Piece(tokens, ends, plain, is_japanese=True)


def _folded(run: str) -> Iterator[tuple[str, int]]:
    """The characters that count, each with its place."""
    silent = {found.end() - 1 for found in _KATAKANA_WORD.finditer(run) if run[found.end() - 1] == "ー"}
    large = run.translate(_SMALL)
    for place, character in enumerate(large):
        if character == "・" or place in silent:
            continue
        if character == "ヴ":
            yield _VOICED.get(large[place + 1 : place + 2], "ブ"), place
        elif not (character in _VOICED and large[:place].endswith("ヴ")):
            yield character, place


@lru_cache(maxsize=100_000)
def plain_word(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub("['’]s$", "", plain).replace("'", "").replace("’", "")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    if not (word.isascii() and word.isalpha() and len(word) > 2):
        return word
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return _stem(word)


def indexed(*texts: str) -> str:
    """The tokens of the texts, divided by spaces, as the index keeps them: `| one text / its hidden forms | another`.

    Hidden forms are words as they were written, for whoever has typed half of one; words with a hyphen as one; the
    last character of a Japanese run. A `;` divides a name from what explains it. No database takes the signs for tokens.
    """
    return " ".join(f"{TEXT} {tokens}" for text in texts if (tokens := _read(text)[0]))


def texts_of(column: str) -> Iterator[list[str]]:
    """The tokens of each text, without hidden forms: of all of it, and of what stands before an explanation that ends it."""
    for text in column.split(TEXT)[1:]:
        said, _hidden, _forms = text.partition(HIDDEN)
        parts = said.split(PART)
        yield " ".join(parts).split()
        if len(parts) == 2:
            yield parts[0].split()


@lru_cache(maxsize=2000)
def _read(text: str) -> tuple[str, frozenset[str]]:
    """What is indexed of a text, and its words as they are spelled. Names of partners and themes come again and again."""
    text = unicodedata.normalize("NFKC", text)
    some = list(pieces(text))
    latin = {piece.plain for piece in some if not piece.is_japanese and len(piece.plain) > 3 and piece.plain.isalpha()}
    return " ".join(_tokens_of(some, text)), frozenset({*_KATAKANA_WORD.findall(text), *latin})


def _tokens_of(some: list[Piece], text: str) -> Iterator[str]:
    hidden: dict[str, None] = {}
    before: Piece | None = None
    for piece in some:
        if before and _PARTS.search(text, before.ends[-1][1], piece.ends[0][0]):
            yield PART
        yield from piece.tokens
        if piece.is_japanese:
            hidden[piece.plain[-1:]] = None
        elif piece.plain != piece.tokens[0]:
            hidden[piece.plain] = None
        if before and hyphenated(before, piece, text):
            hidden[stem(before.plain + piece.plain)] = None
        before = piece
    if hidden:
        yield from (HIDDEN, *hidden)


def hyphenated(one: Piece, two: Piece, text: str) -> bool:
    """Two words that some write as one: co-operation, JT-60SA."""
    return (
        not (one.is_japanese or two.is_japanese)
        and not (one.plain.isdigit() and two.plain.isdigit())
        and text[one.ends[0][1] : two.ends[0][0]] in ("-", "‐", "‑")
    )


def single_words(text: str) -> list[str]:
    """The words as they were typed, one by one; a run of Japanese falls apart where its script changes."""
    return _SINGLE.findall(unicodedata.normalize("NFKC", text))


def spelled(*texts: str) -> set[str]:
    """The words whose spelling can be suggested: Latin ones and katakana ones of four characters and more."""
    return {word for text in texts for word in _read(text)[1]}
