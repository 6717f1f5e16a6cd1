"""A record's versions in the newsroom: any two compared field by field, an old one restored, a waiting one dropped."""

from typing import Any, NamedTuple, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import formats
from django.utils.translation import gettext as _

from ..actions import restore
from ..bilingual import StrOrPromise
from ..changes import differences
from ..documents import Document, document_of, kind_of
from ..models import PendingEdit, Publishable, Record, Revision
from ..pending import apply_pending, drop_pending, pending_edit_of

LIVE, WAITING = "live", "waiting"
# Of the number of a revision.
MOST_DIGITS = 18


class Version(NamedTuple):
    name: str  # the number of a revision, LIVE or WAITING
    words: StrOrPromise
    document: Document


class RestoreForm(forms.Form):
    note = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class HistoryMixin(admin.ModelAdmin):
    object_history_template = "admin/publishing/history.html"

    def may_restore(self, request: HttpRequest, record: Any) -> bool:
        return self.has_change_permission(request, record)

    def get_urls(self) -> list[Any]:
        return [
            *(
                path(f"<int:pk>/{act}/", self.admin_site.admin_view(view), name=self.url_name(act))
                for act, view in (
                    ("compare", self.compare_view),
                    ("restore", self.restore_view),
                    ("discard", self.discard_view),
                )
            ),
            *super().get_urls(),
        ]

    def url_name(self, act: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{act}"

    def address(self, act: str, record: Record) -> str:
        return reverse(f"admin:{self.url_name(act)}", args=[record.pk])

    # Pages

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        record = self.get_object(request, object_id)
        extra: dict[str, Any] = extra_context or {}
        if record is not None:
            revisions = Revision.objects.filter(record=record.public_id).select_related("made_by").order_by("-id")
            extra |= {
                "revisions": revisions[:200],
                "pending_edit": PendingEdit.objects.filter(record=record.public_id, base__isnull=False).first(),
                "compare_url": self.address("compare", record),
            }
        return super().history_view(request, object_id, extra)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self._seen_record(request, pk)
        old, new = (self._version(record, request.GET.get(side, LIVE)) for side in ("old", "new"))
        context = {
            **self._page(request, record, _("Compare versions")),
            "old": old,
            "new": new,
            "differences": differences(kind_of(record), old.document, new.document),
            "may_restore": new.name == LIVE and old.name not in (LIVE, WAITING) and self.may_restore(request, record),
            "restore_url": self.address("restore", record),
        }
        return TemplateResponse(request, "admin/publishing/compare.html", context)

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self._seen_record(request, pk)
        if request.method != "POST" or not self.may_restore(request, record):
            raise PermissionDenied
        version = request.POST.get("version", "")
        revision = self._revision(record, version)
        form = RestoreForm(request.POST)
        if not form.is_valid():
            self.message_user(request, _("Tell readers why you restore this version."), messages.ERROR)
            return redirect(f"{self.address('compare', record)}?old={version}&new={LIVE}")
        try:
            with transaction.atomic():
                restore(record, revision, by=cast(User, request.user), note=form.cleaned_data["note"])
                self.log_change(request, record, _("Restored the version of %(when)s.") % {"when": _when(revision)})
        except ValidationError as error:
            self.message_user(request, _("This version can no longer be restored:"), messages.ERROR)
            for message in error.messages:
                self.message_user(request, message, messages.ERROR)
        else:
            self.message_user(request, _("The record says again what it said on %(when)s.") % {"when": _when(revision)})
        return redirect(f"admin:{self.url_name('history')}", pk)

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks first, and shows what would go."""
        record = self._seen_record(request, pk)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        edit = pending_edit_of(record)
        if edit is None or edit.base is None:
            raise Http404
        if request.method == "POST":
            with transaction.atomic():
                drop_pending(record)
                self.log_change(request, record, _("Discarded the waiting edit."))
            self.message_user(request, _("The waiting edit was discarded."))
            return redirect(f"admin:{self.url_name('change')}", pk)
        old, new = self._version(record, LIVE), self._version(record, WAITING)
        context = {
            **self._page(request, record, _("Discard the waiting edit?")),
            "old": old,
            "new": new,
            "differences": differences(kind_of(record), old.document, new.document),
            "may_discard": True,
        }
        return TemplateResponse(request, "admin/publishing/compare.html", context)

    # What they are made of

    def _page(self, request: HttpRequest, record: Record, title: str) -> dict[str, Any]:
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": record,
            "may_restore": False,
            "may_discard": False,
        }

    def _seen_record(self, request: HttpRequest, pk: int) -> Any:
        record = self.get_object(request, str(pk))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return record

    def _version(self, record: Any, name: str) -> Version:
        if name == LIVE:
            is_public = not isinstance(record, Publishable) or record.is_public
            words = _("what readers see now") if is_public else _("as it is now, not public")
            return Version(LIVE, words, document_of(record))
        if name == WAITING:
            return Version(WAITING, _("the edit that waits"), _document_ahead(record))
        revision = self._revision(record, name)
        return Version(name, _("the version of %(when)s") % {"when": _when(revision)}, revision.document)

    def _revision(self, record: Record, number: str) -> Revision:
        if not number.isdecimal() or len(number) > MOST_DIGITS:
            raise Http404
        return get_object_or_404(Revision, record=record.public_id, pk=number)


def _document_ahead(record: Publishable) -> Document:
    edit = pending_edit_of(record)
    if edit is None or edit.base is None:
        raise Http404
    with transaction.atomic():
        try:
            apply_pending(record, edit)
        except ValidationError:
            document = edit.document
        else:
            document = document_of(record)
        transaction.set_rollback(True)
    return document


def _when(revision: Revision) -> str:
    return formats.date_format(revision.made_at, "DATETIME_FORMAT")
