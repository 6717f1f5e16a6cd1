"""How articles are found, and shown among results."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from initiatives.models import Source
from initiatives.search import SOURCES, both, in_readers_order
from publishing.dates import PartialDate
from publishing.documents import Touched, latest_documents
from publishing.html import named_sources, text_of
from publishing.templatetags.text import time
from search.index import Said, Subject, register
from search.results import Found

from .models import Article


def _said_by_articles(rows: QuerySet[Article]) -> Iterator[Said]:
    for one in rows.prefetch_related("topics"):
        yield Said(
            pk=one.pk,
            names=both(one, "title"),
            words=[
                *both(one, "standfirst", "author"),
                *(text_of(body) for body in both(one, "body")),
                *(name for topic in one.topics.all() for name in both(topic, "name")),
            ],
        )


def _found_articles(rows: QuerySet[Article]) -> Iterator[Found]:
    for one in rows:
        bodies = [(language, text_of(body)) for language, body in in_readers_order(one, "body")]
        yield Found(
            pk=one.pk,
            mark=f"article:{one.slug}",
            title=one.title,
            address=one.get_absolute_url(),
            kind=_("Article"),
            facts=time(PartialDate.of(one.publish_at.date())) if one.publish_at else "",
            texts=[*in_readers_order(one, "standfirst"), *bodies],
        )


ARTICLES = Subject(
    name="article",
    number=4,
    label=_("Articles"),
    public=lambda: Article.objects.published(),
    said=_said_by_articles,
    found=_found_articles,
    worth=0.9,
)


def touched_by_articles(articles: Sequence[Article]) -> Touched:
    """Also the sources that they bring into public with them, or take out of it."""
    bodies = [document.get(body, "") for document in latest_documents(articles) for body in ("body", "body_ja")]
    addresses = {address for body in bodies for address in named_sources(body)}
    return {
        ARTICLES: [one.pk for one in articles],
        SOURCES: Source.objects.filter(url__in=addresses).values_list("pk", flat=True),
    }


def register_subjects() -> None:
    register(ARTICLES)
