"""`events=status,deadline` asks a feed for the publications with changes of some kinds, and for those changes only."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from urllib.parse import quote

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from .asked import Rejected
from .bilingual import StrOrPromise
from .models import Change

# value → (words, which changes are of the kind)
Events = Mapping[str, tuple[StrOrPromise, Q]]

CHANGES: Events = {kind.value: (kind.label, Q(kind=kind)) for kind in Change.Kind}


class AskedEvents:
    """Values are separated by commas, or the parameter is repeated."""

    def __init__(self, data: QueryDict, events: Events) -> None:
        self.events = events
        values = dict.fromkeys(value.strip() for given in data.getlist("events") for value in given.split(","))
        self.chosen = [value for value in values if value in events]
        self.rejected = [Rejected("events", value, self._reason) for value in values if value and value not in events]

    @property
    def _reason(self) -> str:
        if not self.events:
            return _("This feed is not divided by kinds of changes.")
        return _("Choose one of: %(values)s.") % {"values": ", ".join(self.events)}

    @property
    def condition(self) -> Q:
        """Which changes are asked for; all of them where no kind is."""
        return reduce(or_, (self.events[value][1] for value in self.chosen), Q())

    @property
    def words(self) -> str:
        kinds = _(" or ").join(str(self.events[value][0]) for value in self.chosen)
        return _("%(heading)s: %(values)s") % {"heading": _("What changed"), "values": kinds} if kinds else ""

    @property
    def query(self) -> str:
        """As part of an address."""
        return f"events={quote(','.join(self.chosen), safe=',')}" if self.chosen else ""
