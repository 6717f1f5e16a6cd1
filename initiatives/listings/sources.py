from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from publishing.bilingual import Text, script_of
from publishing.facets import (
    Choice,
    ChoiceFacet,
    ColumnFacet,
    ConditionFacet,
    EitherFacet,
    Facet,
    Label,
    Options,
    RelatedFacet,
)
from publishing.filters import WordsFilter
from publishing.known import bitmaps
from publishing.listings import Listing
from publishing.presentation import Column, View
from publishing.querysets import public

from ..models import Citation, Source
from ..models.source import SILENT_AFTER
from ..search import SOURCES
from .shared import theme_options


def publisher_options() -> Options:
    """Those with most sources first."""
    names = Source.objects.published().exclude(publisher="").order_by().values_list("publisher")
    return [
        Choice(name, Text(name, script_of(name)))
        for name, _number in names.annotate(number=Count("pk", distinct=True)).order_by("-number", "publisher")
    ]


class PublishedFacet(Facet):
    """The year in which a source was published."""

    def find_options(self) -> Options:
        sources: Any = Source.objects.published().with_year()
        return [Choice(year, year) for year in sources.order_by("-year").values_list("year", flat=True).distinct()]

    def condition(self, values: list[str]) -> Q:
        return Q(pk__in=Source.objects.published_in(values).values("pk"))

    def find_sets(self, rows: Any, values: list[str]) -> dict[str, int]:
        return bitmaps(rows.published_in(values).order_by().values_list("year", "pk"))


def answering_conditions() -> dict[str, tuple[Label, Q]]:
    """Each source is in one of them."""
    is_gone, is_silent = Q(gone_on__isnull=False), Q(failed_days__gte=SILENT_AFTER)
    is_seen = Q(last_answered_at__isnull=False)
    return {
        "answers": (_("Answers"), is_seen & ~is_silent & ~is_gone),
        "silent": (_("Has not answered lately"), is_silent & ~is_gone),
        "gone": (_("No longer online"), is_gone),
        "unseen": (_("Not checked yet"), ~is_seen & ~is_silent & ~is_gone),
    }


def article_sources() -> QuerySet:
    """The relation and not the app: initiatives do not import articles."""
    named: Any = Source._meta.get_field("articles")
    return named.field.remote_field.through.objects.filter(public("article__"))


class SourceListing(Listing):
    listed_at = "initiatives:source_list"
    all_public = staticmethod(lambda: Source.objects.published().with_counts())
    heading = _("Sources")
    lead = _("The pages and documents on which the facts rest.")
    counted = ngettext_lazy("%(n)s source", "%(n)s sources", "n")
    feed = "initiatives:source_feed"
    export = "initiatives:source_export"
    api = "api:sources"
    sorts = {
        "-published": (_("Latest first"), lambda: [F("published").desc(nulls_last=True), "title", "id"]),
        "title": (_("By title"), lambda: ["title", "id"]),
        "-initiatives": (_("Most cited first"), lambda: ["-total", "title", "id"]),
    }
    views = {
        "cards": View(_("List"), "initiatives/source_cards.html"),
        "table": View(_("Table"), "components/table.html"),
    }
    more_sorts = {
        "published": (_("Earliest first"), lambda: [F("published").asc(nulls_last=True), "title", "id"]),
        "-title": (_("By title, backwards"), lambda: ["-title", "id"]),
        "initiatives": (_("Least cited first"), lambda: ["total", "title", "id"]),
    }
    columns = {
        "title": Column(_("Source")),
        "publisher": Column(_("Publisher")),
        "published": Column(_("Published")),
        "kind": Column(pgettext_lazy("what it is", "Kind")),
        "initiatives": Column(_("Initiatives"), is_number=True),
        "answered": Column(_("Last answered"), is_shown=False),
        "address": Column(_("Address"), is_shown=False),
        "archive": Column(_("Archived copy"), is_shown=False),
    }
    cells = "initiatives/source_cells.html"

    q = WordsFilter(label=_("Words"), subject=SOURCES)
    kind = ChoiceFacet(label=pgettext_lazy("what it is", "Kind"), column="kind", choices=Source.Kind)
    theme = EitherFacet(
        RelatedFacet(
            label=_("Theme"),
            related=lambda: Citation.objects.filter(public("initiative__")),
            owner="source",
            value="initiative__themes__slug",
            options=theme_options,
        ),
        RelatedFacet(
            label=_("Topic"),
            related=article_sources,
            owner="source",
            value="article__topics__slug",
            options=theme_options,
        ),
    )
    publisher = ColumnFacet(label=_("Publisher"), column="publisher", options=publisher_options, is_open=False)
    year = PublishedFacet(label=_("Year of publication"), is_open=False)
    online = ConditionFacet(label=_("Online"), conditions=answering_conditions, is_open=False)
