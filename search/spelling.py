"""What somebody may have meant who typed a word that is nowhere."""

import re
from collections.abc import Iterator

from django.db.models.functions import Length
from rapidfuzz.distance import OSA

from .index import counts, finds
from .models import Word
from .queries import normalised, parse
from .words import pieces

# How many letters may be wrong in a word, and from which length on.
ONE, TWO = 4, 7
# So many of the nearest words are asked how much they find.
NEAREST = 5
# Each takes a look at thousands of words.
MOST_PUT_RIGHT = 3
_WORD = re.compile(r'((?:(?<!\S)-)?)([^\s"]+)')


def meant(text: str) -> str:
    """The query with its first words that find nothing put right; empty where that helps nothing."""
    text = normalised(text)
    left = iter(range(MOST_PUT_RIGHT))
    better = _WORD.sub(lambda found: _put_right(found[1], found[2], left), text)
    return better if better != text and finds(parse(better)) else ""


def _put_right(minus: str, typed: str, left: Iterator[int]) -> str:
    word = typed.casefold()
    is_word = typed != "OR" and len(word) >= ONE and len(list(pieces(word))) == 1
    if not is_word or finds(parse(word)) or next(left, None) is None:
        return minus + typed
    found = {near: sum(counts(parse(near)).values()) for near in nearest(word)}
    most = max(found, key=lambda near: found[near], default="")
    return minus + (most if most and found[most] else typed)


def nearest(word: str) -> list[str]:
    """The words of the index that differ least, at most NEAREST, all by as few letters as any."""
    most = 2 if len(word) >= TWO else 1
    lengths = range(len(word) - most, len(word) + most + 1)
    known = Word.objects.alias(length=Length("word")).filter(length__in=lengths).values_list("word", flat=True)
    distances = {other: OSA.distance(word, other, score_cutoff=most) for other in known}
    least = min(distances.values(), default=most + 1)
    near = sorted(other for other, distance in distances.items() if distance == least <= most)
    return near[:NEAREST]
