from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from publishing.admin import MergingAdmin, RecordAdmin, TableAdmin
from publishing.bilingual import StrOrPromise

from ..duplicates import partners_with_near_duplicates
from ..forms import PartnerForm
from ..models import Partner, Theme
from ..tables import PARTNERS
from .parts import amounts_that_go


@admin.register(Theme)
class ThemeAdmin(RecordAdmin):
    list_display = ["name_en", "name_ja", "slug", "hue", "position"]
    search_fields = ["name_en", "name_ja", "slug"]
    prepopulated_fields = {"slug": ["name_en"]}
    fields = [
        ("name_en", "name_ja"),
        "slug",
        ("description_en", "description_ja"),
        ("hue", "position"),
        ("change_note", "is_major"),
        "seen",
    ]


class NearDuplicates(admin.SimpleListFilter):
    title = _("possible duplicates")
    parameter_name = "duplicates"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Possible duplicates"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Partner]) -> QuerySet[Partner]:
        return queryset.filter(pk__in=partners_with_near_duplicates()) if self.value() else queryset


@admin.register(Partner)
class PartnerAdmin(MergingAdmin, TableAdmin, RecordAdmin):
    form = PartnerForm
    table = PARTNERS
    import_permissions = [
        "initiatives.add_partner",
        "initiatives.change_partner",
        "initiatives.publish_initiative",
    ]
    list_display = ["name_en", "name_ja", "acronym", "kind", "country", "city"]
    list_filter = [NearDuplicates, "kind", "country"]
    actions = ["merge_two"]
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
        (_("Place"), {"fields": [("latitude", "longitude")], "classes": ["collapse"]}),
        (_("Logo"), {"fields": ["logo", ("logo_alt_en", "logo_alt_ja"), ("logo_credit", "logo_licence")]}),
        (None, {"fields": [("change_note", "is_major"), "seen"]}),
    ]

    def not_taken_over(self, kept: Any, gone: Any) -> list[StrOrPromise]:
        return amounts_that_go(kept, gone)
