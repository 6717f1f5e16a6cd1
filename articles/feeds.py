from collections.abc import Iterator

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from publishing.addresses import absolute
from publishing.events import CHANGES
from publishing.feeds import Entry, Followed, last_told
from publishing.querysets import last_told_first

from .models import Article
from .pages import body_of, public_addresses
from .querysets import ArticleQuerySet


def article_entry(request: HttpRequest, article: Article, addresses: dict[str, str]) -> Entry:
    """`addresses` are the absolute addresses of public initiatives by slug."""
    link = absolute(request, article.get_absolute_url())
    body = body_of(article, addresses.get, {}, site=absolute(request, "/").rstrip("/"))
    html = render_to_string("articles/article_entry.html", {"article": article, "body": body, "request": request})
    return Entry(
        identity=f"article:{article.public_id}",
        title=article.title,
        link=link,
        html=html,
        published_at=article.public_since,
        changed_at=last_told(article),
        author=article.author,
        categories=[topic.name for topic in article.topics.all()],
    )


def article_entries(request: HttpRequest, articles: list[Article]) -> Iterator[Entry]:
    addresses = {slug: absolute(request, path) for slug, path in public_addresses(articles).items()}
    return (article_entry(request, article, addresses) for article in articles)


ARTICLES = Followed(
    description=_("Articles on what the EU and Japan do together in technology."),
    latest=lambda: [last_told_first(), "slug"],
    load=ArticleQuerySet.for_feed,
    entries=article_entries,
    events=CHANGES,
)
