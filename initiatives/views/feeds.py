from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from publishing.asked import with_own
from publishing.feeds import feed_of, gone, record_feed

from ..feeds import CLAIMS, INITIATIVE, INITIATIVES, MILESTONES, PARTNERS, SOURCES
from ..listings import ClaimListing, InitiativeListing, MilestoneListing, PartnerListing, SourceListing
from ..models import Claim, Initiative, Milestone, Partner, Source, Theme


@require_safe
def initiative_list_feed(request: HttpRequest, form: str) -> HttpResponse:
    listing = InitiativeListing(request.GET, Initiative.objects.published(), path=reverse("initiatives:list"))
    return feed_of(request, listing, INITIATIVES, form)


@require_safe
def initiative_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    initiative = Initiative.objects.published().for_feed().filter(slug=slug).first()
    if initiative is None:
        return gone(request, Initiative, slug, form)
    return record_feed(request, initiative, INITIATIVE, form)


@require_safe
def milestone_list_feed(request: HttpRequest, form: str) -> HttpResponse:
    listing = MilestoneListing(request.GET, Milestone.objects.published(), path=reverse("initiatives:milestone_list"))
    return feed_of(request, listing, MILESTONES, form)


@require_safe
def source_list_feed(request: HttpRequest, form: str) -> HttpResponse:
    sources = Source.objects.published().with_counts()
    return feed_of(request, SourceListing(request.GET, sources, path=reverse("initiatives:source_list")), SOURCES, form)


@require_safe
def claim_list_feed(request: HttpRequest, form: str) -> HttpResponse:
    claims = Claim.objects.published()
    return feed_of(request, ClaimListing(request.GET, claims, path=reverse("initiatives:claim_list")), CLAIMS, form)


@require_safe
def partner_list_feed(request: HttpRequest, form: str) -> HttpResponse:
    partners = Partner.objects.published().with_counts()
    listing = PartnerListing(request.GET, partners, path=reverse("initiatives:partner_list"))
    return feed_of(request, listing, PARTNERS, form)


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
    listing = InitiativeListing(asked, Initiative.objects.published(), path=reverse("initiatives:list"))
    return feed_of(request, listing, INITIATIVES, form, record=record, rejected=rejected)
