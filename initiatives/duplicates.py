"""Partners and initiatives that may stand in the record twice.

Each keeps its `marks`: what it would have in common with a near-duplicate, one a line. Reading and normalising the
names of 20,000 partners takes most of a second; looking for a few marks in their column, some milliseconds.
"""

from collections import defaultdict
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from .models import Identifier, Initiative, Partner

# All projects that a call has funded have its topic.
SHARED_SCHEMES = ("topic",)


def near_duplicates(record: Partner | Initiative) -> list[Any]:
    """Others with the same name in either language, now or formerly, or another mark that only one should have: a
    partner's ROR id or its acronym in its country, an initiative's identifier.

    At most two queries. A record that is not saved yet may ask as well, of its own columns.
    """
    record.tidy()
    alike = Q()
    for mark in record.marks.split():
        alike |= Q(GreaterThan(StrIndex("marks", Value(f"\n{mark}\n")), 0))
    if isinstance(record, Initiative) and record.pk:
        alike |= _same_identifier(record)
    return list(type(record).objects.filter(alike).exclude(pk=record.pk)) if alike else []


def partners_with_near_duplicates() -> set[int]:
    """Primary keys; one query, and a moment for each thousand partners."""
    marked: dict[str, list[int]] = defaultdict(list)
    for pk, marks in Partner.objects.order_by().values_list("pk", "marks"):
        for mark in marks.split():
            marked[mark].append(pk)
    return {pk for pks in marked.values() if len(pks) > 1 for pk in pks}


def _same_identifier(initiative: Initiative) -> Q:
    same = Q()
    for scheme, value in initiative.identifiers.exclude(scheme__in=SHARED_SCHEMES).values_list("scheme", "value"):
        same |= Q(pk__in=Identifier.objects.filter(scheme=scheme, value=value).values("initiative"))
    return same
