from django.utils.translation import gettext_lazy as _

from publishing.facets import RelatedFacet
from publishing.filters import from_day
from publishing.listings import Listing
from publishing.models import Change


class ChangeListing(Listing):
    heading = _("Changes")
    sorts = {"-made": (_("Latest first"), lambda: ["-made_at", "-id"])}

    kind = RelatedFacet(
        label=_("What changed"),
        related=Change.objects.all,
        owner="revision",
        value="kind",
        options=lambda: list(Change.Kind.choices),
    )
    since = from_day("made_at", _("Since"))
