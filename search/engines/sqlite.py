from collections.abc import Iterable, Sequence

from ..queries import Phrase, Query
from . import Sql, Where

COLUMNS = {Where.NAMES: "{exact names}", Where.EXACT: "{exact}"}


class Sqlite:
    """FTS5; https://www.sqlite.org/fts5.html#full_text_query_syntax."""

    key = "rowid"

    def table(self, query: Query, where: Where) -> str:
        """What is never to be said is looked for in all texts, which the table of names has not."""
        return "search_said" if where is Where.ANYWHERE or query.never else "search_called"

    def matches(self, query: Query, where: Where = Where.ANYWHERE) -> Sql:
        expression = " AND ".join(_any_of(group) for group in query.groups)
        if where in COLUMNS:
            expression = f"{COLUMNS[where]} : ({expression})"
        if query.never:
            expression = f"({expression}) NOT {_any_of(query.never)}"
        return f"{self.table(query, where)} MATCH %s", [expression]

    def among(self, query: Query, where: Where, ids: Sequence[int]) -> Sql:
        # The sign keeps the database from looking into the index for each id anew.
        condition, params = self.matches(query, where)
        return f"{condition} AND +rowid IN ({', '.join(['%s'] * len(ids))})", [*params, *ids]

    def score(self, query: Query) -> Sql:
        return "-rank", []


def _any_of(phrases: Iterable[Phrase]) -> str:
    return f"({' OR '.join(_string(phrase) for phrase in phrases)})"


def _string(phrase: Phrase) -> str:
    """Tokens are letters and digits only, so nothing in them ends the string."""
    return f'"{" ".join(phrase.tokens)}"{" *" if phrase.is_begun else ""}'
