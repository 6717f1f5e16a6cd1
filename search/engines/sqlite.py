from collections.abc import Iterable

from ..queries import Phrase, Query
from . import Sql, Where


class Sqlite:
    """FTS5; https://www.sqlite.org/fts5.html#full_text_query_syntax."""

    key = "rowid"

    def table(self, where: Where) -> str:
        return "search_said" if where is Where.ANYWHERE else "search_called"

    def matches(self, query: Query, where: Where = Where.ANYWHERE) -> Sql:
        expression = " AND ".join(_any_of(group) for group in query.groups)
        if where is Where.EXACT:
            expression = f"{{exact}} : ({expression})"
        condition, params = f"{self.table(where)} MATCH %s", [expression]
        if query.never:
            condition += " AND rowid NOT IN (SELECT rowid FROM search_said WHERE search_said MATCH %s)"
            params += [_any_of(query.never)]
        return condition, params

    def score(self, query: Query) -> Sql:
        return "-rank", []


def _any_of(phrases: Iterable[Phrase]) -> str:
    return f"({' OR '.join(_string(phrase) for phrase in phrases)})"


def _string(phrase: Phrase) -> str:
    """Tokens are letters and digits only, so nothing in them ends the string."""
    return f'"{" ".join(phrase.tokens)}"{" *" if phrase.is_begun else ""}'
