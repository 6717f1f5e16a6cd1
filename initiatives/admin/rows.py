"""The rows of an initiative's page in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from publishing.admin import KnownChoicesInline, NamedBoxesInline, QuickSelect

from ..forms import (
    CitationForm,
    CitationFormSet,
    ClaimForm,
    ClaimFormSet,
    FactForm,
    FactFormSet,
    IdentifierFormSet,
    PositionedFormSet,
)
from ..models import Citation, ClaimAbout, Funding, Identifier, Milestone, Outcome, Participation

NOTE = forms.Textarea(attrs={"rows": 2})


class RowInline:
    """New rows are there at once on a new record; on an old one a button adds them.

    `related` are the tables to load with the rows: what a row prints must not cost it a query. `row_name` is
    what a row is known by where its id is not the same each time (see `PublishableAdmin`).
    """

    formset = PositionedFormSet
    view_on_site = False
    rows_at_first = 1
    related: list[str] = []

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(*self.related)

    @staticmethod
    def row_name(row: Any) -> str:
        return row.key

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_choice_field(db_field, request, widget=QuickSelect, **kwargs)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else self.rows_at_first


class ParticipationInline(KnownChoicesInline, NamedBoxesInline, RowInline, admin.TabularInline):
    model = Participation
    autocomplete_fields = ["partner"]
    fields = ["partner", "role", "amount", "currency"]
    rows_at_first = 2

    @staticmethod
    def row_name(row: Any) -> str:
        return f"{row.partner.slug} {row.role}"


class CitationInline(NamedBoxesInline, RowInline, admin.TabularInline):
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


class FundingInline(NamedBoxesInline, FactInline, admin.TabularInline):
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

    @staticmethod
    def row_name(row: Any) -> str:
        return row.claim.key


class IdentifierInline(NamedBoxesInline, RowInline, admin.TabularInline):
    model = Identifier
    formset = IdentifierFormSet
    fields = ["scheme", "value"]
    rows_at_first = 0

    @staticmethod
    def row_name(row: Any) -> str:
        return f"{row.scheme} {row.value}"
