"""A record as readers will see it, for whoever holds a signed link; nothing of it becomes public."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from .documents import kind_named, kind_of
from .models import Publishable
from .pending import apply_pending, pending_edit_of
from .states import State

SALT = "preview"
DAY = 24 * 60 * 60


def preview_token(record: Publishable) -> str:
    """Good for PREVIEW_DAYS from now, and for whatever the record says by then."""
    return signing.dumps([kind_of(record).name, str(record.public_id)], salt=SALT)


def previewed(token: str) -> Publishable | None:
    """The record of a token; None where the token is not ours, too old, or its record has gone."""
    try:
        kind, public_id = signing.loads(token, salt=SALT, max_age=settings.PREVIEW_DAYS * DAY)
    except signing.BadSignature:
        return None
    return kind_named(kind).model._default_manager.filter(public_id=public_id).first()


@contextmanager
def as_published(record: Publishable) -> Iterator[Publishable]:
    """Inside, the record is public and says what its waiting edit says; at the end everything is as it was.

    Nothing is written, and nobody waits, where readers see just that already.
    """
    edit = pending_edit_of(record)
    if record.is_public and edit is None:
        yield record
        return
    with transaction.atomic():
        apply_pending(record, edit)
        rows = kind_of(record).model._default_manager.filter(pk=record.pk)
        if not record.is_public:
            rows.update(state=State.PUBLISHED, publish_at=timezone.now())
        yield rows.get()
        transaction.set_rollback(True)
