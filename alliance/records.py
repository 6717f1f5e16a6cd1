"""Filters of the lists in which records stand, for what was changed in these records."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from articles.listings import ArticleListing
from initiatives.listings import InitiativeListing, PartnerListing
from publishing.documents import Schema, kind_named
from publishing.facets import Choice, Facet
from publishing.filters import RowsFilter
from publishing.known import Known, bitmap, numbers_of
from publishing.listings import Listing
from publishing.querysets import of_records

# Where the records of a kind are listed; themes have no list.
LISTS: dict[str, type[Listing]] = {
    "initiative": InitiativeListing,
    "partner": PartnerListing,
    "article": ArticleListing,
}


def _filters(name: str) -> dict[str, Any]:
    """Those of the name, by the kind of record that they are for."""
    filters = {kind: listing.base_filters.get(name) for kind, listing in LISTS.items()}
    return {kind: filter_ for kind, filter_ in filters.items() if filter_ is not None}


def _records(kind: str) -> QuerySet:
    return kind_named(kind).model._default_manager.published()


def _changes_of_records(filters: Mapping[str, Any], value: Any) -> Q:
    """Of the records that stand in their list under the filter; those of a list without it stand in none."""
    return reduce(or_, (of_records(kind, filter_.filter(_records(kind), value)) for kind, filter_ in filters.items()))


class RecordFilter(RowsFilter):
    """Changes of the records that a filter of their lists lets through; called as it is for initiatives."""

    def __init__(self, name: str) -> None:
        self.filters = _filters(name)
        super().__init__(label=self.filters["initiative"].label)

    @property
    def field(self) -> Any:
        return self.filters["initiative"].field

    def schema(self) -> Schema:
        return self.filters["initiative"].schema()

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return qs.filter(_changes_of_records(self.filters, value)) if value else qs


class RecordFacet(Facet):
    """The same of a facet, with the options that it has for initiatives."""

    def __init__(self, name: str, *, is_open: bool = False) -> None:
        self.facets: dict[str, Facet] = _filters(name)
        self.own = self.facets["initiative"]
        super().__init__(label=self.own.label or name, single=self.own.single, is_open=is_open)
        self.template, self.is_typed = self.own.template, self.own.is_typed

    @property
    def known(self) -> Known:
        return self._known

    @known.setter
    def known(self, known: Known) -> None:
        self._known = known
        for facet in self.facets.values():
            facet.known = known

    def find_options(self) -> Iterable[Choice]:
        return self.own.find_options()

    def accepts(self, value: str) -> bool:
        return self.own.accepts(value)

    def schema(self) -> Schema:
        return self.own.schema()

    def condition(self, values: list[str]) -> Q:
        return _changes_of_records(self.facets, values)

    def find_sets(self, rows: Any, values: list[str]) -> dict[str, int]:
        sets = dict.fromkeys(values, 0)
        for kind, facet in self.facets.items():
            changes = self._changes_by_record(rows, kind)
            for value, records in facet.find_sets(_records(kind), values).items():
                sets[value] |= bitmap(change for record in numbers_of(records) for change in changes.get(record, ()))
        return sets

    def _changes_by_record(self, rows: Any, kind: str) -> dict[int, list[int]]:
        return self.known.fact(("changes", kind), lambda: rows.numbers_by_record(kind, _records(kind)))
