from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from publishing.actions import mark_checked
from publishing.admin import MergingAdmin, PublishableAdmin, PublishableWorkAdmin, TableAdmin
from publishing.bilingual import StrOrPromise

from ..forms import CitationFormSet, FactFormSet, InitiativeForm, SharedRowForm
from ..models import Initiative
from ..tables import INITIATIVES
from ..work import INITIATIVE_WORK
from .parts import amounts_that_go
from .rows import (
    CitationInline,
    ClaimInline,
    FactInline,
    FundingInline,
    IdentifierInline,
    MilestoneInline,
    OutcomeInline,
    ParticipationInline,
)


@admin.register(Initiative)
class InitiativeAdmin(MergingAdmin, TableAdmin, PublishableWorkAdmin, PublishableAdmin):
    form = InitiativeForm
    change_form_template = "admin/initiatives/initiative/change_form.html"
    merge_permission = "publish"
    work = INITIATIVE_WORK
    table = INITIATIVES
    import_permissions = ["initiatives.add_initiative", "initiatives.publish_initiative"]
    list_display = ["title_en", "acronym", "kind", "status", "state", "waiting", "changed_at", "last_checked"]
    list_filter = ["state", "kind", "status", "themes"]
    search_fields = ["title_en", "title_ja", "acronym", "slug", "programme", "identifiers__value"]
    search_help_text = _("Titles, acronym, address, programme or identifier")
    ordering = ["-changed_at"]
    autocomplete_fields = ["related"]
    prepopulated_fields = {"slug": ["title_en"]}
    actions = ["mark_checked", "merge_two"]
    inlines = [
        ParticipationInline,
        CitationInline,
        MilestoneInline,
        OutcomeInline,
        FundingInline,
        ClaimInline,
        IdentifierInline,
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title_en", "title_ja"),
                    ("acronym", "slug", "title_ja_official"),
                    ("kind", "status"),
                    ("start", "end", "programme"),
                    "themes",
                ]
            },
        ),
        (_("Text"), {"fields": [("summary_en", "summary_ja"), ("body_en", "body_ja")]}),
        PublishableAdmin.picture,
        (_("Relations and checks"), {"fields": ["related", "last_checked"]}),
        PublishableAdmin.publication,
    ]

    @admin.action(description=_("Checked, nothing changed"), permissions=["publish"])
    def mark_checked(self, request: HttpRequest, queryset: QuerySet[Initiative]) -> None:
        number = mark_checked(queryset, by=cast(User, request.user))
        words = ngettext(
            "%(number)d record was marked as checked today.", "%(number)d records were marked as checked today.", number
        )
        self.message_user(request, words % {"number": number}, messages.SUCCESS)

    def not_taken_over(self, kept: Any, gone: Any) -> list[StrOrPromise]:
        return amounts_that_go(kept, gone)

    def get_urls(self) -> list[Any]:
        checked = path(
            "<int:pk>/checked/", self.admin_site.admin_view(self.checked_view), name="initiatives_initiative_checked"
        )
        return [checked, *super().get_urls()]

    @method_decorator(require_POST)
    def checked_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One click on a record's own page."""
        initiative = get_object_or_404(Initiative, pk=pk)
        if not (self.has_change_permission(request, initiative) and self.has_publish_permission(request)):
            raise PermissionDenied
        self.mark_checked(request, Initiative.objects.filter(pk=pk))
        return redirect("admin:initiatives_initiative_change", pk)

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Facts name their sources by the rows of the page; without those they cannot be edited here."""
        inlines = super().get_inline_instances(request, obj)
        if not request.user.has_perm("initiatives.change_citation"):
            inlines = [inline for inline in inlines if not isinstance(inline, FactInline)]
        return inlines

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "themes":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if issubclass(inline.form, SharedRowForm):
            may_change = request.user.has_perm(f"initiatives.change_{inline.form.target}")
            kwargs["form_kwargs"] = {"may_change_shared": may_change}
        return kwargs

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        """Facts are checked against the sources typed on the same page, so their formsets must meet."""
        formsets, instances = super()._create_formsets(request, obj, change)
        citations = next((formset for formset in formsets if isinstance(formset, CitationFormSet)), None)
        for formset in formsets:
            if isinstance(formset, FactFormSet):
                formset.citations = citations
        return formsets, instances
