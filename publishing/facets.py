"""Filters that can also say how many rows each of their options would leave.

A facet filters and counts by subquery, never by a join to many rows: a join counts a row once for every match.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet

from .bilingual import StrOrPromise, Text

Label = StrOrPromise
Options = list[tuple[str, Label]]


class FacetField(forms.MultipleChoiceField):
    """Cleans value by value: the good ones stay, the others are kept in `rejected`."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, facet: "Facet", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.facet = facet
        self.rejected: list[str] = []

    def __deepcopy__(self, memo: dict) -> "FacetField":
        copied = super().__deepcopy__(memo)
        copied.rejected = []
        return copied

    def clean(self, value: Any) -> list[str]:
        values = list(dict.fromkeys(value or []))
        accepted = [one for one in values if one and self.facet.accepts(one)]
        self.rejected = [one for one in values if one and one not in accepted]
        return accepted


class Facet(django_filters.Filter):
    """Base of the facets. `options` are in the order in which they are always shown."""

    def __init__(self, *, label: Label, single: bool = False, is_open: bool = True, **kwargs: Any) -> None:
        super().__init__(label=label, **kwargs)
        self.single = single
        self.is_open = is_open

    @property
    def field(self) -> FacetField:
        return FacetField(facet=self, required=False, label=self.label)

    @cached_property
    def options(self) -> Options:
        return self.find_options()

    def find_options(self) -> Options:
        raise NotImplementedError

    def condition(self, values: list[str]) -> Q:
        raise NotImplementedError

    def counts(self, rows: QuerySet) -> Mapping[str, int]:
        """How many of the rows each option matches; options that match none may be missing."""
        raise NotImplementedError

    def accepts(self, value: str) -> bool:
        return any(value == option for option, _label in self.options)

    def label_of(self, value: str) -> Label:
        return dict(self.options).get(value, value)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs.filter(self.condition(value)) if value else qs


class ColumnFacet(Facet):
    """Values of a column of the rows themselves."""

    def __init__(self, *, column: str, options: Callable[[], Options], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.column = column
        self.find_options = options  # type: ignore[method-assign]

    def condition(self, values: list[str]) -> Q:
        return Q(**{f"{self.column}__in": values})

    def counts(self, rows: QuerySet) -> Mapping[str, int]:
        counted = rows.order_by().values(self.column).annotate(n=Count("pk"))
        return {str(value): n for value, n in counted.values_list(self.column, "n")}


class ChoiceFacet(ColumnFacet):
    """A column with fixed choices, all of them always shown."""

    def __init__(self, *, choices: Any, column: str, **kwargs: Any) -> None:
        super().__init__(column=column, options=lambda: list(choices.choices), **kwargs)


class RelatedFacet(Facet):
    """Values of rows that belong to the rows: `owner` leads from such a row to the listed one, `value` to the value."""

    def __init__(
        self, *, related: Callable[[], QuerySet], owner: str, value: str, options: Callable[[], Options], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.related, self.owner, self.value = related, owner, value
        self.find_options = options  # type: ignore[method-assign]

    def condition(self, values: list[str]) -> Q:
        return Q(pk__in=self.related().filter(**{f"{self.value}__in": values}).values(self.owner))

    def counts(self, rows: QuerySet) -> Mapping[str, int]:
        belonging = self.related().filter(**{f"{self.owner}__in": rows.order_by().values("pk")})
        counted = belonging.order_by().values(self.value).annotate(n=Count(self.owner, distinct=True))
        return dict(counted.values_list(self.value, "n"))


class ConditionFacet(Facet):
    """Options that are each a condition on the rows, counted in one query."""

    def __init__(self, *, conditions: Callable[[], dict[str, tuple[Label, Q]]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.find_conditions = conditions

    @cached_property
    def conditions(self) -> dict[str, tuple[Label, Q]]:
        return self.find_conditions()

    def find_options(self) -> Options:
        return [(value, label) for value, (label, _condition) in self.conditions.items()]

    def condition(self, values: list[str]) -> Q:
        return reduce(or_, (self.conditions[value][1] for value in values))

    def counts(self, rows: QuerySet) -> Mapping[str, int]:
        numbered = {f"n{place}": value for place, value in enumerate(self.conditions)}
        counted = rows.order_by().aggregate(
            **{name: Count("pk", filter=self.conditions[value][1]) for name, value in numbered.items()}
        )
        return {value: counted[name] for name, value in numbered.items()}


def labelled(rows: Iterable[tuple[str, str, str]], language: str) -> Options:
    """(value, English, Japanese) rows as options in the language, each label knowing which one it is in."""
    options: Options = []
    for value, english, japanese in rows:
        use_japanese = bool(japanese) and (language == "ja" or not english)
        options.append((value, Text(japanese, "ja") if use_japanese else Text(english, "en")))
    return options
