from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from publishing.asked import with_own
from publishing.feeds import feed_of, gone, record_feed

from ..feeds import CLAIMS, INITIATIVE, INITIATIVES, MILESTONES, PARTNERS, SOURCES
from ..listings import ClaimListing, InitiativeListing, MilestoneListing, PartnerListing, SourceListing
from ..models import Initiative, Partner, Theme


@require_safe
def initiative_list_feed(request: HttpRequest, form: str) -> HttpResponse:
    return feed_of(request, InitiativeListing(request.GET), INITIATIVES, form)


@require_safe
def initiative_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    initiative = Initiative.objects.published().for_feed().filter(slug=slug).first()
    if initiative is None:
        return gone(request, Initiative, slug, form)
    return record_feed(request, initiative, INITIATIVE, form)


@require_safe
def milestone_list_feed(request: HttpRequest, form: str) -> HttpResponse:
    return feed_of(request, MilestoneListing(request.GET), MILESTONES, form)


@require_safe
def source_list_feed(request: HttpRequest, form: str) -> HttpResponse:
    return feed_of(request, SourceListing(request.GET), SOURCES, form)


@require_safe
def claim_list_feed(request: HttpRequest, form: str) -> HttpResponse:
    return feed_of(request, ClaimListing(request.GET), CLAIMS, form)


@require_safe
def partner_list_feed(request: HttpRequest, form: str) -> HttpResponse:
    return feed_of(request, PartnerListing(request.GET), PARTNERS, form)


@require_safe
def partner_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    return _feed_of_initiatives(request, Partner, slug, form)


@require_safe
def theme_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    return _feed_of_initiatives(request, Theme, slug, form)


def _feed_of_initiatives(request: HttpRequest, model: Any, slug: str, form: str) -> HttpResponse:
    """The list of a partner's or a theme's initiatives, which can be filtered further."""
    record = model.objects.published().filter(slug=slug).first()
    if record is None:
        return gone(request, model, slug, form)
    asked, rejected = with_own(request.GET, model._meta.model_name, slug)
    listing = InitiativeListing(asked)
    return feed_of(request, listing, INITIATIVES, form, record=record, rejected=rejected)
