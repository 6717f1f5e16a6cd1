"""Export and import of a table, as pages of a record's admin.

The file is kept between its preview and its import, so that what is imported is what was previewed. Both
may take a while: their answers are written while the work goes on, each step a progress bar that the
style sheet hides when the next one has come. Closing the page closes the generator, and the transaction
inside it is rolled back.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ..columns import Table
from ..file_forms import CSV, XLSX
from ..imports import ImportRefused, Plan, RowError
from ..models import Import
from ..tables import MAX_BYTES, TableError, csv_lines, read_table, xlsx_file

logger = logging.getLogger(__name__)

# So many changes and errors are shown of a file; the counts are of all.
SHOWN = 200
STEPS = 100


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX, with the names of the columns in the first row."))

    def __init__(self, table: Table, *args: Any) -> None:
        super().__init__(*args)
        self.table = table

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            # One byte more than allowed is enough to be refused.
            self.content = file.read(MAX_BYTES + 1)
            self.table.read_headings(read_table(self.content)[0])
        except TableError as error:
            raise forms.ValidationError(str(error)) from error
        return file


class ConfirmForm(forms.Form):
    """`seen` is what the records said that the preview was made of."""

    note = forms.CharField(
        label=_("What changed, and why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
    )
    is_major = forms.BooleanField(label=_("a major change"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput)


class TableAdmin(admin.ModelAdmin):
    """`import_permissions` are all needed; whoever may look may export."""

    table: Table
    import_permissions: list[str]
    change_list_template = "admin/publishing/change_list.html"

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("export.csv", view(self.export_view), {"form": "csv"}, name=f"{name}_export_csv"),
            path("export.xlsx", view(self.export_view), {"form": "xlsx"}, name=f"{name}_export_xlsx"),
            path("import/", view(self.upload_view), name=f"{name}_import"),
            path("import/<int:pk>/", view(self.import_view), name=f"{name}_import_file"),
            *super().get_urls(),
        ]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return cast(User, request.user).has_perms(self.import_permissions)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        addresses = {
            "export_csv": self._address("export_csv"),
            "export_xlsx": self._address("export_xlsx"),
            "import_address": self._address("import") if self.has_import_permission(request) else "",
        }
        return super().changelist_view(request, {**addresses, **(extra_context or {})})

    def _address(self, name: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def _context(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        list_address = self._address("changelist")
        return {**self.admin_site.each_context(request), "opts": self.opts, "list_address": list_address, **more}

    # Export

    def export_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """Everything that the list, filtered and searched as it is, would show on all its pages."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            rows = self.table.rows(self.get_changelist_instance(request).get_queryset(request))
        except IncorrectLookupParameters:
            return redirect(self._address("changelist"))
        if form == CSV.name:
            return self._download(StreamingHttpResponse(csv_lines(rows), content_type=CSV.content_type), form)
        try:
            return self._download(HttpResponse(xlsx_file(rows, self.table.name), content_type=XLSX.content_type), form)
        except TableError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(self._address("changelist"))

    def _download(self, response: HttpResponseBase, form: str) -> HttpResponseBase:
        name = f"{self.table.name}-{timezone.now():%Y-%m-%d}.{form}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    # Import

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = UploadForm(self.table, request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            Import.objects.filter(uploaded_at__lt=timezone.now() - Import.KEPT_FOR).delete()
            kept = Import.objects.create(
                table=self.table.name,
                name=form.cleaned_data["file"].name[:255],
                content=form.content,
                uploaded_by=cast(User, request.user),
            )
            return redirect(self._address("import_file", kept.pk))
        context = self._context(
            request, title=_("Import %(name)s") % {"name": self.opts.verbose_name_plural}, form=form
        )
        return render(request, "admin/publishing/import_upload.html", context | {"table": self.table})

    def import_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """GET previews the file, POST imports it."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        kept = Import.objects.filter(pk=pk, table=self.table.name, uploaded_by=cast(User, request.user)).first()
        if kept is None:
            self.message_user(request, _("That file is gone: it was imported or is too old."), messages.WARNING)
            return redirect(self._address("import"))
        get_token(request)  # whose cookie could not be set once the answer has begun
        work = _Import(self, request, kept)
        return self._while_working(request, work.applied() if request.method == "POST" else work.previewed(), kept)

    def _while_working(self, request: HttpRequest, work: Iterator[str], kept: Import) -> StreamingHttpResponse:
        context = self._context(request, title=_("Import %(name)s") % {"name": kept.name}, is_popup=False)
        head, foot = render_to_string("admin/publishing/import.html", context, request).split("<!-- work -->")
        response = StreamingHttpResponse(_spoken(translation.get_language(), _around(head, work, foot)))
        # Compressing would hold the steps back until there are enough of them, a proxy might as well.
        response.headers["Content-Encoding"] = "identity"
        response.headers["X-Accel-Buffering"] = "no"
        return response


def _around(head: str, work: Iterator[str], foot: str) -> Iterator[str]:
    with closing(work):  # type: ignore[type-var]
        yield head
        yield from work
        yield foot


def _spoken(language: str | None, pieces: Iterator[str]) -> Iterator[str]:
    """The answer is read after the middleware has put the language back."""
    with closing(pieces):  # type: ignore[type-var]
        while True:
            with translation.override(language):
                try:
                    piece = next(pieces)
                except StopIteration:
                    return
            yield piece


class _Import:
    """The work of one request, as pieces of its page."""

    def __init__(self, model_admin: TableAdmin, request: HttpRequest, kept: Import) -> None:
        self.admin, self.request, self.kept = model_admin, request, kept
        self.table = model_admin.table

    def _plan(self) -> Plan:
        return Plan(self.table, read_table(bytes(self.kept.content)))

    def previewed(self) -> Iterator[str]:
        yield from self._preview(self._plan())

    def _preview(self, plan: Plan, form: ConfirmForm | None = None, moved: bool = False) -> Iterator[str]:
        yield from self._steps(plan.check(), plan)
        new, changed = plan.new_rows(), plan.changed_rows()
        form = form or ConfirmForm(initial={"seen": plan.seen})
        form.fields["note"].required = plan.needs_note
        form.fields["note"].help_text = (
            _("Readers see it in the history of each record. Needed: public records change.")
            if plan.needs_note
            else _("It stays in the history of each record.")
        )
        yield self._part(
            "preview",
            plan=plan,
            counts={
                "new": len(new),
                "changed": len(changed),
                "unchanged": plan.total - len(new) - len(changed) - len(plan.wrong),
                "wrong": len(plan.wrong),
            },
            shown=[(row.number, step, plan.words(row)) for step, row in in_file_order([*new, *changed])[:SHOWN]],
            errors=sorted(plan.errors, key=lambda error: error.number)[:SHOWN],
            form=form,
            moved=moved,
        )

    def applied(self) -> Iterator[str]:
        form = ConfirmForm(self.request.POST)
        try:
            with transaction.atomic():
                # Two clicks are one import: the second waits here, and finds nothing.
                self.kept = Import.objects.select_for_update().get(pk=self.kept.pk)
                plan = self._plan()
                moved = form["seen"].value() != plan.seen
                form.fields["note"].required = plan.needs_note
                is_agreed = form.is_valid() and not moved and not plan.errors
                if is_agreed:
                    yield from self._steps(self._write(plan, form.cleaned_data), plan)
                    self.kept.delete()
        except Import.DoesNotExist:
            yield self._part("refused", errors=[], sentence=_("This file has been imported already."))
        except ImportRefused as refused:
            yield self._refused(refused.errors)
        except Exception:
            # The answer has begun, so no error page can follow; what happened is in the log.
            logger.exception("Import of %s failed", self.kept.name)
            yield self._refused([])
        else:
            if is_agreed:
                yield self._part("done", number=len(plan.new_rows()) + len(plan.changed_rows()))
            else:
                form.data = {**self.request.POST.dict(), "seen": plan.seen}
                yield from self._preview(plan, form, moved)

    def _write(self, plan: Plan, said: dict[str, Any]) -> Iterator[int]:
        by = cast(User, self.request.user)
        return plan.apply(by=by, note=said["note"], is_major=said["is_major"], source=self.kept.name)

    def _refused(self, errors: list[RowError]) -> str:
        sentence = _("Something went wrong. Nothing was changed; please try again.") if not errors else ""
        return self._part("refused", errors=errors[:SHOWN], sentence=sentence)

    def _steps(self, work: Iterator[int], plan: Plan) -> Iterator[str]:
        total = sum(len(step.rows) for step in plan.steps)
        said = 0
        for done in work:
            if done - said >= total / STEPS:
                said = done
                yield self._part("step", done=done, total=total)

    def _part(self, name: str, **context: Any) -> str:
        context |= {"again": self.admin._address("import"), "list_address": self.admin._address("changelist")}
        return render_to_string(f"admin/publishing/import_{name}.html", context, self.request)


def in_file_order(rows: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return sorted(rows, key=lambda pair: pair[1].number)
