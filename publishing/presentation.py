"""What the rows of a list can be shown as, and the columns of its table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from .bilingual import StrOrPromise

Load = Callable[[Any], QuerySet]


def as_they_are(rows: QuerySet) -> QuerySet:
    return rows


@dataclass(frozen=True)
class View:
    """`template` shows the rows of a page (it takes: listing, rows); `load` adds what it needs of each row."""

    label: StrOrPromise
    template: str
    load: Load = as_they_are


@dataclass(frozen=True)
class Column:
    """A column of a table. One that is not `is_shown` is there for those who choose it."""

    heading: StrOrPromise
    is_number: bool = False
    is_shown: bool = True


@dataclass(frozen=True)
class Head:
    """A column at the head of a table: `address` sorts by it, or the other way round where that is its `direction`
    already (as in aria-sort); both are empty where it does not sort. `cell` is the template of its cells.
    """

    name: str
    column: Column
    cell: str
    address: str = ""
    direction: str = ""
