"""A record is also a document: a plain dict of JSON types that holds everything the record says.

References are slugs, child rows carry a `key`, what is empty is left out. Each app registers its kinds
of record here; loading, dumping and keeping revisions work on any of them. `normalise` brings a document
written by hand into the one form that `to_document` gives back, so that two documents say the same
exactly when they are equal.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import F, Model, QuerySet, Window
from django.db.models.functions import RowNumber

from search.index import Subject

from .bilingual import StrOrPromise, tidy
from .models import Change, OldAddress, Record, Revision

Document = dict[str, Any]
Names = dict[str, set[str]]
# Of each subject of the search index, primary keys.
Touched = Mapping[Subject, Iterable[int]]
Schema = dict[str, Any]
# (kind, slug) → an id that is the same before and after a rename.
Ids = Callable[[str, str], str]

IDENTITIES = uuid.UUID("6b1f8c4e-2d0a-4f57-9a63-0c7f5e1d9b28")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a document, and where: `path` is the field, as in `milestones.2.date`."""

    path: str
    message: str


def _nothing(*_args: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class Kind:
    """How one kind of record becomes a document and back.

    `plural` is the key of its list in a file of `folder`. `columns` gives a record's own columns; `rows`
    makes a saved record's other tables say what its document says. All records of a load are created
    before rows are written, because they name one another.

    `stable` is a document with ids for references, which survive a rename; `own` what of a document belongs
    to the record alone, shared things reduced to their names; `shared` what it says of these, by name; `sharing` the public records that
    show some of them; `quiet` the fields that may move without the record having changed. `references` are the fields that
    name records of a kind, `labels` say fields in words, `words` the values of fields with fixed choices, `html`
    are those that hold HTML.
    `agree` makes documents that describe a shared thing differently describe it alike, given the documents
    as last loaded, and tells where. `offers` are the names a document brings for others to refer to beside
    its slug, `known` those in the database; `check` finds references to names that are in neither, `prune`
    leaves them out. `unfit` finds what keeps a document from being published. `meet` makes a document that comes
    late speak of shared things as the database does by now: (what it was begun from, the document, what is live).

    Where two records may become one, `combine` gives the document of the one that is kept from both, the kept one's
    first. `naming` finds the records of this kind that name a record of any kind, `rename` makes one of them name
    another instead: (the record, kept, gone).

    `kept` is told of every revision that is kept: (the record, what changed, when).

    `touches` gives what can be found otherwise when the records change: the entries of the search index to write anew.
    """

    name: str
    plural: str
    folder: Path
    model: Any  # a Record, whose manager has published() and for_documents()
    schema: Schema
    normalise: Callable[[Document], Document]
    columns: Callable[[Document, Any], dict[str, Any]]
    to_document: Callable[[Any], Document]
    public: Callable[[], QuerySet]
    rows: Callable[[Any, Document], Any] = _nothing
    agree: Callable[[list[Document], dict[str, Document]], Iterable[tuple[Document, Problem]]] = _nothing
    offers: Callable[[Document], Names] = lambda document: {}
    known: Callable[[], Names] = dict
    stable: Callable[[Document, Ids], Document] = lambda document, ids: document
    own: Callable[[Document], Document] = lambda document: document
    shared: Callable[[Document], dict[Any, Document]] = lambda document: {}
    sharing: Callable[[Any], Iterable[Any]] = _nothing
    quiet: frozenset[str] = frozenset()
    references: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, StrOrPromise]] = field(default_factory=dict)
    html: frozenset[str] = frozenset()
    check: Callable[[Document, Names], Iterable[Problem]] = _nothing
    prune: Callable[[Document, Names], Document] = lambda document, names: document
    unfit: Callable[[Document], Iterable[Problem]] = _nothing
    meet: Callable[[Document, Document, Document], Document] = lambda base, document, live: document
    combine: Callable[[Document, Document], Document] | None = None
    naming: Callable[[Any], Sequence[Any] | QuerySet] = lambda record: ()
    rename: Callable[[Any, Any, Any], Any] = _nothing
    touches: Callable[[list[Any]], Touched] = lambda records: {}
    kept: Callable[[Any, Sequence[Change], dt.datetime], Any] = _nothing

    def create(self, document: Document, **columns: Any) -> Any:
        record = self.model(**{"public_id": identity(self.name, document["slug"]), **columns})
        save_columns(record, self.columns(document, record))
        return record

    def apply(self, record: Any, document: Document) -> None:
        save_columns(record, self.columns(document, record))
        self.rows(record, document)

    def names_of(self, document: Document) -> Names:
        return {self.name: {document["slug"]}, **self.offers(document)}

    def known_names(self) -> Names:
        """Those of the database; a renamed or merged record still goes by the slugs it had."""
        slugs = set(self.model._default_manager.values_list("slug", flat=True))
        loaded = Revision.objects.filter(kind=self.name, origin=Revision.Origin.DATASET)
        slugs |= set(loaded.values_list("document__slug", flat=True))
        slugs |= set(OldAddress.objects.filter(kind=self.name).values_list("slug", flat=True))
        return {self.name: slugs, **self.known()}


def together(offers: Iterable[Names]) -> Names:
    names: Names = {}
    for offered in offers:
        for kind, some in offered.items():
            names.setdefault(kind, set()).update(some)
    return names


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    """In the order in which they were registered: a kind comes after those it refers to."""
    return list(_kinds.values())


def document_of(record: Record) -> Document:
    """What the database says of the record now, in a fixed number of queries; not what the object at hand holds."""
    kind = kind_of(record)
    return kind.to_document(kind.model._default_manager.for_documents().get(pk=record.pk))


def kind_of(record: Record | type[Record]) -> Kind:
    return _kinds[record._meta.model_name or ""]


def kind_named(name: str) -> Kind:
    return _kinds[name]


def all_known_names() -> Names:
    """What a document may refer to; a few queries."""
    return together(kind.known_names() for kind in kinds())


def names_that_exist(kind: Kind, document: Document) -> Names:
    """What a document may refer to, less the records it names that are in the files or the history only."""
    names = all_known_names()
    for other, slugs in _references(kind, document).items():
        names[other] -= slugs - records_named(kind_named(other).model, slugs).keys()
    return names


def _references(kind: Kind, document: Document) -> Names:
    """The slugs by which a document names other records, by kind."""
    slugs: Names = {}
    for name, value in document.items():
        for part in value if isinstance(value, list) else [value]:
            fields = part.items() if isinstance(part, dict) else [(name, part)]
            for field_name, slug in fields:
                if field_name in kind.references and isinstance(slug, str):
                    slugs.setdefault(kind.references[field_name], set()).add(slug)
    return slugs


def latest_documents(records: Iterable[Record]) -> list[Document]:
    """Of each record the last two versions kept: what it says, and what it said before; one query."""
    kept = Revision.objects.filter(record__in=[record.public_id for record in records])
    newest = Window(RowNumber(), partition_by="record", order_by=F("id").desc())
    return list(kept.annotate(age=newest).filter(age__lte=2).values_list("document", flat=True))


def identity(kind: str, slug: str) -> uuid.UUID:
    """The public_id of a record that comes from a file: the same in every database, even after a rename there."""
    return uuid.uuid5(IDENTITIES, f"{kind}:{slug}")


def stable_ids() -> Ids:
    """One query a kind and one more; see `Ids`. A merged record has the id of the one it went into."""
    by_slug = {kind.name: dict(kind.model._default_manager.values_list("slug", "public_id")) for kind in kinds()}
    for kind, slug, record in OldAddress.objects.values_list("kind", "slug", "record"):
        by_slug[kind].setdefault(slug, record)
    return lambda kind, slug: str(by_slug[kind].get(slug) or identity(kind, slug))


def records_named(model: type[Record], slugs: Iterable[str]) -> dict[str, Any]:
    """The records by the slugs a document calls them, also where an editor has renamed or merged one since.

    At most three queries. Two slugs may lead to one record.
    """
    slugs = list(slugs)
    found: dict[str, Any] = dict(model._default_manager.in_bulk(slugs, field_name="slug"))
    kind, others = kind_of(model).name, [slug for slug in slugs if slug not in found]
    old = dict(OldAddress.objects.filter(kind=kind, slug__in=others).values_list("slug", "record"))
    public_ids = {slug: old.get(slug) or identity(kind, slug) for slug in others}
    records = model._default_manager.in_bulk(list(public_ids.values()), field_name="public_id")
    return found | {slug: records[public_id] for slug, public_id in public_ids.items() if public_id in records}


def addresses_of(record: Record) -> set[str]:
    """Its slug and those it had before, or what was merged into it."""
    old = OldAddress.objects.filter(kind=kind_of(record).name, record=record.public_id)
    return {record.slug, *old.values_list("slug", flat=True)}


def diff(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """(path, old, new) for every field that differs; lists of rows with a key are compared row by row."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            yield from diff(old.get(name), new.get(name), f"{path}.{name}" if path else name)
    elif _is_keyed(old) and _is_keyed(new):
        old_rows, new_rows = ({row["key"]: row for row in rows} for rows in (old, new))
        for key in dict.fromkeys([*old_rows, *new_rows]):
            yield from diff(old_rows.get(key), new_rows.get(key), f"{path}[{key}]")
    elif old != new:
        yield path, old, new


def _is_keyed(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) and "key" in row for row in value)


# Pieces that the kinds build their documents from


def without_empty(document: Document) -> Document:
    return {name: value for name, value in document.items() if value not in (None, "", [], {})}


def tidied(value: Any) -> Any:
    """Every text in the form the database keeps; what is empty left out."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, list):
        return [tidied(item) for item in value]
    if isinstance(value, dict):
        return without_empty({name: tidied(item) for name, item in value.items()})
    return value


def in_order(document: Document, schema: Schema) -> Document:
    return {name: document[name] for name in schema["properties"] if name in document}


def text_columns(document: Document, *names: str) -> dict[str, str]:
    """{"title_en": …, "title_ja": …} from a document's "title" and "title_ja"."""
    columns = {}
    for name in names:
        columns[f"{name}_en"] = document.get(name, "")
        columns[f"{name}_ja"] = document.get(f"{name}_ja", "")
    return columns


def text_fields(record: Any, *names: str) -> Document:
    """The other way: a record's columns as a document names them."""
    fields = {}
    for name in names:
        fields[name] = getattr(record, f"{name}_en")
        fields[f"{name}_ja"] = getattr(record, f"{name}_ja")
    return fields


def day_field(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def read_day(field: str | None) -> dt.date | None:
    return dt.date.fromisoformat(field) if field else None


def labels_of(*models: type[Model]) -> dict[str, StrOrPromise]:
    """The fields of documents in words, from the columns they are kept in; earlier models go first."""
    labels: dict[str, StrOrPromise] = {}
    for column in (column for model in models for column in model._meta.fields):
        labels.setdefault(column.name.removesuffix("_en"), column.verbose_name)
    return labels


def set_columns(row: Model, columns: dict[str, Any], *, exclude: Iterable[str] = ()) -> bool:
    """Checked as in a form; ValidationError names the column. False where the row says so already."""
    changed = {name for name, value in columns.items() if row.pk is None or getattr(row, name) != value}
    for name in changed:
        setattr(row, name, columns[name])
    if changed:
        row.full_clean(exclude=set(exclude) | (_unconcerned(row, changed) if row.pk else set()))
    return bool(changed)


def _unconcerned(row: Model, changed: set[str]) -> set[str]:
    """The fields that need no check when others changed: neither those nor tied to them by a constraint."""
    concerned = set(changed)
    for constraint in row._meta.constraints:
        condition = getattr(constraint, "condition", None)
        fields = {*getattr(constraint, "fields", ()), *(condition.referenced_base_fields if condition else ())}
        if fields & changed:
            concerned |= fields
    return {field.name for field in row._meta.fields} - concerned


def save_columns(row: Model, columns: dict[str, Any]) -> None:
    if set_columns(row, columns):
        row.save()


# JSON Schema (draft 2020-12) of these pieces

SLUG: Schema = {"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80}
KEY: Schema = {"type": "string", "pattern": r"^[-a-zA-Z0-9_]+$", "maxLength": 40}
TEXT: Schema = {"type": "string"}
URL: Schema = {"type": "string", "format": "uri", "maxLength": 700}
DATE: Schema = {"type": "string", "format": "date"}


def words_of(length: int) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": length}


def list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def described(schema: Schema, words: StrOrPromise) -> Schema:
    """In a sentence, where that of the column of a download does not do."""
    return {**schema, "description": words}


def record_of(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
