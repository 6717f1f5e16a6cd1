"""What a file of rows would change in the record, and changing it.

A `Plan` reads the rows of a `Table` against the record: it makes the documents as they would be, tells what
each row changes and what is wrong with it, and applies them with the same `Kind` that loads a dataset.
"""

import copy
import hashlib
import json
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from . import version
from .actions import keep_revision
from .bilingual import tidy
from .changes import Said, differences
from .columns import Column, Table, split
from .datasets import schema_problems
from .documents import Document, Problem, kinds, records_named, together
from .models import Publishable, Record, new_key
from .tables import Row

# So many of the allowed values are named in an error.
NAMED = 40


@dataclass(frozen=True)
class RowError:
    """What is wrong with a row; `column` is empty where it is the row as a whole, `value` is what its cell says."""

    number: int
    column: str
    message: str
    value: str = ""


class ImportRefused(Exception):
    """Nothing may be written; `errors` say why."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__(errors)
        self.errors = errors


@dataclass(frozen=True)
class PlannedRow:
    """A row of the file: its part of the document as it is (empty if new) and as the row has it."""

    number: int
    cells: dict[str, str]
    before: Document
    after: Document

    def errors(self, error: ValidationError) -> Iterator[RowError]:
        """A document's fields are called as the columns of its model, without the language of the first text."""
        fields = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in fields.items():
            column = "" if name == NON_FIELD_ERRORS else name.removesuffix("_en")
            yield from (RowError(self.number, column, words, self.cells.get(column, "")) for words in messages)


@dataclass
class Step:
    """What the file says of one record; `record` is None for a new one. `is_public`: readers see it now."""

    record: Any
    old: Document | None
    new: Document
    is_public: bool
    rows: list[PlannedRow] = field(default_factory=list)

    @property
    def must_be_fit(self) -> bool:
        """Nobody looks at it again before readers see it."""
        return isinstance(self.record, Publishable) and self.record.is_released


class Plan:
    """What a file would do, from a few queries however many rows it has; see `check` for the rest."""

    def __init__(self, table: Table, rows: list[Row]) -> None:
        self.table, self.kind = table, table.kind
        self.errors: list[RowError] = []
        self.headings = table.read_headings(rows[0])
        self._allowed = {
            column.name: list(column.values())
            for column in table.columns
            if column.values and column.name in self.headings
        }
        self._steps: dict[str, Step] = {}
        self._read([(row, self._cells(row)) for row in rows[1:]])
        for step in self._steps.values():
            step.new = self.kind.normalise(step.new)
        self.total = len(rows) - 1

    # What would change

    @property
    def steps(self) -> list[Step]:
        """The records that change."""
        return [step for step in self._steps.values() if step.new != step.old]

    @property
    def wrong(self) -> set[int]:
        """The numbers of the rows that have errors."""
        return {error.number for error in self.errors}

    def new_rows(self) -> list[tuple[Step, PlannedRow]]:
        return [(step, row) for step, row in self._good_rows() if not row.before]

    def changed_rows(self) -> list[tuple[Step, PlannedRow]]:
        return [(step, row) for step, row in self._good_rows() if row.before and row.before != row.after]

    def _good_rows(self) -> Iterator[tuple[Step, PlannedRow]]:
        wrong = self.wrong
        return ((step, row) for step in self.steps for row in step.rows if row.number not in wrong)

    @property
    def needs_note(self) -> bool:
        return any(step.is_public for step in self.steps)

    @property
    def seen(self) -> str:
        """The same as long as the records that the file names say the same."""
        found = {slug: step.old for slug, step in self._steps.items()}
        return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()

    def words(self, row: PlannedRow) -> list[Said]:
        """What a row changes, field by field."""
        before = self.table.excerpt(row.before) if row.before else {}
        return differences(self.kind, before, self.table.excerpt(row.after))

    # Reading

    def _cells(self, row: Row) -> dict[str, str]:
        width = len(self.headings)
        if len(row.cells) < width:
            self._wrong(row, "", _("The row has fewer cells than there are headings."))
        if any(row.cells[width:]):
            self._wrong(row, "", _("The row has more cells than there are headings."))
        return dict(zip(self.headings, map(tidy, row.cells), strict=False))

    def _read(self, rows: list[tuple[Row, dict[str, str]]]) -> None:
        key = self.table.headings[0]
        slugs = {cells.get(key, "") for _row, cells in rows}
        records = self._records(slugs)
        renamed = records_named(self.table.model, slugs - records.keys())
        self._public = self._public_ones(slugs)
        wrong = self.wrong
        for row, cells in rows:
            slug = cells.get(key, "")
            if row.number in wrong:
                continue
            if not slug:
                self._wrong(row, key, _("This is needed: it says which record the row is about."))
            elif slug in renamed:
                words = _("“%(slug)s” is now called “%(now)s”.") % {"slug": slug, "now": renamed[slug].slug}
                self._wrong(row, key, words, slug)
            elif slug not in records and self.table.within:
                self._wrong(row, key, _("There is no record with the address “%(slug)s”.") % {"slug": slug}, slug)
            else:
                self._read_row(row, slug, records.get(slug), cells)

    def _records(self, slugs: Collection[str]) -> dict[str, Any]:
        manager: Any = self.table.model._default_manager
        return manager.for_documents().in_bulk(list(slugs), field_name="slug")

    def _public_ones(self, slugs: Collection[str]) -> set[str]:
        manager: Any = self.table.model._default_manager
        return set(manager.published().filter(slug__in=slugs).values_list("slug", flat=True))

    def _read_row(self, row: Row, slug: str, record: Record | None, cells: dict[str, str]) -> None:
        step = self._steps.get(slug)
        if step is None:
            old = self.kind.to_document(record) if record else None
            step = Step(record, old, copy.deepcopy(old) if old else {"slug": slug}, slug in self._public)
        errors = len(self.errors)
        found = self._find(row, step, cells)
        part = {"key": new_key()} if found is None else copy.deepcopy(found)
        if len(self.errors) == errors:
            self._fill_part(row, step, part, cells)
        if len(self.errors) == errors:
            self._steps[slug] = step
            before = {} if found is None or step.old is None else copy.deepcopy(found)
            step.rows.append(PlannedRow(row.number, cells, before, self._put(step.new, found, part)))

    def _find(self, row: Row, step: Step, cells: dict[str, str]) -> Document | None:
        try:
            found = self.table.find(step.new, cells)
        except ValueError as error:
            self._wrong(row, "key", str(error), cells.get("key", ""))
            return None
        if found is not None and any(planned.after is found for planned in step.rows):
            self._wrong(row, "", _("An earlier row is about the same already."))
        return found

    def _put(self, whole: Document, found: Document | None, part: Document) -> Document:
        """In place: a later row about the same is known by it."""
        if found is None:
            whole.setdefault(self.table.within, []).append(part)
            return part
        found.clear()
        found.update(part)
        return found

    def _fill_part(self, row: Row, step: Step, part: Document, cells: dict[str, str]) -> None:
        errors = len(self.errors)
        for column in self.table.columns[1:]:
            if column.name in cells:
                self._fill(row, column, part, cells[column.name], step.new)
        wrong = {error.column for error in self.errors[errors:]}
        for name in self.table.required:
            if not part.get(name) and name not in wrong:
                self._wrong(row, name, self._needed(step))

    def _needed(self, step: Step) -> str:
        """A slug with a slip of the finger is no new record; say that it would be one."""
        if step.old is not None:
            return _("This is needed.")
        return _("This is needed: there is no “%(slug)s” yet, it would be new.") % {"slug": step.new["slug"]}

    def _fill(self, row: Row, column: Column, part: Document, text: str, whole: Document) -> None:
        try:
            self._refuse_other_values(column, text)
            column.fill(part, text, whole)
        except ValueError as error:
            self._wrong(row, column.name, str(error), text)

    def _refuse_other_values(self, column: Column, text: str) -> None:
        if column.name not in self._allowed:
            return
        allowed = self._allowed[column.name]
        for value in split(text, column.separator):
            if value not in allowed:
                named = ", ".join(allowed[:NAMED]) + (" …" if len(allowed) > NAMED else "")
                words = _("“%(value)s” is not one of: %(allowed)s")
                raise ValueError(words % {"value": value, "allowed": named})

    def _wrong(self, row: Row | PlannedRow, column: str, message: str, value: str = "") -> None:
        self.errors.append(RowError(row.number, column, message, value))

    # Checking, and writing

    def check(self) -> Iterator[int]:
        """Everything that can be known without writing, as the admin's own forms check it; gives rows done."""
        names = together(
            [*(kind.known_names() for kind in kinds()), *(self.kind.names_of(step.new) for step in self.steps)]
        )
        done = 0
        for step in self.steps:
            found = len(self.errors)
            for row in step.rows:
                if row.before != row.after:
                    self._check_row(step, row)
                done += 1
                yield done
            if found == len(self.errors):
                for problem in [*schema_problems(self.kind, step.new), *self.kind.check(step.new, names)]:
                    self._wrong(step.rows[0], problem.path, problem.message)
                for problem in self.kind.unfit(step.new) if step.must_be_fit else ():
                    self._wrong(self._row_of(step, problem), problem.path.rpartition(".")[2], problem.message)

    def _row_of(self, step: Step, problem: Problem) -> PlannedRow:
        """The row that a path as `milestones[m1].sources` is about; the first where none is."""
        about = (row for row in step.rows if f"[{row.after.get('key')}]" in problem.path)
        return next(about, step.rows[0])

    def _check_row(self, step: Step, row: PlannedRow) -> None:
        record = step.record or self.table.model()
        try:
            self.table.clean(record, step.new, row.after)
        except ValidationError as error:
            self.errors += row.errors(error)

    def apply(self, *, by: User, note: str, is_major: bool, source: str) -> Iterator[int]:
        """Write all of it, and give the number of rows done; the caller's transaction makes it all or nothing.

        New records come first: others of the file may name them. They are drafts, where there are such.
        """
        if self.errors:
            raise ImportRefused(self.errors)
        steps = self.steps
        new = [step for step in steps if step.record is None]
        for step in new:
            with _of(step):
                step.record = self._create(step.new, by)
        done = 0
        for step in steps:
            with _of(step):
                if step.old is None:
                    self.kind.rows(step.record, step.new)
                else:
                    self.kind.apply(step.record, step.new)
                if step.is_public or not isinstance(step.record, Publishable):
                    keep_revision(step.record, by=by, note=note, is_major=is_major)
            done += len(step.rows)
            yield done
        self._log(steps, new, by, source)
        version.moved(*(step.record for step in steps))

    def _create(self, document: Document, by: User) -> Any:
        columns: dict[str, Any] = {"public_id": uuid.uuid4()}
        if issubclass(self.table.model, Publishable):
            columns["created_by"] = by
        return self.kind.create(document, **columns)

    def _log(self, steps: list[Step], new: list[Step], by: User, source: str) -> None:
        """For the admin's own history, in which the next editor sees who was here."""
        added = {step.record.pk for step in new}
        for flag, of_flag in ((ADDITION, True), (CHANGE, False)):
            records = [step.record for step in steps if (step.record.pk in added) is of_flag]
            if records:
                LogEntry.objects.log_actions(by.pk, records, flag, source)


@contextmanager
def _of(step: Step) -> Iterator[None]:
    """What only the database can refuse is refused with the row it came from."""
    try:
        yield
    except ValidationError as error:
        raise ImportRefused(list(step.rows[0].errors(error))) from error
