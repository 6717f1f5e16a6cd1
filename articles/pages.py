"""An article's text as readers see it."""

from collections.abc import Callable, Mapping

from django.utils.safestring import SafeString

from initiatives.models import Source
from publishing.html import linked, named_sources

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
