"""The two databases' own full-text indexes behind one small interface: how a query is put to each of them."""

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
    # The table to look into, and its column with the id of the entry.
    table: str
    key: str

    def matches(self, query: Query, where: Where = Where.ANYWHERE) -> Sql:
        """The condition on rows of the table. Expects a query with groups."""

    def score(self, query: Query) -> Sql:
        """The better a row matches, the higher."""


def engine() -> Engine:
    if connection.vendor == "sqlite":
        from .sqlite import Sqlite

        return Sqlite()
    from .postgresql import PostgreSQL

    return PostgreSQL()
