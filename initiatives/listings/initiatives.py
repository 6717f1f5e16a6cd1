from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from publishing.bilingual import Text, active, in_order_of
from publishing.dates import EARLIEST_YEAR, LATEST_YEAR
from publishing.documents import Schema
from publishing.facets import Choice, ChoiceFacet, ColumnFacet, Facet, Options, RelatedFacet, labelled
from publishing.filters import WordsFilter, from_filter, to_filter
from publishing.known import bitmaps
from publishing.listings import Listing
from publishing.presentation import Column, View
from publishing.querysets import latest_change_first

from ..models import Initiative, Participation, Partner
from ..querysets import InitiativeQuerySet
from ..search import INITIATIVES
from .shared import by_title, country_options, theme_options


def partner_options() -> Options:
    """Those with most initiatives first: of thousands only the first are shown."""
    partners = Partner.objects.published().with_counts().order_by(F("total").desc(), in_order_of("name"), "slug")
    return labelled(partners.values_list("slug", "name_en", "name_ja", "acronym"), active())


def programme_options() -> Options:
    names = (
        Initiative.objects.published().exclude(programme="").order_by("programme").values_list("programme", flat=True)
    )
    return [Choice(name, Text(name, "en")) for name in names.distinct()]


class YearFacet(Facet):
    """What ran in a year, offered from the earliest known start to this year; others may be asked for as well."""

    template = "components/years.html"
    is_typed = True

    def find_options(self) -> Options:
        earliest = Initiative.objects.published().aggregate(Min("start"))["start__min"]
        this_year = timezone.now().year
        years = range(this_year, (earliest.year if earliest else this_year) - 1, -1)
        return [Choice(str(year), str(year)) for year in years]

    def accepts(self, value: str) -> bool:
        return len(value) == 4 and value.isascii() and value.isdigit() and EARLIEST_YEAR <= int(value) <= LATEST_YEAR

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^\d{4}$"}

    def filter(self, qs: Any, value: list[str]) -> Any:
        return qs.active_in(int(value[-1])) if value else qs

    def find_sets(self, rows: Any, values: list[str]) -> dict[str, int]:
        spans = bitmaps(
            ((first, last), pk)
            for first, last, pk in rows.order_by().with_years().values_list("first_year", "last_year", "pk")
        )
        return {
            year: reduce(or_, (bits for (first, last), bits in spans.items() if first <= year <= last), 0)
            for year in values
        }


class InitiativeListing(Listing):
    listed_at = "initiatives:list"
    all_public = staticmethod(lambda: Initiative.objects.published())
    heading = _("Initiatives")
    lead = _("Agreements, dialogues, programmes and projects of the EU and Japan.")
    counted = ngettext_lazy("%(n)s initiative", "%(n)s initiatives", "n")
    feed = "initiatives:feed"
    export = "initiatives:export"
    is_cited = True
    api = "api:initiatives"
    sorts = {
        "-updated": (
            pgettext_lazy("sort", "Recently updated"),
            lambda: [latest_change_first(), F("start").desc(nulls_last=True), "slug"],
        ),
        "-start": (_("Latest start first"), lambda: [F("start").desc(nulls_last=True), "slug"]),
        "start": (_("Earliest start first"), lambda: [F("start").asc(nulls_last=True), "slug"]),
        "title": (_("By title"), by_title),
    }
    views = {
        "cards": View(_("Cards"), "initiatives/initiative_cards.html", InitiativeQuerySet.for_cards),
        "table": View(_("Table"), "components/table.html", InitiativeQuerySet.for_cards),
        "timeline": View(_("Timeline"), "initiatives/initiative_strip.html", InitiativeQuerySet.for_strip),
    }
    more_sorts = {
        "updated": (_("Longest unchanged first"), lambda: [latest_change_first().reverse_ordering(), "slug"]),
        "-title": (_("By title, backwards"), lambda: [in_order_of("title").desc(), "slug"]),
        "-end": (_("Latest end first"), lambda: [F("end").desc(nulls_last=True), "slug"]),
        "end": (_("Earliest end first"), lambda: [F("end").asc(nulls_last=True), "slug"]),
    }
    columns = {
        "title": Column(_("Initiative")),
        "kind": Column(pgettext_lazy("what it is", "Kind")),
        "status": Column(_("Status")),
        "start": Column(_("Start")),
        "end": Column(_("End")),
        "themes": Column(_("Themes")),
        "partners": Column(_("Partners"), is_number=True),
        "programme": Column(_("Programme"), is_shown=False),
        "updated": Column(_("Changed on"), is_shown=False),
        "checked": Column(_("Checked on"), is_shown=False),
    }
    cells = "initiatives/initiative_cells.html"

    q = WordsFilter(label=_("Words"), subject=INITIATIVES)
    theme = RelatedFacet(
        label=_("Theme"),
        related=Initiative.themes.through.objects.all,
        owner="initiative",
        value="theme__slug",
        options=theme_options,
    )
    status = ChoiceFacet(label=_("Status"), column="status", choices=Initiative.Status)
    kind = ChoiceFacet(label=pgettext_lazy("what it is", "Kind"), column="kind", choices=Initiative.Kind)
    country = RelatedFacet(
        label=_("Country of partners"),
        related=Participation.objects.all,
        owner="initiative",
        value="partner__country",
        options=country_options,
        is_open=False,
    )
    partner = RelatedFacet(
        label=_("Partner"),
        related=Participation.objects.all,
        owner="initiative",
        value="partner__slug",
        options=partner_options,
        is_open=False,
    )
    programme = ColumnFacet(label=_("Programme"), column="programme", options=programme_options, is_open=False)
    active_in = YearFacet(label=_("Ran in"), single=True, is_open=False)
    start_from = from_filter("start", _("Started from"))
    start_to = to_filter("start", _("Started until"))
