from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from articles.models import Article
from initiatives.models import Claim, Initiative, Partner, Source, Theme


class _InBothLanguages(Sitemap):
    i18n = True
    alternates = True
    x_default = True
    limit = 5000

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc or super().get_domain(site)

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme or super().get_protocol(protocol)


class PageSitemap(_InBothLanguages):
    def items(self) -> list[str]:
        return [
            "home",
            "initiatives:list",
            "initiatives:partner_list",
            "initiatives:milestone_list",
            "initiatives:source_list",
            "initiatives:claim_list",
            "articles:list",
            "changes",
            "feeds",
            "about",
            "api:docs",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class RecordSitemap(_InBothLanguages):
    """The pages of one kind of record; `changed_at` says when, where the record knows it."""

    def __init__(self, rows: QuerySet) -> None:
        self.rows = rows

    def items(self) -> QuerySet:
        return self.rows.all()

    def lastmod(self, item: Any) -> Any:
        return getattr(item, "public_change", None) or getattr(item, "changed_at", None)


def sitemaps() -> dict[str, Sitemap | type[Sitemap]]:
    return {
        "pages": PageSitemap(),
        "initiatives": RecordSitemap(Initiative.objects.published()),
        "partners": RecordSitemap(Partner.objects.published()),
        "themes": RecordSitemap(Theme.objects.published()),
        "articles": RecordSitemap(Article.objects.published()),
        "sources": RecordSitemap(Source.objects.published()),
        "claims": RecordSitemap(Claim.objects.published()),
    }
