from collections.abc import Iterator
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Exists
from django.db.models.functions import Coalesce, Concat, Greatest, StrIndex
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.events import CHANGES
from publishing.feeds import Entry, Followed, entry_of, last_told
from publishing.models import Change, Revision
from publishing.querysets import last_told_first

from .models import Initiative, Milestone
from .querysets import (
    ClaimQuerySet,
    InitiativeQuerySet,
    MilestoneQuerySet,
    PartnerQuerySet,
    SourceQuerySet,
    claim_public_since,
    partner_public_since,
    source_public_since,
)


def initiative_entries(request: HttpRequest, initiatives: list[Initiative]) -> Iterator[Entry]:
    for initiative in initiatives:
        yield entry_of(
            request,
            initiative,
            str(initiative.public_id),
            "initiatives/initiative_entry.html",
            title=initiative.title,
            changed_at=last_told(initiative),
            categories=[theme.name for theme in initiative.themes.all()],
        )


def milestone_entries(request: HttpRequest, milestones: list[Milestone]) -> Iterator[Entry]:
    for milestone in milestones:
        yield entry_of(
            request,
            milestone,
            f"{milestone.initiative.public_id}:{milestone.key}",
            "initiatives/milestone_entry.html",
            title=f"{milestone} – {milestone.initiative.title}",
            changed_at=last_told(milestone),
            categories=[theme.name for theme in milestone.initiative.themes.all()],
        )


def publications_of_milestones(milestones: QuerySet) -> QuerySet:
    """Those of the initiatives that they belong to."""
    return Revision.objects.of_any(Initiative.objects.filter(pk__in=milestones.order_by().values("initiative")))


def _of_milestones(kind: str) -> Q:
    """The changes of milestones of a kind: whole rows say it, for a field of one the milestone does."""
    path = Concat(Value("milestones["), "key", Value("]."))
    same = Milestone.objects.filter(kind=kind, initiative__public_id=OuterRef("revision__record"))
    has_field = Exists(same.annotate(place=StrIndex(OuterRef("path"), path)).filter(place=1))
    return Q(kind=Change.Kind.MILESTONE) & (Q(new__kind=kind) | Q(old__kind=kind) | Q(has_field))


def partner_entries(request: HttpRequest, partners: list[Any]) -> Iterator[Entry]:
    for partner in partners:
        yield entry_of(
            request,
            partner,
            str(partner.public_id),
            "initiatives/partner_entry.html",
            title=partner.name,
            changed_at=last_told(partner),
        )


def source_entries(request: HttpRequest, sources: list[Any]) -> Iterator[Entry]:
    for source in sources:
        yield entry_of(
            request,
            source,
            str(source.pk),
            "initiatives/source_entry.html",
            title=source.heading,
            changed_at=source.public_since,
            author=source.byline,
        )


def claim_entries(request: HttpRequest, claims: list[Any]) -> Iterator[Entry]:
    """One whose verdict or words have changed is told of again."""
    for claim in claims:
        yield entry_of(
            request,
            claim,
            claim.key,
            "initiatives/claim_entry.html",
            title=f"{capfirst(claim.get_verdict_display())}{_(': ')}{claim.says}",
            changed_at=max(claim.changed_at, claim.public_since),
        )


# What changed, and of milestones which.
EVENTS = {**CHANGES, **{kind.value: (kind.label, _of_milestones(kind)) for kind in Milestone.Kind}}

INITIATIVES = Followed(
    description=_("Initiatives of the EU and Japan in technology, new and changed, each with its sources."),
    latest=lambda: [last_told_first(), F("start").desc(nulls_last=True), "slug"],
    load=InitiativeQuerySet.for_feed,
    entries=initiative_entries,
    events=EVENTS,
)

MILESTONES = Followed(
    description=_("Milestones of the EU and Japan in technology, as we publish or change them."),
    latest=lambda: [
        Greatest(Coalesce("told_at", "initiative__publish_at"), "initiative__publish_at").desc(),
        "-date",
        "pk",
    ],
    load=MilestoneQuerySet.for_feed,
    entries=milestone_entries,
    events=EVENTS,
    publications=publications_of_milestones,
)

INITIATIVE = Followed(
    description=_("One initiative: what the record says of it now, and what changed in it."),
    entries=initiative_entries,
    events=EVENTS,
)

PARTNERS = Followed(
    description=_("Partners of what the EU and Japan do together in technology, new and changed."),
    latest=lambda: [last_told_first(partner_public_since()), "slug"],
    load=PartnerQuerySet.for_feed,
    entries=partner_entries,
    events=CHANGES,
)

SOURCES = Followed(
    description=_("New sources of the record on what the EU and Japan do together in technology."),
    latest=lambda: [source_public_since().desc(), "-pk"],
    load=SourceQuerySet.for_feed,
    entries=source_entries,
)

CLAIMS = Followed(
    description=_("Statements made in public about what the EU and Japan do together in technology, checked."),
    latest=lambda: [Greatest("changed_at", claim_public_since()).desc(), "-pk"],
    load=ClaimQuerySet.for_feed,
    entries=claim_entries,
)
