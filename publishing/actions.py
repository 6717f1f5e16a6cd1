"""Acts on records that write several tables; each is one transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from .changes import changes_between
from .documents import Document, diff, document_of, kind_of
from .models import Change, OldAddress, Publishable, Record, Revision


@transaction.atomic
def keep_address(record: Record, *, old: str) -> None:
    """Let a slug that readers may know lead to the record for ever; call it after the record got its new one."""
    if not Revision.objects.filter(record=record.public_id).exists():
        return
    kind = kind_of(record).name
    OldAddress.objects.filter(kind=kind, slug=record.slug).delete()
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
) -> Revision | None:
    """Keep what the record says now, and move *changed on*; None where it says what it said before."""
    kind = kind_of(record)
    document = document_of(record)
    last = Revision.objects.filter(record=record.public_id).last()
    if last and last.document == document and origin == Revision.Origin.EDITOR:
        return None
    now = at or timezone.now()
    if last is None or any(path not in kind.quiet for path, _old, _new in diff(last.document, document)):
        kind.model._default_manager.filter(pk=record.pk).update(changed_at=now)
    revision = Revision.objects.create(
        kind=kind.name,
        record=record.public_id,
        document=document,
        from_file=from_file,
        origin=origin,
        made_by=by,
        made_at=now,
        note=note,
        is_major=is_major or (last is None and origin == Revision.Origin.EDITOR),
    )
    changes = list(changes_between(kind, last.document if last else None, document))
    for change in changes:
        change.revision = revision
    Change.objects.bulk_create(changes)
    return revision


@transaction.atomic
def keep_withdrawal(record: Publishable, *, by: User | None = None) -> None:
    """Note in the record's history that it was taken back, with the reason as the note."""
    last = Revision.objects.filter(record=record.public_id).last()
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
    return marked
