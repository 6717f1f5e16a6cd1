from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from ..queries import Group, Phrase, Query
from . import Sql, Where

COLUMNS = {Where.ANYWHERE: "said", Where.NAMES: "called", Where.EXACT: "exactly"}
# All texts as the index has them (migration 0003): no places, but each token also joined with the next.
FOUND = "search_found(said)"
# Of words, none, names and exact ones, in PostgreSQL's order from D to A.
WEIGHTS = "{0.06, 0.1, 0.5, 1.0}"
# Divide by 1 + the logarithm of the text's length, so that a short text which says it stands before a long one.
BY_LENGTH = 1

# How the tokens of a phrase are asked for.
Written = Callable[[Phrase], str]


class PostgreSQL:
    """tsvector and tsquery; https://www.postgresql.org/docs/current/datatype-textsearch.html."""

    key = "id"

    def table(self, query: Query, where: Where) -> str:
        return "search_entry"

    def matches(self, query: Query, where: Where = Where.ANYWHERE) -> Sql:
        return _found(query) if where is Where.ANYWHERE else _exactly(query, where)

    def among(self, query: Query, where: Where, ids: Sequence[int]) -> Sql:
        condition, params = _exactly(query, where)
        return f"{condition} AND id = ANY(%s)", [*params, list(ids)]

    def score(self, query: Query) -> Sql:
        return f"ts_rank('{WEIGHTS}', said, %s::tsquery, {BY_LENGTH})", [_all_of(query.groups, _sequence)]


def _found(query: Query) -> Sql:
    """One question, which the index answers alone. Longer phrases are there as their pairs: whether these follow one
    another too is then asked of the rows that have them all.
    """
    pairs = [_all_of(query.groups, _pairs)]
    if never := [phrase for phrase in query.never if _is_pair(phrase)]:
        pairs.append(f"!{_any_of(never, _pairs)}")
    condition, params = f"{FOUND} @@ %s::tsquery", [" & ".join(pairs)]
    if all(_is_pair(phrase) for phrases in (*query.groups, query.never) for phrase in phrases):
        return condition, params
    exactly, exact_params = _exactly(query, Where.ANYWHERE)
    return f"{condition} AND {exactly}", [*params, *exact_params]


def _exactly(query: Query, where: Where) -> Sql:
    """What is never to be said is looked for in all texts."""
    condition, params = f"{COLUMNS[where]} @@ %s::tsquery", [_all_of(query.groups, _sequence)]
    if not query.never:
        return condition, params
    return f"{condition} AND said @@ %s::tsquery", [*params, f"!{_any_of(query.never, _sequence)}"]


def _is_pair(phrase: Phrase) -> bool:
    return len(phrase.tokens) <= 2


def _all_of(groups: Iterable[Group], written: Written) -> str:
    return " & ".join(_any_of(group, written) for group in groups)


def _any_of(phrases: Iterable[Phrase], written: Written) -> str:
    return f"({' | '.join(written(phrase) for phrase in phrases)})"


def _sequence(phrase: Phrase) -> str:
    """Tokens are letters and digits only, so nothing in them ends the quotation."""
    return _written(phrase, phrase.tokens, "<->")


def _pairs(phrase: Phrase) -> str:
    pairs = [f"{one} {two}" for one, two in pairwise(phrase.tokens)]
    return _written(phrase, pairs or phrase.tokens, "&")


def _written(phrase: Phrase, tokens: Sequence[str], between: str) -> str:
    quoted = [f"'{token}'" for token in tokens]
    return f"({f' {between} '.join(quoted)}{':*' if phrase.is_begun else ''})"
