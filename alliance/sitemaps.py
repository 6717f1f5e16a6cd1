"""The addresses of all public pages in both languages, a sitemap for each kind, and the index that names them.

Django's own `Sitemap` loads every row for each of its pages and for the date in the index, and knows no SITE_URL there;
these give the same templates what they need from the rows of one page.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.sitemaps.views import SitemapIndexItem
from django.core.paginator import InvalidPage, Paginator
from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404, HttpRequest
from django.urls import reverse

from articles.models import Article
from initiatives.models import Claim, Initiative, Partner, Source, Theme
from publishing import version
from publishing.addresses import absolute, in_language
from publishing.bilingual import LANGUAGES
from publishing.querysets import latest_change_first

from .lists import LISTS

# Twice as many addresses: each record has a page in both languages.
RECORDS_EACH = 5_000
PAGES = ("home", *(listing.listed_at for listing in LISTS), "feeds", "data", "about", "api:docs")


@dataclass(frozen=True)
class Entry:
    path: str
    moved_at: dt.datetime


@dataclass(frozen=True)
class Section:
    """`rows` have a `moved_at`: when something new was last to be seen on their pages."""

    rows: QuerySet

    @property
    def paginator(self) -> Paginator:
        return Paginator(self.rows.order_by("pk"), RECORDS_EACH, allow_empty_first_page=False)

    @property
    def latest(self) -> dt.datetime | None:
        return self.rows.aggregate(latest=Max("moved_at"))["latest"]

    def entries(self, page: str | int) -> Iterator[Entry]:
        return (Entry(row.get_absolute_url(), row.moved_at) for row in self.paginator.page(page).object_list)


@dataclass(frozen=True)
class Pages:
    """What stands for no single record has moved when anything has."""

    names: Sequence[str]

    @property
    def paginator(self) -> Paginator:
        return Paginator(self.names, RECORDS_EACH)

    @property
    def latest(self) -> dt.datetime:
        return version.moved_at()

    def entries(self, page: str | int) -> Iterator[Entry]:
        latest = self.latest
        return (Entry(reverse(name), latest) for name in self.paginator.page(page).object_list)


def sections() -> dict[str, "Section | Pages"]:
    published = Greatest("changed_at", "publish_at")
    about = Initiative.objects.published().filter(claim_abouts__claim=OuterRef("pk"))
    return {
        "pages": Pages(PAGES),
        "initiatives": Section(Initiative.objects.published().only("slug").annotate(moved_at=published)),
        "articles": Section(Article.objects.published().only("slug").annotate(moved_at=published)),
        "partners": Section(Partner.objects.published().only("slug").annotate(moved_at=F("changed_at"))),
        "themes": Section(Theme.objects.published().only("slug").annotate(moved_at=F("changed_at"))),
        "sources": Section(Source.objects.published().only("pk").annotate(moved_at=_of_what_rests_on_it())),
        "claims": Section(Claim.objects.published().only("key").annotate(moved_at=_latest(about))),
    }


def _of_what_rests_on_it() -> Coalesce:
    citing = Initiative.objects.published().filter(citations__source=OuterRef("pk"))
    initiatives, articles = _latest(citing), _latest(Article.objects.published().filter(sources=OuterRef("pk")))
    # SQLite says that nothing is the greatest where one of them is missing.
    return Coalesce(Greatest(initiatives, articles), initiatives, articles)


def _latest(rows: QuerySet) -> Subquery:
    return Subquery(rows.order_by(latest_change_first()).values_list(Greatest("changed_at", "publish_at"))[:1])


# What the templates of Django show


def index(request: HttpRequest) -> list[SitemapIndexItem]:
    return [
        SitemapIndexItem(_address(request, name, page), section.latest)  # type: ignore[arg-type]
        for name, section in sections().items()
        for page in section.paginator.page_range
    ]


def _address(request: HttpRequest, name: str, page: int) -> str:
    path = reverse("sitemap_section", args=[name])
    return absolute(request, f"{path}?p={page}" if page > 1 else path)


def urls(request: HttpRequest, name: str, page: str) -> Iterator[dict[str, Any]]:
    """Each page in each language, all naming one another."""
    site = absolute(request, "/").removesuffix("/")
    try:
        entries = sections()[name].entries(page)
    except (KeyError, InvalidPage) as error:
        raise Http404 from error
    for entry in entries:
        addresses = {language: f"{site}{in_language(entry.path, language)}" for language in LANGUAGES}
        alternates = [{"lang_code": language, "location": address} for language, address in addresses.items()]
        alternates.append({"lang_code": "x-default", "location": addresses["en"]})
        for address in addresses.values():
            yield {"location": address, "lastmod": entry.moved_at, "alternates": alternates}
