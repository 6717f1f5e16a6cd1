"""Pieces of a record's page that have to be worked out."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone

from publishing.dates import PartialDate
from publishing.drawings import Axis, Piece, braid, pieces

from ..models import Citation, Initiative, Milestone

register = template.Library()

# Of a drawing, by where it stands: in a card, or at the head of a page.
WIDTHS = {"card": 400, "text": 800, "page": 1200}

# Percent of the axis over which a bar fades where it is not known when that began or ended.
FADE = 3

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
    """What runs when: one bar an initiative (from for_strip), its milestones as marks on it."""
    today = timezone.now().date()
    rows = [(one, list(one.milestones.all())) for one in initiatives]
    spans = [date for one, _milestones in rows for date in (one.start, one.end) if date]
    dates = [*spans, *(milestone.date for _one, milestones in rows for milestone in milestones)]
    # To the end of next year: what still runs then has room to fade.
    axis = Axis.over([*dates, PartialDate.of(today), PartialDate(today.year + 1)], 100) if dates else None
    return {
        "axis": axis,
        "today": axis.x(today) if axis else None,
        "rows": [
            {
                "initiative": one,
                "pieces": _pieces(one, axis, today) if axis else [],
                "marks": [(milestone, axis.mark(milestone.date)) for milestone in milestones] if axis else [],
            }
            for one, milestones in rows
        ],
    }


def _pieces(initiative: Initiative, axis: Axis, today: dt.date) -> list[Piece]:
    """From the first day it may have begun to the last on which it may have run; faint where that is not certain."""
    start, end = initiative.start, initiative.end
    if start is None:
        return pieces((max(axis.x(end.first) - FADE, 0), axis.x(end.last), True)) if end else []
    begun = axis.x(start.first), axis.x(start.last if start.day is None else start.first)
    if end:
        over = axis.x(end.first if end.day is None else end.last), axis.x(end.last)
    elif initiative.has_ended:
        over = begun[1], min(begun[1] + FADE, axis.width)
    else:
        over = axis.x(max(today, start.last)), axis.width
    if over[0] < begun[1]:
        return pieces((begun[0], over[1], True))
    return pieces((*begun, True), (begun[1], over[0], False), (*over, True))
