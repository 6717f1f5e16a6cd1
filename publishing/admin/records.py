"""Who may delete, where a record can be seen, that a revision is kept, and edits that wait beside what is live."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import version
from ..actions import keep_address, keep_publication, keep_revision, keep_withdrawal
from ..addresses import absolute, in_language
from ..bilingual import LANGUAGES, StrOrPromise
from ..clocks import is_to_come, moment_in_words
from ..documents import document_of
from ..models import PendingEdit, Publishable, Record
from ..pending import apply_pending, drop_pending, keep_pending, pending_edit_of
from ..previews import preview_token
from ..states import UNPUBLISHED, State
from .doubts import show
from .forms import PartForm, PublishableForm
from .history import LIVE, WAITING, HistoryMixin


class KeptAdmin(admin.ModelAdmin):
    """Deleting leaves no trace, so it takes a permission of its own."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("publishing.delete_records") and super().has_delete_permission(request, obj)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The public page, straight; none where the public would find nothing."""
        if obj is None or not self.view_on_site or not type(obj).objects.published().filter(pk=obj.pk).exists():
            return None
        return obj.get_absolute_url()

    @transaction.atomic
    def response_action(self, *args: Any, **kwargs: Any) -> HttpResponse | None:
        """An action on many records is one act: Django's own deletes and logs in steps of their own."""
        return super().response_action(*args, **kwargs)


class RecordAdmin(HistoryMixin, KeptAdmin):
    """`save_related` is the end of every save, rows of the inlines included: there the revision is kept."""

    form = PartForm
    change_form_template = "admin/publishing/change_form.html"

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = (form for inline in context["inline_admin_formsets"] for form in inline.formset)
        show(context, [context["adminform"].form, *rows])
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            keep_address(obj, old=form.initial["slug"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.after_save(request, form.instance, form)
        version.moved(form.instance)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_queryset(request, self.model._default_manager.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        touched = version.touched_by(*queryset)
        super().delete_queryset(request, queryset)
        version.moved(touched=touched)

    def after_save(self, request: HttpRequest, record: Record, form: Any) -> None:
        said = form.cleaned_data
        keep_revision(record, by=cast(User, request.user), note=said["change_note"], is_major=said["is_major"])


@dataclass
class Saving:
    """What becomes of a save, noted on the request: it stands, or `wait` keeps it once the tables are put back."""

    desk_note: str
    wait: Callable[[], PendingEdit] | None = None
    log: Any = None


class PublishableAdmin(RecordAdmin):
    form = PublishableForm

    publication = (
        _("Publication"),
        {
            "fields": [
                ("state", "publish_at"),
                ("change_note", "is_major", "is_current"),
                ("desk_note",),
                "seen",
                ("withdrawn_reason_en", "withdrawn_reason_ja"),
            ],
            "description": _("To take something back, withdraw it: it leaves the site and stays in the record."),
        },
    )

    picture = (
        _("Picture"),
        {
            "fields": [
                "cover",
                ("cover_focus_x", "cover_focus_y"),
                ("cover_alt_en", "cover_alt_ja"),
                "cover_decorative",
                ("cover_credit", "cover_licence"),
            ]
        },
    )

    # Who may do what

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.publish_{self.opts.model_name}")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may not publish writes drafts: their own, until they are published."""
        if not super().has_change_permission(request, obj):
            return False
        is_own_draft = obj is None or (obj.created_by_id == request.user.pk and obj.state in UNPUBLISHED)
        return is_own_draft or self.has_publish_permission(request)

    def may_restore(self, request: HttpRequest, record: Any) -> bool:
        return self.has_change_permission(request, record) and self.has_publish_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        readonly = super().get_readonly_fields(request, obj)
        if self.has_publish_permission(request):
            return readonly
        return [*readonly, "publish_at", "withdrawn_reason_en", "withdrawn_reason_ja"]

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        if db_field.name == "state" and field and not self.has_publish_permission(request):
            field.choices = [(value, label) for value, label in State.choices if value in UNPUBLISHED]
        return field

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """In the admin's order, which may be by what is added here."""
        edit = PendingEdit.objects.filter(record=OuterRef("public_id"))
        rows = self.model._default_manager.annotate(
            waiting=Subquery(edit.values("state")),
            goes_live=Coalesce(Subquery(edit.scheduled().values("publish_at")), "publish_at"),
        )
        return rows.order_by(*self.get_ordering(request))

    @admin.display(description=_("waiting edit"), empty_value="")
    def waiting(self, record: Any) -> StrOrPromise | None:
        return PendingEdit(state=record.waiting).stage if record.waiting and record.is_public else None

    @admin.display(description=_("goes live"), ordering="goes_live", empty_value="")
    def goes_live(self, record: Any) -> str | None:
        return moment_in_words(record.goes_live) if is_to_come(record.goes_live) else None

    # One record: what a public one shows and saves is its next version

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Of two saves at the same moment the second waits for the first, and then sees what that changed."""
        if request.method != "POST" or not object_id:
            return self._form_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if record := self.get_object(request, unquote(object_id)):
                self.model._default_manager.select_for_update().filter(pk=record.pk).first()
            return self._form_view(request, object_id, form_url, extra_context)

    def _form_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any
    ) -> HttpResponse:
        """The page of a public record shows the edit that waits beside it, as if the tables held it already.

        What is saved to wait goes the same way as what is published, rows and checks included, until its
        document is known; then the tables are put back to what readers see.
        """
        record = self.get_object(request, unquote(object_id)) if object_id else None
        edit = pending_edit_of(record) if record else None
        if record is None or not record.is_public or (edit is None and request.method != "POST"):
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if not self._look_ahead(request, record, edit):
                return redirect(f"{self.address('compare', record)}?old={LIVE}&new={WAITING}")
            response = super().changeform_view(request, object_id, form_url, extra_context)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            saving = _saving(request)
            transaction.set_rollback(saving is None or saving.wait is not None)
        if saving and saving.wait:
            saving.wait()
            type(record)._default_manager.filter(pk=record.pk).update(desk_note=saving.desk_note)
            self.message_user(request, _("Your edit waits; readers keep seeing the version before it."))
            super().log_change(request, record, saving.log)
        return response

    def _look_ahead(self, request: HttpRequest, record: Publishable, edit: PendingEdit | None) -> bool:
        """False where the waiting edit cannot be laid over the record at all; it stays as it is then."""
        try:
            left_out = apply_pending(record, edit)
        except ValidationError as error:
            self._say(request, _("The waiting edit no longer fits the record:"), error.messages)
            return False
        if left_out:
            self._say(request, _("Parts of the waiting edit no longer fit the record and are left out here:"), left_out)
        return True

    def _say(self, request: HttpRequest, first: Any, sentences: list[str]) -> None:
        for sentence in (first, *sentences):
            self.message_user(request, sentence, messages.ERROR)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """What is put back with the tables is logged when the edit is kept."""
        saving = _saving(request)
        if saving and saving.wait:
            saving.log = message
            return None
        return super().log_change(request, obj, message)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def after_save(self, request: HttpRequest, record: Any, form: Any) -> None:
        user, said = cast(User, request.user), form.cleaned_data
        told = {"by": user, "note": said["change_note"], "is_major": said["is_major"], "is_current": said["is_current"]}
        saving = Saving(record.desk_note)
        request.saving = saving  # type: ignore[attr-defined]
        if form.waits:
            when = said["publish_at"] if form.is_scheduled else None
            document = document_of(record)
            saving.wait = partial(keep_pending, record, document, state=said["state"], publish_at=when, **told)
        elif record.is_public:
            keep_publication(record, **told)
            drop_pending(record)
        elif record.state == State.PUBLISHED:
            keep_pending(record, document_of(record), state=State.PUBLISHED, publish_at=record.publish_at, **told)
        else:
            drop_pending(record)
            if record.state == State.WITHDRAWN and form.is_live:
                keep_withdrawal(record, by=user)
        if form.is_scheduled and said["state"] == State.PUBLISHED:
            self.message_user(request, _("It goes live on %(when)s.") % {"when": moment_in_words(said["publish_at"])})

    # Rows of a waiting edit have other ids each time it is laid over the tables: the page remembers their names

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk and hasattr(inline, "row_name"):
            rows = inline.get_queryset(request).filter(**{obj._meta.model_name or "": obj})
            names = {str(row.pk): inline.row_name(row) for row in rows}
            _row_names(request)[prefix] = names
            if "data" in kwargs:
                _with_present_ids(kwargs["data"], prefix, {name: pk for pk, name in names.items()})
        return kwargs

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["row_names"] = json.dumps(_row_names(request))
        if record := context.get("original"):
            context |= self._beside(request, record)
        return super().render_change_form(request, context, *args, **kwargs)

    def _beside(self, request: HttpRequest, record: Publishable) -> dict[str, Any]:
        """What stands above the form: the edit that waits, and links to look at it."""
        edit = pending_edit_of(record)
        preview = reverse("preview", args=[preview_token(record)])
        until = timezone.now() + timedelta(days=settings.PREVIEW_DAYS)
        return {
            "pending_edit": edit if record.is_public else None,
            "trouble": edit.trouble if edit else "",
            "goes_live": moment_in_words(edit.publish_at) if edit and edit.publish_at else "",
            "compare_url": self.address("compare", record),
            "discard_url": self.address("discard", record),
            "previews": [(language, absolute(request, in_language(preview, language))) for language in LANGUAGES],
            "preview_until": until,
        }


def _saving(request: HttpRequest) -> Saving | None:
    return getattr(request, "saving", None)


def _row_names(request: HttpRequest) -> dict[str, dict[str, str]]:
    """Of the rows that a page shows: prefix of the formset → id → name, as the database has them."""
    if not hasattr(request, "row_names"):
        request.row_names = {}  # type: ignore[attr-defined]
    return request.row_names  # type: ignore[attr-defined]


def _with_present_ids(data: Any, prefix: str, present: dict[str, str]) -> None:
    try:
        names = json.loads(data.get("row_names", "{}"))[prefix]
    except (ValueError, TypeError, LookupError):
        return
    if not isinstance(names, dict):
        return
    for field in [field for field in data if field.startswith(f"{prefix}-") and field.endswith("-id")]:
        name = names.get(data[field])
        if isinstance(name, str) and name in present:
            data[field] = present[name]
