"""What is asked for again and again, and seldom changes: it is made only for who does not have it yet."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.timezone import now

from . import version

Answer = TypeVar("Answer", bound=HttpResponseBase)


def by_date(request: HttpRequest, make: Callable[[], Answer], *, is_daily: bool = False) -> Answer | HttpResponse:
    """What `make` gives, or 304 where the public record has not moved since the reader had it.

    What is made whole has an ETag of its content besides (ConditionalGetMiddleware); of what is streamed nothing is known
    but the moment, so that is its ETag. `is_daily`: what is in it also depends on which day it is.
    """
    moved_at = version.moved_at()
    if is_daily:
        moved_at = max(moved_at, now().replace(hour=0, minute=0, second=0, microsecond=0))
    moment = int(moved_at.timestamp())
    mark = f'W/"{moment}"'
    unchanged = get_conditional_response(request, etag=mark, last_modified=moment)
    response: Answer | HttpResponse = unchanged or make()
    response.headers["Last-Modified"] = http_date(moment)
    if unchanged or response.streaming:
        response.headers["ETag"] = mark
    return response
