"""What changed as a file: a row for each field."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from initiatives.exports.shared import addresses
from initiatives.models import Source
from publishing.changes import Said, Told, told
from publishing.documents import Document, Names, kind_named, without_empty
from publishing.exports import Column, Export, Identity, source_column
from publishing.feeds import TAG
from publishing.listings import BATCH
from publishing.models import Change, Revision
from publishing.presentation import as_they_are

from .briefings import sources_of


@dataclass(frozen=True)
class ChangedField:
    """`number` counts the fields of a publication from 1."""

    told: Told
    number: int
    said: Said
    sources: list[Source]

    def get_absolute_url(self) -> str:
        return self.told.address

    @property
    def day(self) -> date:
        return self.told.revision.made_at.date()

    @property
    def kind_words(self) -> str:
        return capfirst(str(Change.Kind(self.said.kind).label)) if self.said.kind else ""

    @property
    def record_words(self) -> str:
        return capfirst(str(kind_named(self.told.revision.kind).model._meta.verbose_name))

    @property
    def field(self) -> str:
        return capfirst(str(self.said.field))


def changed_fields(revisions: Iterator[Revision]) -> Iterator[ChangedField]:
    """A publication that changed nothing the public may see has one row as well: it has a note."""
    while some := told(islice(revisions, BATCH)):
        sources = sources_of({one.record.public_id for one in some})
        for one in some:
            cited = [source for _number, source in sources.get(one.record.public_id, [])]
            for number, said in enumerate(one.changes or [Said("")], start=1):
                yield ChangedField(one, number, said, cited)


def _document(row: ChangedField, _names: Names) -> Document:
    return without_empty(
        {
            "made_at": row.told.revision.made_at.isoformat(timespec="seconds"),
            "record": row.told.revision.kind,
            "title": row.told.title,
            "kind": row.said.kind,
            "field": row.field,
            "old": row.said.old,
            "new": row.said.new,
            "note": row.told.note,
            "sources": addresses(row.sources),
        }
    )


def _node(row: ChangedField, identity: Identity) -> Document:
    """Not the record itself: what was done to it."""
    return {
        "@id": f"{TAG}change:{row.told.revision.pk}:{row.number}",
        "@type": "UpdateAction",
        "name": row.field,
        "endTime": row.told.revision.made_at.isoformat(timespec="seconds"),
        "description": row.told.note,
        "object": {"@id": identity(row), "name": row.told.title},
        "result": row.said.new,
        "citation": addresses(row.sources),
    }


CHANGES = Export(
    name="changes",
    load=as_they_are,
    unfold=changed_fields,
    item={"id": "told__revision__pk"},
    document=_document,
    node=_node,
    columns=[
        Column(_("Date"), lambda row: row.day),
        Column(_("Title"), lambda row: row.told.title),
        Column(_("Record (code)"), lambda row: row.told.revision.kind),
        Column(pgettext_lazy("kind of record", "Record"), lambda row: row.record_words),
        Column(_("What changed (code)"), lambda row: row.said.kind),
        Column(_("What changed"), lambda row: row.kind_words),
        Column(_("Field"), lambda row: row.field),
        Column(_("Before"), lambda row: row.said.old),
        Column(_("After"), lambda row: row.said.new),
        Column(_("Note"), lambda row: row.told.note),
        source_column(lambda row: row.sources),
    ],
)
