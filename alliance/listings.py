from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from publishing.facets import RelatedFacet, fixed
from publishing.filters import from_day
from publishing.listings import Listing
from publishing.models import Change, Revision
from publishing.presentation import View


def major_changes() -> QuerySet[Revision]:
    """A publication each; with what `told` needs to say them."""
    return Revision.objects.of_published().filter(is_major=True).prefetch_related("changes")


class ChangeListing(Listing):
    heading = _("Changes")
    lead = _(
        "What changed in the published record and why, field by field. Nothing changes silently: minor changes stand in "
        "the history of each record."
    )
    counted = ngettext_lazy("%(n)s change", "%(n)s changes", "n")
    api = "api:changes"
    empty = _("No major change has been published yet.")
    sorts = {"-made": (_("Latest first"), lambda: ["-made_at", "-id"])}
    feed = "change_feed"
    views = {"cards": View(_("List"), "alliance/change_cards.html")}

    kind = RelatedFacet(
        label=_("What changed"),
        related=Change.objects.all,
        owner="revision",
        value="kind",
        options=lambda: fixed(Change.Kind.choices),
    )
    since = from_day("made_at", _("Since"))
