"""Edits that wait: beside what readers see, or until an hour comes."""

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import version
from .actions import apply_document, keep_publication
from .carrying import carried_over
from .documents import Document, document_of, kind_named, kind_of, names_that_exist
from .locks import impatient
from .models import PendingEdit, Publishable, Record
from .states import State

logger = logging.getLogger(__name__)


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
    """Under locks: of two requests that find it due, the second finds it gone. The record's first, as in the admin."""
    records = kind_named(edit.kind).model._default_manager.filter(public_id=edit.record)
    records.select_for_update().first()
    if not PendingEdit.objects.due().select_for_update().filter(pk=edit.pk, made_at=edit.made_at).exists():
        return
    record = records.published().first()
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
