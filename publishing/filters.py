"""What a list can be asked beside its facets: words, and bounds of dates."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from search.index import MOST_RANKED, Subject, asked, best, matched, matching
from search.queries import LONGEST, Query

from .bilingual import StrOrPromise
from .dates import PartialDate, PartialDateFormField, on_or_after, on_or_before
from .documents import Schema
from .fields import WordsField


class RowsFilter(django_filters.Filter):
    """Base of the filters that are no facets."""

    def numbers(self, rows: QuerySet, value: Any) -> Iterable[int]:
        """The primary keys of what the value lets through; others than `rows` may be among them."""
        return self.filter(rows, value).order_by().values_list("pk", flat=True)

    def schema(self) -> Schema:
        """JSON Schema of a value."""
        return {"type": "string"}


class WordsFilter(RowsFilter, django_filters.CharFilter):
    """Rows that the search index finds."""

    field_class = WordsField

    def __init__(self, *, subject: Subject, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)
        self.subject = subject
        self.queries: dict[str, Query] = {}

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs.filter(matching(self.subject, self.query_of(value))) if value else qs

    def schema(self) -> Schema:
        return {"type": "string", "maxLength": LONGEST}

    def query_of(self, value: str) -> Query:
        """Asked for once a list, which has a copy of the filter to itself."""
        if value not in self.queries:
            self.queries = {value: asked(value)}
        return self.queries[value]

    def numbers(self, rows: QuerySet, value: str) -> Iterable[int]:
        """Without a look at the rows, unless what is asked for is all but something."""
        query = self.query_of(value)
        return matched(self.subject, query) if query.groups else super().numbers(rows, value)

    def best(self, value: str, among: Iterable[int]) -> list[int]:
        """Those of the primary keys that match best, in order; not all where there are many."""
        among = list(islice(among, MOST_RANKED + 1))
        some = among if len(among) <= MOST_RANKED else []
        return [pk for _subject, pk in best(self.query_of(value), self.subject, some)]


class DateFilter(RowsFilter):
    """A bound of a partial date: what may lie beyond the bound, as far as it is known, is in."""

    field_class = PartialDateFormField

    def __init__(self, *, column: str, bound: Callable[[str, PartialDate], Q], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.column, self.bound = column, bound

    def filter(self, qs: QuerySet, value: PartialDate | None) -> QuerySet:
        return qs.filter(self.bound(self.column, value)) if value else qs

    def schema(self) -> Schema:
        return {"type": "string", "examples": ["2013", "2013-05", "2013-05-17"]}


def from_filter(column: str, label: StrOrPromise) -> DateFilter:
    return DateFilter(column=column, bound=on_or_after, label=label)


def to_filter(column: str, label: StrOrPromise) -> DateFilter:
    return DateFilter(column=column, bound=on_or_before, label=label)


def from_day(column: str, label: StrOrPromise) -> DateFilter:
    """For a column of moments: from the first day that the bound can mean."""
    return DateFilter(column=column, bound=lambda name, date: Q(**{f"{name}__date__gte": date.first}), label=label)


def to_day(column: str, label: StrOrPromise) -> DateFilter:
    """The same, to the end of the last day that the bound can mean."""
    return DateFilter(column=column, bound=lambda name, date: Q(**{f"{name}__date__lte": date.last}), label=label)
