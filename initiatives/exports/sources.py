from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from publishing.documents import Document, Names, day_field, without_empty
from publishing.exports import Column, Export, Identity, code_columns, date_columns, field_column
from publishing.presentation import as_they_are

from ..documents.rows import source_fields
from ..models import Source
from ..querysets import SourceQuerySet


def _source_document(source: Any, _names: Names) -> Document:
    """With what rests on it; either list may be empty."""
    return {
        "id": source.pk,
        **without_empty({**source_fields(source), "last_answered": day_field(source.last_answered_on)}),
        "initiatives": [citation.initiative.slug for citation in source.public_citations],
        "articles": [article.slug for article in source.public_articles],
    }


def _source_node(source: Source, _identity: Identity) -> Document:
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else {},
        "datePublished": source.published.iso if source.published else "",
        "sameAs": source.url,
        "archivedAt": source.archive_url,
    }


def last_visit() -> datetime | None:
    """That a source answered once more is no news, and its day stands in its row."""
    return Source.objects.aggregate(last=Max("last_answered_at"))["last"]


SOURCES = Export(
    name="sources",
    load=as_they_are,
    load_whole=SourceQuerySet.for_export,
    unversioned=last_visit,
    codes=("kind",),
    item={"id": "pk"},
    document=_source_document,
    node=_source_node,
    columns=[
        field_column(Source, "title"),
        field_column(Source, "publisher", _("Who published it.")),
        field_column(Source, "url", _("Where it is, or was.")),
        *date_columns(Source, "published"),
        *code_columns(Source, "kind", _("What sort of source it is.")),
        field_column(Source, "archive_url", _("A copy in a web archive.")),
        field_column(Source, "gone_on", _("The day from which the page no longer answered.")),
        Column(
            Source._meta.get_field("last_answered_at").verbose_name,
            attrgetter("last_answered_on"),
            "last_answered_on",
            _("The day on which the page was last seen to answer."),
            type="date",
        ),
        Column(
            _("Number of initiatives"),
            attrgetter("total"),
            "initiative_count",
            _("How many initiatives of the record cite it."),
            type="integer",
        ),
    ],
)
