"""The API of a list: a page of its documents, or one of them, for whoever reads them by program.

What can be asked, what is found and in which order is the listing's to say; what is said of a row is the export's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .addresses import absolute
from .asked import Rejected
from .bilingual import StrOrPromise
from .documents import TEXT, Document, Schema, described, record_of
from .elsewhere import elsewhere
from .exports import Export, about, documents
from .listings import Listing
from .presentation import Load, as_they_are
from .problems import problem, refused

ADDRESS: Schema = {"type": "string", "format": "iri"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
# A day that may stand for a month or a year is never told without saying so.
BRINGS = {"date": "precision"}
CHANGED = described(MOMENT, gettext_lazy("When it was itself last changed, or published if that was later."))
LINKS = described(
    record_of(["en", "ja", "api"], en=ADDRESS, ja=ADDRESS, api=ADDRESS),
    gettext_lazy("Its page in both languages, and its own address in the API."),
)


@dataclass(frozen=True)
class Collection:
    """`item` as in an export.

    `documents` gives what is said of rows that `load` has loaded, `schema` what can stand there, `about` the sentences of
    fields for which it has none. `example` is a query string that shows what can be asked.
    """

    name: str
    listing: type[Listing]
    documents: Callable[[HttpRequest, Iterable[Any]], Iterator[Document]]
    schema: Schema
    item: Mapping[str, str]
    example: str
    load: Load = as_they_are
    about: Mapping[str, StrOrPromise] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return reverse(f"api:{self.name}")

    @property
    def named(self) -> tuple[str, type[Model]] | None:
        """The parameter of an item's address that is the slug of a record, and what record: its own or one it belongs to."""
        for parameter, lookup in self.item.items():
            *fields, column = lookup.split("__")
            if column == "slug":
                model: Any = self.listing.all_public().model
                for name in fields:
                    model = model._meta.get_field(name).related_model
                return parameter, model
        return None


def exported(export: Export, schema: Schema, **more: Any) -> Collection:
    """The API of a list that can be downloaded says of a row what the download says."""
    words = described(
        record_of([], **dict.fromkeys(export.codes, TEXT)),
        gettext_lazy("What its codes mean, in the language of the address."),
    )
    return Collection(
        name=export.name,
        load=export.whole,
        documents=partial(documents, export=export),
        schema=with_properties(schema, **({"changed": CHANGED} if export.changed else {}), words=words, links=LINKS),
        item=export.item,
        about={column.name.removesuffix("_en"): column.about for column in export.columns if not column.is_words},
        **more,
    )


def with_properties(schema: Schema, **properties: Schema) -> Schema:
    """All of them always there."""
    required = dict.fromkeys([*schema["required"], *properties])
    return {**schema, "properties": {**schema["properties"], **properties}, "required": list(required)}


def without_property(schema: Schema, name: str) -> Schema:
    return {
        **schema,
        "properties": {other: value for other, value in schema["properties"].items() if other != name},
        "required": [other for other in schema["required"] if other != name],
    }


@dataclass(frozen=True)
class Fields:
    """Which fields of a document are asked for: all, where none is named. Some bring another along."""

    collection: Collection
    data: QueryDict

    @cached_property
    def names(self) -> list[str]:
        named = [name.strip() for value in self.data.getlist("fields") for name in value.split(",")]
        return list(dict.fromkeys(filter(None, named)))

    @property
    def rejected(self) -> list[Rejected]:
        known = list(self.collection.schema["properties"])
        reason = _("Choose one of: %(values)s.") % {"values": ", ".join(known)}
        return [Rejected("fields", name, reason) for name in self.names if name not in known]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [("fields", ",".join(self.names))] if self.names else []

    def of(self, document: Document) -> Document:
        return {name: value for name, value in document.items() if name in self._shown} if self.names else document

    @cached_property
    def _shown(self) -> set[str]:
        return {*self.names, *(BRINGS[name] for name in self.names if name in BRINGS)}


@dataclass(frozen=True)
class Answer:
    """A page of a collection as it was asked for."""

    request: HttpRequest
    collection: Collection
    data: QueryDict

    @cached_property
    def listing(self) -> Listing:
        return self.collection.listing(self.data)

    @cached_property
    def fields(self) -> Fields:
        return Fields(self.collection, self.data)

    @property
    def rejected(self) -> list[Rejected]:
        return [*self.listing.rejected, *self.fields.rejected]

    @property
    def document(self) -> Document:
        """Raises Http404 past the end."""
        page = self.listing.page_with(self.collection.load)
        return {
            "about": about(self.request, self.listing),
            "total": self.listing.total,
            "next": self._address(page.next_page_number()) if page.has_next() else None,
            "previous": self._address(page.previous_page_number()) if page.has_previous() else None,
            "items": [self.fields.of(item) for item in self.collection.documents(self.request, page.object_list)],
        }

    def _address(self, number: int) -> str:
        page = [("page", str(number))] if number > 1 else []
        query = urlencode([*self.listing.accepted, *self.fields.pairs, *page])
        return absolute(self.request, f"{self.collection.address}{f'?{query}' if query else ''}")


def listed(request: HttpRequest, collection: Collection) -> HttpResponse:
    answer = Answer(request, collection, request.GET)
    if rejected := answer.rejected:
        return refused(request, rejected)
    return as_json(answer.document)


def item(request: HttpRequest, collection: Collection, **which: Any) -> HttpResponse:
    """A record that was renamed leads on to where it is now, and what belongs to it; of one that was withdrawn the reason
    is told.
    """
    fields = Fields(collection, request.GET)
    if rejected := fields.rejected:
        return refused(request, rejected)
    found = collection.load(collection.listing.all_public()).filter(
        **{collection.item[name]: value for name, value in which.items()}
    )
    for document in collection.documents(request, found[:1]):
        return as_json(fields.of(document))
    if collection.named is None:
        raise Http404
    parameter, model = collection.named
    return elsewhere(request, model, which[parameter], parameter=parameter, gone=told_why)


def told_why(request: HttpRequest, withdrawn: Any) -> HttpResponse:
    return problem(request, 410, withdrawn.withdrawn_reason)


def as_json(document: Document) -> HttpResponse:
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})
