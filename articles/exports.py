from collections.abc import Iterable
from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from initiatives.exports import addresses, public_document, public_names, theme_columns
from initiatives.models import Initiative
from publishing.documents import Document
from publishing.exports import (
    Column,
    Export,
    Identity,
    in_languages,
    list_columns,
    source_column,
    text_columns,
)
from publishing.html import text_of

from .models import Article
from .querysets import ArticleQuerySet


def _initiatives(article: Article) -> Iterable[Initiative]:
    return [initiative for initiative in article.initiatives.all() if initiative.is_public]


def _node(article: Article, identity: Identity) -> Document:
    return {
        "@type": "Article",
        "headline": in_languages(article, "title"),
        "description": in_languages(article, "standfirst"),
        "author": {"name": article.author},
        "datePublished": article.public_since.date().isoformat(),
        "dateModified": article.public_change.date().isoformat(),
        "keywords": [theme.name for theme in article.topics.all()],
        "about": [{"@id": identity(initiative)} for initiative in _initiatives(article)],
        "citation": addresses(article.sources.all()),
    }


ARTICLES = Export(
    name="articles",
    load=ArticleQuerySet.for_export,
    names=public_names,
    document=public_document,
    node=_node,
    columns=[
        Column(_("Slug"), attrgetter("slug")),
        *text_columns(Article, "title", "author", "standfirst"),
        Column(_("Published"), lambda article: article.public_since.date()),
        Column(_("Changed on"), lambda article: article.public_change.date()),
        *theme_columns(_("Topics"), lambda article: article.topics.all()),
        *list_columns(_("Initiatives"), _initiatives, attrgetter("slug"), attrgetter("title")),
        Column(Article._meta.get_field("body_en").verbose_name, lambda article: text_of(article.body_en)),
        Column(Article._meta.get_field("body_ja").verbose_name, lambda article: text_of(article.body_ja)),
        source_column(lambda article: article.sources.all()),
    ],
)
