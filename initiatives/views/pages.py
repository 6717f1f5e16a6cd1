from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.changes import history_of
from publishing.elsewhere import elsewhere
from publishing.following import feed_links
from publishing.pages import list_page

from ..citations import initiative_reference
from ..corrections import part_named
from ..listings import ClaimListing, InitiativeListing, MilestoneListing, PartnerListing, SourceListing
from ..models import Citation, Claim, Initiative, Milestone, Participation, Partner, Source, Theme
from ..pages import facts_by_source, participations_by_side, parts_of
from ..structured import claim_page_nodes, initiative_nodes, partner_nodes, source_nodes, theme_nodes


@require_safe
def initiative_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, InitiativeListing(request.GET))


@require_safe
def initiative_detail(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = Initiative.objects.published().for_page().filter(slug=slug).first()
    if initiative is None:
        return elsewhere(request, Initiative, slug)
    claims = initiative.claims.for_export().order_by("abouts__position")
    context = {
        "initiative": initiative,
        "sides": participations_by_side(initiative),
        "supports": facts_by_source(initiative),
        "history": history_of(initiative),
        "reference": initiative_reference(request, initiative),
        "nodes": initiative_nodes(request, initiative, claims),
        "claims": claims,
        "related": Initiative.objects.published().related_to(initiative).for_cards(),
        "articles": initiative.articles.published().for_cards(),
        "feeds": feed_links("initiatives:initiative_feed", initiative.slug),
    }
    return render(request, "initiatives/initiative_detail.html", context)


@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, PartnerListing(request.GET))


@require_safe
def partner_detail(request: HttpRequest, slug: str) -> HttpResponse:
    partner = Partner.objects.published().for_export().filter(slug=slug).first()
    if partner is None:
        return elsewhere(request, Partner, slug)
    participations = (
        Participation.objects.filter(partner=partner, initiative__in=Initiative.objects.published())
        .select_related("initiative")
        .order_by(F("initiative__start").desc(nulls_last=True), "initiative__slug")
    )
    context = {
        "partner": partner,
        "parts": parts_of(participations),
        "co_partners": Partner.objects.together_with(partner)[:24],
        "history": history_of(partner),
        "feeds": feed_links("initiatives:partner_feed", partner.slug),
        "nodes": partner_nodes(request, partner),
    }
    return render(request, "initiatives/partner_detail.html", context)


@require_safe
def milestone_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, MilestoneListing(request.GET))


@require_safe
def theme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    theme = Theme.objects.published().filter(slug=slug).first()
    if theme is None:
        return elsewhere(request, Theme, slug)
    initiatives = Initiative.objects.published().filter(themes=theme)
    by_status = dict(initiatives.order_by().values_list("status").annotate(n=Count("pk")))
    milestones = Milestone.objects.published().filter(initiative__themes=theme).for_list()
    context = {
        "theme": theme,
        "nodes": theme_nodes(request, theme),
        "initiatives": initiatives.for_cards().for_strip().order_by(F("start").desc(nulls_last=True), "slug"),
        "statuses": [
            (value, label, by_status[value]) for value, label in Initiative.Status.choices if value in by_status
        ],
        "upcoming": milestones.upcoming().order_by("date")[:6],
        "latest": milestones.past().order_by("-date")[:6],
        "partners": Partner.objects.published().about(theme)[:24],
        "articles": theme.articles.published().for_cards(),
        "feeds": feed_links("initiatives:theme_feed", theme.slug),
    }
    return render(request, "initiatives/theme_detail.html", context)


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, SourceListing(request.GET))


@require_safe
def source_detail(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source.objects.published(), pk=pk)
    citations = (
        Citation.objects.filter(source=source, initiative__in=Initiative.objects.published())
        .select_related("initiative")
        .prefetch_related("milestones", "outcomes", "fundings")
        .order_by("initiative__title_en")
    )
    context = {
        "source": source,
        "nodes": source_nodes(request, source),
        "citations": citations,
        "claims": Claim.objects.published().filter(where_url=source.url).for_list(),
        "articles": source.articles.published(),
        "part": part_named(_("The source “%(words)s”"), source.title),
    }
    return render(request, "initiatives/source_detail.html", context)


@require_safe
def claim_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, ClaimListing(request.GET))


@require_safe
def claim_detail(request: HttpRequest, key: str) -> HttpResponse:
    claim = get_object_or_404(Claim.objects.published().for_export(), key=key)
    context = {
        "claim": claim,
        "articles": claim.articles.published(),
        "nodes": claim_page_nodes(request, claim),
        "part": part_named(_("The claim “%(words)s”"), claim.says),
    }
    return render(request, "initiatives/claim_detail.html", context)
