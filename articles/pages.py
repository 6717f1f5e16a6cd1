"""An article's text as readers see it."""

from collections.abc import Callable, Mapping

from django.utils.safestring import SafeString

from initiatives.models import Initiative, Source
from publishing.documents import records_named
from publishing.html import linked, named_records, named_sources

from .models import Article


def numbered_sources(article: Article) -> list[tuple[int, Source]]:
    """The sources its text cites, numbered from 1 in the order in which they first appear there."""
    by_url = {source.url: source for source in article.sources.all()}
    cited = [by_url[url] for url in named_sources(article.body) if url in by_url]
    return list(enumerate(cited, start=1))


def body_of(
    article: Article, address_of: Callable[[str], str | None], numbers: Mapping[str, int], *, site: str = ""
) -> SafeString:
    return linked(article.body, address_of, numbers, site=site)


def public_addresses(articles: list[Article]) -> dict[str, str]:
    """The paths of the public initiatives that the articles' texts name, by the slug used there; a few queries."""
    slugs = {slug for article in articles for slug in named_records(article.body)}
    named = records_named(Initiative, slugs)
    return {slug: initiative.get_absolute_url() for slug, initiative in named.items() if initiative.is_public}
