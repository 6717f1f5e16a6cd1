"""`/data/`: everything that can be taken away, and what is said about it for people and for programs."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from publishing.bilingual import StrOrPromise
from publishing.conditional import by_mark
from publishing.datapackage import Resource
from publishing.exports import LICENCE, PARTIAL_DATE, Column
from publishing.file_forms import CSV, JSON, JSON_LD, FileForm
from publishing.streaming import streamed, together

from .catalogue import catalogue
from .citations import dataset_reference
from .edition import RESOURCES, SUMS, Edition, as_json, edition
from .lists import LISTS
from .structured import data_nodes

FORMATS = {
    "boolean": _("true or false"),
    "date": _("day, as 2013-05-17"),
    "integer": _("whole number"),
    "number": _("number, with a point before decimals"),
    "uri": _("address"),
    PARTIAL_DATE: _("date, as 2013, 2013-05 or 2013-05-17"),
}


@dataclass(frozen=True)
class Entry:
    """A column in the data dictionary; what is said in each language has one entry."""

    names: list[str]
    column: Column
    reference: str

    @property
    def heading(self) -> str:
        return capfirst(str(self.column.heading))

    @property
    def about(self) -> StrOrPromise:
        return self.column.about

    @property
    def codes(self) -> list[str]:
        return self.column.constraints.get("enum", [])

    @property
    def format(self) -> StrOrPromise:
        column = self.column
        if self.codes:
            return _("one of")
        return FORMATS.get(
            column.constraints.get("pattern") or column.format or column.type, pgettext("format", "text")
        )


def dictionary(of: Edition) -> list[tuple[Resource, list[Entry]]]:
    return [(resource, _entries(resource, of)) for resource in RESOURCES]


def _entries(resource: Resource, of: Edition) -> list[Entry]:
    by_column = groupby(resource.fields(of.absolute), key=attrgetter("column"))
    entries = [([field.name for field in fields], column) for column, fields in by_column]
    return [Entry(names, column, resource.references.get(names[0], ("",))[0]) for names, column in entries]


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    current, reference = edition(request), dataset_reference(request)
    context = {
        "edition": current,
        "lists": [listing(QueryDict()) for listing in LISTS],
        "dictionary": dictionary(current),
        "reference": reference,
        "nodes": data_nodes(request, reference),
        "licence": LICENCE,
    }
    return render(request, "alliance/data.html", context)


@require_safe
def whole(request: HttpRequest, form: FileForm) -> HttpResponseBase:
    current = edition(request)

    def made() -> HttpResponseBase:
        return saved_as(current.dated(form), streamed(current.pieces(form), form.content_type))

    return by_mark(request, made, current.mark)


@require_safe
def sums(request: HttpRequest) -> HttpResponseBase:
    current = edition(request)

    def made() -> HttpResponseBase:
        return saved_as(SUMS, streamed(current.sums(), "text/plain; charset=utf-8"))

    return by_mark(request, made, current.mark)


def saved_as(name: str, response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def package(request: HttpRequest) -> HttpResponse:
    return HttpResponse(as_json(edition(request).package()), content_type=JSON.content_type)


@require_safe
def table(request: HttpRequest, name: str) -> HttpResponseBase:
    resource = next((one for one in RESOURCES if one.name == name), None)
    if resource is None:
        raise Http404
    current = edition(request)
    lines = resource.lines(current.absolute)
    return by_mark(request, lambda: streamed(together(lines), CSV.content_type), current.mark)


@require_safe
def catalog(request: HttpRequest) -> HttpResponse:
    return HttpResponse(as_json(catalogue(edition(request), LISTS)), content_type=JSON_LD.content_type)
