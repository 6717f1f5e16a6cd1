"""What is asked for again and again, and seldom changes: it is made only for who does not have it yet."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.timezone import now

from . import version
from .addresses import absolute

Answer = TypeVar("Answer", bound=HttpResponseBase)


def by_date(request: HttpRequest, make: Callable[[], Answer], *, is_daily: bool = False) -> Answer | HttpResponse:
    """What `make` gives, or 304 where the public record has not moved since the reader had it.

    What it makes whole has an ETag of its content besides (ConditionalGetMiddleware). `is_daily`: what is in it also
    depends on which day it is.
    """
    moment = _moment(version.moved_at(), is_daily)
    response = get_conditional_response(request, last_modified=moment) or make()
    response.headers["Last-Modified"] = http_date(moment)
    return response


def by_mark(
    request: HttpRequest, make: Callable[[], Answer], besides: object = "", *, is_daily: bool = False
) -> Answer | HttpResponse:
    """The same of what is sent while it is made: nothing is known of its content, so its ETag says from what it is made.

    That is the version of the record, the address of the site, and what else there is `besides` (its `repr` is taken).
    """
    standing = version.standing()
    moment = _moment(standing.moved_at, is_daily)
    made_from = standing.mark, absolute(request, "/"), besides, moment if is_daily else ""
    mark = f'W/"{sha256(repr(made_from).encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=mark, last_modified=moment) or make()
    response.headers["Last-Modified"] = http_date(moment)
    response.headers["ETag"] = mark
    return response


def _moment(moved_at: datetime, is_daily: bool) -> int:
    """In whole seconds, as HTTP counts them."""
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    return int((max(moved_at, midnight) if is_daily else moved_at).timestamp())
