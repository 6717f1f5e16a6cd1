from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet


class Ranked:
    """Rows of a queryset in the order of a ranking, then those which that does not name, in their own order."""

    def __init__(self, rows: QuerySet, ranking: Sequence[int]) -> None:
        ranked = set(rows.order_by().filter(pk__in=ranking).values_list("pk", flat=True))
        self.rows = rows
        self.first = [pk for pk in ranking if pk in ranked]

    def __getitem__(self, part: slice) -> list[Any]:
        """Two queries at most, and what the queryset prefetches."""
        some = self.first[part]
        loaded = {row.pk: row for row in self.rows.filter(pk__in=some)} if some else {}
        start, stop = (max(0, place - len(self.first)) for place in (part.start, part.stop))
        others = list(self.rows.exclude(pk__in=self.first)[start:stop]) if stop else []
        return [loaded[pk] for pk in some] + others
