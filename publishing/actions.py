"""Acts on records that write several tables; each is one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from . import version
from .changes import changes_between, problem_in_words
from .documents import Document, Kind, Problem, diff, document_of, kind_of, names_that_exist
from .models import Change, OldAddress, Publishable, Record, Revision
from .translations import note_translation

# What an old version does not bring back: where the record is, when it was first public, when somebody checked it.
KEPT_WHEN_RESTORED = ("slug", "published", "last_checked")


@transaction.atomic
def keep_address(record: Record, *, old: str) -> None:
    """Let a slug that readers may know lead to the record for ever; call it after the record got its new one."""
    if not Revision.objects.filter(record=record.public_id, document__slug=old).exists():
        return
    kind = kind_of(record).name
    # One that came by a merger stays: it tells whose history the record goes on.
    OldAddress.objects.filter(kind=kind, slug=record.slug, was__isnull=True).delete()
    OldAddress.objects.update_or_create(kind=kind, slug=old, defaults={"record": record.public_id})


@transaction.atomic
def keep_revision(
    record: Record,
    *,
    origin: str = Revision.Origin.EDITOR,
    by: User | None = None,
    note: str = "",
    at: datetime | None = None,
    from_file: Document | None = None,
    is_major: bool = False,
    is_current: bool = False,
    besides: Sequence[Change] = (),
) -> Revision | None:
    """Keep what the record says now, and move *changed on*, and where it is major the date of its entry in feeds;
    None where it says what it said before.

    `is_current` is the editor's word that the Japanese says what the English says; `besides` are changes to tell that
    the document does not show.
    """
    kind = kind_of(record)
    document = document_of(record)
    if isinstance(record, Publishable) and origin == Revision.Origin.EDITOR:
        document = note_translation(record, document, is_current=is_current)
    last = last_revision_of(record)
    is_back = last is not None and last.changes.filter(kind=Change.Kind.WITHDRAWN).exists()
    if last and last.document == document and origin == Revision.Origin.EDITOR and not is_back and not besides:
        return None
    now = at or timezone.now()
    is_major = is_major or is_back or (last is None and origin == Revision.Origin.EDITOR)
    if (
        last is None
        or is_back
        or besides
        or any(path not in kind.quiet for path, _old, _new in diff(last.document, document))
    ):
        moved = ("changed_at", "told_at") if is_major else ("changed_at",)
        rows = kind.model._default_manager.filter(pk=record.pk)
        rows.update(**{name: Greatest(Coalesce(name, Value(now)), Value(now)) if at else now for name in moved})
    revision = Revision.objects.create(
        kind=kind.name,
        record=record.public_id,
        document=document,
        from_file=from_file,
        origin=origin,
        made_by=by,
        made_at=now,
        note=note,
        is_major=is_major,
    )
    changes = [*changes_between(kind, last.document if last else None, document), *besides]
    if is_back:
        changes.insert(0, Change(kind=Change.Kind.BACK))
    for change in changes:
        change.revision = revision
    Change.objects.bulk_create(changes)
    kind.kept(record, changes, now)
    return revision


def last_revision_of(record: Record) -> Revision | None:
    return Revision.objects.last_of([record]).first()


@transaction.atomic
def keep_withdrawal(record: Publishable, *, by: User | None = None) -> None:
    """Note in the history of what was public until now that it was taken back, with the reason as the note."""
    last = last_revision_of(record)
    if last is None:
        return
    revision = Revision.objects.create(
        kind=last.kind,
        record=record.public_id,
        document=last.document,
        origin=Revision.Origin.EDITOR,
        made_by=by,
        note=record.withdrawn_reason_en,
        is_major=True,
    )
    Change.objects.create(revision=revision, kind=Change.Kind.WITHDRAWN)


@transaction.atomic
def mark_checked(records: Iterable[Publishable], *, by: User) -> int:
    """Note that an editor compared the records with their sources today and found nothing to change; how many.

    *Checked on* moves, *changed on* does not: it is no news for readers.
    """
    today = timezone.now().date()
    marked = 0
    for record in records:
        kind_of(record).model._default_manager.filter(pk=record.pk).update(last_checked=today)
        if record.is_public:
            keep_revision(record, by=by)
        marked += 1
    version.moved()
    return marked


@transaction.atomic
def apply_document(record: Record, document: Document) -> None:
    """Let the record say what the document says; ValidationError names what it refers to and what is not there."""
    kind = kind_of(record)
    _refuse(kind, document, kind.check(document, names_that_exist(kind, document)))
    slug = record.slug
    kind.apply(record, document)
    if record.slug != slug:
        keep_address(record, old=slug)


def refuse_unfit(kind: Kind, document: Document) -> None:
    _refuse(kind, document, kind.unfit(document))


def _refuse(kind: Kind, document: Document, problems: Iterable[Problem]) -> None:
    if told := [problem_in_words(kind, document, problem) for problem in problems]:
        raise ValidationError(told)


@transaction.atomic
def keep_publication(
    record: Record,
    *,
    by: User | None,
    note: str = "",
    is_major: bool = False,
    is_current: bool = False,
    at: datetime | None = None,
) -> None:
    """Keep a revision of what has just become public, and of the records that show something it describes anew.

    ValidationError where it is not fit to be: an act that calls this is undone by it.
    """
    kind, document = kind_of(record), document_of(record)
    refuse_unfit(kind, document)
    keep_revision(record, by=by, note=note, is_major=is_major, is_current=is_current, at=at)
    for other in _told_otherwise(kind, document, kind.sharing(record)):
        keep_revision(other, by=by, note=note, at=at)


def _told_otherwise(kind: Kind, document: Document, others: Iterable[Record]) -> list[Record]:
    """Those whose last revisions describe otherwise what the document describes as well; two queries."""
    others = list(others)
    now = kind.shared(document)
    told = {
        record: kind.shared(last) for record, last in Revision.objects.last_of(others).values_list("record", "document")
    }
    return [
        other
        for other in others
        if other.public_id not in told or any(now.get(name, row) != row for name, row in told[other.public_id].items())
    ]


@transaction.atomic
def restore(record: Record, revision: Revision, *, by: User, note: str) -> None:
    """Let the record say again what it said then, as a new version; it keeps the address it has today.

    An edit that waits goes on waiting. ValidationError where the old version names what is no longer there.
    """
    now = document_of(record)
    kept = {name: now[name] for name in KEPT_WHEN_RESTORED if name in now}
    apply_document(record, kind_of(record).meet({}, revision.document | kept, now))
    if not isinstance(record, Publishable) or record.is_public:
        keep_publication(record, by=by, note=note, is_major=True)
    version.moved(record)
