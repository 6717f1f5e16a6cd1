"""Milestones, sources and claims on pages of their own: a change of one changes the initiatives that show it."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from publishing import version
from publishing.actions import keep_revision
from publishing.admin import KeptAdmin, KnownChoicesInline, NamedBoxesInline, PartForm, TableAdmin, WorkAdmin
from publishing.bilingual import StrOrPromise
from search.index import subject_of

from ..documents.merging import contributions_not_taken_over
from ..forms import MilestoneForm
from ..models import Claim, ClaimAbout, Initiative, Milestone, Source
from ..tables import MILESTONES
from ..work import SOURCE_WORK


def keep_revisions(initiatives: QuerySet[Initiative], request: HttpRequest, *, note: str, is_major: bool) -> None:
    """Of those that changed among these."""
    for initiative in initiatives:
        keep_revision(initiative, by=cast(User, request.user), note=note, is_major=is_major)


def amounts_that_go(kept: Any, gone: Any) -> list[StrOrPromise]:
    """What a merger of two partners or initiatives would drop, in sentences."""
    sentence = _("“%(where)s”: both have given an amount, %(kept)s stays, %(gone)s goes.")
    return [
        sentence % {"where": where, "kept": ours.contribution, "gone": theirs.contribution}
        for where, ours, theirs in contributions_not_taken_over(kept, gone)
    ]


class PartOfInitiativesAdmin(KeptAdmin):
    """What public initiatives show: a change of it is a change of theirs."""

    form = PartForm

    def initiatives_of(self, rows: QuerySet) -> QuerySet[Initiative]:
        raise NotImplementedError

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Those it was part of before count as well as those it is part of now."""
        row = self.model.objects.filter(pk=form.instance.pk)
        before = list(self.initiatives_of(row).values_list("pk", flat=True))
        super().save_related(request, form, formsets, change)
        now = self.initiatives_of(row).values_list("pk", flat=True)
        said = form.cleaned_data
        keep_revisions(
            Initiative.objects.published().filter(pk__in=[*before, *now]),
            request,
            note=said["change_note"],
            is_major=said["is_major"],
        )
        version.moved(touched={subject_of(self.model): [form.instance.pk]})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_queryset(request, self.model.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        affected = list(self.initiatives_of(queryset).values_list("pk", flat=True))
        gone = list(queryset.values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        keep_revisions(Initiative.objects.published().filter(pk__in=affected), request, note="", is_major=False)
        version.moved(touched={subject_of(self.model): gone})


@admin.register(Milestone)
class MilestoneAdmin(TableAdmin, PartOfInitiativesAdmin):
    """For finding milestones across the record; a new one is easier to add on its initiative's page."""

    form = MilestoneForm
    table = MILESTONES
    import_permissions = ["initiatives.change_milestone", "initiatives.publish_initiative"]
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
        ("change_note", "is_major"),
        "seen",
    ]

    def initiatives_of(self, rows: QuerySet) -> QuerySet[Initiative]:
        return Initiative.objects.published().filter(milestones__in=rows).distinct()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        return fields if obj else [name for name in fields if name != "citations"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """It cites sources of its initiative's list, so it stays there."""
        return ["initiative"] if obj else []

    def may_change_initiative(self, request: HttpRequest, initiative: Initiative) -> bool:
        return self.admin_site.get_model_admin(Initiative).has_change_permission(request, initiative)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or self.may_change_initiative(request, obj.initiative)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or self.may_change_initiative(request, obj.initiative)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.may_change = lambda _form, initiative: self.may_change_initiative(request, initiative)
        if obj and "citations" in form.base_fields:
            form.base_fields["citations"].queryset = obj.initiative.citations.select_related("source")
            form.base_fields["citations"].widget.can_add_related = False
        return form


@admin.register(Source)
class SourceAdmin(WorkAdmin, PartOfInitiativesAdmin):
    work = SOURCE_WORK
    list_display = ["title", "publisher", "kind", "published", "last_answered_at", "last_outcome", "gone_on"]
    list_filter = ["kind", ("gone_on", admin.EmptyFieldListFilter)]
    readonly_fields = ["last_answered_at", "tried_at", "last_outcome", "failing_since"]
    search_fields = ["title", "publisher", "url"]
    search_help_text = _("Title, publisher or URL")
    fields = [
        "url",
        "title",
        "publisher",
        ("published", "kind"),
        ("archive_url", "gone_on"),
        ("last_answered_at", "tried_at", "last_outcome", "failing_since"),
        ("change_note", "is_major"),
        "seen",
    ]

    @admin.display(description=Source._meta.get_field("outcome").verbose_name, ordering="outcome")
    def last_outcome(self, source: Source) -> StrOrPromise:
        return source.outcome_words

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """What visits found at another address says nothing of this one."""
        if "url" in form.changed_data:
            obj.forget_visits()
        super().save_model(request, obj, form, change)

    def initiatives_of(self, rows: QuerySet) -> QuerySet[Initiative]:
        return Initiative.objects.published().filter(citations__source__in=rows).distinct()


class ClaimAboutInline(KnownChoicesInline, NamedBoxesInline, admin.TabularInline):
    model = ClaimAbout
    verbose_name = _("initiative")
    verbose_name_plural = _("initiatives it is about")
    autocomplete_fields = ["initiative"]
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("claim")


@admin.register(Claim)
class ClaimAdmin(PartOfInitiativesAdmin):
    list_display = ["says_en", "verdict"]
    list_filter = ["verdict"]
    search_fields = ["says_en", "says_ja", "note_en"]
    inlines = [ClaimAboutInline]
    fields = [
        ("says_en", "says_ja"),
        ("where_en", "where_ja"),
        "where_url",
        "verdict",
        ("note_en", "note_ja"),
        ("change_note", "is_major"),
        "seen",
    ]

    def initiatives_of(self, rows: QuerySet) -> QuerySet[Initiative]:
        return Initiative.objects.published().filter(claims__in=rows).distinct()
