"""Loading records from files and writing them back; the commands load_record and dump_record.

A file holds lists of documents under the plural of their kind. Everything is checked before anything is
written. What happens to a document follows from three versions of it: *base*, as last loaded; *ours*,
what the record says today; *theirs*, what the file says.

    theirs = base, or theirs = ours           nothing to do
    theirs has all that ours changed          the file's version is taken
    otherwise                                 an editor has changed it since: kept, and reported
"""

import copy
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from . import version
from .actions import keep_revision
from .dates import PartialDate
from .documents import (
    Document,
    Ids,
    Kind,
    Names,
    Problem,
    all_known_names,
    diff,
    document_of,
    kinds,
    records_named,
    stable_ids,
    together,
)
from .models import OldAddress, Publishable, Record, Revision
from .pending import keep_pending
from .states import State
from .yaml_files import read_yaml, yaml_text


class DatasetError(Exception):
    """The files cannot be loaded; `problems` are sentences, each naming file, record and field."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Entry:
    """One document of a file."""

    path: Path
    kind: Kind
    document: Document

    @property
    def title(self) -> str:
        return f"{self.kind.name} {self.document.get('slug', '?')}"


@dataclass
class Report:
    """What a load did, or with `dry_run` would do."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def dataset_files() -> list[Path]:
    folders = dict.fromkeys(kind.folder for kind in kinds())
    return [path for folder in folders for path in sorted(folder.glob("*.yaml"))]


# Reading and checking

_formats = jsonschema.FormatChecker(formats=())


@_formats.checks("date", raises=ValueError)
def _is_date(text: Any) -> bool:
    """A day of the calendar as YYYY-MM-DD (RFC 3339 full-date)."""
    return not isinstance(text, str) or (len(text) == 10 and PartialDate.parse(text).iso == text)


@_formats.checks("uri", raises=ValidationError)
def _is_address(text: Any) -> bool:
    if isinstance(text, str):
        URLValidator(schemes=["http", "https"])(text)
    return True


def read_entries(paths: Iterable[Path]) -> list[Entry]:
    """Every document of the files in normal form, all checked; DatasetError with all problems found."""
    problems: list[str] = []
    entries = [entry for path in paths for entry in _read_file(path, problems)]
    problems += _duplicates(entries)
    if not problems:
        entries = [Entry(e.path, e.kind, e.kind.normalise(e.document)) for e in entries]
        names = _names(entries)
        problems += [
            f"{entry.path.name}: {entry.title}: {problem.path}: {problem.message}"
            for entry in entries
            for problem in entry.kind.check(entry.document, names)
        ]
    if problems:
        raise DatasetError(problems)
    return sorted(entries, key=lambda entry: kinds().index(entry.kind))


def _read_file(path: Path, problems: list[str]) -> Iterator[Entry]:
    try:
        data = read_yaml(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        problems.append(f"{path.name}: cannot be read: {' '.join(str(error).split())}")
        return
    by_plural = {kind.plural: kind for kind in kinds()}
    if not isinstance(data, dict) or not data:
        problems.append(f"{path.name}: must hold lists under {', '.join(by_plural)}")
        return
    for plural, documents in data.items():
        if plural not in by_plural:
            problems.append(f"{path.name}: {plural}: is none of {', '.join(by_plural)}")
        elif not isinstance(documents, list):
            problems.append(f"{path.name}: {plural}: must be a list")
        else:
            for number, document in enumerate(documents, start=1):
                entry = Entry(path, by_plural[plural], document if isinstance(document, dict) else {})
                found = list(_schema_problems(entry, number, document))
                problems += found
                if not found:
                    yield entry


def _schema_problems(entry: Entry, number: int, document: Any) -> Iterator[str]:
    title = entry.title if entry.document.get("slug") else f"{entry.kind.name} no. {number}"
    for problem in schema_problems(entry.kind, document):
        yield f"{entry.path.name}: {title}: {problem.path}: {problem.message}"


def schema_problems(kind: Kind, document: Any) -> Iterator[Problem]:
    validator = jsonschema.Draft202012Validator(kind.schema, format_checker=_formats)
    for error in sorted(validator.iter_errors(document), key=lambda error: list(map(str, error.absolute_path))):
        path = ".".join(str(part) for part in error.absolute_path) or "(the record)"
        message = error.message
        if len(message) > 300:
            message = f"{message[:300]}…"
        yield Problem(path, message)


def _duplicates(entries: list[Entry]) -> Iterator[str]:
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        other = first.setdefault((entry.kind.name, entry.document["slug"]), entry)
        if other is not entry:
            yield f"{entry.path.name}: {entry.title}: slug: is already used in {other.path.name}"


def _names(entries: list[Entry]) -> Names:
    return together([all_known_names(), *(e.kind.names_of(e.document) for e in entries)])


# Loading


@transaction.atomic
def load(
    entries: list[Entry], *, dry_run: bool = False, note: str = "", progress: Callable[[list], Iterable] = iter
) -> Report:
    """Apply the entries, all or nothing; DatasetError where the database refuses one.

    With a `note` readers are told what changed, and why; without one the changes are minor. `progress` wraps the list of
    records to be written.
    """
    bases = _last_loaded()
    found = {id(entry): _existing(entry) for entry in entries}
    merged = list(_merged_away(entries, found))
    entries = [entry for entry in entries if entry not in merged]
    as_in_file = {id(entry): copy.deepcopy(entry.document) for entry in entries}
    report = Report(notes=[*(_merger(entry, found[id(entry)]) for entry in merged), *_agree(entries, found, bases)])
    ids = stable_ids()
    todo: list[tuple[Entry, Record | None]] = []
    settled: list[tuple[Entry, Record]] = []
    for entry in entries:
        record = found[id(entry)]
        if record is None:
            report.created.append(entry.title)
            todo.append((entry, None))
            continue
        base, ours, theirs = bases.get(record.public_id), entry.kind.to_document(record), entry.document
        match _verdict(entry.kind, base, ours, theirs, ids):
            case "take":
                report.changed.append(entry.title)
                todo.append((entry, record))
            case "keep":
                report.kept.append(f"{entry.title}: {_difference(base, ours, theirs)}")
            case "same":
                report.unchanged += 1
                if ours == theirs and base != as_in_file[id(entry)]:
                    settled.append((entry, record))
    if not dry_run:
        _write(todo, settled, as_in_file, note, progress)
    return report


def _verdict(kind: Kind, base: Document | None, ours: Document, theirs: Document, ids: Ids) -> str:
    """same: nothing to do; take: the file's version; keep: the editor's.

    Shared descriptions have been agreed on before, so only what is the record's own decides; where that is
    the same and the documents are not, an agreed description is still to be written.
    """
    ours, theirs = kind.stable(ours, ids), kind.stable(theirs, ids)
    own_ours, own_theirs = kind.own(ours), kind.own(theirs)
    if own_ours == own_theirs:
        return "same" if ours == theirs else "take"
    if base is None:
        return "keep"
    own_base = kind.own(kind.stable(base, ids))
    if own_theirs == own_base:
        return "same"
    theirs_changed = list(diff(own_base, own_theirs))
    return "take" if all(change in theirs_changed for change in diff(own_base, own_ours)) else "keep"


def _existing(entry: Entry) -> Record | None:
    """The record a document is about, also when an editor has given it another address since."""
    return records_named(entry.kind.model, [entry.document["slug"]]).get(entry.document["slug"])


def _merged_away(entries: list[Entry], found: dict[int, Record | None]) -> Iterator[Entry]:
    """Those about records that an editor has merged into others: the files may not undo it.

    Where the record that was kept has taken over the other's address, two documents lead to it.
    """
    merged = set(OldAddress.objects.filter(was__isnull=False).values_list("kind", "slug"))
    led = Counter(record.public_id for record in found.values() if record)
    for entry in entries:
        record, slug = found[id(entry)], entry.document["slug"]
        if (entry.kind.name, slug) in merged and (record is None or record.slug != slug or led[record.public_id] > 1):
            yield entry


def _merger(entry: Entry, kept: Record | None) -> str:
    into = f"“{kept.slug}”" if kept else "a record that has been deleted since"
    return f"{entry.path.name}: {entry.title}: was merged into {into} by an editor, and is left out"


def _agree(entries: list[Entry], found: dict[int, Record | None], bases: dict[Any, Document]) -> list[str]:
    notes = []
    for kind in kinds():
        of_kind = {id(entry.document): entry for entry in entries if entry.kind is kind}
        as_loaded = {
            entry.document["slug"]: bases[record.public_id]
            for entry in of_kind.values()
            if (record := found[id(entry)]) and record.public_id in bases
        }
        for document, problem in kind.agree([entry.document for entry in of_kind.values()], as_loaded):
            entry = of_kind[id(document)]
            notes.append(f"{entry.path.name}: {entry.title}: {problem.path}: {problem.message}")
    return notes


def _last_loaded() -> dict[Any, Document]:
    loaded = Revision.objects.filter(origin=Revision.Origin.DATASET).order_by("made_at", "id")
    return {
        record: from_file or document
        for record, document, from_file in loaded.values_list("record", "document", "from_file")
    }


def _difference(base: Document | None, ours: Document, theirs: Document) -> str:
    """What the editor did and what the file wants, for a record that was kept."""
    if base is None:
        return f"was made in the admin; the file differs in {_changes(ours, theirs)}"
    return f"an editor changed {_changes(base, ours)}; the file changes {_changes(base, theirs)}"


def _changes(old: Document, new: Document) -> str:
    return ", ".join(f"{path} to {_short(value)}" for path, _old, value in diff(old, new))


def _short(value: Any) -> str:
    text = "nothing" if value is None else f"“{value}”"
    return text if len(text) <= 60 else f"{text[:60]}…”"


def _write(
    todo: list[tuple[Entry, Record | None]],
    settled: list[tuple[Entry, Record]],
    as_in_file: dict[int, Document],
    note: str,
    progress: Callable[[list], Iterable],
) -> None:
    saved = []
    for entry, record in todo:
        with _named(entry):
            saved.append(
                (entry, entry.kind.create(entry.document, dataset=entry.path.stem) if record is None else record)
            )
    loaded_at = timezone.now()

    def keep(entry: Entry, record: Record, note: str = "") -> None:
        in_file, origin = as_in_file[id(entry)], Revision.Origin.DATASET
        keep_revision(record, origin=origin, at=loaded_at, from_file=in_file, note=note, is_major=bool(note))
        if isinstance(record, Publishable) and record.state == State.PUBLISHED and not record.is_public:
            keep_pending(record, document_of(record), state=State.PUBLISHED, publish_at=record.publish_at, by=None)

    for entry, record in progress(saved):
        with _named(entry):
            entry.kind.apply(record, entry.document)
            keep(entry, record, note)
    # What an editor changed has come to stand in the file as well: from here on both begin there.
    for entry, record in settled:
        keep(entry, record)
    if saved:
        version.moved(*(record for _entry, record in saved))


@contextmanager
def _named(entry: Entry) -> Iterator[None]:
    """What only the database can refuse (an address in use, say) is refused with file, record and field, too."""
    try:
        yield
    except ValidationError as error:
        fields = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        raise DatasetError(
            [
                f"{entry.path.name}: {entry.title}: {'(the record)' if field == NON_FIELD_ERRORS else field}: {message}"
                for field, messages in fields.items()
                for message in messages
            ]
        ) from error


# Dumping


def dump() -> dict[Path, str]:
    """The text of every dataset file, by path, as the public record is now.

    A record goes back to the file it was loaded from; one made in the admin to a file named after its kind.
    References to what is not public are left out.
    """
    documents = [(kind, record, kind.to_document(record)) for kind in kinds() for record in kind.public()]
    nothing: Names = {name: set() for kind in kinds() for name in kind.known_names()}
    names = together([nothing, *(kind.names_of(document) for kind, _record, document in documents)])
    files: dict[Path, dict[str, list[Document]]] = {}
    for kind, record, document in documents:
        path = kind.folder / f"{record.dataset or kind.plural}.yaml"
        files.setdefault(path, {}).setdefault(kind.plural, []).append(kind.prune(document, names))
    return {path: yaml_text(data) for path, data in files.items()}
