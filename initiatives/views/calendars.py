from collections.abc import Iterable

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from publishing.asked import Rejected, with_own
from publishing.calendars import calendar_of
from publishing.elsewhere import elsewhere
from publishing.refusals import refusal

from ..calendars import milestone_event
from ..listings import MilestoneListing
from ..models import Initiative, Milestone, Theme
from ..querysets import MilestoneQuerySet


@require_safe
def milestone_calendar(request: HttpRequest) -> HttpResponseBase:
    return _calendar_of_list(request, MilestoneListing(request.GET))


@require_safe
def theme_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The list with its other filters, of the theme that the address names."""
    if not Theme.objects.published().filter(slug=slug).exists():
        return elsewhere(request, Theme, slug)
    asked, rejected = with_own(request.GET, "theme", slug)
    return _calendar_of_list(request, MilestoneListing(asked), rejected)


def _calendar_of_list(
    request: HttpRequest, listing: MilestoneListing, rejected: Iterable[Rejected] = ()
) -> HttpResponseBase:
    if refused := refusal(listing, rejected):
        return refused
    return calendar_of(
        request,
        name=listing.title,
        page=f"{listing.path}{listing.filter_query}",
        events=(milestone_event(request, one) for one in listing.all_rows(MilestoneQuerySet.for_calendar)),
        total=listing.total,
        is_daily=listing.is_daily,
    )


@require_safe
def initiative_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    initiative = Initiative.objects.published().filter(slug=slug).first()
    if initiative is None:
        return elsewhere(request, Initiative, slug)
    milestones = list(Milestone.objects.published().filter(initiative=initiative).for_calendar())
    return calendar_of(
        request,
        name=initiative.title,
        page=initiative.get_absolute_url(),
        events=(milestone_event(request, one) for one in milestones),
        total=len(milestones),
    )
