"""What initiatives, sources and reports ask of editors."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.dates import PartialDate, on_or_after
from publishing.work import (
    BEHIND,
    DRAFTS,
    FACTS,
    READERS,
    REVIEW,
    SCHEDULED,
    UNTRANSLATED,
    WITHOUT_SUMMARY,
    Task,
    not_withdrawn,
)

from .models import Correction, Funding, Initiative, Milestone, Outcome
from .models.source import SILENT_AFTER
from .querysets import ENDED, InitiativeQuerySet, SourceQuerySet, to_come

# Milestones after which an initiative is usually over.
LAST = (Milestone.Kind.DEADLINE, Milestone.Kind.COMPLETION)


def unsourced(rows: InitiativeQuerySet) -> QuerySet:
    """A milestone, an outcome or an amount rests on nothing."""
    return not_withdrawn(rows).filter(_bare(Milestone) | _bare(Outcome) | _bare(Funding))


def _bare(fact: Any) -> Exists:
    return Exists(fact.objects.filter(initiative=OuterRef("pk"), citations__isnull=True))


def unchecked(rows: InitiativeQuerySet) -> QuerySet:
    """Public, and not compared with its sources for CHECK_AFTER_DAYS, or never."""
    since = _today() - dt.timedelta(days=settings.CHECK_AFTER_DAYS)
    return rows.published().filter(Q(last_checked__isnull=True) | Q(last_checked__lt=since))


def overrun(rows: InitiativeQuerySet) -> QuerySet:
    """Active by its status, though its end has passed.

    Where no end is known, the last deadline or completion counts instead, unless somebody has checked since.
    """
    last = Milestone.objects.filter(initiative=OuterRef("pk"), kind__in=LAST)
    is_over = Q(end__isnull=False) & ~on_or_after("end", PartialDate.of(_today()))
    since_check = last.filter(date__gte=Cast(OuterRef("last_checked"), CharField(max_length=10)))
    is_news = (Q(last_checked__isnull=True) & Exists(last)) | Exists(since_check)
    had_its_last = Q(end__isnull=True) & is_news & ~Exists(last.filter(to_come()))
    return not_withdrawn(rows).filter(is_over | had_its_last, status=Initiative.Status.ACTIVE)


def quiet(rows: InitiativeQuerySet) -> QuerySet:
    """Public and not ended, with no milestone and no change for QUIET_AFTER_DAYS, and no milestone to come."""
    since = timezone.now() - dt.timedelta(days=settings.QUIET_AFTER_DAYS)
    news = Milestone.objects.filter(on_or_after("date", PartialDate.of(since.date())), initiative=OuterRef("pk"))
    old = rows.published().filter(changed_at__lt=since, publish_at__lt=since)
    return old.exclude(status__in=ENDED).exclude(Exists(news))


def untranslated(rows: InitiativeQuerySet) -> QuerySet:
    return not_withdrawn(rows).filter(Q(title_ja="") | (Q(summary_ja="") & ~Q(summary_en="")))


def without_summary(rows: InitiativeQuerySet) -> QuerySet:
    return not_withdrawn(rows).filter(summary_en="")


def dead_sources(rows: SourceQuerySet) -> QuerySet:
    """Gone, and something public still rests on them."""
    return rows.published().filter(gone_on__isnull=False)


def silent_sources(rows: SourceQuerySet) -> QuerySet:
    """Visited in vain for days, not said to be gone, and something public rests on them."""
    return rows.published().filter(gone_on__isnull=True, failed_days__gte=SILENT_AFTER)


def sources_back(rows: SourceQuerySet) -> QuerySet:
    """Said to be gone, and seen to answer since."""
    return rows.published().filter(gone_on__lt=F("last_answered_at__date"))


def _today() -> dt.date:
    return timezone.now().date()


INITIATIVE_WORK = [
    REVIEW,
    SCHEDULED,
    DRAFTS,
    Task(
        "unsourced",
        FACTS,
        _("Facts without a source"),
        _("A milestone, an outcome or an amount rests on nothing."),
        unsourced,
    ),
    Task(
        "overrun",
        FACTS,
        _("Active after their end"),
        _("The end, or the last deadline, has passed: is the status still right?"),
        overrun,
    ),
    Task(
        "unchecked",
        FACTS,
        _("Due for a check"),
        _("Not compared with their sources for long, or never."),
        unchecked,
    ),
    Task(
        "quiet",
        FACTS,
        _("Gone quiet"),
        _("Not ended, and nothing new for long: what has become of them?"),
        quiet,
    ),
    replace(UNTRANSLATED, which=untranslated),
    BEHIND,
    replace(WITHOUT_SUMMARY, which=without_summary),
]

SOURCE_WORK = [
    Task(
        "dead",
        FACTS,
        _("Sources that are gone"),
        _("Public facts still rest on them: find a copy or another source."),
        dead_sources,
    ),
    Task(
        "silent",
        FACTS,
        _("Sources that do not answer"),
        _("Visited in vain on several days: look, and fill in “no longer online since”, or find out where they moved."),
        silent_sources,
    ),
    Task(
        "back",
        FACTS,
        _("Gone sources that answer again"),
        _("They answer again: look, and empty “no longer online since”."),
        sources_back,
    ),
]

CORRECTION_WORK = [
    Task(
        "corrections",
        READERS,
        _("Corrections waiting"),
        _("Somebody says that a record is wrong: compare it with the source."),
        lambda rows: rows.filter(state=Correction.State.WAITING),
    ),
]
