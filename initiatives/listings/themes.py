from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from publishing.bilingual import in_order_of
from publishing.listings import Listing

from ..models import Theme


class ThemeListing(Listing):
    """Without a page of its own: they all stand on the home page."""

    listed_at = "home"
    all_public = staticmethod(lambda: Theme.objects.published().with_counts())
    heading = _("Themes")
    lead = _("The fields of technology in which the EU and Japan work together.")
    counted = ngettext_lazy("%(n)s theme", "%(n)s themes", "n")
    sorts = {
        "position": (_("In the order of the home page"), lambda: ["position", "slug"]),
        "name": (_("By name"), lambda: [in_order_of("name"), "slug"]),
        "-initiatives": (_("Most initiatives first"), lambda: ["-total", "position", "slug"]),
    }
