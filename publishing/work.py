"""The work queue: which records ask for something, said once and used for its counts and its lists alike.

Each app names the tasks of its own kinds of record in its `work.py`; their admins carry them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .bilingual import StrOrPromise
from .models import PendingEdit
from .states import State

# The queue's parts, in their order.
PUBLICATION = _("On the way to readers")
READERS = _("From readers")
FACTS = _("Facts and sources")
LANGUAGES = _("Words in both languages")
PARTS = [PUBLICATION, READERS, FACTS, LANGUAGES]


@dataclass(frozen=True)
class Task:
    """What there is to do (`label`, `hint`), and which of the rows ask for it.

    `which` narrows any queryset of the model, and may not multiply its rows. `first` is the column of the
    list that holds the dates by which they are to be done, soonest first.
    """

    name: str
    part: StrOrPromise
    label: StrOrPromise
    hint: StrOrPromise
    which: Callable[[Any], QuerySet]
    first: str = ""


def not_withdrawn(rows: QuerySet) -> QuerySet:
    """What was taken back asks for nothing."""
    return rows.exclude(state=State.WITHDRAWN)


def _edited(state: State) -> Q:
    """Public, with an edit in this state beside what readers see."""
    edits = PendingEdit.objects.filter(state=state, base__isnull=False)
    return Q(public_id__in=edits.values("record"))


# What every kind of record that can be published asks for

REVIEW = Task(
    "review",
    PUBLICATION,
    _("Waiting for review"),
    _("Handed in by their authors: look them over and publish them."),
    lambda rows: rows.filter(Q(state=State.REVIEW) | _edited(State.REVIEW)),
)
SCHEDULED = Task(
    "scheduled",
    PUBLICATION,
    _("Scheduled next"),
    _("Public by themselves when their time comes."),
    lambda rows: rows.filter(Q(state=State.PUBLISHED, publish_at__gt=timezone.now()) | _edited(State.PUBLISHED)),
    first="goes_live",
)
DRAFTS = Task(
    "drafts",
    PUBLICATION,
    pgettext_lazy("work queue", "Drafts"),
    _("Begun, and not handed in yet."),
    lambda rows: rows.filter(Q(state=State.DRAFT) | _edited(State.DRAFT)),
)
BEHIND = Task(
    "behind",
    LANGUAGES,
    _("Japanese behind the English"),
    _("The English has changed since; the Japanese page says so."),
    lambda rows: not_withdrawn(rows).filter(ja_translates__isnull=False),
)

# Each kind says which of its texts these are about


UNTRANSLATED = Task(
    "untranslated",
    LANGUAGES,
    _("Japanese missing"),
    _("The title or the summary stands in English only."),
    not_withdrawn,
)
WITHOUT_SUMMARY = Task(
    "summary",
    LANGUAGES,
    _("Without a summary"),
    _("Lists, feeds and search results have nothing to say about them."),
    not_withdrawn,
)
