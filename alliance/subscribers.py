"""How many people follow a feed, as far as feed readers say so: “Feedly/1.0 (+http://…; 42 subscribers)”.

Kept are the feed, the name of the program, the day and the highest number it said on it; no address, and nothing else
of what it says of itself. Programs that say no number ask for one person each, and are not counted.
"""

import logging
import re
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.db import DatabaseError, transaction
from django.utils import timezone

from publishing.locks import impatient

from .models import Subscribers

logger = logging.getLogger(__name__)

# Whoever invents programs or filters fills no more than this.
MOST_A_DAY = 1000
KEPT_FOR = timedelta(days=92)

_NUMBER = re.compile(r"(?<![\w.])(\d{1,7}) (?:subscribers?|readers?)\b", re.IGNORECASE)
_NAME = re.compile(r"(?:Mozilla/\S+ \(compatible; )?([A-Za-z][\w.-]{0,39})")


class Said(NamedTuple):
    reader: str
    number: int


def said_in(user_agent: str) -> Said | None:
    number, name = _NUMBER.search(user_agent), _NAME.match(user_agent)
    return Said(name[1], int(number[1])) if number and name else None


def note(feed: str, user_agent: str) -> None:
    """Whatever becomes of this, the reader gets the feed: a busy database is not waited for."""
    said, feed = said_in(user_agent[:500]), _without_words(feed)
    if said is None or len(feed) > 300:
        return
    try:
        with impatient():
            _keep(feed, said)
    except DatabaseError:
        logger.warning("the subscribers of a feed were not noted", exc_info=True)


def _without_words(feed: str) -> str:
    """What somebody looks for is nobody's business: only the filters that the list itself offers stay."""
    path, _mark, query = feed.partition("?")
    pairs = [pair for pair in parse_qsl(query) if pair[0] != "q"]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _keep(feed: str, said: Said) -> None:
    """Most requests of a day say what the first one said, and write nothing."""
    today = timezone.now().date()
    of_today = Subscribers.objects.filter(day=today)
    same = of_today.filter(feed=feed, reader=said.reader)
    known = same.values_list("number", flat=True).first()
    if known is not None and known >= said.number:
        return
    if known is None and of_today.count() >= MOST_A_DAY:
        return
    with transaction.atomic():
        if not same.filter(number__lt=said.number).update(number=said.number):
            same.get_or_create(feed=feed, reader=said.reader, day=today, defaults={"number": said.number})
            Subscribers.objects.filter(day__lt=today - KEPT_FOR).delete()
