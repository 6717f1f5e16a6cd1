"""A list that can be asked for: one FilterSet says what can be asked, and gives every form of the answer.

What the query string asks for (`asked`) decides rows, counts, words and the addresses of all other forms of the same list.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property, reduce
from itertools import islice
from operator import and_, or_
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from search.spelling import meant

from .asked import PER_PAGE, RELEVANCE, Asked, is_page_number
from .bilingual import active
from .dates import PartialDate
from .facets import FIND, Chip, Facet, Label, Option, ShownFacet
from .file_forms import BIBTEX, FORMS, FileForm
from .following import FeedLink, feed_links
from .known import BestFirst, InOrder, Order, bitmap, numbers_of
from .presentation import Head, Load, as_they_are

# So many rows are read at once where all are wanted.
BATCH = 500
LONGEST_FIND = 100


class Listing(Asked):
    """Declare filters and facets as attributes, and what `Asked` names."""

    # Rows

    @cached_property
    def rows(self) -> QuerySet:
        """All rows that match, in the order asked for; only pages and `all_rows` know which match best."""
        rows = self.queryset
        for name, value in self.values.items():
            rows = self.filters[name].filter(rows, value)
        return rows.order_by(*self._order_by())

    def _order_by(self) -> list[Any]:
        _label, order = self.all_sorts[self.sort]
        return order()

    def _found(self, but: str = "") -> int:
        """The same rows as a set (`known`), or those that match all but one of the filters."""
        return reduce(and_, (bits for name, bits in self._sets.items() if name != but), self._all)

    @cached_property
    def _sets(self) -> dict[str, int]:
        """What each filter in force lets through."""
        return {name: self._set(name, value) for name, value in self.values.items()}

    def _set(self, name: str, value: Any) -> int:
        filter_ = self.filters[name]
        if isinstance(filter_, Facet):
            return reduce(or_, filter_.sets(self.queryset, value).values())
        key = str(value)
        return self.known.sets(name, [key], lambda _keys: {key: bitmap(filter_.numbers(self.queryset, value))})[key]

    @property
    def _all(self) -> int:
        return self.known.fact("all", lambda: bitmap(self.queryset.order_by().values_list("pk", flat=True)))

    @cached_property
    def total(self) -> int:
        return self._found().bit_count()

    @property
    def is_blank(self) -> bool:
        """There is nothing to list, whatever is asked for."""
        return not self._all

    @property
    def _order(self) -> Order:
        numbers = self.queryset.order_by(*self._order_by()).values_list("pk", flat=True)
        return self.known.fact(("order", self.sort, active()), lambda: Order(numbers))

    @property
    def _numbers_in_order(self) -> Any:
        words = self.values.get("q")
        if words and self.sort == RELEVANCE:
            return BestFirst(self.filters["q"].best(words, numbers_of(self._found())), self._found(), self._order)
        return InOrder(self._found(), self._order)

    @cached_property
    def page(self) -> Page:
        """Raises Http404 past the end."""
        return self.page_with(self._view.load)

    def page_with(self, load: Load) -> Page:
        """The page that is asked for, its rows with what `load` adds."""
        paginator = Paginator(self._numbers_in_order, self.per_page)
        number = self.data.get("page", "")
        try:
            page = paginator.page(int(number) if is_page_number(number) else 1)
        except EmptyPage as error:
            raise Http404(_("This list has no page %(number)s.") % {"number": Truncator(number).chars(20)}) from error
        page.object_list = self._loaded(load, list(page.object_list))
        return page

    def all_rows(self, load: Load = as_they_are) -> Iterator[Any]:
        """Those of all pages as they follow one another, with what `load` adds; a batch at a time is in memory."""
        numbers = self._numbers_in_order[0 : self.total]
        for start in range(0, len(numbers), BATCH):
            yield from self._loaded(load, numbers[start : start + BATCH])

    def first_rows(self, most: int, order: Callable[[], list[Any]], load: Load = as_they_are) -> list[Any]:
        """In an order of the caller's own, whatever was asked for; it is known by the function that gives it."""
        numbers = self.queryset.order_by(*order()).values_list("pk", flat=True)
        known = self.known.fact(("order", order), lambda: Order(numbers))
        return self._loaded(load, InOrder(self._found(), known)[:most])

    @property
    def is_daily(self) -> bool:
        """What matches depends on which day it is."""
        return any(name in self.values for name in self.daily)

    def _loaded(self, load: Load, numbers: list[int]) -> list[Any]:
        """A row that has gone meanwhile is left out."""
        rows = load(self.queryset).in_bulk(numbers)
        return [rows[number] for number in numbers if number in rows]

    # Addresses

    @cached_property
    def accepted(self) -> list[tuple[str, str]]:
        """The query string of what was accepted, without the page: filters in their order, then presentation."""
        pairs = []
        for name, value in self.values.items():
            if isinstance(value, list):
                pairs += [(name, one) for one in value]
            else:
                pairs.append((name, value.iso if isinstance(value, PartialDate) else str(value)))
        for name, (default, _allowed) in self._presentation.items():
            if self._shown(name) != default:
                pairs.append((name, self._shown(name)))
        if self.chosen_columns != self._usual_columns:
            pairs += [("columns", name) for name in self.chosen_columns]
        return pairs

    @cached_property
    def filter_pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.accepted if name in self.filters]

    @property
    def filter_query(self) -> str:
        """The accepted filters as a query string with its question mark, for feeds and calendars of the same list."""
        return f"?{urlencode(self.filter_pairs)}" if self.filter_pairs else ""

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the form of the filters has to hand on: all that was accepted and has no field of its own there."""
        return [(name, value) for name, value in self.accepted if not self._is_typed(name)]

    def _is_typed(self, name: str) -> bool:
        filter_ = self.filters.get(name)
        return filter_.is_typed if isinstance(filter_, Facet) else filter_ is not None

    @property
    def feeds(self) -> list[FeedLink]:
        """Of the same rows; none where the list has no feed."""
        return feed_links(self.feed, query=self.filter_query) if self.feed else []

    @property
    def calendar_address(self) -> str:
        """Empty where the list has no calendar."""
        return f"{reverse(self.calendar)}{self.filter_query}" if self.calendar else ""

    @property
    def downloads(self) -> list[tuple[str, str]]:
        """(form, address) of the same rows, in the same order, as files; none where the list has no export."""
        if not self.export:
            return []
        return [
            (form.words, f"{reverse(self.export, args=[form.name])}{self._query_of_rows}") for form in self.file_forms
        ]

    @property
    def file_forms(self) -> list[FileForm]:
        return [*FORMS, BIBTEX] if self.is_cited else FORMS

    @property
    def api_address(self) -> str:
        """Of the same rows, in the same order, for programs; empty where the list is not in the API."""
        return f"{reverse(self.api)}{self._query_of_rows}" if self.api else ""

    @property
    def _query_of_rows(self) -> str:
        """What decides which rows there are and how they follow one another."""
        asked = [pair for pair in self.accepted if pair in self.filter_pairs or pair[0] == "sort"]
        return f"?{urlencode(asked)}" if asked else ""

    def _address(self, pairs: list[tuple[str, str]]) -> str:
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def _with(self, name: str, value: str) -> str:
        return self._address([*(pair for pair in self.accepted if pair[0] != name), (name, value)])

    def page_address(self, number: int) -> str:
        return self._address(self.accepted if number == 1 else [*self.accepted, ("page", str(number))])

    @property
    def page_links(self) -> list[tuple[int | str, str]]:
        """(number, address) of the pages to offer; a gap has no address."""
        numbers = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [(number, self.page_address(number) if isinstance(number, int) else "") for number in numbers]

    @property
    def previous_address(self) -> str:
        return self.page_address(self.page.number - 1)

    @property
    def next_address(self) -> str:
        return self.page_address(self.page.number + 1)

    @property
    def address(self) -> str:
        return self._address(self.accepted)

    @property
    def own_address(self) -> str:
        """Of the page that is shown."""
        return self.page_address(self.page.number)

    @property
    def day(self) -> date:
        """On which it is read."""
        return timezone.now().date()

    @property
    def address_without_filters(self) -> str:
        return self._address([pair for pair in self.accepted if pair not in self.filter_pairs])

    @cached_property
    def meant(self) -> str:
        """The words to look for with their spelling put right, where that finds something."""
        return meant(self.values.get("q", ""))

    @property
    def meant_address(self) -> str:
        return self._with("q", self.meant)

    @property
    def sort_options(self) -> list[Option]:
        offered = list(dict.fromkeys([*self._offered_sorts, self.sort]))
        return self._ways("sort", {value: self.all_sorts[value][0] for value in offered})

    @property
    def view_options(self) -> list[Option]:
        return self._ways("view", {value: view.label for value, view in self.views.items()})

    @property
    def per_page_options(self) -> list[Option]:
        return self._ways("per_page", {str(number): str(number) for number in PER_PAGE})

    def _ways(self, name: str, labels: Mapping[str, Label]) -> list[Option]:
        default = self._presentation[name][0]
        without = [pair for pair in self.accepted if pair[0] != name]
        return [
            Option(
                value,
                label,
                0,
                value == self._shown(name),
                self._address(without if value == default else [*without, (name, value)]),
            )
            for value, label in labels.items()
        ]

    # The table

    @property
    def _usual_columns(self) -> list[str]:
        return [name for name, column in self.columns.items() if column.is_shown]

    @property
    def chosen_columns(self) -> list[str]:
        """Those asked for, in the order in which they are declared, after the one that names the row."""
        asked = [name for name in self.columns if name in self.data.getlist("columns")]
        return list(dict.fromkeys([next(iter(self.columns)), *asked])) if asked else self._usual_columns

    @property
    def heads(self) -> list[Head]:
        return [self._head(name) for name in self.chosen_columns]

    def _head(self, name: str) -> Head:
        head = Head(name, self.columns[name], f"{self.cells}#{name}")
        ways = [value for value in self.all_sorts if value.removeprefix("-") == name]
        if not ways:
            return head
        address = self._with("sort", ways[1] if self.sort == ways[0] else ways[0])
        direction = {name: "ascending", f"-{name}": "descending"}.get(self.sort, "")
        return replace(head, address=address, direction=direction)

    @property
    def record_cell(self) -> str:
        return f"{self.cells}#record"

    @property
    def column_choices(self) -> list[tuple[str, Label, bool]]:
        """(name, heading, whether it is shown) of the columns that can be left out."""
        chosen = self.chosen_columns
        return [(name, column.heading, name in chosen) for name, column in self.columns.items()][1:]

    @property
    def carried_by_columns(self) -> list[tuple[str, str]]:
        """What the form that chooses columns has to hand on; the first of them, so that it can be the only one."""
        others = [pair for pair in self.accepted if pair[0] != "columns"]
        return [*others, ("columns", next(iter(self.columns)))]

    # Facets, chips, words

    @cached_property
    def facets(self) -> list[ShownFacet]:
        return [self._facet(name, facet) for name, facet in self.filters.items() if isinstance(facet, Facet)]

    def _facet(self, name: str, facet: Facet) -> ShownFacet:
        """With the options that are shown of it: the first that have the words of its box, and the chosen ones."""
        chosen = self.values.get(name, [])
        words = self.data.get(f"{name}{FIND}", "")[:LONGEST_FIND]
        choices = facet.choices
        found = choices.found(words)
        places = {*islice(found, facet.most), *(choices.places[value] for value in chosen if value in choices.places)}
        shown = [choices.options[place] for place in sorted(places)]
        others, sets = self._found(but=name), facet.sets(self.queryset, [option.value for option in shown])
        return ShownFacet(
            name,
            facet,
            [
                Option(
                    option.value,
                    option.label,
                    (others & sets[option.value]).bit_count(),
                    option.value in chosen,
                    self._toggled(name, option.value, facet.single),
                )
                for option in shown
            ],
            find=words,
            more=len(found) - sum(place in found for place in places),
        )

    @property
    def is_finding(self) -> bool:
        """Options are looked for in the box of a facet."""
        return any(shown.find for shown in self.facets)

    def _toggled(self, name: str, value: str, single: bool) -> str:
        if (name, value) in self.accepted:
            return self._address([pair for pair in self.accepted if pair != (name, value)])
        if single:
            return self._with(name, value)
        return f"{self._address_to_add_to}{name}={quote_plus(value)}"

    @cached_property
    def _address_to_add_to(self) -> str:
        """For all the options of a page: what is in force is written into an address once."""
        return f"{self.address}{'&' if self.accepted else '?'}"

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(
                name,
                self.filters[name].label or name,
                self._label_of(name, value),
                self._address([pair for pair in self.accepted if pair != (name, value)]),
            )
            for name, value in self.filter_pairs
        ]

    def _label_of(self, name: str, value: str) -> Label:
        facet = self.filters[name]
        if isinstance(facet, Facet):
            return facet.label_of(value)
        return str(self.values[name])

    @property
    def words(self) -> str:
        """The filter in words: "Theme: Quantum or AI; Status: active"; empty without a filter."""
        by_heading: dict[str, list[str]] = {}
        for chip in self.chips:
            by_heading.setdefault(str(chip.heading), []).append(str(chip.label))
        either = _(" or ")
        return _("; ").join(
            _("%(heading)s: %(values)s") % {"heading": heading, "values": either.join(values)}
            for heading, values in by_heading.items()
        )

    @property
    def title(self) -> str:
        return " – ".join(filter(None, (str(self.heading), self.words)))

    @property
    def count_words(self) -> str:
        return str(self.counted % {"n": self.total})
