"""Seeing whether the sources still answer: which to visit, and what is kept of the visits.

No source is called gone by a program: editors find those that do not answer in their work queue, look, and decide.
"""

import datetime as dt
import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from publishing import version
from publishing.visits import NO_NETWORK, Manners, Visitor

from .models import Source

AGENT = "AllianceSourceCheck/1.0"


def due(*, older_than: int, limit: int | None) -> list[Source]:
    """Not visited for so many days or never, those first that have waited longest; the gone ones may have come back."""
    before = timezone.now() - dt.timedelta(days=older_than)
    sources = Source.objects.filter(Q(tried_at__isnull=True) | Q(tried_at__lte=before))
    return list(sources.order_by(F("tried_at").asc(nulls_first=True), "pk")[:limit])


def visitor() -> Visitor:
    about = f" (+{settings.SITE_URL}/about/)" if settings.SITE_URL else ""
    return Visitor(
        Manners(
            agent=f"{AGENT}{about}",
            timeout=settings.CHECK_TIMEOUT,
            pause=settings.CHECK_PAUSE,
            is_private_allowed=settings.CHECK_PRIVATE_ADDRESSES,
        )
    )


def visited(sources: Iterable[Source], visitor: Visitor) -> Generator[tuple[Source, str], None, None]:
    """Each with its outcome, as they come in: those of a host one after the other, several hosts at once.

    Whoever stops asking for more stops the visits.
    """
    sources = list(sources)
    by_host: dict[str | None, list[Source]] = defaultdict(list)
    for source in sources:
        by_host[urlsplit(source.url).hostname].append(source)
    outcomes: SimpleQueue[tuple[Source, str | Exception]] = SimpleQueue()
    is_over = threading.Event()

    def visit(some: list[Source]) -> None:
        for source in some:
            if is_over.is_set():
                return
            try:
                outcomes.put((source, visitor.visit(source.url)))
            except Exception as error:  # raised again where somebody sees it
                outcomes.put((source, error))

    with ThreadPoolExecutor(settings.CHECK_AT_ONCE) as pool:
        try:
            for some in by_host.values():
                pool.submit(visit, some)
            for _source in sources:
                source, outcome = outcomes.get()
                if isinstance(outcome, Exception):
                    raise outcome
                yield source, outcome
        finally:
            is_over.set()
            pool.shutdown(wait=False, cancel_futures=True)


def believable(
    outcomes: Iterable[tuple[Source, str]], is_network_there: Callable[[], bool]
) -> Iterator[tuple[Source, str]]:
    """Failures wait for the first sign of a network: where this machine has none, they say nothing of the sources.

    Who waits to the end may be all that is dead, so somebody else is asked.
    """
    waiting: list[tuple[Source, str]] = []
    is_connected = False
    for source, outcome in outcomes:
        waiting.append((source, outcome))
        is_connected = is_connected or outcome not in NO_NETWORK
        if is_connected:
            yield from waiting
            waiting.clear()
    if waiting and is_network_there():
        yield from waiting


def has_network(visitor: Visitor, besides: Iterable[Source]) -> bool:
    """Whether one that answered when it was last visited is reached; any, as it may have died since."""
    answering = Source.objects.filter(last_answered_at__isnull=False, failed_days=0)
    witness = answering.exclude(pk__in=[source.pk for source in besides]).order_by("?").first()
    return witness is not None and visitor.visit(witness.url) not in NO_NETWORK


class Notes:
    """What is kept of a run. However many visits there were, the public version moves once, when all of them are over:
    each move ends the downloads that are under way, and is a second of its own.

    Readers have news where a source now stands elsewhere among those that answer, are silent or were never seen. That
    one answered on another day is none: the record has been checked, not changed.
    """

    def __init__(self) -> None:
        self.is_news = False

    def __enter__(self) -> "Notes":
        return self

    def __exit__(self, *_error: object) -> None:
        if self.is_news:
            with transaction.atomic():
                version.moved()

    def keep(self, source: Source, outcome: str) -> None:
        """Nothing, where an editor has given it another address meanwhile."""
        with transaction.atomic():
            current = Source.objects.select_for_update().filter(pk=source.pk, url=source.url).first()
            if current is None:
                return
            before = _as_readers_find(current)
            current.note_visit(outcome, timezone.now())
            current.save(update_fields=["last_answered_at", "tried_at", "outcome", "failing_since", "failed_days"])
            self.is_news = self.is_news or _as_readers_find(current) != before


def _as_readers_find(source: Source) -> tuple[bool, bool]:
    """What decides, beside `gone_on`, how it is listed; of one that is gone nobody is told that it is silent."""
    return source.last_answered_at is not None, source.is_silent and not source.gone_on
