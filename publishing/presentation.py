"""What the rows of a list can be shown as."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from .bilingual import StrOrPromise


def as_they_are(rows: QuerySet) -> QuerySet:
    return rows


@dataclass(frozen=True)
class View:
    """`template` shows the rows of a page (it takes: listing, rows); `load` adds what it needs of each row."""

    label: StrOrPromise
    template: str
    load: Callable[[Any], QuerySet] = as_they_are
