from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Value
from django.db.models.expressions import Expression, OrderBy
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from .states import State

# SQLite takes nothing for less than anything where it looks for the greatest, and gives it back.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def latest_change_first() -> OrderBy:
    """For `order_by`: as `Publishable.public_change`, latest first."""
    return Greatest("changed_at", "publish_at").desc()


def last_told_first(since: str | Expression = "publish_at") -> OrderBy:
    """For `order_by`: as `publishing.feeds.last_told`, latest first; `since` is when the public could first see it."""
    return Greatest(Coalesce("told_at", Value(LONG_AGO)), since).desc()


def public(record: str = "") -> Q:
    """The rule of `published()`, for rows of a record as well: `public("initiative__")`.

    There a join, as each row has but one: given a list of what is public SQLite tries it whole for every row.
    """
    return Q(**{f"{record}state": State.PUBLISHED, f"{record}publish_at__lte": timezone.now()})


class RevisionQuerySet(models.QuerySet):
    def with_changes(self) -> Self:
        """Those that told readers something: a check, or a file that caught up with the record, told nothing."""
        Change = apps.get_model("publishing", "Change")
        return self.filter(Exists(Change.objects.filter(revision=OuterRef("pk"))))

    def of(self, record: Any) -> Self:
        """Its own, and those of the public records that were merged into it."""
        merged = _merged_records().filter(record=record.public_id)
        return self.filter(record__in=[record.public_id, *merged.values_list("was", flat=True)])

    def of_any(self, records: models.QuerySet) -> Self:
        """The same for the records of a queryset."""
        ids = records.order_by().values("public_id")
        merged = _merged_records().filter(record__in=ids)
        return self.filter(Q(record__in=ids) | Q(record__in=merged.values("was")))

    def last_of(self, records: Iterable[Any]) -> Self:
        """The one of each that was kept last; what is dated to an earlier hour may have been kept after it."""
        of_records = self.filter(record__in=[record.public_id for record in records]).order_by().values("record")
        return self.filter(pk__in=of_records.annotate(last=Max("pk")).values("last"))

    def of_published(self) -> Self:
        """Of records that the public may see now, each of which says so itself; what was merged into them belongs
        to them.
        """
        from .documents import kinds  # which import the models, and those this module

        public = Q()
        for kind in kinds():
            public |= of_records(kind.name, kind.model._default_manager.published())
        return self.filter(public)

    def withdrawals(self) -> Self:
        """Of each record that is withdrawn now, the one that told so; there is none of what never was public."""
        from .documents import kinds  # as above
        from .models import Change, Publishable

        withdrawn = Q()
        for kind in kinds():
            if issubclass(kind.model, Publishable):
                records = kind.model._default_manager.withdrawn().order_by()
                withdrawn |= Q(kind=kind.name, record__in=records.values("public_id"))
        told = self.filter(withdrawn, changes__kind=Change.Kind.WITHDRAWN).order_by().values("record")
        return self.filter(pk__in=told.annotate(last=Max("pk")).values("last"))

    def numbers_by_record(self, kind: str, records: models.QuerySet) -> dict[int, list[int]]:
        """By the primary key of each of the records, those of its revisions; three queries."""
        belongs = dict(_merged_records().filter(kind=kind).values_list("was", "record"))
        numbers = dict(records.order_by().values_list("public_id", "pk"))
        found: dict[int, list[int]] = {}
        for pk, record in self.filter(kind=kind).order_by().values_list("pk", "record"):
            if number := numbers.get(belongs.get(record, record)):
                found.setdefault(number, []).append(pk)
        return found


def of_records(kind: str, records: models.QuerySet) -> Q:
    """The revisions of records of a kind, and of what was merged into them."""
    identities = records.order_by().values("public_id")
    merged = _merged_records().filter(kind=kind, record__in=identities).values("was")
    return Q(kind=kind) & (Q(record__in=identities) | Q(record__in=merged))


class PendingEditQuerySet(models.QuerySet):
    def scheduled(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def due(self) -> Self:
        """Those whose hour has come, the earliest first."""
        return self.scheduled().filter(publish_at__lte=timezone.now()).order_by("publish_at", "pk")


def _merged_records() -> models.QuerySet:
    return apps.get_model("publishing", "OldAddress").objects.filter(was__isnull=False, was_public=True)


class PublishableQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What the public may see now: published, and its time has come."""
        return self.filter(public())

    def withdrawn(self) -> Self:
        return self.filter(state=State.WITHDRAWN)
