"""The work queue in the newsroom: the filter that lists a task, and the counts of all tasks on the first page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..bilingual import StrOrPromise
from ..clocks import moment_in_words
from ..states import UNPUBLISHED
from ..work import PARTS, Task


class WorkFilter(admin.SimpleListFilter):
    title = _("work queue")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self.model_admin = model_admin
        return [(task.name, task.label) for task in model_admin.work]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if self.value() is None:
            return None
        task = self.model_admin.task(self.value())
        if task is None:
            raise IncorrectLookupParameters
        return task.which(self.model_admin.work_of(request, queryset))


class WorkList(ChangeList):
    def get_ordering_field_columns(self) -> Any:
        """The head of the table says by what a task's list is sorted."""
        task = self.model_admin.task(self.params.get(WorkFilter.parameter_name))
        if task and task.first and ORDER_VAR not in self.params:
            return {self.list_display.index(task.first): "asc"}
        return super().get_ordering_field_columns()


class WorkAdmin(admin.ModelAdmin):
    """An admin whose records may ask for something."""

    work: Sequence[Task] = ()

    def work_of(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        """Those of the rows on which this person can act; all for who may only look."""
        return rows

    def task(self, name: str | None) -> Task | None:
        return next((task for task in self.work if task.name == name), None)

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [WorkFilter, *super().get_list_filter(request)]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return WorkList

    def get_ordering(self, request: HttpRequest) -> Any:
        task = self._listed(request)
        return [task.first] if task and task.first else super().get_ordering(request)

    def get_list_display(self, request: HttpRequest) -> Any:
        """With the day by which the listed task is to be done."""
        columns, task = super().get_list_display(request), self._listed(request)
        return [*columns, task.first] if task and task.first and task.first not in columns else columns

    def _listed(self, request: HttpRequest) -> Task | None:
        return self.task(request.GET.get(WorkFilter.parameter_name))


class PublishableWorkAdmin(WorkAdmin):
    def work_of(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        is_author = self.has_change_permission(request) and not self.has_publish_permission(request)
        return rows.filter(created_by=request.user, state__in=UNPUBLISHED) if is_author else rows


@dataclass(frozen=True)
class Heap:
    """The records of one kind that ask for a task; `next` is when the first of them is due."""

    key: str
    count: int
    name: StrOrPromise
    address: str
    next: datetime | None = None


@dataclass(frozen=True)
class Desk:
    """A task with its heaps, one a kind of record."""

    task: Task
    heaps: list[Heap] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return not any(heap.count for heap in self.heaps)

    @property
    def next(self) -> str:
        """When the first of them is due, by both clocks; empty where none has its time."""
        moments = [heap.next for heap in self.heaps if heap.next]
        return moment_in_words(min(moments)) if moments else ""


def work_queue(site: admin.AdminSite, request: HttpRequest) -> list[tuple[StrOrPromise, list[Desk]]]:
    """(part, its tasks) of what this person may see and act upon; one query a task and kind of record."""
    desks: dict[str, Desk] = {}
    for model_admin in _admins_with_work(site, request):
        rows = model_admin.work_of(request, model_admin.get_queryset(request))
        for task in model_admin.work:
            desks.setdefault(task.name, Desk(task)).heaps.append(_heap(model_admin.opts, task, rows))
    parts = ((part, [desk for desk in desks.values() if desk.task.part == part]) for part in PARTS)
    return [(part, some) for part, some in parts if some]


def _admins_with_work(site: admin.AdminSite, request: HttpRequest) -> list[WorkAdmin]:
    """Who may change some things is shown no work on others."""
    admins = list(site._registry.values())
    only_looks = not any(one.has_change_permission(request) for one in admins)
    return [
        one
        for one in admins
        if isinstance(one, WorkAdmin)
        and one.has_view_permission(request)
        and (only_looks or one.has_change_permission(request))
    ]


def _heap(opts: Any, task: Task, rows: QuerySet) -> Heap:
    due = {"next": Min(task.first)} if task.first else {}
    found = task.which(rows).order_by().aggregate(count=Count("pk"), **due)
    return Heap(
        key=f"{opts.model_name}:{task.name}",
        name=opts.verbose_name if found["count"] == 1 else opts.verbose_name_plural,
        address=f"{reverse(f'admin:{opts.app_label}_{opts.model_name}_changelist')}?work={task.name}",
        **found,
    )
