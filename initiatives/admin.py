from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from publishing.actions import keep_revision, mark_checked
from publishing.admin import KeptAdmin, PublishableAdmin, RecordAdmin

from .forms import (
    CitationForm,
    CitationFormSet,
    ClaimForm,
    ClaimFormSet,
    FactForm,
    FactFormSet,
    PositionedFormSet,
    SharedRowForm,
)
from .models import (
    Citation,
    Claim,
    ClaimAbout,
    Funding,
    Identifier,
    Initiative,
    Milestone,
    Outcome,
    Participation,
    Partner,
    Source,
    Theme,
)


def keep_revisions(initiatives: QuerySet[Initiative], request: HttpRequest) -> None:
    """Of the public ones among these; one that says what it said before gets none."""
    for initiative in initiatives:
        keep_revision(initiative, by=cast(User, request.user))


NOTE = forms.Textarea(attrs={"rows": 2})


class RowInline:
    """New rows are there at once on a new record; on an old one a button adds them.

    `related` are the tables to load with the rows: what a row prints must not cost it a query.
    """

    formset = PositionedFormSet
    view_on_site = False
    rows_at_first = 1
    related: list[str] = []

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(*self.related)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else self.rows_at_first


class ParticipationInline(RowInline, admin.TabularInline):
    model = Participation
    related = ["partner"]
    autocomplete_fields = ["partner"]
    fields = ["partner", "role", "amount", "currency"]
    rows_at_first = 2


class CitationInline(RowInline, admin.TabularInline):
    model = Citation
    form = CitationForm
    formset = CitationFormSet
    fields = ["url", "title", "publisher", "published", "kind"]
    related = ["source"]
    verbose_name_plural = _("Sources: the facts below name them by their numbers")
    classes = ["numbered"]
    rows_at_first = 2


class FactInline(RowInline):
    form = FactForm
    formset = FactFormSet

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("citations")  # type: ignore[misc]


class MilestoneInline(FactInline, admin.StackedInline):
    model = Milestone
    fields = [("date", "kind", "cites", "time", "time_zone"), ("title_en", "title_ja"), ("note_en", "note_ja")]
    formfield_overrides = {models.TextField: {"widget": NOTE}}
    rows_at_first = 3


class OutcomeInline(FactInline, admin.StackedInline):
    model = Outcome
    fields = [("text_en", "text_ja", "cites")]
    formfield_overrides = {models.TextField: {"widget": NOTE}}


class FundingInline(FactInline, admin.TabularInline):
    model = Funding
    fields = ["amount", "currency", "what_en", "what_ja", "cites"]


class ClaimInline(RowInline, admin.StackedInline):
    model = ClaimAbout
    form = ClaimForm
    formset = ClaimFormSet
    related = ["claim", "initiative"]
    fields = [
        ("says_en", "says_ja"),
        ("where_en", "where_ja"),
        ("verdict", "where_url"),
        ("note_en", "note_ja"),
    ]
    rows_at_first = 0


class IdentifierInline(RowInline, admin.TabularInline):
    model = Identifier
    fields = ["scheme", "value"]
    rows_at_first = 0


@admin.register(Initiative)
class InitiativeAdmin(PublishableAdmin):
    list_display = ["title_en", "acronym", "kind", "status", "state", "changed_at", "last_checked"]
    list_filter = ["state", "kind", "status", "themes"]
    search_fields = ["title_en", "title_ja", "acronym", "slug", "programme", "identifiers__value"]
    search_help_text = _("Titles, acronym, address, programme or identifier")
    ordering = ["-changed_at"]
    autocomplete_fields = ["related"]
    prepopulated_fields = {"slug": ["title_en"]}
    actions = ["mark_checked"]
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
        (_("Picture"), {"fields": ["cover", ("cover_alt_en", "cover_alt_ja")], "classes": ["collapse"]}),
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

    def after_save(self, request: HttpRequest, record: Any, form: Any) -> None:
        """A shared source or claim may have been changed here: the other records that show it say so too."""
        super().after_save(request, record, form)
        sharing = Q(citations__source__citations__initiative=record) | Q(claims__initiatives=record)
        keep_revisions(Initiative.objects.published().filter(sharing).exclude(pk=record.pk).distinct(), request)

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


@admin.register(Theme)
class ThemeAdmin(RecordAdmin):
    list_display = ["name_en", "name_ja", "slug", "hue", "position"]
    search_fields = ["name_en", "name_ja", "slug"]
    prepopulated_fields = {"slug": ["name_en"]}
    fields = [("name_en", "name_ja"), "slug", ("description_en", "description_ja"), ("hue", "position")]


@admin.register(Partner)
class PartnerAdmin(RecordAdmin):
    list_display = ["name_en", "name_ja", "acronym", "kind", "country", "city"]
    list_filter = ["kind", "country"]
    search_fields = ["name_en", "name_ja", "acronym", "former_name_en", "former_name_ja", "slug", "ror"]
    search_help_text = _("Names, former names, acronym, address or ROR id")
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name_en", "name_ja"),
                    ("acronym", "slug"),
                    ("former_name_en", "former_name_ja"),
                    ("kind", "country", "city"),
                    ("website", "ror"),
                    ("note_en", "note_ja"),
                ]
            },
        ),
        (_("Place and logo"), {"fields": [("latitude", "longitude"), "logo"], "classes": ["collapse"]}),
    ]


class PartOfInitiativesAdmin(KeptAdmin):
    """What public initiatives show: a change of it is a change of theirs."""

    def initiatives_of(self, rows: QuerySet) -> QuerySet[Initiative]:
        raise NotImplementedError

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Those it was part of before count as well as those it is part of now."""
        row = self.model.objects.filter(pk=form.instance.pk)
        before = list(self.initiatives_of(row).values_list("pk", flat=True))
        super().save_related(request, form, formsets, change)
        now = self.initiatives_of(row).values_list("pk", flat=True)
        keep_revisions(Initiative.objects.published().filter(pk__in=[*before, *now]), request)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_queryset(request, self.model.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        affected = list(self.initiatives_of(queryset).values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        keep_revisions(Initiative.objects.published().filter(pk__in=affected), request)


@admin.register(Milestone)
class MilestoneAdmin(PartOfInitiativesAdmin):
    """For finding milestones across the record; a new one is easier to add on its initiative's page."""

    list_display = ["date", "title_en", "kind", "initiative"]
    list_display_links = ["title_en"]
    list_filter = ["kind", "initiative__state", "initiative__themes"]
    list_select_related = ["initiative"]
    search_fields = ["title_en", "title_ja", "initiative__title_en", "initiative__acronym", "initiative__slug"]
    autocomplete_fields = ["initiative"]
    ordering = ["-date"]
    fields = [
        "initiative",
        ("date", "kind"),
        ("title_en", "title_ja"),
        ("note_en", "note_ja"),
        ("time", "time_zone"),
        "citations",
    ]

    def initiatives_of(self, rows: QuerySet) -> QuerySet[Initiative]:
        return Initiative.objects.published().filter(milestones__in=rows).distinct()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        return fields if obj else [name for name in fields if name != "citations"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """It cites sources of its initiative's list, so it stays there."""
        return ["initiative"] if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if obj and "citations" in form.base_fields:
            form.base_fields["citations"].queryset = obj.initiative.citations.select_related("source")
            form.base_fields["citations"].widget.can_add_related = False
        return form


@admin.register(Source)
class SourceAdmin(PartOfInitiativesAdmin):
    list_display = ["title", "publisher", "kind", "published", "last_answered_at"]
    list_filter = ["kind"]
    search_fields = ["title", "publisher", "url"]
    search_help_text = _("Title, publisher or URL")
    fields = ["url", "title", "publisher", ("published", "kind"), "archive_url"]

    def initiatives_of(self, rows: QuerySet) -> QuerySet[Initiative]:
        return Initiative.objects.published().filter(citations__source__in=rows).distinct()


class ClaimAboutInline(admin.TabularInline):
    model = ClaimAbout
    verbose_name = _("initiative")
    verbose_name_plural = _("initiatives it is about")
    autocomplete_fields = ["initiative"]
    extra = 1


@admin.register(Claim)
class ClaimAdmin(PartOfInitiativesAdmin):
    list_display = ["says_en", "verdict"]
    list_filter = ["verdict"]
    search_fields = ["says_en", "says_ja", "note_en"]
    inlines = [ClaimAboutInline]
    view_on_site = False
    fields = [
        ("says_en", "says_ja"),
        ("where_en", "where_ja"),
        "where_url",
        "verdict",
        ("note_en", "note_ja"),
    ]

    def initiatives_of(self, rows: QuerySet) -> QuerySet[Initiative]:
        return Initiative.objects.published().filter(claims__in=rows).distinct()
