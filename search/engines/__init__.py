"""The two databases' own full-text indexes behind one small interface: how a query is put to each of them."""

from collections.abc import Sequence
from enum import Enum
from typing import Any, Protocol

from django.db import connection

from ..queries import Query

Sql = tuple[str, list[Any]]


class Where(Enum):
    """In which texts of a thing all of the words must stand."""

    ANYWHERE = "anywhere"
    NAMES = "names"
    EXACT = "exact"


class Engine(Protocol):
    # The column with the id of the entry.
    key: str

    def table(self, query: Query, where: Where) -> str:
        """Which to look into for texts there."""

    def matches(self, query: Query, where: Where = Where.ANYWHERE) -> Sql:
        """The condition on its rows. Expects a query with groups."""

    def among(self, query: Query, where: Where, ids: Sequence[int]) -> Sql:
        """The same of rows that are known, some hundreds."""

    def score(self, query: Query) -> Sql:
        """The better a row matches, the higher; to be compared with scores of the same table only."""


def engine() -> Engine:
    if connection.vendor == "sqlite":
        from .sqlite import Sqlite

        return Sqlite()
    from .postgresql import PostgreSQL

    return PostgreSQL()
