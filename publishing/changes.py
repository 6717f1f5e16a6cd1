"""What a publication changed: rows of `Change` made from two documents, and said in words."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .bilingual import StrOrPromise, Text, active
from .dates import PartialDate
from .documents import Document, Kind, Problem, diff, in_order, kind_named, kinds
from .html import text_of
from .models import Change, OldAddress, Publishable, Record, Revision

# (kind, slug) → what the record is called.
Names = dict[tuple[str, str], str]

# By the field of the document a path begins with; everything else is text.
KINDS = {
    "status": Change.Kind.STATUS,
    "start": Change.Kind.DATE,
    "end": Change.Kind.DATE,
    "partners": Change.Kind.PARTNER,
    "milestones": Change.Kind.MILESTONE,
    "funding": Change.Kind.FUNDING,
    "sources": Change.Kind.SOURCE,
}
# Texts on both sides longer than this are compared word by word, with so many words left around a change.
LONG = 60
CONTEXT = 12
# What a row of a list is called by, the first that it has.
NAMES = ("title", "what", "text", "says", "partner", "url")


def changes_between(kind: Kind, old: Document | None, new: Document) -> Iterator[Change]:
    """Unsaved, in the order of the document's fields, which PostgreSQL forgets; quiet fields are no change.

    A record's first publication is one change.
    """
    if old is None:
        yield Change(kind=Change.Kind.NEW, path="")
        return
    for path, before, after in _row_by_row(in_order(old, kind.schema), in_order(new, kind.schema)):
        if path not in kind.quiet:
            yield Change(kind=KINDS.get(_head(path), Change.Kind.TEXT), path=path[:200], old=before, new=after)


def _row_by_row(old: Document, new: Document) -> Iterator[tuple[str, Any, Any]]:
    """As `diff`; in lists without keys, the rows that only one side has."""
    for path, before, after in diff(old, new):
        rows_before, rows_after = (side if isinstance(side, list) else [] for side in (before, after))
        if not (isinstance(before, list) or isinstance(after, list)):
            yield path, before, after
            continue
        yield from ((path, row, None) for row in rows_before if row not in rows_after)
        yield from ((path, None, row) for row in rows_after if row not in rows_before)


@dataclass(frozen=True)
class Said:
    """A change in the reader's language; `old` or `new` is empty where there was or is nothing."""

    field: StrOrPromise
    old: str = ""
    new: str = ""
    kind: str = ""

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Longer texts word by word, as (same, del or ins, words), what stayed shortened; empty for short ones."""
        return _word_diff(self.old, self.new) if min(len(self.old), len(self.new)) > LONG else []


@dataclass(frozen=True)
class Told:
    """A publication as readers see it: the revision, its record's name then, and its changes in words.

    `is_merged`: what was changed has been merged into another since, which is the record now.
    `is_withdrawn`: only that it was withdrawn is told, and what its address answers.
    """

    revision: Revision
    title: Text
    record: Any
    changes: list[Said]
    is_merged: bool = False
    is_withdrawn: bool = False

    @property
    def address(self) -> str:
        return self.record.get_absolute_url() if self.record else ""

    @property
    def note(self) -> str:
        return self.record.withdrawn_reason if self.is_withdrawn else self.revision.note


def told(revisions: Iterable[Revision]) -> list[Told]:
    """Expects revisions of public records, or that withdrew one, with `changes` prefetched; costs at most four queries a
    kind of record and three more.
    """
    revisions = list(revisions)
    merged = dict(
        OldAddress.objects.filter(was__in={revision.record for revision in revisions}).values_list("was", "record")
    )
    wanted = _wanted(revisions, merged)
    records, names = _records(wanted), _names(revisions)
    withdrawn = _withdrawn_records(wanted, records)
    return [
        _told_withdrawn(revision, withdrawn[revision.record])
        if revision.record in withdrawn
        else Told(
            revision,
            _title(revision.document),
            records.get(merged.get(revision.record, revision.record)),
            list(_said(revision, names)),
            is_merged=revision.record in merged,
        )
        for revision in revisions
    ]


def _told_withdrawn(revision: Revision, record: Publishable) -> Told:
    """Nothing that the record said."""
    title = _("A record was withdrawn (%(kind)s)") % {"kind": record._meta.verbose_name}
    withdrawn = Said(Change.Kind.WITHDRAWN.label, kind=Change.Kind.WITHDRAWN)
    return Told(revision, Text(title, active()), record, [withdrawn], is_withdrawn=True)


def history_of(record: Record) -> list[Told]:
    """What readers may know of a public record, the latest first."""
    return told(Revision.objects.of(record).with_changes().prefetch_related("changes").order_by("-id"))


def differences(kind: Kind, old: Document, new: Document) -> list[Said]:
    """What lies between two documents of a record, in words: for editors, who may see every name."""
    changes = list(changes_between(kind, old, new))
    return list(_in_words(kind, changes, _names_in(kind, changes), new, as_html=True))


def _names_in(kind: Kind, changes: list[Change]) -> Names:
    slugs = _slugs(kind, changes)
    return {
        (other.name, record.slug): str(record)
        for other in kinds()
        for record in other.model._default_manager.filter(slug__in=slugs.get(other.name, set()))
    }


@dataclass(frozen=True)
class Field:
    """A field of two records in words, each with as many entries as it has there."""

    label: StrOrPromise
    first: list[str]
    second: list[str]


def side_by_side(kind: Kind, first: Document, second: Document) -> list[Field]:
    """Where two records of a kind differ, for editors; what rows are called and not by which key or source."""
    names = _names_in(
        kind, [Change(path=name, new=row) for document in (first, second) for name, row in _parts(document)]
    )
    fields = []
    for name in dict.fromkeys([*first, *second]):
        one, other = (_entries(kind, name, document.get(name), names) for document in (first, second))
        if one != other:
            fields.append(Field(kind.labels.get(name, name), one, other))
    return fields


def _parts(document: Document) -> Iterator[tuple[str, Any]]:
    for name, value in document.items():
        yield from ((name, part) for part in (value if isinstance(value, list) else [value]))


def _entries(kind: Kind, name: str, value: Any, names: Names) -> list[str]:
    if isinstance(value, dict) and "precision" not in value:
        return _named_values(kind, value)
    parts = value if isinstance(value, list) else [value]
    return [words for part in parts if (words := _value(kind, name, part, names))]


def problem_in_words(kind: Kind, document: Document, problem: Problem) -> str:
    """For editors: the field or row it is about as the history calls it, and what is wrong."""
    row = _row_at(document, problem.path)
    about = [str(kind.labels.get(_head(problem.path), _head(problem.path)))]
    if row:
        about.append(_row(kind, row, {}))
    return _(": ").join([*filter(None, about), problem.message])


def _wanted(revisions: list[Revision], merged: dict[Any, Any]) -> dict[str, set[Any]]:
    """The public_ids of their records, by kind."""
    wanted: dict[str, set[Any]] = {}
    for revision in revisions:
        wanted.setdefault(revision.kind, set()).add(merged.get(revision.record, revision.record))
    return wanted


def _records(wanted: dict[str, set[Any]]) -> dict[Any, Any]:
    return {
        record.public_id: record
        for kind in kinds()
        for record in _visible(kind, public_id__in=wanted.get(kind.name, set()))
    }


def _withdrawn_records(wanted: dict[str, set[Any]], records: dict[Any, Any]) -> dict[Any, Publishable]:
    """Those of the wanted that are not among the visible."""
    return {
        record.public_id: record
        for name, ids in wanted.items()
        if (lost := ids - records.keys()) and issubclass(model := kind_named(name).model, Publishable)
        for record in model._default_manager.withdrawn().filter(public_id__in=lost)
    }


def _names(revisions: list[Revision]) -> Names:
    """What the records are called now that changes refer to, or were when they were merged into another; only those
    that the public may see.
    """
    wanted: dict[str, set[str]] = {}
    for revision in revisions:
        for name, slugs in _slugs(kind_named(revision.kind), revision.changes.all()).items():
            wanted.setdefault(name, set()).update(slugs)
    names = {
        (kind.name, record.slug): str(record)
        for kind in kinds()
        for record in _visible(kind, slug__in=wanted.get(kind.name, set()))
    }
    lost = {(kind, slug) for kind, slugs in wanted.items() for slug in slugs} - set(names)
    return names | (_former_names(lost) if lost else {})


def _former_names(lost: set[tuple[str, str]]) -> Names:
    """By addresses that the records no longer have."""
    old = OldAddress.objects.filter(slug__in={slug for _kind, slug in lost})
    rows = [row for row in old if (row.kind, row.slug) in lost]
    now = {
        record.public_id: str(record)
        for kind in kinds()
        for record in _visible(kind, public_id__in={row.record for row in rows if row.kind == kind.name})
    }
    merged = Revision.objects.filter(record__in={row.was for row in rows if row.was_public}).order_by("made_at", "id")
    then = {revision.record: str(_title(revision.document)) for revision in merged}
    return {(row.kind, row.slug): (then if row.was else now).get(row.was or row.record, "") for row in rows}


def _slugs(kind: Kind, changes: Iterable[Change]) -> dict[str, set[str]]:
    """The records that changes refer to: slugs by kind."""
    slugs: dict[str, set[str]] = {}
    for change in changes:
        for value in (change.old, change.new):
            for field, slug in value.items() if isinstance(value, dict) else [(_last(change.path), value)]:
                if field in kind.references and isinstance(slug, str):
                    slugs.setdefault(kind.references[field], set()).add(slug)
    return slugs


def _visible(kind: Kind, **which: Any) -> Iterable[Any]:
    """Partners and themes of a published document have been public with it; other records say so themselves."""
    (values,) = which.values()
    manager = kind.model._default_manager
    rows = manager.published() if issubclass(kind.model, Publishable) else manager.all()
    return rows.filter(**which) if values else ()


def _word_diff(old: str, new: str) -> list[tuple[str, str]]:
    before, after = _tokens(old), _tokens(new)
    parts: list[tuple[str, str]] = []
    for what, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(("same", _shortened(before[i:j])))
        if what in ("delete", "replace"):
            parts.append(("del", "".join(before[i:j])))
        if what in ("insert", "replace"):
            parts.append(("ins", "".join(after[k:m])))
    return parts


def _tokens(text: str) -> list[str]:
    """Words where a script has spaces between them, characters where it has none."""
    return re.findall(r"[A-Za-z0-9\u00c0-\u024f]+|.", text, re.DOTALL)


def _shortened(tokens: list[str]) -> str:
    if len(tokens) <= 2 * CONTEXT:
        return "".join(tokens)
    return "".join([*tokens[:CONTEXT], " … ", *tokens[-CONTEXT:]])


def _said(revision: Revision, names: Names) -> Iterator[Said]:
    """What refers to records that are not public is left out, as it is on every other page."""
    return _in_words(kind_named(revision.kind), revision.changes.all(), names, revision.document)


def _in_words(
    kind: Kind, changes: Iterable[Change], names: Names, document: Document, *, as_html: bool = False
) -> Iterator[Said]:
    """`document` is the later of the two that were compared; readers get the words of HTML, editors all of it."""
    for change in changes:
        if change.kind in (Change.Kind.NEW, Change.Kind.WITHDRAWN, Change.Kind.BACK):
            yield Said(change.get_kind_display(), kind=change.kind)
            continue
        if change.kind == Change.Kind.MERGED:
            yield Said(change.get_kind_display(), new=_title(change.new or {}), kind=change.kind)
            continue
        head, name = _head(change.path), _last(change.path)
        label = kind.labels.get(head, head)
        if name != head:
            row = _row_at(document, change.path)
            said = {"list": label, "row": _row(kind, row, names), "field": kind.labels.get(name, name)}
            label = (_("%(list)s – %(row)s, %(field)s") if said["row"] else _("%(list)s, %(field)s")) % said
        old, new = (_value(kind, name, value, names) for value in (change.old, change.new))
        if name.removesuffix("_ja") in kind.html and not as_html:
            old, new = text_of(old), text_of(new)
        if old or new:
            yield Said(label, old, new, change.kind)


def _value(kind: Kind, name: str, value: Any, names: Names) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return _row(kind, value, names)
    if name in kind.references:
        return names.get((kind.references[name], value), "")
    return str(kind.words.get(name, {}).get(value, value))


def _row(kind: Kind, row: Document, names: Names) -> str:
    """A row by what it is called, after its date or amount."""
    first = ""
    if "precision" in row:
        first = PartialDate.of(PartialDate.parse(row["date"]).first, row["precision"]).words()
    elif "amount" in row:
        first = f"{row['amount']:,} {row['currency']}"
    suffixes = ("_ja", "") if active() == "ja" else ("", "_ja")
    called = next(
        ((name, row[f"{name}{suffix}"]) for name in NAMES for suffix in suffixes if row.get(f"{name}{suffix}")), None
    )
    if not first and not called:
        return ", ".join(_named_values(kind, row))
    words = _value(kind, *called, names) if called else ""
    return _(": ").join(filter(None, (first, words)))


def _row_at(document: Document, path: str) -> Document:
    """The row that a path as `milestones[m1].title` is about; empty where it is not about one."""
    rows, _bracket, rest = path.partition("[")
    key = rest.partition("]")[0]
    return next((row for row in document.get(rows, []) if key and row.get("key") == key), {})


def _named_values(kind: Kind, values: Document) -> list[str]:
    """Of what is no row of a list: identifiers, coordinates."""
    return [f"{kind.labels.get(name, name)}: {value}" for name, value in values.items()]


def _title(document: Document) -> Text:
    for language, suffix in (("ja", "_ja"), ("en", "")) if active() == "ja" else (("en", ""), ("ja", "_ja")):
        for name in ("title", "name"):
            if words := document.get(f"{name}{suffix}"):
                return Text(words, language)
    return Text(document.get("slug", ""), "en")


def _head(path: str) -> str:
    return path.split(".")[0].split("[")[0]


def _last(path: str) -> str:
    return path.rpartition(".")[2].split("[")[0]
