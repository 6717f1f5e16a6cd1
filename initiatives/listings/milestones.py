from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from publishing.facets import ChoiceFacet, ConditionFacet, Label, RelatedFacet
from publishing.filters import WordsFilter
from publishing.listings import Listing
from publishing.presentation import Column, View

from ..models import Milestone
from ..querysets import MilestoneQuerySet, to_come
from ..search import MILESTONES
from .shared import theme_options


def when_conditions() -> dict[str, tuple[Label, Q]]:
    return {"upcoming": (_("To come"), to_come()), "past": (pgettext_lazy("of milestones", "Past"), ~to_come())}


class MilestoneListing(Listing):
    listed_at = "initiatives:milestone_list"
    all_public = staticmethod(lambda: Milestone.objects.published())
    heading = _("Milestones")
    lead = _("Everything that happened, and what is announced.")
    daily = ["when"]
    feed = "initiatives:milestone_feed"
    counted = ngettext_lazy("%(n)s milestone", "%(n)s milestones", "n")
    export = "initiatives:milestone_export"
    calendar = "initiatives:milestone_calendar"
    api = "api:milestones"
    sorts = {
        "-date": (_("Latest first"), lambda: ["-date", "initiative__slug", "position", "pk"]),
        "date": (_("Earliest first"), lambda: ["date", "initiative__slug", "position", "pk"]),
    }
    views = {
        "cards": View(_("List"), "initiatives/milestone_cards.html", MilestoneQuerySet.for_list),
        "table": View(_("Table"), "components/table.html", MilestoneQuerySet.for_list),
    }
    columns = {
        "title": Column(_("Milestone")),
        "date": Column(_("Date")),
        "kind": Column(pgettext_lazy("what it is", "Kind")),
        "initiative": Column(_("Initiative")),
        "note": Column(_("Note"), is_shown=False),
    }
    cells = "initiatives/milestone_cells.html"

    q = WordsFilter(label=_("Words"), subject=MILESTONES)
    when = ConditionFacet(label=_("When"), conditions=when_conditions, single=True)
    kind = ChoiceFacet(label=pgettext_lazy("what it is", "Kind"), column="kind", choices=Milestone.Kind)
    theme = RelatedFacet(
        label=_("Theme"),
        related=lambda: Milestone.objects.all(),
        owner="pk",
        value="initiative__themes__slug",
        options=theme_options,
    )
