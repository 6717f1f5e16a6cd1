from collections.abc import Iterable

from ..queries import Group, Phrase, Query
from . import Sql, Where

COLUMNS = {Where.ANYWHERE: "said", Where.NAMES: "called", Where.EXACT: "exactly"}
# Of words, none, names and exact ones, in PostgreSQL's order from D to A.
WEIGHTS = "{0.06, 0.1, 0.5, 1.0}"
# Divide by 1 + the logarithm of the text's length, so that a short text which says it stands before a long one.
BY_LENGTH = 1


class PostgreSQL:
    """tsvector and tsquery; https://www.postgresql.org/docs/current/datatype-textsearch.html."""

    key = "id"

    def table(self, query: Query, where: Where) -> str:
        return "search_entry"

    def matches(self, query: Query, where: Where = Where.ANYWHERE) -> Sql:
        wanted, condition = _all_of(query.groups), f"{COLUMNS[where]} @@ %s::tsquery"
        if not query.never:
            return condition, [wanted]
        unwanted = f"!{_any_of(query.never)}"
        # In one query where it can be: the index alone then answers it, without a look at the rows.
        if where is Where.ANYWHERE:
            return condition, [f"{wanted} & {unwanted}"]
        return f"{condition} AND said @@ %s::tsquery", [wanted, unwanted]

    def score(self, query: Query) -> Sql:
        return f"ts_rank('{WEIGHTS}', said, %s::tsquery, {BY_LENGTH})", [_all_of(query.groups)]


def _all_of(groups: Iterable[Group]) -> str:
    return " & ".join(_any_of(group) for group in groups)


def _any_of(phrases: Iterable[Phrase]) -> str:
    return f"({' | '.join(_sequence(phrase) for phrase in phrases)})"


def _sequence(phrase: Phrase) -> str:
    """Tokens are letters and digits only, so nothing in them ends the quotation."""
    quoted = [f"'{token}'" for token in phrase.tokens]
    return f"({' <-> '.join(quoted)}{':*' if phrase.is_begun else ''})"
