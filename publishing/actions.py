"""Acts on records that write several tables; each is one transaction."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from . import version
from .changes import changes_between, problem_in_words
from .documents import (
    Document,
    Kind,
    Problem,
    carried_over,
    diff,
    document_of,
    kind_named,
    kind_of,
    kinds,
    names_that_exist,
)
from .locks import impatient
from .models import Change, OldAddress, PendingEdit, Publishable, Record, Revision
from .states import State
from .translations import note_translation

logger = logging.getLogger(__name__)

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
) -> Revision | None:
    """Keep what the record says now, and move *changed on*; None where it says what it said before.

    `is_current` is the editor's word that the Japanese says what the English says.
    """
    kind = kind_of(record)
    document = document_of(record)
    if isinstance(record, Publishable) and origin == Revision.Origin.EDITOR:
        document = note_translation(record, document, is_current=is_current)
    last = last_revision_of(record)
    is_back = last is not None and last.changes.filter(kind=Change.Kind.WITHDRAWN).exists()
    if last and last.document == document and origin == Revision.Origin.EDITOR and not is_back:
        return None
    now = at or timezone.now()
    if last is None or is_back or any(path not in kind.quiet for path, _old, _new in diff(last.document, document)):
        rows = kind.model._default_manager.filter(pk=record.pk)
        rows.update(changed_at=Greatest("changed_at", Value(now)) if at else now)
    revision = Revision.objects.create(
        kind=kind.name,
        record=record.public_id,
        document=document,
        from_file=from_file,
        origin=origin,
        made_by=by,
        made_at=now,
        note=note,
        is_major=is_major or is_back or (last is None and origin == Revision.Origin.EDITOR),
    )
    changes = list(changes_between(kind, last.document if last else None, document))
    if is_back:
        changes.insert(0, Change(kind=Change.Kind.BACK))
    for change in changes:
        change.revision = revision
    Change.objects.bulk_create(changes)
    return revision


def last_revision_of(record: Record) -> Revision | None:
    """The one kept last; what is dated to an earlier hour may have been kept after it."""
    return Revision.objects.filter(record=record.public_id).order_by("id").last()


@transaction.atomic
def keep_withdrawal(record: Publishable, *, by: User | None = None) -> None:
    """Note in the record's history that it was taken back, with the reason as the note."""
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


# Edits that wait


@transaction.atomic
def apply_document(record: Record, document: Document) -> None:
    """Let the record say what the document says; ValidationError names what it refers to and what is not there."""
    kind = kind_of(record)
    _refuse(kind, document, kind.check(document, names_that_exist(kind, document)))
    slug = record.slug
    kind.apply(record, document)
    if record.slug != slug:
        keep_address(record, old=slug)


@transaction.atomic
def keep_pending(
    record: Publishable,
    document: Document,
    *,
    state: str,
    publish_at: datetime | None = None,
    by: User | None,
    note: str = "",
    is_major: bool = False,
    is_current: bool = False,
) -> PendingEdit:
    """Keep a version that readers do not see yet, in place of the one that waited before."""
    edit, _created = PendingEdit.objects.update_or_create(
        record=record.public_id,
        defaults={
            "kind": kind_of(record).name,
            "base": document_of(record) if record.is_public else None,
            "document": document,
            "state": state,
            "publish_at": publish_at,
            "made_at": timezone.now(),
            "made_by": by,
            "note": note,
            "is_major": is_major,
            "is_current": is_current,
            "trouble": "",
        },
    )
    return edit


def pending_edit_of(record: Record) -> PendingEdit | None:
    return PendingEdit.objects.filter(record=record.public_id).first()


def drop_pending(record: Record) -> None:
    PendingEdit.objects.filter(record=record.public_id).delete()


def apply_pending(record: Record, edit: PendingEdit | None) -> list[str]:
    """Let the tables say what the waiting edit says, and what else became true of the record since it was begun.

    Where it names what is no longer there, that is left out, and the sentences about it are returned.
    """
    if edit is None or edit.base is None:
        return []
    kind, live = kind_of(record), document_of(record)
    document = carried_over(edit.base, kind.meet(edit.base, edit.document, live), live)
    try:
        apply_document(record, document)
    except ValidationError as error:
        apply_document(record, kind.prune(document, names_that_exist(kind, document)))
        return error.messages
    return []


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
    """Keep a revision of what has just become public, and of the records that share something with it.

    ValidationError where it is not fit to be: an act that calls this is undone by it.
    """
    refuse_unfit(kind_of(record), document_of(record))
    keep_revision(record, by=by, note=note, is_major=is_major, is_current=is_current, at=at)
    for other in kind_of(record).sharing(record):
        keep_revision(other, by=by, note=note, at=at)


def publish_due() -> None:
    """Publish whatever waited for an hour that has come, as of that hour; a single query when nothing did.

    What cannot be published goes back to review with the reason: it must not stand in the way of any page. Where the
    database is busy, the next request tries again.
    """
    for edit in list(PendingEdit.objects.due()):
        try:
            with impatient():
                _publish_waiting(edit)
        except (OperationalError, InterfaceError):
            logger.warning("a scheduled edit waits for the database", exc_info=True)
        except Exception as error:  # whatever is wrong with one edit, the site goes on
            logger.exception("a scheduled edit could not be published")
            _send_back(edit, error)


@transaction.atomic
def _publish_waiting(edit: PendingEdit) -> None:
    """Under a lock: of two requests that find it due, the second finds it gone."""
    if not PendingEdit.objects.due().select_for_update().filter(pk=edit.pk, made_at=edit.made_at).exists():
        return
    record = kind_named(edit.kind).model._default_manager.published().filter(public_id=edit.record).first()
    if record is None:
        edit.delete()
        return
    if left_out := apply_pending(record, edit):
        raise ValidationError(left_out)
    keep_publication(
        record,
        by=edit.made_by,
        note=edit.note,
        is_major=edit.is_major,
        is_current=edit.is_current,
        at=edit.publish_at,
    )
    edit.delete()
    version.moved(record)


@transaction.atomic
def _send_back(edit: PendingEdit, error: Exception) -> None:
    """To review, with the reason; a draft that should have become public by now goes back with it."""
    trouble = _("Something unexpected went wrong; the site's log tells what.")
    if isinstance(error, ValidationError):
        trouble = "\n".join(error.messages)
    same = PendingEdit.objects.filter(pk=edit.pk, made_at=edit.made_at)
    if same.update(state=State.REVIEW, publish_at=None, trouble=trouble) and edit.base is None:
        records = kind_named(edit.kind).model._default_manager.filter(public_id=edit.record, state=State.PUBLISHED)
        sent_back = list(records)
        records.update(state=State.REVIEW, publish_at=None)
        version.moved(*sent_back)


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


# Two records that are one


def merge_refusal(kept: Record, gone: Record) -> str:
    """Why `gone` cannot be merged into `kept`, in a sentence; empty where it can."""
    if type(kept) is not type(gone) or kind_of(kept).combine is None:
        return _("Only two partners or two initiatives can be merged.")
    if kept.pk == gone.pk:
        return _("A record cannot be merged into itself.")
    if pending_edit_of(gone):
        return _("An edit of “%(gone)s” waits: publish or discard it first.") % {"gone": gone}
    if isinstance(kept, Publishable) and isinstance(gone, Publishable) and gone.is_public and not kept.is_public:
        names = {"gone": str(gone), "kept": str(kept)}
        return _("“%(gone)s” is public and “%(kept)s” is not: publish that first, or keep the public one.") % names
    return ""


def combined(kind: Kind, kept: Document, gone: Document) -> Document:
    """What the kept record would say after the merger."""
    if kind.combine is None:
        raise ValueError(f"records of the kind {kind.name} are not merged")
    return kind.combine(kept, gone)


@transaction.atomic
def merge(kept: Record, gone: Record, *, by: User, note: str) -> None:
    """Make two records one: `kept` takes over what it lacks, what names `gone` comes to name `kept`, and the
    addresses of `gone` lead there for ever. ValidationError where that cannot be.

    Expects records as the database has them now.
    """
    if refusal := merge_refusal(kept, gone):
        raise ValidationError(refusal)
    kind = kind_of(kept)
    gone_document = document_of(gone)
    document = combined(kind, document_of(kept), gone_document)
    was_public = kind.model._default_manager.published().filter(pk=gone.pk).exists()
    if _keeps_history(kept) and not was_public:
        refuse_unfit(kind, document)
    Revision.objects.create(
        kind=kind.name,
        record=gone.public_id,
        document=gone_document,
        origin=Revision.Origin.EDITOR,
        made_by=by,
        note=note,
    )
    named = [record for other in kinds() for record in other.naming(gone) if record != kept]
    for record in named:
        kind_of(record).rename(record, kept, gone)
    _hand_over_addresses(kept, gone, was_public=was_public)
    # Before `kept` takes over what only one may have.
    gone_pk = gone.pk
    gone.delete()
    gone.pk = gone_pk
    kind.apply(kept, document)
    for record in named:
        if _keeps_history(record):
            keep_revision(record, by=by, note=note)
    if _keeps_history(kept):
        revision = keep_revision(kept, by=by, note=note, is_major=True)
        if was_public:
            revision = revision or _revision_without_change(kept, by=by, note=note)
            Change.objects.create(revision=revision, kind=Change.Kind.MERGED, new=_called(gone_document))
    version.moved(kept, gone, *named)


def _hand_over_addresses(kept: Record, gone: Record, *, was_public: bool) -> None:
    """The addresses of `gone`, old ones included, and those of what had been merged into it before."""
    old = OldAddress.objects.filter(kind=kind_of(gone).name, record=gone.public_id)
    if not was_public:
        old.update(was_public=False)
    old.filter(was__isnull=True).update(was=gone.public_id, was_public=was_public)
    old.update(record=kept.public_id)
    OldAddress.objects.get_or_create(
        kind=kind_of(gone).name,
        slug=gone.slug,
        defaults={"record": kept.public_id, "was": gone.public_id, "was_public": was_public},
    )


def _keeps_history(record: Record) -> bool:
    """A draft's first revision would be told as its publication."""
    return not isinstance(record, Publishable) or record.is_public


def _revision_without_change(record: Record, *, by: User, note: str) -> Revision:
    return Revision.objects.create(
        kind=kind_of(record).name,
        record=record.public_id,
        document=document_of(record),
        origin=Revision.Origin.EDITOR,
        made_by=by,
        note=note,
        is_major=True,
    )


def _called(document: Document) -> Document:
    fields = ("slug", *(f"{name}{language}" for name in ("title", "name") for language in ("", "_ja")))
    return {field: document[field] for field in fields if field in document}
