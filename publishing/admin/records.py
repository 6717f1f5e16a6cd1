"""Who may delete, where a record can be seen, that a revision is kept."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..actions import keep_address, keep_revision, keep_withdrawal
from ..models import Record
from ..states import UNPUBLISHED, State
from .forms import PublishableForm


class KeptAdmin(admin.ModelAdmin):
    """Deleting leaves no trace, so it takes a permission of its own."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("publishing.delete_records") and super().has_delete_permission(request, obj)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The public page, straight; none where the public would find nothing."""
        if obj is None or not self.view_on_site or not type(obj).objects.published().filter(pk=obj.pk).exists():
            return None
        return obj.get_absolute_url()


class RecordAdmin(KeptAdmin):
    """`save_related` is the end of every save, rows of the inlines included: there the revision is kept."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            keep_address(obj, old=form.initial["slug"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.after_save(request, form.instance, form)

    def after_save(self, request: HttpRequest, record: Record, form: Any) -> None:
        keep_revision(record, by=cast(User, request.user))


class PublishableAdmin(RecordAdmin):
    form = PublishableForm

    publication = (
        _("Publication"),
        {
            "fields": [
                ("state", "publish_at"),
                ("change_note", "is_major"),
                "seen",
                ("withdrawn_reason_en", "withdrawn_reason_ja"),
            ],
            "description": _("To take something back, withdraw it: it leaves the site and stays in the record."),
        },
    )

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.publish_{self.opts.model_name}")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may not publish writes drafts: their own, until they are published."""
        if not super().has_change_permission(request, obj):
            return False
        is_own_draft = obj is None or (obj.created_by_id == request.user.pk and obj.state in UNPUBLISHED)
        return is_own_draft or self.has_publish_permission(request)

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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def after_save(self, request: HttpRequest, record: Any, form: Any) -> None:
        user = cast(User, request.user)
        if record.is_public:
            note, is_major = form.cleaned_data["change_note"], form.cleaned_data["is_major"]
            keep_revision(record, by=user, note=note, is_major=is_major)
        elif record.state == State.WITHDRAWN and "state" in form.changed_data:
            keep_withdrawal(record, by=user)
