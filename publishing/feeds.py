"""Feeds of a listing: what is on the page is what is followed."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from .addresses import absolute
from .bilingual import active
from .listings import Listing
from .refusals import refusal

# RFC 4151. The authority never changes, whatever the host of the site: readers know an entry by it.
TAG = "tag:alliance.example,2026:"
FEED_LENGTH = 50
# For feeds that never had an entry, so that they stay the same and can be answered with 304.
BEFORE_ANYTHING = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Entry:
    """One item; `html` is its whole text with absolute links, dates are when *we* published and changed it."""

    identity: str
    title: str
    link: str
    html: str
    published_at: dt.datetime
    changed_at: dt.datetime
    author: str = ""
    categories: list[str] = field(default_factory=list)


class _Rss(Rss201rev2Feed):
    def latest_post_date(self) -> dt.datetime:
        return self.feed["changed_at"]


def rss_of(
    request: HttpRequest,
    listing: Listing,
    *,
    description: str,
    entries: Callable[[QuerySet], Iterable[Entry]],
) -> HttpResponse:
    """The list as RSS 2.0, or what refuses it.

    `entries` makes the items from the listing's rows, the latest first.
    """
    if refused := refusal(listing):
        return refused
    items = list(entries(listing.rows))
    feed = _Rss(
        title=f"{_('Alliance')} – {listing.title}",
        link=absolute(request, f"{listing.path}{listing.filter_query}"),
        description=description,
        language=active(),
        feed_url=absolute(request, request.get_full_path()),
        changed_at=max((item.changed_at for item in items), default=BEFORE_ANYTHING),
    )
    for item in items:
        feed.add_item(
            title=item.title,
            link=item.link,
            description=item.html,
            unique_id=f"{TAG}{item.identity}",
            unique_id_is_permalink=False,
            pubdate=item.published_at,
            author_name=item.author or None,
            categories=item.categories,
        )
    # No Last-Modified: the newest entry's date would go back when that entry is withdrawn. The ETag knows.
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response
