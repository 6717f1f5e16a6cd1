from django.http import HttpRequest
from django.template.loader import render_to_string

from publishing.addresses import absolute
from publishing.feeds import Entry

from .models import Article
from .pages import body_of


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
        changed_at=article.public_change,
        author=article.author,
        categories=[topic.name for topic in article.topics.all()],
    )
