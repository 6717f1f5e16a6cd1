from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from publishing.bilingual import in_order_of
from publishing.facets import ChoiceFacet, ColumnFacet, RelatedFacet
from publishing.filters import WordsFilter
from publishing.listings import Listing
from publishing.presentation import Column, View
from publishing.querysets import public

from ..models import Participation, Partner
from ..search import PARTNERS
from .shared import country_options, theme_options


class PartnerListing(Listing):
    listed_at = "initiatives:partner_list"
    all_public = staticmethod(lambda: Partner.objects.published().with_counts())
    heading = _("Partners")
    lead = _("Ministries, agencies, universities, institutes and companies that take part.")
    counted = ngettext_lazy("%(n)s partner", "%(n)s partners", "n")
    feed = "initiatives:partner_list_feed"
    export = "initiatives:partner_export"
    api = "api:partners"
    sorts = {
        "name": (_("By name"), lambda: [in_order_of("name"), "slug"]),
        "-initiatives": (_("Most initiatives first"), lambda: ["-total", in_order_of("name"), "slug"]),
    }
    views = {
        "cards": View(_("List"), "initiatives/partner_cards.html"),
        "table": View(_("Table"), "components/table.html"),
    }
    more_sorts = {
        "-name": (_("By name, backwards"), lambda: [in_order_of("name").desc(), "slug"]),
        "initiatives": (_("Fewest initiatives first"), lambda: ["total", in_order_of("name"), "slug"]),
    }
    columns = {
        "name": Column(_("Organisation")),
        "acronym": Column(_("Acronym")),
        "kind": Column(pgettext_lazy("what it is", "Kind")),
        "country": Column(_("Country")),
        "city": Column(_("City"), is_shown=False),
        "initiatives": Column(_("Initiatives"), is_number=True),
        "website": Column(_("Website"), is_shown=False),
        "ror": Column(_("ROR id"), is_shown=False),
    }
    cells = "initiatives/partner_cells.html"

    q = WordsFilter(label=_("Words"), subject=PARTNERS)
    kind = ChoiceFacet(label=pgettext_lazy("what it is", "Kind"), column="kind", choices=Partner.Kind)
    theme = RelatedFacet(
        label=_("Theme"),
        related=lambda: Participation.objects.filter(public("initiative__")),
        owner="partner",
        value="initiative__themes__slug",
        options=theme_options,
    )
    country = ColumnFacet(label=_("Country"), column="country", options=country_options)
