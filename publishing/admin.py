"""What the admin of every record shares: who may delete, where it can be seen, that a revision is kept."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .actions import keep_address, keep_revision
from .models import Publishable, Record


class KeptAdmin(admin.ModelAdmin):
    """Deleting leaves no trace, so it is for administrators."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return cast(User, request.user).is_superuser and super().has_delete_permission(request, obj)

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
        self.after_save(request, form.instance)

    def after_save(self, request: HttpRequest, record: Record) -> None:
        keep_revision(record, by=cast(User, request.user))


class PublishableAdmin(RecordAdmin):
    publication = (
        _("Publication"),
        {
            "fields": [("state", "publish_at"), ("withdrawn_reason_en", "withdrawn_reason_ja")],
            "description": _("To take something back, withdraw it: it leaves the site and stays in the record."),
        },
    )

    def after_save(self, request: HttpRequest, record: Record) -> None:
        if isinstance(record, Publishable) and record.is_public:
            super().after_save(request, record)
