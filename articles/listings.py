from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from initiatives.listings.shared import theme_options
from publishing.bilingual import in_order_of
from publishing.facets import ConditionFacet, Label, RelatedFacet
from publishing.filters import WordsFilter
from publishing.listings import Listing
from publishing.presentation import Column, View

from .models import Article
from .querysets import ArticleQuerySet
from .search import ARTICLES


def year_conditions() -> dict[str, tuple[Label, Q]]:
    years = Article.objects.published().dates("publish_at", "year", order="DESC")
    return {str(day.year): (str(day.year), Q(publish_at__year=day.year)) for day in years}


class ArticleListing(Listing):
    listed_at = "articles:list"
    all_public = staticmethod(lambda: Article.objects.published())
    heading = _("Articles")
    lead = _("What the facts add up to; every statement leads to its source.")
    counted = ngettext_lazy("%(n)s article", "%(n)s articles", "n")
    feed = "articles:feed"
    export = "articles:export"
    is_cited = True
    api = "api:articles"
    sorts = {
        "-published": (_("Latest first"), lambda: ["-publish_at", "slug"]),
        "published": (_("Earliest first"), lambda: ["publish_at", "slug"]),
        "title": (_("By title"), lambda: [in_order_of("title"), "slug"]),
    }
    views = {
        "cards": View(_("Cards"), "articles/article_cards.html", ArticleQuerySet.for_cards),
        "table": View(_("Table"), "components/table.html", ArticleQuerySet.for_cards),
    }
    more_sorts = {"-title": (_("By title, backwards"), lambda: [in_order_of("title").desc(), "slug"])}
    columns = {
        "title": Column(_("Article")),
        "published": Column(_("Published")),
        "topics": Column(_("Topics")),
        "author": Column(_("Author")),
        "standfirst": Column(_("In short"), is_shown=False),
    }
    cells = "articles/article_cells.html"

    q = WordsFilter(label=_("Words"), subject=ARTICLES)
    theme = RelatedFacet(
        label=_("Topic"),
        related=Article.topics.through.objects.all,
        owner="article",
        value="theme__slug",
        options=theme_options,
    )
    year = ConditionFacet(label=_("Year"), conditions=year_conditions, single=True)
