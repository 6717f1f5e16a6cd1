"""Two records chosen in the list become one, on a page that shows both."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..bilingual import StrOrPromise
from ..changes import Said, differences, side_by_side
from ..documents import Document, document_of, kind_of, kinds
from ..merging import combined, merge, merge_refusal
from ..models import Publishable, Record


class MergeForm(forms.Form):
    """Which of the two is kept, and why; refused when either has changed since the page was opened."""

    kept = forms.ChoiceField(label=_("Keep"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Why they are one"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Readers see it in the history of what is public: of the one that is kept, and of what named the other."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, pair: list[Record], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = pair
        self.now = [document_of(record) for record in pair]
        self.fields["kept"].choices = [(str(record.pk), str(record)) for record in pair]
        self.initial["seen"] = signing.dumps(self.now, compress=True)

    def clean_seen(self) -> str:
        try:
            seen = signing.loads(self.cleaned_data["seen"])
        except signing.BadSignature as error:
            raise ValidationError(_("This page was damaged on its way. Please look at both once more.")) from error
        if seen != self.now:
            raise ValidationError(
                _(
                    "Somebody has changed one of the two since you opened this page. Look at both once more as they are now."
                )
            )
        return self.cleaned_data["seen"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "kept" in cleaned and (refusal := merge_refusal(*self.chosen())):
            self.add_error("kept", refusal)
        return cleaned

    def chosen(self) -> tuple[Record, Record]:
        """The one that is kept and the other."""
        first, second = self.pair
        return (first, second) if str(first.pk) == self.cleaned_data["kept"] else (second, first)

    def seen_again(self) -> None:
        """What the page shows next is how both are now."""
        data = self.data.copy()
        data["seen"] = self.initial["seen"]
        self.data = data


@dataclass(frozen=True)
class Side:
    """One of the two, and what would become of it if it were kept."""

    record: Record
    address: str
    is_chosen: bool
    state: StrOrPromise
    named_by: list[tuple[StrOrPromise, int]]
    takes_over: list[Said]
    leaves: list[StrOrPromise]
    refusal: str


class MergingAdmin(admin.ModelAdmin):
    """The action and its page; mixed into the admin of a kind that `combine`s."""

    merge_permission = "change"

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return bool(getattr(self, f"has_{self.merge_permission}_permission")(request))

    def not_taken_over(self, kept: Any, gone: Any) -> list[StrOrPromise]:
        """Sentences about what the page does not show and the merger would drop."""
        return []

    @admin.action(description=_("Merge two into one…"), permissions=["merge"])
    def merge_two(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        chosen = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
        if len(chosen) != 2:
            self.message_user(request, _("Choose exactly two to merge."), messages.ERROR)
            return None
        return redirect(self._merge_address(), *chosen)

    def get_urls(self) -> list[Any]:
        page = path(
            "merge/<int:first>/<int:second>/",
            self.admin_site.admin_view(self.merge_view),
            name=self._merge_address().removeprefix("admin:"),
        )
        return [page, *super().get_urls()]

    def merge_view(self, request: HttpRequest, first: int, second: int) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            found = self.model._default_manager.select_for_update().in_bulk([first, second])
            if len(found) != 2:
                self.message_user(
                    request, _("One of the two is no longer there: it may be merged already."), messages.ERROR
                )
                return redirect(self._list_address())
            form = MergeForm(request.POST or None, pair=[found[first], found[second]])
            if form.is_valid() and self._merged(request, form):
                return redirect(self._list_address())
        return self._merge_page(request, form)

    def _merged(self, request: HttpRequest, form: MergeForm) -> bool:
        """False where the database refuses what would come out; the form says why."""
        kept, gone = form.chosen()
        title, note = str(gone), form.cleaned_data["note"]
        try:
            with transaction.atomic():
                self.log_deletions(request, self.model._default_manager.filter(pk=gone.pk))
                merge(kept, gone, by=cast(User, request.user), note=note)
                self.log_change(
                    request, kept, str(_("Merged with “%(title)s”: %(note)s") % {"title": title, "note": note})
                )
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[kept.pk])
        words = _('“{}” is now part of <a href="{}">{}</a>. Its addresses lead there.')
        self.message_user(request, format_html(str(words), title, address, str(kept)), messages.SUCCESS)
        return True

    def _merge_page(self, request: HttpRequest, form: MergeForm) -> HttpResponse:
        first, second = form.pair
        if form.is_bound:
            form.seen_again()
        named_by = {record.pk: _named_by(record) for record in form.pair}
        chosen = form.data.get("kept") or str(max(form.pair, key=lambda record: _rank(record, named_by[record.pk])).pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Merge two into one"),
            "form": form,
            "sides": [
                self._side(kept, gone, named_by[kept.pk], documents, is_chosen=str(kept.pk) == chosen)
                for kept, gone, documents in ((first, second, form.now), (second, first, form.now[::-1]))
            ],
            "fields": side_by_side(kind_of(first), *form.now),
        }
        return render(request, "admin/publishing/merge.html", context)

    def _side(
        self,
        kept: Any,
        gone: Any,
        named_by: list[tuple[StrOrPromise, int]],
        documents: list[Document],
        *,
        is_chosen: bool,
    ) -> Side:
        kind = kind_of(kept)
        return Side(
            record=kept,
            address=reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[kept.pk]),
            is_chosen=is_chosen,
            state=kept.get_state_display() if isinstance(kept, Publishable) else "",
            named_by=named_by,
            takes_over=differences(kind, documents[0], combined(kind, *documents)),
            leaves=self.not_taken_over(kept, gone),
            refusal=merge_refusal(kept, gone),
        )

    def _merge_address(self) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_merge"

    def _list_address(self) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"


def _named_by(record: Record) -> list[tuple[StrOrPromise, int]]:
    """How many records of each kind name it."""
    counted = [(capfirst(kind.model._meta.verbose_name_plural), len(kind.naming(record))) for kind in kinds()]
    return [(name, number) for name, number in counted if number]


def _rank(record: Record, named_by: list[tuple[StrOrPromise, int]]) -> tuple:
    """The public one before others, then the one that more records name, then the older one."""
    is_public = isinstance(record, Publishable) and record.is_public
    return is_public, sum(number for _name, number in named_by), -record.created_at.timestamp(), -record.pk
