from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from publishing.admin import ReaderAdmin, WorkList, links_to

from ..corrections import AnswerForm, called, records_of
from ..models import Correction
from ..work import CORRECTION_WORK

GONE = _("It has been deleted.")


class CorrectionList(WorkList):
    def get_results(self, request: HttpRequest) -> None:
        """Each with the record it is about, found for all of them at once."""
        super().get_results(request)
        records = records_of(self.result_list)
        for report in self.result_list:
            report.about = records.get(report.pk)


@admin.register(Correction)
class CorrectionAdmin(ReaderAdmin):
    work = CORRECTION_WORK
    form = AnswerForm
    answer = ["state", "reason_en", "reason_ja", "is_quoted"]
    list_display = ["number", "title", "part", "state", "sent_at"]
    list_display_links = ["number", "title"]
    list_filter = ["state", "language"]
    search_fields = ["part", "should_say", "source", "email"]
    fieldsets = [
        (
            _("What was reported"),
            {"fields": ["record_links", "part", "should_say", "source_link", "write_to", "language", "sent_at"]},
        ),
        (
            _("What becomes of it"),
            {
                "fields": ["state", ("reason_en", "reason_ja"), "is_quoted", ("decided_at", "decided_by"), "seen"],
                "description": _("Correct the record on its own form first; then close the report here."),
            },
        ),
    ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CorrectionList

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.get_absolute_url() if obj else None

    @admin.display(description=_("number"), ordering="pk")
    def number(self, report: Correction) -> int:
        return report.pk

    @admin.display(description=_("record"))
    def title(self, report: Any) -> Any:
        return called(report.about) if report.about else GONE

    @admin.display(description=_("record"))
    def record_links(self, report: Correction) -> Any:
        record = records_of([report]).get(report.pk)
        return links_to(record, called(record)) if record else GONE

    @admin.display(description=_("source"))
    def source_link(self, report: Correction) -> Any:
        return format_html('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>', report.source)
