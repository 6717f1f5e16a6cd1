from typing import Any

from publishing.bilingual import active, in_order_of
from publishing.countries import country_name, country_order
from publishing.facets import Choice, Options, labelled

from ..models import Partner, Theme


def theme_options() -> Options:
    return labelled(Theme.objects.published().values_list("slug", "name_en", "name_ja"), active())


def country_options() -> Options:
    codes = Partner.objects.published().exclude(country="").order_by().values_list("country", flat=True).distinct()
    return [Choice(code, country_name(code), code) for code in sorted(codes, key=country_order)]


def by_title() -> list[Any]:
    return [in_order_of("title"), "slug"]
