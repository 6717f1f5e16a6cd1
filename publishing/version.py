"""The public record has a version: one number that moves, in the same transaction, whenever what the public sees may
have changed.

Whatever is kept of the record – counts, pages, feeds – is kept for a version and is good as long as that is current.
Every act that changes something public calls `moved()`, as its last step: until it is committed no other act gets past
that row, so whoever has it must not wait for anything else but the turn to write the search index, which nobody holds
while waiting for this row.
"""

from datetime import datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from search.index import Subject, refresh

from .documents import Touched, kind_named, kind_of, kinds
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


def moved(*records: Record, touched: Touched | None = None) -> None:
    """What can be found of the records, and of all that hangs on them, is written anew; `touched` is what else is.

    What hangs on a record that is deleted must be asked for before: `touched_by`.
    """
    if not PublicVersion.objects.update(number=F("number") + 1):
        PublicVersion.objects.create(number=1)
    both = [touched_by(*records), touched or {}]
    for subject in sorted({subject for some in both for subject in some}, key=lambda subject: subject.number):
        refresh(subject, [pk for some in both for pk in some.get(subject, ())])


def touched_by(*records: Record) -> Touched:
    touched: dict[Subject, set[int]] = {}
    for kind in {kind_of(record).name for record in records}:
        of_kind = [record for record in records if kind_of(record).name == kind]
        for subject, pks in kind_named(kind).touches(of_kind).items():
            touched.setdefault(subject, set()).update(pks)
    return touched
