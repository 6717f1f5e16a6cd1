"""How close what is typed comes to what a thing is called: “JST” is JST before it is one of ERC-JSPS / ERC-JST."""

from collections.abc import Iterable, Sequence

from .queries import SILENT, Group
from .words import texts_of

# What beginning with the words is worth, beside being nothing but the words.
BEGINS = 0.5


def closeness(groups: Sequence[Group], *columns: str) -> float:
    """Of the closest text of these columns of an entry: from 0, where none has all of the groups, to 1 + BEGINS."""
    spelled = [list(_spelled(group)) for group in groups]
    return max((_share(spelled, _telling(text)) for column in columns for text in texts_of(column)), default=0.0)


def _share(groups: list[list[str]], text: list[str]) -> float:
    line = f" {' '.join(text)} "
    found = [next((words for words in group if words in line), "") for group in groups]
    if not all(found):
        return 0.0
    begins = line.startswith(" " + "".join(words.lstrip() for words in found))
    return sum(len(words.split()) for words in found) / len(text) + BEGINS * begins


def _spelled(group: Group) -> Iterable[str]:
    for phrase in group:
        if words := _telling(phrase.tokens):
            yield f" {' '.join(words)}{'' if phrase.is_begun else ' '}"


def _telling(tokens: Iterable[str]) -> list[str]:
    return [token for token in tokens if token not in SILENT]
