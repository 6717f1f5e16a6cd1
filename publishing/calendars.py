"""Calendars as iCalendar: RFC 5545, and what calendar programs use of RFC 7986.

A calendar in which nothing has changed is the same to the byte, whenever it is asked for.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration, vText

from .addresses import absolute
from .conditional import by_date
from .streaming import streamed

CONTENT_TYPE = "text/calendar; charset=utf-8"
MAKER = "-//Alliance//Alliance//EN"
# How often programs are asked to look for what is new.
REFRESH = dt.timedelta(hours=12)
# A calendar of more events is sent while it is made: it has a date, and no ETag.
WHOLE = 5000
END = "END:VCALENDAR\r\n"
# The rules of both clocks, in every calendar: one without any event must still have a component. Written out, because
# icalendar makes lists of days that end in some year, and begins summer time an hour late.
ZONES = """\
BEGIN:VTIMEZONE
TZID:Europe/Brussels
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VTIMEZONE
TZID:Asia/Tokyo
BEGIN:STANDARD
DTSTART:19520101T000000
TZNAME:JST
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


def calendar_of(
    request: HttpRequest, *, name: str, page: str, events: Iterable[Event], total: int, is_daily: bool = False
) -> HttpResponseBase:
    """`name` is what the calendar is about, `page` where the same is read; see `by_date`."""
    pieces = _pieces(_head(request, name, page), events)

    def made() -> HttpResponseBase:
        if total > WHOLE:
            return streamed(pieces, CONTENT_TYPE)
        return HttpResponse(pieces, content_type=CONTENT_TYPE)

    return by_date(request, made, is_daily=is_daily)


def _pieces(head: Calendar, events: Iterable[Event]) -> Iterator[str]:
    yield head.to_ical().decode().removesuffix(END)
    yield ZONES
    for event in events:
        yield event.to_ical().decode()
    yield END


def _head(request: HttpRequest, name: str, page: str) -> Calendar:
    calendar = Calendar()
    calendar.prodid, calendar.version = MAKER, "2.0"
    words = f"{_('Alliance')} – {name}"
    # The type is given where the library knows none, or a comma would end the text.
    calendar.add("NAME", vText(words))
    calendar.add("DESCRIPTION", _("Dates of EU–Japan technology cooperation, each with its sources."))
    calendar.add("URL", absolute(request, page))
    calendar.add("SOURCE", absolute(request, request.get_full_path()), parameters={"VALUE": "URI"})
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    # The same for programs that are older than RFC 7986.
    calendar.add("X-WR-CALNAME", vText(words))
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    return calendar
