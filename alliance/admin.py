from typing import Any

from django.contrib import admin
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import Subscribers


@admin.register(Subscribers)
class SubscribersAdmin(admin.ModelAdmin):
    """Only to look at: the numbers come from feed readers."""

    list_display = ["feed", "day", "reader", "number", "of_all_readers"]
    list_display_links = None
    list_filter = ["reader"]
    search_fields = ["feed"]
    date_hierarchy = "day"
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        same = Subscribers.objects.filter(feed=OuterRef("feed"), day=OuterRef("day")).order_by()
        total = same.values("feed").annotate(total=Sum("number")).values("total")
        return super().get_queryset(request).annotate(total=Subquery(total, output_field=IntegerField()))

    @admin.display(description=_("of all readers that day"), ordering="total")
    def of_all_readers(self, row: Any) -> int:
        return row.total
