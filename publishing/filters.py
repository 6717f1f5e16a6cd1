"""What a list can be asked beside its facets: words, and bounds of dates."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from .bilingual import StrOrPromise, tidy
from .dates import PartialDate, PartialDateFormField, on_or_after, on_or_before


class WordsField(forms.CharField):
    def clean(self, value: Any) -> str:
        return tidy(super().clean(value))


class WordsFilter(django_filters.CharFilter):
    """Rows that have every word in at least one of the columns, or in a row that belongs to them.

    `related` are such rows: (queryset, what leads to the listed row, columns).
    """

    field_class = WordsField

    def __init__(
        self,
        *,
        columns: Iterable[str],
        related: Iterable[tuple[Callable[[], QuerySet], str, list[str]]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(max_length=200, **kwargs)
        self.columns, self.related = list(columns), list(related)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        for word in value.split() if value else []:
            condition = _in_any(self.columns, word)
            for rows, owner, columns in self.related:
                condition |= Q(pk__in=rows().filter(_in_any(columns, word)).values(owner))
            qs = qs.filter(condition)
        return qs


def _in_any(columns: Iterable[str], word: str) -> Q:
    return reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns))


class DateFilter(django_filters.Filter):
    """A bound of a partial date: what may lie beyond the bound, as far as it is known, is in."""

    field_class = PartialDateFormField

    def __init__(self, *, column: str, bound: Callable[[str, PartialDate], Q], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.column, self.bound = column, bound

    def filter(self, qs: QuerySet, value: PartialDate | None) -> QuerySet:
        return qs.filter(self.bound(self.column, value)) if value else qs


def from_filter(column: str, label: StrOrPromise) -> DateFilter:
    return DateFilter(column=column, bound=on_or_after, label=label)


def to_filter(column: str, label: StrOrPromise) -> DateFilter:
    return DateFilter(column=column, bound=on_or_before, label=label)


def from_day(column: str, label: StrOrPromise) -> DateFilter:
    """For a column of moments: from the first day that the bound can mean."""
    return DateFilter(column=column, bound=lambda name, date: Q(**{f"{name}__date__gte": date.first}), label=label)
