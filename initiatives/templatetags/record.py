"""Pieces of a record's page that have to be worked out."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone

from publishing.dates import PartialDate
from publishing.drawings import Axis, braid

from ..models import Citation, Initiative, Milestone

register = template.Library()

# Of a drawing, by where it stands: in a card, or at the head of a page.
WIDTHS = {"card": 400, "text": 800, "page": 1200}

EU, JAPAN = "var(--accent-eu)", "var(--accent-jp)"


@register.inclusion_tag("components/cover.html")
def cover(record: Any, themes: Iterable[Any], knots: int = 3, place: str = "card") -> dict[str, Any]:
    """The record's own picture, or a braid of the two sides and its themes, tighter with more `knots` (its partners)."""
    colours = [EU, *(theme.colour for theme in list(themes)[:4]), JAPAN]
    width = WIDTHS[place]
    turns = (2 + min(knots, 24) // 6) * width // WIDTHS["card"]
    strands = braid(colours, width=width, height=160, turns=turns, lean=_lean(record))
    return {"record": record, "place": place, "width": width, "strands": strands}


def _lean(record: Any) -> float:
    """Where the braid begins, from the day of the year in which the record begins."""
    start = getattr(record, "start", None)
    day = start.first if start else dt.date(2000, 1 + len(record.slug) % 12, 1 + len(record.title_en) % 28)
    return day.timetuple().tm_yday / 366


@register.inclusion_tag("components/cites.html")
def cites(citations: Iterable[Citation], page: str = "") -> dict[str, Any]:
    """The numbers of a fact's sources, each a link to the list of sources on the record's page."""
    return {"page": page, "numbers": sorted(citation.number for citation in citations)}


@register.inclusion_tag("components/strand.html")
def strand(milestones: Iterable[Milestone]) -> dict[str, Any]:
    """The milestones of one initiative along the two strands."""
    milestones = list(milestones)
    today = timezone.now().date()
    axis = Axis.over([milestone.date for milestone in milestones], 960)
    return {
        "axis": axis,
        "marks": [(milestone, axis.mark(milestone.date)) for milestone in milestones] if axis else [],
        "strands": braid([EU, JAPAN], width=990, height=60, turns=6, lean=0.1),
        "today": axis.x(today) if axis and axis.first <= today <= axis.last else None,
    }


@register.inclusion_tag("components/strip.html")
def strip(initiatives: Iterable[Initiative]) -> dict[str, Any]:
    """What runs when: one bar an initiative; an end that is not known fades."""
    today = timezone.now().date()
    initiatives = list(initiatives)
    axis = Axis.over([date for one in initiatives for date in _span(one, today) if date], 720)
    rows = [{"initiative": one, "bar": _bar(one, axis, today)} for one in initiatives]
    return {"axis": axis, "rows": rows, "today": axis.x(today) if axis else None}


def _span(initiative: Initiative, today: dt.date) -> tuple[PartialDate | None, PartialDate | None]:
    """From where to where it is known to have run; what still runs, runs until today."""
    still = None if initiative.has_ended else max(PartialDate.of(today), initiative.start or PartialDate.of(today))
    return initiative.start, initiative.end or (still if initiative.start else None)


def _bar(initiative: Initiative, axis: Axis | None, today: dt.date) -> dict[str, Any] | None:
    start, end = _span(initiative, today)
    if axis is None or start is None:
        return None
    left, right = axis.x(start.first), axis.x((end or start).last)
    return {"x": left, "width": max(round(right - left, 1), 4), "is_open": initiative.end is None}
