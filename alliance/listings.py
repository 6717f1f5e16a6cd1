from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from publishing.documents import kinds
from publishing.facets import Choice, ColumnFacet, Option, Options, RelatedFacet, fixed
from publishing.filters import from_day, to_day
from publishing.listings import Listing
from publishing.models import Change, Revision
from publishing.presentation import View

from .records import RecordFacet, RecordFilter

# On a page of a briefing, so that most of them are printed whole.
BRIEFED = 200


def record_options() -> Options:
    return [Choice(kind.name, capfirst(kind.model._meta.verbose_name_plural)) for kind in kinds()]


def major_changes() -> QuerySet[Revision]:
    """A publication each, and that a record was withdrawn; with what `told` needs to say them."""
    public = Revision.objects.of_published() | Revision.objects.withdrawals()
    return public.filter(is_major=True).prefetch_related("changes")


class ChangeListing(Listing):
    listed_at = "changes"
    all_public = staticmethod(major_changes)
    heading = _("Changes")
    lead = _(
        "What changed in the published record and why, field by field. Nothing changes silently: minor changes stand in "
        "the history of each record."
    )
    counted = ngettext_lazy("%(n)s change", "%(n)s changes", "n")
    api = "api:changes"
    empty = _(
        "No major change has been made since the record began. What it began with, and every minor change, stand in the "
        "history of each record."
    )
    export = "change_export"
    sorts = {"-made": (_("Latest first"), lambda: ["-made_at", "-id"])}
    feed = "change_feed"
    views = {"cards": View(_("List"), "alliance/change_cards.html")}

    q = RecordFilter("q")
    since = from_day("made_at", _("Since"))
    until = to_day("made_at", _("Until"))
    kind = RelatedFacet(
        label=_("What changed"),
        related=Change.objects.all,
        owner="revision",
        value="kind",
        options=lambda: fixed(Change.Kind.choices),
    )
    record = ColumnFacet(label=pgettext_lazy("kind of record", "Record"), column="kind", options=record_options)
    theme = RecordFacet("theme", is_open=True)
    status = RecordFacet("status")
    country = RecordFacet("country")
    partner = RecordFacet("partner")
    programme = RecordFacet("programme")
    active_in = RecordFacet("active_in")
    start_from = RecordFilter("start_from")
    start_to = RecordFilter("start_to")

    @property
    def is_briefing(self) -> bool:
        return "since" in self.values or "until" in self.values


class Briefing(ChangeListing):
    """The same list on paper: record by record, on a long page."""

    views = {"cards": View(_("Briefing"), "alliance/briefing.html")}
    per_page = BRIEFED

    @property
    def per_page_options(self) -> list[Option]:
        return []
