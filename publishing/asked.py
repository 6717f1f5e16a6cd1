"""What a query string asks of a list: read once, value by value.

What is accepted is in `values`; what is not is in `rejected`, with the reason: pages name it and go on without it, while
feeds and downloads refuse.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .facets import Facet, FacetField, Label
from .filters import WordsFilter
from .known import known_of
from .presentation import Column, View

PER_PAGE = (12, 24, 48, 96)
RELEVANCE = "relevance"
# So many options are compared with a value that is none of them, and so many such values of a parameter.
MOST_COMPARED, MOST_HELPED = 1000, 3

# Words, and a function giving what to order by.
Sort = tuple[Label, Callable[[], list[Any]]]


@dataclass(frozen=True)
class Rejected:
    """A value of the query string that was not accepted, and why, in the reader's language."""

    name: str
    value: str
    reason: str

    @property
    def mark(self) -> str:
        return f"{self.name}={Truncator(self.value).chars(60)}"


def not_offered(name: str, value: str, options: Collection[str]) -> Rejected:
    """With the option that is most like the value, if one is and there are not too many to compare."""
    spelt = {option.casefold(): option for option in options} if len(options) <= MOST_COMPARED else {}
    for nearest in get_close_matches(value.casefold(), spelt, 1):
        words = _("This is not one of the options. Did you mean “%(nearest)s”?")
        return Rejected(name, value, words % {"nearest": spelt[nearest]})
    return Rejected(name, value, _("This is not one of the options."))


def with_own(data: QueryDict, name: str, value: str) -> tuple[QueryDict, list[Rejected]]:
    """What is asked of a list whose address itself gives the value of a parameter; any other value is not accepted."""
    own = data.copy()
    own[name] = value
    reason = _("The address says which: %(value)s.") % {"value": value}
    others = [other for other in dict.fromkeys(data.getlist(name)) if other and other != value]
    return own, [Rejected(name, other, reason) for other in others]


class Asked(django_filters.FilterSet):
    """Declare filters and facets as attributes, and:

    listed_at: URL name of the page that shows the list
    all_public: gives all rows of the kind that are public, with what their columns and sorts are asked of
    sorts: query-string value → how to sort; the first is the default, but for a list with words to look for
    more_sorts: those that only the head of a table offers
    views: query-string value → what it shows; the first is the default. None where the list has no page
    columns: query-string value → column of the table; the first names the row and is always there. The sorts
        `start` and `-start` are those of the column `start`.
    cells: template with a part for each column and one for the mark of the row, `record`; each takes: row
    heading, lead: what is listed, in a word and in a sentence
    counted: the number of rows in words (ngettext_lazy)
    empty: what to say while there is nothing to list
    daily: the filters that let through something else every day
    feed: URL name of the feed of the same list, which takes the form
    export: URL name of its downloads, which takes the form
    is_cited: its rows can be cited, so that one of the downloads is for reference managers
    calendar: URL name of the calendar of the same list, where its rows have dates
    api: URL name of the same list in the API
    """

    listed_at: str = ""
    all_public: Callable[[], QuerySet]
    sorts: Mapping[str, Sort] = {}
    more_sorts: Mapping[str, Sort] = {}
    views: Mapping[str, View] = {}
    columns: Mapping[str, Column] = {}
    cells: str = ""
    heading: Label = ""
    lead: Label = ""
    counted: Label = ""
    empty: Label = gettext_lazy("Nothing is recorded yet.")
    daily: Collection[str] = ()
    feed: str = ""
    export: str = ""
    is_cited: bool = False
    calendar: str = ""
    api: str = ""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=self.all_public())
        self.path = reverse(self.listed_at)
        self.known = known_of(type(self))
        for facet in self.filters.values():
            if isinstance(facet, Facet):
                facet.known = self.known

    @cached_property
    def _presentation(self) -> dict[str, tuple[str, list[str]]]:
        """name → (default, allowed values) of the parameters that choose how rows are shown."""
        return {
            "sort": (next(iter(self._offered_sorts)), list(self.all_sorts)),
            "per_page": ("24", [str(number) for number in PER_PAGE]),
            **({"view": (next(iter(self.views)), list(self.views))} if self.views else {}),
        }

    def _shown(self, name: str) -> str:
        default, allowed = self._presentation[name]
        value = self.data.get(name)
        return value if value in allowed else default

    sort = property(lambda self: self._shown("sort"))
    per_page = property(lambda self: int(self._shown("per_page")))
    view = property(lambda self: self._shown("view"))

    @cached_property
    def all_sorts(self) -> dict[str, Sort]:
        return {**self._by_relevance, **self.sorts, **self.more_sorts}

    @cached_property
    def _offered_sorts(self) -> dict[str, Sort]:
        """Relevance comes first where there are words to be relevant to."""
        return {**(self._by_relevance if "q" in self.values else {}), **self.sorts}

    @property
    def _by_relevance(self) -> dict[str, Sort]:
        """The order given is that of rows that do not differ in it."""
        is_ranked = isinstance(self.filters.get("q"), WordsFilter)
        return {RELEVANCE: (_("Best match first"), next(iter(self.sorts.values()))[1])} if is_ranked else {}

    @property
    def _view(self) -> View:
        return self.views[self.view]

    @property
    def template(self) -> str:
        return self._view.template

    @cached_property
    def values(self) -> dict[str, Any]:
        """What was accepted, cleaned, by name; empty values left out."""
        self.form.full_clean()
        return {
            name: value[-1:] if isinstance(value, list) and getattr(self.filters[name], "single", False) else value
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", [])
        }

    @cached_property
    def rejected(self) -> list[Rejected]:
        values = self.values
        rejected = []
        for name, field in self.form.fields.items():
            if isinstance(field, FacetField):
                rejected += [
                    not_offered(name, value, field.facet.choices.places if place < MOST_HELPED else ())
                    for place, value in enumerate(field.rejected)
                ]
            elif name in self.form.errors:
                rejected.append(Rejected(name, self.data.get(name, ""), " ".join(self.form.errors[name])))
            if not isinstance(field, FacetField) or self.filters[name].single:
                given = [value for value in dict.fromkeys(self.data.getlist(name)) if value]
                refused = {value.value for value in rejected if value.name == name}
                chosen = values.get(name)
                taken = chosen[0] if isinstance(chosen, list) else self.data.get(name)
                rejected += [
                    Rejected(name, value, _("Only one value can be chosen here; the last one is used."))
                    for value in given
                    if value != taken and value not in refused
                ]
        ways = {name: allowed for name, (_default, allowed) in self._presentation.items()}
        if self.columns:
            ways["columns"] = list(self.columns)
        for name, allowed in ways.items():
            rejected += [
                Rejected(name, value, _("Choose one of: %(values)s.") % {"values": ", ".join(allowed)})
                for value in dict.fromkeys(self.data.getlist(name))
                if value and value not in allowed
            ]
        page = self.data.get("page", "")
        if page and not is_page_number(page):
            rejected.append(Rejected("page", page, _("A page is a number from 1.")))
        return rejected

    @property
    def rejected_ways(self) -> list[Rejected]:
        """Those of `rejected` that choose how rows are shown and so stand beside no filter."""
        return [value for value in self.rejected if value.name not in self.filters]


def is_page_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4000 and int(text) > 0
