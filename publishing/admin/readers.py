"""What readers sent: their words stand as they wrote them, and editors say what becomes of them."""

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import quote

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .. import version
from ..models import Record
from ..readers import FromReader
from .doubts import show
from .memory import RememberingForm
from .records import KeptAdmin
from .work import WorkAdmin


class ReaderAdmin(WorkAdmin, KeptAdmin):
    """`answer` are the boxes that editors fill in; nobody changes the rest."""

    form = RememberingForm
    change_form_template = "admin/publishing/change_form.html"
    answer: Sequence[str] = ["state"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = flatten_fieldsets(self.fieldsets or [])
        return [name for name in shown if name not in [*self.answer, "seen"]]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        show(context, [context["adminform"].form])
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: FromReader, form: Any, change: bool) -> None:
        if "state" in form.changed_data:
            obj.decide(form.cleaned_data["state"], by=cast(User, request.user))
        super().save_model(request, obj, form, change)
        version.moved()

    def decide_all(self, request: HttpRequest, queryset: QuerySet, state: Any) -> None:
        user = cast(User, request.user)
        rows = list(queryset.exclude(state=state))
        for row in rows:
            row.decide(state, by=user)
        self.model._default_manager.bulk_update(rows, ["state", "decided_at", "decided_by"])
        message = [{"changed": {"fields": [str(state.label)]}}]
        LogEntry.objects.log_actions(user.pk, cast(QuerySet, rows), CHANGE, message)
        version.moved()
        told = ngettext("%(n)d is now %(state)s.", "%(n)d are now %(state)s.", len(rows))
        self.message_user(request, told % {"n": len(rows), "state": state.label})

    def delete_model(self, request: HttpRequest, obj: FromReader) -> None:
        self.delete_queryset(request, self.model._default_manager.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset)
        version.moved()

    @admin.display(description=_("e-mail (never published)"), empty_value="–")
    def write_to(self, obj: FromReader) -> str | SafeString:
        return format_html('<a href="mailto:{}">{}</a>', quote(obj.email, safe="@"), obj.email) if obj.email else ""


def links_to(record: Record, title: str) -> SafeString:
    """Its form here, and where readers see it, if they do."""
    opts = record._meta
    form = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
    links = format_html('{}: <a href="{}">{}</a>', capfirst(opts.verbose_name), form, title)
    if not type(record)._default_manager.published().filter(pk=record.pk).exists():  # type: ignore[attr-defined]
        return links
    return format_html('{} · <a href="{}">{}</a>', links, record.get_absolute_url(), _("View on site"))  # type: ignore[attr-defined]
