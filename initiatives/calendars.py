"""Milestones as events of a calendar."""

import datetime as dt

from django.http import HttpRequest
from django.utils.translation import gettext as _
from icalendar import Event, vText
from icalendar.enums import TRANSP

from publishing.addresses import absolute
from publishing.bilingual import active
from publishing.clocks import moment_in_words
from publishing.exports import display

from .models import Milestone


def milestone_event(request: HttpRequest, milestone: Milestone) -> Event:
    """Expects a milestone from `for_calendar`.

    What it says comes from all of its initiative, so that it has changed when that has; only a move is counted.
    """
    initiative = milestone.initiative
    start, end = _span(milestone)
    return Event.new(
        uid=f"{initiative.public_id}-{milestone.key}",
        stamp=initiative.public_change,
        last_modified=initiative.public_change,
        sequence=milestone.moves,  # type: ignore[attr-defined]  # from for_calendar
        start=start,
        end=end,
        transparency=TRANSP.TRANSPARENT,
        summary=_summary(milestone),
        description=_description(request, milestone),
        categories=[display(milestone, "kind"), *(theme.name for theme in initiative.themes.all())],
        url=absolute(request, milestone.get_absolute_url()),
    )


def _span(milestone: Milestone) -> tuple[dt.date, dt.date | None]:
    """A moment, which has no length, or all of the days that are meant, with the first that no longer is."""
    if milestone.moment:
        return milestone.moment, None
    return milestone.date.first, milestone.date.last + dt.timedelta(days=1)


def _summary(milestone: Milestone) -> vText:
    """With the initiative: in a calendar “Project starts” stands among other people's dates."""
    title, initiative = milestone.title, milestone.initiative
    words = f"{title} – {initiative.acronym or initiative.title}"
    if doubt := _doubt(milestone):
        words = _("%(words)s (%(doubt)s)") % {"words": words, "doubt": doubt}
    return vText(words, params={"LANGUAGE": title.language} if title.language != active() else None)


def _doubt(milestone: Milestone) -> str:
    return "" if milestone.date.day else _("%(date)s, day not known") % {"date": milestone.date}


def _description(request: HttpRequest, milestone: Milestone) -> str:
    initiative = milestone.initiative
    parts = [
        moment_in_words(milestone.moment) if milestone.moment else _doubt(milestone),
        milestone.note,
        f"{initiative.title}\n{absolute(request, initiative.get_absolute_url())}",
        _sources(milestone),
    ]
    return "\n\n".join(filter(None, parts))


def _sources(milestone: Milestone) -> str:
    """With the numbers that they have on the page."""
    citations = sorted(milestone.citations.all(), key=lambda citation: citation.number)
    lines = [f"{one.number}. {one.source.title} {one.source.readable_at or one.source.url}" for one in citations]
    return "\n".join([_("Sources"), *lines]) if lines else ""
