"""The public record has a version: one number that moves, in the same transaction, whenever what the public sees may
have changed.

Whatever is kept of the record – counts, pages, feeds – is kept for a version and is good as long as that is current.
Every act that changes something public calls `moved()`, as its last step: until it is committed no other act gets past
that row, so whoever has it must not wait for anything else.
"""

from datetime import datetime, time, timedelta
from itertools import groupby

from django.db.models import F
from django.utils import timezone

from .documents import kind_named, kind_of, kinds
from .models import PublicVersion, Publishable, Record
from .states import State


def current() -> int:
    """One query."""
    return PublicVersion.objects.values_list("number", flat=True).first() or 0


def good_until() -> datetime:
    """When the clock next changes what the public sees: midnight, or the hour of something scheduled before that."""
    now = timezone.now()
    hours = [datetime.combine(now.date() + timedelta(days=1), time.min, now.tzinfo)]
    for kind in kinds():
        if issubclass(kind.model, Publishable):
            scheduled = kind.model._default_manager.filter(state=State.PUBLISHED, publish_at__gt=now)
            hours += scheduled.order_by("publish_at").values_list("publish_at", flat=True)[:1]
    return min(hours)


def moved(*records: Record) -> None:
    """What can be found of the records, and of all that hangs on them, is written anew: after the number, so that no
    two acts write the index at once. A record that has been deleted still has its primary key.
    """
    if not PublicVersion.objects.update(number=F("number") + 1):
        PublicVersion.objects.create(number=1)

    def name(record: Record) -> str:
        return kind_of(record).name

    for kind, some in groupby(sorted(records, key=name), key=name):
        kind_named(kind).find(list(some))
