"""Two records that are one."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from . import version
from .actions import keep_revision, refuse_unfit
from .documents import Document, Kind, document_of, kind_of, kinds
from .models import Change, OldAddress, Publishable, Record, Revision
from .pending import pending_edit_of


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
    touched = version.touched_by(gone)
    gone.delete()
    kind.apply(kept, document)
    for record in named:
        if _keeps_history(record):
            keep_revision(record, by=by, note=note)
    if _keeps_history(kept):
        merger = [Change(kind=Change.Kind.MERGED, new=_called(gone_document))] if was_public else []
        keep_revision(kept, by=by, note=note, is_major=True, besides=merger)
    version.moved(kept, *named, touched=touched)


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


def _called(document: Document) -> Document:
    fields = ("slug", *(f"{name}{language}" for name in ("title", "name") for language in ("", "_ja")))
    return {field: document[field] for field in fields if field in document}
