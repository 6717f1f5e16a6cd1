from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from initiatives.exports.shared import addresses, public_document, public_names, slug_column, theme_columns
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

from .citations import article_reference
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


def _plain(column: Column) -> Column:
    """Of HTML the text."""
    return replace(column, get=lambda article: text_of(getattr(article, column.name)))


ARTICLES = Export(
    name="articles",
    load=ArticleQuerySet.for_export,
    names=public_names,
    document=public_document,
    node=_node,
    changed=attrgetter("public_change"),
    reference=article_reference,
    columns=[
        slug_column(_("What the article is called: the last part of its address.")),
        *text_columns(Article, "title", about=_("Its title in that language, where it has one.")),
        *text_columns(Article, "author", about=_("Who wrote it.")),
        *text_columns(Article, "standfirst"),
        Column(
            _("Published"),
            lambda article: article.public_since.date(),
            "published_on",
            _("The day on which it appeared."),
            type="date",
        ),
        Column(
            _("Changed on"),
            lambda article: article.public_change.date(),
            "changed_on",
            _("The day on which readers could last see something new in it."),
            type="date",
        ),
        *theme_columns(
            _("Topics"),
            lambda article: article.topics.all(),
            "topics",
            _("The fields of cooperation it is about, “; ” between them."),
        ),
        *list_columns(
            _("Initiatives"),
            _initiatives,
            attrgetter("slug"),
            attrgetter("title"),
            "initiatives",
            _("The initiatives it is about, “; ” between them."),
        ),
        *(_plain(column) for column in text_columns(Article, "body", about=_("Its text without pictures and links."))),
        source_column(lambda article: article.sources.all()),
    ],
)
