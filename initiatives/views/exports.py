from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from publishing.exports import export_of

from ..exports import CLAIMS, INITIATIVES, MILESTONES, PARTNERS, SOURCES
from ..listings import ClaimListing, InitiativeListing, MilestoneListing, PartnerListing, SourceListing
from ..models import Claim, Initiative, Milestone, Partner, Source


@require_safe
def initiative_export(request: HttpRequest, form: str) -> HttpResponseBase:
    listing = InitiativeListing(request.GET, Initiative.objects.published(), path=reverse("initiatives:list"))
    return export_of(request, listing, INITIATIVES, form)


@require_safe
def partner_export(request: HttpRequest, form: str) -> HttpResponseBase:
    partners = Partner.objects.published().with_counts()
    listing = PartnerListing(request.GET, partners, path=reverse("initiatives:partner_list"))
    return export_of(request, listing, PARTNERS, form)


@require_safe
def milestone_export(request: HttpRequest, form: str) -> HttpResponseBase:
    listing = MilestoneListing(request.GET, Milestone.objects.published(), path=reverse("initiatives:milestone_list"))
    return export_of(request, listing, MILESTONES, form)


@require_safe
def source_export(request: HttpRequest, form: str) -> HttpResponseBase:
    sources = Source.objects.published().with_counts()
    listing = SourceListing(request.GET, sources, path=reverse("initiatives:source_list"))
    return export_of(request, listing, SOURCES, form)


@require_safe
def claim_export(request: HttpRequest, form: str) -> HttpResponseBase:
    listing = ClaimListing(request.GET, Claim.objects.published(), path=reverse("initiatives:claim_list"))
    return export_of(request, listing, CLAIMS, form)
