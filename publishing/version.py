"""The public record has a version: one number that moves, in the same transaction, whenever what the public sees may
have changed.

Whatever is kept of the record – counts, pages, feeds – is kept for a version and is good as long as that is current.
Every act that changes something public calls `moved()`, as its last step: until it is committed no other act gets past
that row, so whoever has it must not wait for anything else but the turn to write the search index, which nobody holds
while waiting for this row.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import F
from django.utils import timezone

from search.index import Subject, refresh

from .documents import Touched, kind_named, kind_of, kinds
from .models import PublicVersion, Publishable, Record
from .states import State

# When the record began, for a database in which nothing has been published yet.
BEFORE_ANYTHING = datetime(2026, 1, 1, tzinfo=UTC)


def current() -> int:
    """One query."""
    return PublicVersion.objects.values_list("number", flat=True).first() or 0


class Standing(NamedTuple):
    """`moved_at`: when what the public sees last changed, to the whole second: what HTTP calls Last-Modified. It never goes
    back. `mark`: another one whenever what the public sees may be another, by an act or because the hour of something
    scheduled has come.
    """

    moved_at: datetime
    mark: str


def standing() -> Standing:
    """One query, and another for each kind that can be scheduled."""
    number, moved = PublicVersion.objects.values_list("number", "moved_at").first() or (0, None)
    became_public = list(_published_last())
    moved_at = max(map(_whole_second, [moved or BEFORE_ANYTHING, *became_public]))
    return Standing(moved_at, " ".join([str(number), *(moment.isoformat() for moment in became_public)]))


def moved_at() -> datetime:
    return standing().moved_at


def _published_last() -> Iterator[datetime]:
    """When the latest record of each kind became public."""
    for model in _publishable():
        yield from model.objects.published().order_by("-publish_at").values_list("publish_at", flat=True)[:1]


def good_until() -> datetime:
    """When the clock next changes what the public sees: midnight, or the hour of something scheduled before that."""
    now = timezone.now()
    hours = [datetime.combine(now.date() + timedelta(days=1), time.min, now.tzinfo)]
    for model in _publishable():
        scheduled = model.objects.filter(state=State.PUBLISHED, publish_at__gt=now)
        hours += scheduled.order_by("publish_at").values_list("publish_at", flat=True)[:1]
    return min(hours)


def _publishable() -> Iterator[Any]:
    return (kind.model for kind in kinds() if issubclass(kind.model, Publishable))


def _whole_second(moment: datetime) -> datetime:
    """The one that begins then or next: HTTP knows no parts of one, and what came after the reader is news."""
    return (moment + timedelta(microseconds=999_999)).replace(microsecond=0)


def moved(*records: Record, touched: Touched | None = None) -> None:
    """What can be found of the records, and of all that hangs on them, is written anew; `touched` is what else is.

    What hangs on a record that is deleted must be asked for before: `touched_by`.
    """
    if PublicVersion.objects.update(number=F("number") + 1):
        _note_time()
    else:
        PublicVersion.objects.create(number=1, moved_at=_whole_second(timezone.now()))
    both = [touched_by(*records), touched or {}]
    for subject in sorted({subject for some in both for subject in some}, key=lambda subject: subject.number):
        refresh(subject, [pk for some in both for pk in some.get(subject, ())])


def _note_time() -> None:
    """A second of its own for every move: a reader who came between two of them is told of the later one."""
    last = PublicVersion.objects.values_list("moved_at", flat=True).get()
    PublicVersion.objects.update(moved_at=max(_whole_second(timezone.now()), last + timedelta(seconds=1)))


def touched_by(*records: Record) -> Touched:
    touched: dict[Subject, set[int]] = {}
    for kind in {kind_of(record).name for record in records}:
        of_kind = [record for record in records if kind_of(record).name == kind]
        for subject, pks in kind_named(kind).touches(of_kind).items():
            touched.setdefault(subject, set()).update(pks)
    return touched
