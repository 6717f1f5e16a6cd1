"""Feeds: what is on the page is what is followed, as RSS, Atom or JSON Feed.

To add one for a list: declare what it is followed as (`Followed`), name its address in the listing (`feed = "app:feed"`),
and let a view at `…/feed.<str:form>` return `feed_of(request, listing, FOLLOWED, form)`. Whatever else can be followed
makes a `Feed` and hands it to `answer`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.timezone import now
from django.utils.translation import gettext as _

from . import version
from .addresses import absolute
from .bilingual import StrOrPromise, active
from .feed_writers import WRITERS, readable
from .listings import Listing
from .presentation import Load
from .refusals import refusal

# RFC 4151. The authority never changes, whatever the host of the site: readers know an entry by it.
TAG = "tag:alliance.example,2026:"
FEED_LENGTH = 50


@dataclass(frozen=True)
class Entry:
    """One item; `html` is its whole text with absolute links, dates are when *we* published and changed it."""

    identity: str
    title: str
    link: str
    html: str
    published_at: datetime
    changed_at: datetime
    author: str = ""
    categories: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Feed:
    """`identity` stays when the address changes; `page` and `path` are those of the page that shows the same, and of
    the feed, both with what was accepted of the query string.
    """

    identity: str
    title: str
    page: str
    path: str
    description: str
    entries: list[Entry]
    is_over: bool = False


@dataclass(frozen=True)
class Followed:
    """What a list is followed as: `latest` orders its rows, the latest first, `load` adds what the entries show."""

    description: StrOrPromise
    latest: Callable[[], list[Any]]
    load: Load
    entries: Callable[[HttpRequest, list[Any]], Iterable[Entry]]


def feed_of(request: HttpRequest, listing: Listing, followed: Followed, form: str) -> HttpResponseBase:
    """The list as a feed, or what refuses it."""
    if refused := refusal(listing):
        return refused

    def feed() -> Feed:
        rows = listing.first_rows(FEED_LENGTH, followed.latest, followed.load)
        page = f"{listing.path}{listing.filter_query}"
        return Feed(
            identity=f"list:{page}",
            title=listing.title,
            page=page,
            path=f"{request.path}{listing.filter_query}",
            description=str(followed.description),
            entries=list(followed.entries(request, rows)),
        )

    return answer(request, form, feed, is_daily=listing.is_daily)


def answer(request: HttpRequest, form: str, make: Callable[[], Feed], *, is_daily: bool = False) -> HttpResponseBase:
    """The feed that `make` gives, unless the reader has it already.

    `is_daily`: what is in it also depends on which day it is.
    """
    if form not in WRITERS:
        raise Http404
    moved_at = version.moved_at()
    if is_daily:
        moved_at = max(moved_at, now().replace(hour=0, minute=0, second=0, microsecond=0))
    unchanged = get_conditional_response(request, last_modified=int(moved_at.timestamp()))
    response = unchanged or _written(request, form, make())
    response["Last-Modified"] = http_date(moved_at.timestamp())
    return response


def _written(request: HttpRequest, form: str, feed: Feed) -> HttpResponse:
    site = _("Alliance")
    written = WRITERS[form](
        title=readable(f"{site} – {feed.title}"),
        link=absolute(request, feed.page),
        description=readable(feed.description),
        language=active(),
        author_name=site,
        feed_url=absolute(request, feed.path),
        feed_guid=f"{TAG}{feed.identity}",
        is_over=feed.is_over,
    )
    for entry in feed.entries:
        written.add_item(
            title=readable(entry.title),
            link=entry.link,
            description=readable(entry.html),
            unique_id=f"{TAG}{entry.identity}",
            unique_id_is_permalink=False,
            pubdate=entry.published_at,
            updateddate=entry.changed_at,
            author_name=readable(entry.author) or None,
            categories=[readable(words) for words in entry.categories],
        )
    response = HttpResponse(content_type=written.content_type)
    written.write(response, "utf-8")
    return response
