"""The downloads of a list: what is on the page is what is taken away, all of its rows in its order.

A view at `…/export.<str:form>` returns `export_of(request, listing, EXPORT, form)`.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import capfirst, slugify

from .addresses import absolute
from .citations import Reference, bibtex
from .conditional import by_mark
from .documents import Document, without_empty
from .exports import LICENCE, Export, about, address_column, documents, list_address, record_node
from .file_forms import BIBTEX, CSV, JSON, JSON_LD, XLSX, FileForm
from .listings import Listing
from .presentation import Load, as_they_are
from .refusals import refusal
from .streaming import streamed, together
from .tables import LONGEST_XLSX_CELL, csv_lines
from .workbooks import Value, xlsx_pieces

LONGEST_NAME = 120


@dataclass(frozen=True)
class Download:
    request: HttpRequest
    listing: Listing
    export: Export

    def rows(self, load: Load | None = None) -> Iterator[Any]:
        return self.export.unfold(self.listing.all_rows(load or self.export.load))

    def absolute(self, path: str) -> str:
        return absolute(self.request, path)

    def table(self) -> Iterator[list[Value]]:
        columns = [*self.export.columns, address_column(self.absolute)]
        yield [capfirst(str(column.heading)) for column in columns]
        for row in self.rows():
            yield [column.cell(row) for column in columns]

    def documents(self) -> Iterator[Document]:
        return documents(self.request, self.rows(self.export.whole), export=self.export)

    def nodes(self) -> Iterator[Document]:
        return (without_empty(record_node(self.request, row, self.export.node)) for row in self.rows())

    def references(self) -> Iterator[Reference]:
        """Of a list that `is_cited`."""
        cited: Any = self.export.reference
        return (cited(self.request, row) for row in self.rows(as_they_are))

    def answer(self, form: str) -> HttpResponseBase:
        """Its name says the filter and the day; programs that know ASCII only get what is left of that."""
        words = "-".join([self.export.name, *(f"{name}-{value}" for name, value in self.listing.filter_pairs)])
        day = timezone.now().date().isoformat()
        plain, whole = (
            f"{slugify(words, allow_unicode=allowed)[:LONGEST_NAME].strip('-')}-{day}.{form}"
            for allowed in (False, True)
        )
        header = f'attachment; filename="{plain}"'
        if whole != plain:
            header += f"; {(content_disposition_header(True, whole) or '').removeprefix('attachment; ')}"
        of, pieces = WRITERS[form]
        response = streamed(pieces(self), of.content_type)
        response.headers["Content-Disposition"] = header
        return response


def export_of(request: HttpRequest, listing: Listing, export: Export, form: str) -> HttpResponseBase:
    """The whole list as a file, or what refuses it. How a page would show it changes nothing. Its name says the day."""
    if form not in [one.name for one in listing.file_forms]:
        raise Http404
    if refused := refusal(listing):
        return refused
    download = Download(request, listing, export)
    return by_mark(request, lambda: download.answer(form), export.made_from, is_daily=True)


# The forms: the pieces of a file of each


def _csv(download: Download) -> Iterator[str]:
    return together(csv_lines(download.table()))


def _xlsx(download: Download) -> Iterator[bytes]:
    """A text that is too long for a cell of Excel ends in an ellipsis."""
    rows = ([_shortened(cell) for cell in row] for row in download.table())
    return xlsx_pieces(rows, download.export.name)


def _shortened(cell: Value) -> Value:
    is_long = isinstance(cell, str) and len(cell) > LONGEST_XLSX_CELL
    return f"{str(cell)[: LONGEST_XLSX_CELL - 1]}…" if is_long else cell


def _json(download: Download) -> Iterator[str]:
    head = {**about(download.request, download.listing), "day": timezone.now().date().isoformat()}
    return together(_json_lines({"about": head}, "items", download.documents()))


def _json_ld(download: Download) -> Iterator[str]:
    head = {
        "@context": "https://schema.org",
        "@id": list_address(download.request, download.listing),
        "@type": "Dataset",
        "name": download.listing.title,
        "license": LICENCE,
    }
    return together(_json_lines(head, "@graph", download.nodes()))


def _bibtex(download: Download) -> Iterator[str]:
    return together(_bibtex_entries(download))


def _bibtex_entries(download: Download) -> Iterator[str]:
    """What stands outside of an entry is passed over, but for an at sign, which no address of a list has."""
    yield f"% {list_address(download.request, download.listing)}\n"
    for reference in download.references():
        yield f"\n{bibtex(reference)}"


# By the end of the file's name.
WRITERS: dict[str, tuple[FileForm, Callable[[Download], Iterator[Any]]]] = {
    form.name: (form, pieces)
    for form, pieces in [(CSV, _csv), (XLSX, _xlsx), (JSON, _json), (JSON_LD, _json_ld), (BIBTEX, _bibtex)]
}


def _json_lines(head: Document, name: str, items: Iterable[Document]) -> Iterator[str]:
    """The head, and one item a line in its last field."""
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "{name}": ['
    for place, item in enumerate(items):
        yield f"{',' if place else ''}\n{json.dumps(item, ensure_ascii=False)}"
    yield "\n]}\n"
