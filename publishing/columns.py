"""Tables of records: which columns one has, and which part of a record's document a row stands for.

A row is about the whole record (partners, initiatives) or about one row of a list in its document (milestones).
A column that a file lacks leaves its field as it is, an empty cell empties it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from .documents import Document, Kind, kind_of
from .models import Record
from .tables import Row, TableError


def _as_it_is(value: Any, _whole: Document) -> Any:
    return value


@dataclass(frozen=True)
class Column:
    """One field of the part of a document that a row stands for.

    `read` makes the value of a cell that is not empty, or raises ValueError with a sentence; `write` is the
    other way. Both see the whole document. `values` are those a cell may have, one or several with
    `separator` (a pattern) between. `get` and `put` where the value is not simply the field of the column's name.
    """

    name: str
    read: Callable[[str, Document], Any] = _as_it_is
    write: Callable[[Any, Document], str] = _as_it_is
    values: Callable[[], Iterable[str]] | None = None
    separator: str = ""
    get: Callable[[Document], Any] | None = None
    put: Callable[[Document, Any], None] | None = None

    def cell(self, part: Document, whole: Document) -> str:
        value = self.get(part) if self.get else part.get(self.name)
        return "" if value is None else self.write(value, whole)

    def fill(self, part: Document, text: str, whole: Document) -> None:
        value = self.read(text, whole) if text else None
        if self.put:
            self.put(part, value)
        elif value in (None, "", [], {}):
            part.pop(self.name, None)
        else:
            part[self.name] = value


@dataclass(frozen=True)
class Table:
    """The first column names the record by its slug.

    A row is about the whole record, or about a row of its document's list `within`, which the column `key`
    names and which is new where that is empty. `parts` gives what rows a queryset has, each with its whole.
    `clean` raises ValidationError as a form would, and writes nothing.
    """

    name: str
    model: type[Record]
    columns: list[Column]
    required: list[str]
    parts: Callable[[QuerySet], Iterator[tuple[Document, Document]]]
    clean: Callable[[Any, Document, Document], None]
    within: str = ""

    @property
    def kind(self) -> Kind:
        return kind_of(self.model)

    @property
    def headings(self) -> list[str]:
        return [column.name for column in self.columns]

    def rows(self, queryset: QuerySet) -> Iterator[list[str]]:
        yield self.headings
        for part, whole in self.parts(queryset):
            yield [whole["slug"], *(column.cell(part, whole) for column in self.columns[1:])]

    def find(self, whole: Document, cells: dict[str, str]) -> Document | None:
        """The part that a row is about, None for a new one; ValueError with a sentence where there is no such part."""
        if not self.within:
            return whole
        key = cells.get("key", "")
        found = next((row for row in whole.get(self.within, []) if row["key"] == key), None)
        if key and found is None:
            words = _("“%(slug)s” has no row with the key “%(key)s”. Leave the key of a new one empty.")
            raise ValueError(words % {"slug": whole["slug"], "key": key})
        return found

    def excerpt(self, part: Document) -> Document:
        """A document that has nothing but the part."""
        return {self.within: [part]} if self.within else part

    def read_headings(self, row: Row) -> list[str]:
        """The columns of a file by its first row; TableError names what is wrong with them."""
        names = [cell.strip().lower().removesuffix("_en") for cell in row.cells]
        while names and not names[-1]:
            names.pop()
        known = ", ".join(self.headings)
        for name in names:
            if name not in self.headings:
                words = _("There is no column “%(name)s”. The columns are: %(known)s.")
                raise TableError(words % {"name": name, "known": known})
            if names.count(name) > 1:
                raise TableError(_("The column “%(name)s” stands there twice.") % {"name": name})
        if self.headings[0] not in names:
            words = _("The column “%(name)s” is missing: it says which record a row is about.")
            raise TableError(words % {"name": self.headings[0]})
        return names


def split(text: str, separator: str) -> list[str]:
    """The values of a cell; all of it is one where there is no separator."""
    values = re.split(separator, text) if separator else [text]
    return [value.strip() for value in values if value.strip()]
