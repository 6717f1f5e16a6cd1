from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from publishing.bilingual import active, in_order_of
from publishing.facets import ChoiceFacet, Options, RelatedFacet, labelled
from publishing.filters import WordsFilter
from publishing.listings import Listing
from publishing.presentation import Column, View
from publishing.querysets import public

from ..models import Claim, ClaimAbout, Initiative
from ..querysets import ClaimQuerySet
from ..search import CLAIMS
from .shared import by_title, theme_options


def claimed_options() -> Options:
    """The initiatives that claims are about."""
    claimed = Initiative.objects.published().filter(claim_abouts__isnull=False).distinct()
    return labelled(claimed.order_by(*by_title()).values_list("slug", "title_en", "title_ja", "acronym"), active())


def by_verdict() -> Case:
    """In the order in which the verdicts are declared, the firmest first."""
    return Case(*(When(verdict=verdict, then=Value(place)) for place, verdict in enumerate(Claim.Verdict.values)))


def public_abouts() -> QuerySet[ClaimAbout]:
    return ClaimAbout.objects.filter(public("initiative__"))


class ClaimListing(Listing):
    listed_at = "initiatives:claim_list"
    all_public = staticmethod(lambda: Claim.objects.published())
    heading = _("Claims")
    lead = _("Statements made in public about the initiatives, checked against the sources.")
    counted = ngettext_lazy("%(n)s claim", "%(n)s claims", "n")
    feed = "initiatives:claim_feed"
    export = "initiatives:claim_export"
    api = "api:claims"
    sorts = {
        "verdict": (_("By verdict"), lambda: [by_verdict(), "-pk"]),
        "-added": (_("Latest first"), lambda: ["-added_at", "-pk"]),
        "says": (_("By statement"), lambda: [in_order_of("says"), "pk"]),
    }
    views = {
        "cards": View(_("List"), "initiatives/claim_cards.html", ClaimQuerySet.for_list),
        "table": View(_("Table"), "components/table.html", ClaimQuerySet.for_list),
    }
    more_sorts = {
        "-verdict": (_("By verdict, backwards"), lambda: [by_verdict().desc(), "-pk"]),
        "-says": (_("By statement, backwards"), lambda: [in_order_of("says").desc(), "pk"]),
    }
    columns = {
        "says": Column(_("Claim")),
        "verdict": Column(_("Verdict")),
        "initiatives": Column(_("Initiatives")),
        "where": Column(_("Where it is claimed"), is_shown=False),
        "note": Column(_("What the sources show"), is_shown=False),
    }
    cells = "initiatives/claim_cells.html"

    q = WordsFilter(label=_("Words"), subject=CLAIMS)
    verdict = ChoiceFacet(label=_("Verdict"), column="verdict", choices=Claim.Verdict)
    theme = RelatedFacet(
        label=_("Theme"), related=public_abouts, owner="claim", value="initiative__themes__slug", options=theme_options
    )
    initiative = RelatedFacet(
        label=_("Initiative"),
        related=public_abouts,
        owner="claim",
        value="initiative__slug",
        options=claimed_options,
        is_open=False,
    )
