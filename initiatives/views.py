from collections.abc import Iterable

from django.db.models import Count, F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.changes import history_of
from publishing.documents import kind_of
from publishing.elsewhere import elsewhere
from publishing.exports import export_of
from publishing.feeds import FEED_LENGTH, Entry, rss_of
from publishing.pages import list_page
from publishing.querysets import latest_change_first
from publishing.readers import keep, reader_form, too_many

from .corrections import CorrectionForm, called, public_record, records_of
from .exports import INITIATIVES, MILESTONES, PARTNERS, SOURCES
from .feeds import initiative_entry
from .listings import InitiativeListing, MilestoneListing, PartnerListing, SourceListing
from .models import Citation, Correction, Initiative, Milestone, Participation, Partner, Source, Theme
from .pages import facts_by_source, participations_by_side, parts_of


@require_safe
def initiative_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, InitiativeListing(request.GET, Initiative.objects.published(), path=request.path))


@require_safe
def initiative_feed(request: HttpRequest) -> HttpResponse:
    def entries(rows: QuerySet[Initiative]) -> Iterable[Entry]:
        newest = rows.order_by(latest_change_first(), F("start").desc(nulls_last=True), "slug")[:FEED_LENGTH]
        return (initiative_entry(request, initiative) for initiative in newest)

    return rss_of(
        request,
        InitiativeListing(request.GET, Initiative.objects.published().for_feed(), path=reverse("initiatives:list")),
        description=_("Initiatives of the EU and Japan in technology, new and changed, each with its sources."),
        entries=entries,
    )


@require_safe
def initiative_export(request: HttpRequest, form: str) -> HttpResponseBase:
    listing = InitiativeListing(request.GET, Initiative.objects.published(), path=reverse("initiatives:list"))
    return export_of(request, listing, INITIATIVES, form)


@require_safe
def initiative_detail(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = Initiative.objects.published().for_page().filter(slug=slug).first()
    if initiative is None:
        return elsewhere(request, Initiative, slug)
    context = {
        "initiative": initiative,
        "sides": participations_by_side(initiative),
        "supports": facts_by_source(initiative),
        "history": history_of(initiative),
        "claims": initiative.claims.order_by("abouts__position"),
        "related": Initiative.objects.published().related_to(initiative).for_cards(),
        "articles": initiative.articles.published().for_cards(),
    }
    return render(request, "initiatives/initiative_detail.html", context)


@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, PartnerListing(request.GET, Partner.objects.published().with_counts(), path=request.path))


@require_safe
def partner_export(request: HttpRequest, form: str) -> HttpResponseBase:
    partners = Partner.objects.published().with_counts()
    listing = PartnerListing(request.GET, partners, path=reverse("initiatives:partner_list"))
    return export_of(request, listing, PARTNERS, form)


@require_safe
def partner_detail(request: HttpRequest, slug: str) -> HttpResponse:
    partner = Partner.objects.published().filter(slug=slug).first()
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
    }
    return render(request, "initiatives/partner_detail.html", context)


@require_safe
def milestone_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, MilestoneListing(request.GET, Milestone.objects.published(), path=request.path))


@require_safe
def milestone_export(request: HttpRequest, form: str) -> HttpResponseBase:
    listing = MilestoneListing(request.GET, Milestone.objects.published(), path=reverse("initiatives:milestone_list"))
    return export_of(request, listing, MILESTONES, form)


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
        "initiatives": initiatives.for_cards().for_strip().order_by(F("start").desc(nulls_last=True), "slug"),
        "statuses": [
            (value, label, by_status[value]) for value, label in Initiative.Status.choices if value in by_status
        ],
        "upcoming": milestones.upcoming().order_by("date")[:6],
        "latest": milestones.past().order_by("-date")[:6],
        "partners": Partner.objects.published().about(theme)[:24],
        "articles": theme.articles.published().for_cards(),
    }
    return render(request, "initiatives/theme_detail.html", context)


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, SourceListing(request.GET, Source.objects.published().with_counts(), path=request.path))


@require_safe
def source_export(request: HttpRequest, form: str) -> HttpResponseBase:
    sources = Source.objects.published().with_counts()
    listing = SourceListing(request.GET, sources, path=reverse("initiatives:source_list"))
    return export_of(request, listing, SOURCES, form)


@require_safe
def source_detail(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source.objects.published(), pk=pk)
    citations = (
        Citation.objects.filter(source=source, initiative__in=Initiative.objects.published())
        .select_related("initiative")
        .prefetch_related("milestones", "outcomes", "fundings")
        .order_by("initiative__title_en")
    )
    context = {"source": source, "citations": citations, "articles": source.articles.published()}
    return render(request, "initiatives/source_detail.html", context)


@reader_form
def correction_form(request: HttpRequest) -> HttpResponse:
    record = public_record(request.GET.get("record", ""))
    if record is None:
        raise Http404
    form = CorrectionForm(request.POST if request.method == "POST" else None, about=f"correction:{record.public_id}")
    if form.is_valid():
        sent = keep(request, form, kind=kind_of(record).name, record=record.public_id)
        return too_many(request, form) if sent is None else redirect(sent)
    return render(
        request, "initiatives/correction_form.html", {"record": record, "called": called(record), "form": form}
    )


@require_safe
def correction(request: HttpRequest, number: int) -> HttpResponse:
    """What a reader typed is shown once an editor has looked at it, and while the record is public."""
    report = get_object_or_404(Correction, pk=number)
    record = records_of([report], only_public=True).get(report.pk)
    context = {
        "report": report,
        "record": record,
        "called": called(record) if record else "",
        "is_answered": report.is_closed and record is not None,
    }
    return render(request, "initiatives/correction_detail.html", context)
