"""Filters that can also say how many rows each of their options would leave.

A facet filters by subquery, never by a join to many rows: a join has a row once for every match. It counts by bitmaps (`known`).
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import capfirst

from .bilingual import StrOrPromise, Text, active, folded, script_of
from .documents import Schema
from .known import Known, bitmap, bitmaps

Label = StrOrPromise

_SIGNS = re.compile(r"\W+")
# What the name of the box in which options are looked for adds to that of the facet.
FIND = "_find"
# A facet with more options than this has a box to find one by its words.
FEW = 12


class Choice(NamedTuple):
    """What a facet can be asked for; `others` are names by which it is found as well."""

    value: str
    label: Label
    others: str = ""


Options = list[Choice]


@dataclass(frozen=True)
class Choices:
    """The options of a facet in one language, in the order in which they are always shown."""

    options: Options
    places: Mapping[str, int]
    words: list[str]

    @classmethod
    def of(cls, options: Iterable[Choice]) -> "Choices":
        options = list(options)
        places = {option.value: place for place, option in enumerate(options)}
        return cls(options, places, [_searched(f"{option.label} {option.others}") for option in options])

    def found(self, text: str) -> Collection[int]:
        """The places of those whose names have words that begin so, in order; of all where the text has none.

        Japanese has no spaces: there the words may stand anywhere.
        """
        wanted = [word if script_of(word) == "ja" else f" {word}" for word in _searched(text).split()]
        if not wanted:
            return range(len(self.options))
        return dict.fromkeys(place for place, words in enumerate(self.words) if all(word in words for word in wanted))


def _searched(words: str) -> str:
    """Without signs, a space before each word."""
    return " " + _SIGNS.sub(" ", folded(words))


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
    """Base of the facets. Of a long one only `most` options are shown at once, in the order of all.

    `template` shows it (takes: listing, shown); `is_typed` where that has a field in which the value can be typed.
    """

    template = "components/facet.html"
    is_typed = False
    most = 50
    known: Known

    def __init__(self, *, label: Label, single: bool = False, is_open: bool = True, **kwargs: Any) -> None:
        super().__init__(label=label, **kwargs)
        self.single = single
        self.is_open = is_open

    @property
    def field(self) -> FacetField:
        return FacetField(facet=self, required=False, label=self.label)

    @cached_property
    def choices(self) -> Choices:
        return self.known.fact(("choices", self.field_name, active()), lambda: Choices.of(self.find_options()))

    def find_options(self) -> Iterable[Choice]:
        raise NotImplementedError

    @property
    def is_long(self) -> bool:
        return len(self.choices.options) > FEW

    def condition(self, values: list[str]) -> Q:
        raise NotImplementedError

    def find_sets(self, rows: QuerySet, values: list[str]) -> Mapping[str, int]:
        """The bitmap of each value (`known`); those that no row has may be missing, others than `rows` may be in it."""
        raise NotImplementedError

    def sets(self, rows: QuerySet, values: Iterable[str]) -> dict[str, int]:
        return self.known.sets(self.field_name, values, lambda missing: self.find_sets(rows, missing))

    def accepts(self, value: str) -> bool:
        return value in self.choices.places

    def schema(self) -> Schema:
        """JSON Schema of a value; what the record has by now is no part of it."""
        return {"type": "string"}

    def label_of(self, value: str) -> Label:
        place = self.choices.places.get(value)
        return value if place is None else self.choices.options[place].label

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs.filter(self.condition(value)) if value else qs


class ColumnFacet(Facet):
    """Values of a column of the rows themselves."""

    def __init__(self, *, column: str, options: Callable[[], Iterable[Choice]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.column = column
        self.find_options = options  # type: ignore[method-assign]

    def condition(self, values: list[str]) -> Q:
        return Q(**{f"{self.column}__in": values})

    def find_sets(self, rows: QuerySet, values: list[str]) -> Mapping[str, int]:
        return bitmaps(rows.filter(self.condition(values)).order_by().values_list(self.column, "pk"))


class ChoiceFacet(ColumnFacet):
    """A column with fixed choices, all of them always shown."""

    def __init__(self, *, choices: Any, column: str, **kwargs: Any) -> None:
        super().__init__(column=column, options=lambda: fixed(choices.choices), **kwargs)

    def schema(self) -> Schema:
        return {"type": "string", "enum": [option.value for option in self.choices.options]}


class RelatedFacet(Facet):
    """Values of rows that belong to the rows: `owner` leads from such a row to the listed one, `value` to the value."""

    def __init__(
        self,
        *,
        related: Callable[[], QuerySet],
        owner: str,
        value: str,
        options: Callable[[], Iterable[Choice]],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.related, self.owner, self.value = related, owner, value
        self.find_options = options  # type: ignore[method-assign]

    def condition(self, values: list[str]) -> Q:
        return Q(pk__in=self._belonging(values).values(self.owner))

    def find_sets(self, rows: QuerySet, values: list[str]) -> Mapping[str, int]:
        return bitmaps(self._belonging(values).order_by().values_list(self.value, self.owner))

    def _belonging(self, values: list[str]) -> QuerySet:
        return self.related().filter(**{f"{self.value}__in": values})


class EitherFacet(Facet):
    """What is related in one way or another; label and options are those of the first."""

    def __init__(self, *ways: RelatedFacet) -> None:
        super().__init__(label=ways[0].label or "", is_open=ways[0].is_open)
        self.ways = ways
        self.find_options = ways[0].find_options  # type: ignore[method-assign]

    def condition(self, values: list[str]) -> Q:
        return reduce(or_, (way.condition(values) for way in self.ways))

    def find_sets(self, rows: QuerySet, values: list[str]) -> Mapping[str, int]:
        found = [way.find_sets(rows, values) for way in self.ways]
        return {value: reduce(or_, (sets.get(value, 0) for sets in found)) for value in values}


class ConditionFacet(Facet):
    """Options that are each a condition on the rows."""

    def __init__(self, *, conditions: Callable[[], dict[str, tuple[Label, Q]]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.find_conditions = conditions

    @cached_property
    def conditions(self) -> dict[str, tuple[Label, Q]]:
        return self.known.fact(("conditions", self.field_name), self.find_conditions)

    def find_options(self) -> Iterable[Choice]:
        return [Choice(value, label) for value, (label, _condition) in self.conditions.items()]

    def condition(self, values: list[str]) -> Q:
        return reduce(or_, (self.conditions[value][1] for value in values))

    def find_sets(self, rows: QuerySet, values: list[str]) -> Mapping[str, int]:
        return {
            value: bitmap(rows.filter(self.condition([value])).order_by().values_list("pk", flat=True))
            for value in values
        }


def fixed(choices: Iterable[tuple[str, Label]]) -> Options:
    """Words of the interface, which stand by themselves here; names keep the letters that they have."""
    return [Choice(value, capfirst(str(label))) for value, label in choices]


def labelled(rows: Iterable[tuple[str, ...]], language: str) -> Options:
    """(value, English, Japanese, …) rows as options in the language, each label knowing which one it is in.

    They are found by all that stands in the row.
    """
    options: Options = []
    for value, english, japanese, *others in rows:
        use_japanese = bool(japanese) and (language == "ja" or not english)
        label = Text(japanese, "ja") if use_japanese else Text(english, "en")
        options.append(Choice(value, label, " ".join((english, japanese, *others))))
    return options


# As pages show them


@dataclass(frozen=True)
class Option:
    """One value of a facet as the page shows it; `address` chooses it, or drops it where it is chosen."""

    value: str
    label: Label
    count: int
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class Chip:
    """A value in force, and the address of the list without it."""

    name: str
    heading: Label
    label: Label
    address: str


@dataclass(frozen=True)
class ShownFacet:
    """`find` is what was typed to find options by; `more` have it in their names as well, and are not shown."""

    name: str
    facet: Facet
    options: list[Option]
    find: str
    more: int

    @property
    def find_name(self) -> str:
        """Of the box; it is no filter of the list, and stands in no address that leads on."""
        return f"{self.name}{FIND}"

    @property
    def heading(self) -> Label:
        return self.facet.label or self.name

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.is_chosen]

    @property
    def is_open(self) -> bool:
        return self.facet.is_open or bool(self.chosen) or bool(self.find)
