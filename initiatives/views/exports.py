from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from publishing.downloads import export_of

from ..exports import CLAIMS, INITIATIVES, MILESTONES, PARTNERS, SOURCES
from ..listings import ClaimListing, InitiativeListing, MilestoneListing, PartnerListing, SourceListing


@require_safe
def initiative_export(request: HttpRequest, form: str) -> HttpResponseBase:
    return export_of(request, InitiativeListing(request.GET), INITIATIVES, form)


@require_safe
def partner_export(request: HttpRequest, form: str) -> HttpResponseBase:
    return export_of(request, PartnerListing(request.GET), PARTNERS, form)


@require_safe
def milestone_export(request: HttpRequest, form: str) -> HttpResponseBase:
    return export_of(request, MilestoneListing(request.GET), MILESTONES, form)


@require_safe
def source_export(request: HttpRequest, form: str) -> HttpResponseBase:
    return export_of(request, SourceListing(request.GET), SOURCES, form)


@require_safe
def claim_export(request: HttpRequest, form: str) -> HttpResponseBase:
    return export_of(request, ClaimListing(request.GET), CLAIMS, form)
