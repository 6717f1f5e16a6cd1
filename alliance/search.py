"""The page that looks through everything at once, and what it suggests while somebody types."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives.listings import InitiativeListing
from publishing.asked import Rejected, is_page_number, not_offered
from publishing.bilingual import StrOrPromise, tidy
from publishing.facets import FIND, Facet
from search.index import Subject, asked, beginning, best, counts, finds, subjects
from search.queries import LONGEST, SILENT, Query, parse
from search.results import Found, Passage, Run, passage_of, runs_of
from search.spelling import meant
from search.words import pieces, single_words

PER_PAGE = 20
SUGGESTIONS = 5
# What is offered near a query that finds nothing: of so many of its words, so many options of a facet.
MOST_WORDS, MOST_OPTIONS, MOST_WAYS = 6, 3, 8
# The lists with filters in which what is found of a subject can be looked through further.
LISTS = {
    "initiative": "initiatives:list",
    "partner": "initiatives:partner_list",
    "milestone": "initiatives:milestone_list",
    "article": "articles:list",
    "source": "initiatives:source_list",
    "claim": "initiatives:claim_list",
}


@dataclass(frozen=True)
class Hit:
    """A result as it is shown, with the words of the query marked."""

    found: Found
    query: Query

    @property
    def title(self) -> list[Run]:
        return runs_of(self.found.title, self.query)

    @property
    def short(self) -> list[Run]:
        return runs_of(self.found.short, self.query)

    @cached_property
    def passage(self) -> Passage | None:
        return passage_of(self.found.texts, self.query)


@dataclass(frozen=True)
class Way:
    """Another look at the same query: a group of the results, or what lies near where there are none."""

    label: StrOrPromise
    address: str
    count: int
    is_chosen: bool = False


class Results:
    """What the query string asks for; pages name what they do not accept of it and go on without."""

    def __init__(self, data: QueryDict) -> None:
        self.data = data

    def _typed(self, name: str) -> str:
        return tidy(str(self.data.get(name, "")))

    @cached_property
    def text(self) -> str:
        return self._typed("q")[:LONGEST]

    @cached_property
    def query(self) -> Query:
        return asked(self.text)

    @cached_property
    def within(self) -> Subject | None:
        return next((subject for subject in subjects() if subject.name == self._typed("in")), None)

    @cached_property
    def rejected(self) -> list[Rejected]:
        rejected = []
        if len(self._typed("q")) > LONGEST:
            words = _("Only the first %(number)s characters are looked for.") % {"number": LONGEST}
            rejected.append(Rejected("q", self._typed("q"), words))
        if self._typed("in") and not self.within:
            rejected.append(not_offered("in", self._typed("in"), [subject.name for subject in subjects()]))
        if self._typed("page") and not is_page_number(self._typed("page")):
            rejected.append(Rejected("page", self._typed("page"), _("A page is a number from 1.")))
        return rejected

    @cached_property
    def counts(self) -> dict[Subject, int]:
        return counts(self.query)

    @property
    def everything(self) -> int:
        return sum(self.counts.values())

    @cached_property
    def total(self) -> int:
        return self.counts.get(self.within, 0) if self.within else self.everything

    @cached_property
    def page(self) -> Page:
        """Raises Http404 past the end."""
        number = self._typed("page")
        try:
            return Paginator(best(self.query, self.within), PER_PAGE).page(int(number) if is_page_number(number) else 1)
        except EmptyPage as error:
            raise Http404(_("There are no more results.")) from error

    @cached_property
    def hits(self) -> list[Hit]:
        return [Hit(found, self.query) for found in shown(self.page)]

    @property
    def ranked(self) -> int:
        """How many results can be paged through."""
        return self.page.paginator.count

    # Ways on

    def address(self, **values: str | int) -> str:
        asked_for = {"q": self.text, "in": self.within.name if self.within else "", **values}
        return f"{reverse('search')}?{urlencode({name: value for name, value in asked_for.items() if value})}"

    @property
    def groups(self) -> list[Way]:
        """All results, then those of each subject that has any."""
        some = [
            Way(subject.label, self.address(**{"in": subject.name}), count, subject is self.within)
            for subject, count in self.counts.items()
        ]
        return [Way(_("Everything"), self.address(**{"in": ""}), self.everything, self.within is None), *some]

    @property
    def in_list(self) -> str:
        """Where the results of the chosen subject can be filtered, followed and downloaded; empty where nowhere."""
        name = LISTS.get(self.within.name) if self.within else None
        return f"{reverse(name)}?{urlencode({'q': self.text})}" if name else ""

    @property
    def previous_address(self) -> str:
        number = self.page.number - 1
        return self.address(page=number if number > 1 else "")

    @property
    def next_address(self) -> str:
        return self.address(page=self.page.number + 1)

    # Where nothing was found

    @cached_property
    def meant(self) -> str:
        return meant(self.text)

    @property
    def meant_address(self) -> str:
        return self.address(q=self.meant, **{"in": ""})

    @cached_property
    def nearest(self) -> list[Way]:
        """The words of a phrase apart, then one by one, as far as they find something; then filters that are called so."""
        ways = [*self._apart(), *self._single_words(), *self._filters()]
        return list({way.address: way for way in ways}.values())[:MOST_WAYS]

    @cached_property
    def _words(self) -> list[str]:
        """Those that say something."""
        words = dict.fromkeys(single_words(self.text))
        return [word for word in words if word.casefold() not in SILENT and list(pieces(word))][:MOST_WORDS]

    def _apart(self) -> Iterable[Way]:
        apart = " ".join(self.text.replace('"', " ").split())
        if apart != self.text and (count := sum(counts(parse(apart)).values())):
            yield Way(in_quotes(apart), self.address(q=apart, **{"in": ""}), count)

    def _single_words(self) -> Iterable[Way]:
        if len(self._words) < 2:
            return
        for typed in self._words:
            word = typed if finds(parse(typed)) else meant(typed)
            if count := sum(counts(parse(word)).values()):
                yield Way(in_quotes(word), self.address(q=word, **{"in": ""}), count)

    def _filters(self) -> Iterable[Way]:
        """Of the list of initiatives, those with one of the words in their names."""
        for word in self._words:
            for facet in _initiatives_with(word).facets:
                for option in facet.options[:MOST_OPTIONS] if facet.find else []:
                    if option.count:
                        label = _("%(heading)s: %(values)s") % {"heading": facet.heading, "values": option.label}
                        yield Way(label, option.address, option.count)


def in_quotes(words: str) -> str:
    return _("“%(words)s”") % {"words": words}


def _initiatives_with(word: str) -> InitiativeListing:
    """The list of all initiatives, with the word typed into the box of every facet."""
    found = QueryDict(mutable=True)
    for name, facet in InitiativeListing.base_filters.items():
        if isinstance(facet, Facet):
            found[f"{name}{FIND}"] = word
    return InitiativeListing(found)


def shown(ranked: Iterable[tuple[Subject, int]]) -> list[Found]:
    """In the order given; a few queries a subject."""
    ranked = list(ranked)
    found: dict[tuple[Subject, int], Found] = {}
    for subject in {subject for subject, _pk in ranked}:
        pks = [pk for other, pk in ranked if other is subject]
        found |= {(subject, one.pk): one for one in subject.found(subject.public().filter(pk__in=pks))}
    return [found[key] for key in ranked if key in found]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    return render(request, "alliance/search.html", {"results": Results(request.GET)})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """The first few things whose names begin with what is being typed, as options for its list."""
    query = parse(tidy(request.GET.get("q", "")))
    found = shown(beginning(query, SUGGESTIONS))
    suggestions = [Hit(one, query.begun) for one in found]
    return render(request, "alliance/suggestions.html", {"suggestions": suggestions})
