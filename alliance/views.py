import logging
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.static import serve

from articles.models import Article
from initiatives.models import Initiative, Milestone, Partner, Source, Theme
from publishing.addresses import absolute, in_language
from publishing.bilingual import LANGUAGES
from publishing.changes import told
from publishing.downloads import export_of
from publishing.pages import list_page
from publishing.previews import as_published, previewed
from publishing.problems import problem
from publishing.querysets import latest_change_first
from publishing.structured import page_node

from . import sitemaps
from .api import is_api
from .briefings import briefing_of
from .exports import CHANGES
from .listings import Briefing, ChangeListing

logger = logging.getLogger(__name__)

# What robots are asked to leave alone, besides lists with parameters.
PRIVATE = ("/admin/", "/preview/")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "figures": {
            "initiatives": Initiative.objects.published().count(),
            "partners": Partner.objects.published().count(),
            "milestones": Milestone.objects.published().count(),
            "sources": Source.objects.published().count(),
        },
        "upcoming": Milestone.objects.published().upcoming().for_list().order_by("date")[:5],
        "latest": Milestone.objects.published().past().for_list().order_by("-date")[:5],
        "changed": Initiative.objects.published()
        .for_cards()
        .order_by(latest_change_first(), F("start").desc(nulls_last=True), "slug")[:8],
        "articles": Article.objects.published().for_cards()[:4],
        "themes": Theme.objects.published().with_counts(),
    }
    return render(request, "alliance/home.html", context)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The major changes, a publication each, with what they say of the record as it was then."""
    listing = ChangeListing(request.GET)
    if not listing.is_briefing:
        return list_page(request, listing, told(listing.page))
    briefing = Briefing(request.GET)
    return list_page(request, briefing, briefing_of(told(briefing.page)))


@require_safe
def change_export(request: HttpRequest, form: str) -> HttpResponseBase:
    return export_of(request, ChangeListing(request.GET), CHANGES, form)


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The record's own page, made by its own view while the record is public for the time of that view."""
    record = previewed(token)
    response = _previewed_page(request, record) if record else None
    if response is None:
        response = render(request, "alliance/preview_over.html", status=410)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The address is the key: it must not reach the sites that the page links to.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _previewed_page(request: HttpRequest, record: Any) -> HttpResponse | None:
    """None where the waiting edit no longer fits the record at all."""
    request.is_preview = True  # type: ignore[attr-defined]
    with suppress(ValidationError), as_published(record) as shown:
        page = resolve(shown.get_absolute_url())  # type: ignore[attr-defined]
        return page.func(request, *page.args, **page.kwargs)
    return None


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    nodes = [page_node(request, request.path, _("About this record"), type="AboutPage")]
    return render(request, "alliance/about.html", {"nodes": nodes})


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return _xml(request, "sitemap_index.xml", {"sitemaps": sitemaps.index(request)})


@require_safe
def sitemap_section(request: HttpRequest, name: str) -> HttpResponse:
    return _xml(request, "sitemap.xml", {"urlset": list(sitemaps.urls(request, name, request.GET.get("p", "1")))})


def _xml(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context, content_type="application/xml")
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {in_language(path, language)}" for path in PRIVATE for language in LANGUAGES),
        "Disallow: /*?",
        f"Allow: {reverse('sitemap_section', args=['*'])}",
        f"Sitemap: {absolute(request, reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, cache and migrations are ready; 503 names what is not."""
    checks = {"database": _database_answers, "cache": _cache_keeps, "migrations": _migrations_are_applied}
    results = {name: _holds(check) for name, check in checks.items()}
    return JsonResponse(results, status=200 if all(results.values()) else 503)


def _holds(check) -> bool:
    try:
        return check()
    except Exception:  # whatever is wrong, the answer is that it is not ready
        logger.exception("not ready")
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _cache_keeps() -> bool:
    cache.set("readyz", "ok", 10)
    return cache.get("readyz") == "ok"


def _migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Uploaded pictures. Their names come from their content, so they can be kept for ever."""
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:  # a name that no file system takes
        raise Http404 from error
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return went_wrong(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return went_wrong(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return forbidden(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return went_wrong(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return went_wrong(request, 500)


def went_wrong(request: HttpRequest, status: int) -> HttpResponse:
    """Needs nothing that may be what failed: no database, no session."""
    return problem(request, status) if is_api(request) else render(request, f"{status}.html", status=status)
