"""Feeds: what is on the page is what is followed, as RSS, Atom or JSON Feed.

To add one for a list: declare what it is followed as (`Followed`), name its address in the listing (`feed = "app:feed"`),
and let a view at `…/feed.<str:form>` return `feed_of(request, listing, FOLLOWED, form)`. Whatever else can be followed
makes a `Feed` and hands it to `answer`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .addresses import absolute
from .asked import Rejected
from .bilingual import StrOrPromise, active
from .changes import Told, told
from .conditional import by_date
from .documents import kind_of
from .elsewhere import elsewhere
from .events import AskedEvents, Events
from .feed_writers import WRITERS, readable
from .listings import Listing
from .models import Change, Publishable, Revision
from .presentation import Load, as_they_are
from .refusals import refusal, refused

# RFC 4151. The authority never changes, whatever the host of the site: readers know an entry by it.
TAG = "tag:alliance.example,2026:"
FEED_LENGTH = 50


@dataclass(frozen=True)
class Entry:
    """One item; `html` is its whole text with absolute links, dates are when *we* published it and last told of it anew."""

    identity: str
    title: str
    link: str
    html: str
    published_at: datetime
    changed_at: datetime
    author: str = ""
    categories: list[str] = field(default_factory=list)


def entry_of(request: HttpRequest, record: Any, identity: str, template: str, **more: Any) -> Entry:
    """Of a row that knows its `public_since`; its whole text is the template's, which takes it by the name of its model."""
    context = {record._meta.model_name: record, "request": request}
    return Entry(
        identity=f"{record._meta.model_name}:{identity}",
        link=absolute(request, record.get_absolute_url()),
        html=render_to_string(template, context),
        published_at=record.public_since,
        **more,
    )


def last_told(record: Any) -> datetime:
    """When readers were last told of it: that it is there, or of a major change. A minor one mends the entry in place."""
    since: datetime = record.public_since
    return max(since, record.told_at or since)


@dataclass(frozen=True)
class Feed:
    """`identity` stays when the address changes; `page` is the path of the page that shows the same."""

    identity: str
    title: str
    page: str
    description: str
    entries: list[Entry]
    is_over: bool = False


@dataclass(frozen=True)
class Followed:
    """What a list is followed as: its rows, or where `events` are asked for the `publications` that concern them.

    latest: what to order the rows by, so that the latest come first
    load: adds what the entries show
    entries: what becomes of the rows; without it the feed is one of publications in any case
    """

    description: StrOrPromise
    latest: Callable[[], list[Any]] = list
    load: Load = as_they_are
    entries: Callable[[HttpRequest, list[Any]], Iterable[Entry]] | None = None
    events: Events = field(default_factory=dict)
    publications: Callable[[QuerySet], Any] = Revision.objects.of_any


def feed_of(
    request: HttpRequest,
    listing: Listing,
    followed: Followed,
    form: str,
    *,
    record: Any = None,
    rejected: Iterable[Rejected] = (),
) -> HttpResponse:
    """The list as a feed, or what refuses it. `record` is the one that the list belongs to, which the address names;
    `rejected` is what the list has not seen.
    """
    asked = AskedEvents(request.GET, followed.events)
    if refusing := refusal(listing, [*rejected, *asked.rejected]):
        return refusing
    own = kind_of(record).name if record else ""
    query = urlencode([pair for pair in listing.filter_pairs if pair[0] != own])
    # A list is known by its address, a record keeps its name when the address changes.
    identity = f"{_name_of(record)}:list:{active()}" if record else f"list:{listing.path}"

    def feed() -> Feed:
        if asked.chosen or followed.entries is None:
            entries = publications(request, followed.publications(listing.rows), asked)
        else:
            rows = listing.first_rows(FEED_LENGTH, followed.latest, followed.load)
            entries = list(followed.entries(request, rows))
        return Feed(
            identity=_joined(_joined(identity, query), asked.query),
            title=_titled(listing.title, asked),
            page=record.get_absolute_url() if record else _joined(listing.path, query),
            description=str(followed.description),
            entries=entries,
        )

    path = _joined(_joined(request.path, query), asked.query)
    return answer(request, form, feed, path=path, is_daily=listing.is_daily)


def record_feed(request: HttpRequest, record: Any, followed: Followed, form: str) -> HttpResponse:
    """What a record says, and what its publications changed; of the first of them the record itself tells."""
    asked = AskedEvents(request.GET, followed.events)
    if refusing := refused(asked.rejected):
        return refusing

    def feed() -> Feed:
        revisions = Revision.objects.of(record)
        own = []
        if followed.entries and not asked.chosen:
            own = list(followed.entries(request, [record]))
            revisions = revisions.exclude(changes__kind=Change.Kind.NEW)
        return Feed(
            identity=_joined(f"{_name_of(record)}:{active()}", asked.query),
            title=_titled(str(record), asked),
            page=record.get_absolute_url(),
            description=str(followed.description),
            entries=[*own, *publications(request, revisions, asked)][:FEED_LENGTH],
        )

    return answer(request, form, feed, path=_joined(request.path, asked.query))


def gone(request: HttpRequest, model: Any, slug: str, form: str) -> HttpResponse:
    """The feed of a record that is not published: where it went, or a last entry that says that it was withdrawn."""

    def ended(request: HttpRequest, withdrawn: Publishable) -> HttpResponse:
        return answer(request, form, lambda: _last_of(request, withdrawn), path=request.path)

    return elsewhere(request, model, slug, gone=ended)


def _last_of(request: HttpRequest, withdrawn: Publishable) -> Feed:
    """Nothing that the record said: only what its address answers."""
    title = _("This record has been withdrawn")
    page = withdrawn.get_absolute_url()  # type: ignore[attr-defined]  # of every record that has a feed
    last = Entry(
        identity=f"{_name_of(withdrawn)}:withdrawn",
        title=title,
        link=absolute(request, page),
        html=render_to_string("components/withdrawn_entry.html", {"withdrawn": withdrawn}),
        published_at=withdrawn.withdrawn_at or withdrawn.changed_at,
        changed_at=withdrawn.withdrawn_at or withdrawn.changed_at,
    )
    return Feed(
        identity=f"{_name_of(withdrawn)}:{active()}",
        title=title,
        page=page,
        description=_("This feed has ended."),
        entries=[last],
        is_over=True,
    )


# Publications


def publications(request: HttpRequest, revisions: Any, asked: AskedEvents) -> list[Entry]:
    """The latest major ones, each with the changes that are asked for; a fixed number of queries."""
    changes = Change.objects.filter(asked.condition)
    latest = (
        revisions.filter(Exists(changes.filter(revision=OuterRef("pk"))), is_major=True)
        .prefetch_related(None)
        .prefetch_related(Prefetch("changes", changes))
        .order_by("-made_at", "-id")[:FEED_LENGTH]
    )
    return [_publication(request, one) for one in told(latest)]


def _publication(request: HttpRequest, one: Told) -> Entry:
    revision = one.revision
    what = "" if one.is_withdrawn else ", ".join(dict.fromkeys(capfirst(str(said.field)) for said in one.changes))
    address = absolute(request, one.address)
    return Entry(
        identity=f"publication:{revision.record}:{revision.made_at:%Y%m%dT%H%M%S%f}",
        title=_(": ").join(filter(None, (one.title, what))),
        link=address if one.is_withdrawn else f"{address}#history",
        html=render_to_string("components/publication_entry.html", {"told": one}),
        published_at=revision.made_at,
        changed_at=revision.made_at,
        categories=list(dict.fromkeys(str(change.get_kind_display()) for change in revision.changes.all())),
    )


# The answer


def answer(
    request: HttpRequest, form: str, make: Callable[[], Feed], *, path: str, is_daily: bool = False
) -> HttpResponse:
    """The feed that `make` gives, unless the reader has it already (`by_date`). `path` is its address, with what was
    accepted of the query string.
    """
    if form not in WRITERS:
        raise Http404
    response = by_date(request, lambda: _written(request, form, make(), path), is_daily=is_daily)
    # For whoever wants to know which feed it was that somebody asked for.
    response.feed = path  # type: ignore[attr-defined]  # ours
    return response


def _written(request: HttpRequest, form: str, feed: Feed, path: str) -> HttpResponse:
    site = _("Alliance")
    written = WRITERS[form](
        title=readable(f"{site} – {feed.title}"),
        link=absolute(request, feed.page),
        description=readable(feed.description),
        subtitle=readable(feed.description),  # which is what Atom writes
        language=active(),
        author_name=site,
        feed_url=absolute(request, path),
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


def _titled(title: str, asked: AskedEvents) -> str:
    return " – ".join(filter(None, (title, asked.words)))


def _joined(address: str, query: str) -> str:
    if not query:
        return address
    return f"{address}{'&' if '?' in address else '?'}{query}"


def _name_of(record: Any) -> str:
    return f"{kind_of(record).name}:{record.public_id}"
