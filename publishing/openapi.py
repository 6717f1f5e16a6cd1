"""The API described for programs (OpenAPI 3.1), from the same listings and schemas that answer."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import problems
from .addresses import absolute, in_language
from .api import ADDRESS, BRINGS, Collection
from .asked import PER_PAGE, RELEVANCE
from .bilingual import LANGUAGES
from .documents import TEXT, Document, Schema, list_of
from .facets import FEW, Facet
from .listings import Listing
from .models import Publishable

VERSION = "1.0"
# Of a list of options that is longer than this, and grows, only the first few are named.
MOST_NAMED = 30
NUMBER: Schema = {"type": "integer", "minimum": 0}
ADDRESS_OR_NONE: Schema = {"type": ["string", "null"], "format": ADDRESS["format"]}
ETAG = {"ETag": {"schema": TEXT}}


def openapi(request: HttpRequest, collections: Iterable[Collection]) -> Document:
    collections = list(collections)
    here = reverse("api:root").rstrip("/")
    other = next(path for path in (in_language(here, language) for language in LANGUAGES) if path != here)
    paths: Document = {"/": _root()}
    for collection in collections:
        paths |= _paths(collection)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Alliance: the public record of EU–Japan technology cooperation"),
            "version": VERSION,
            "description": _(
                "Read-only, without a key. Fields and parameters may be added; none is taken away or given another "
                "meaning while the address says v1."
            ),
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "externalDocs": {"url": absolute(request, reverse("api:docs"))},
        "servers": [{"url": absolute(request, path)} for path in (here, other)],
        "tags": [_tag(collection) for collection in collections],
        "paths": paths,
        "components": {
            "schemas": {"Problem": problems.SCHEMA} | {noun(one): _published(one) for one in collections},
            "responses": _responses(),
        },
    }


def _tag(collection: Collection) -> Document:
    listing = collection.listing
    return {"name": collection.name, "description": f"{listing.heading}. {listing.lead}"}


def noun(collection: Collection) -> str:
    return capfirst(collection.name.removesuffix("s"))


def _published(collection: Collection) -> Schema:
    """Nothing is required, as `fields` may leave it out, and programs must not stumble over a field that is new."""
    always = ", ".join(collection.schema["required"])
    return {
        "type": "object",
        "description": _("Always there, unless left out by “fields”: %(names)s.") % {"names": always},
        "properties": {name: _field(collection, name) for name in collection.schema["properties"]},
    }


def _field(collection: Collection, name: str) -> Schema:
    """With its sentence: that of the schema, or else of the column."""
    return {"description": str(collection.about.get(name, "")), **_opened(collection.schema["properties"][name])}


def _opened(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_opened(part) for part in schema]
    if isinstance(schema, dict):
        closed = ("additionalProperties", False)
        return {name: _opened(part) for name, part in schema.items() if (name, part) != closed}
    return schema


# Paths


def _root() -> Document:
    collections = {"type": "object", "additionalProperties": ADDRESS}
    schema = {
        "type": "object",
        "required": ["about", "collections", "links"],
        "properties": {"about": {"type": "object"}, "collections": collections, "links": collections},
    }
    return {"get": _operation("root", _("What there is"), [], _answer(schema))}


def _paths(collection: Collection) -> Document:
    item = {"$ref": f"#/components/schemas/{noun(collection)}"}
    which = "/".join(f"{{{name}}}" for name in collection.item)
    words = {"name": collection.listing.heading}
    return {
        f"/{collection.name}/": {
            "get": {
                **_operation(
                    f"list_{collection.name}",
                    _("A page of the list: %(name)s") % words,
                    list_parameters(collection),
                    _answer(_list_of(item)),
                    *("304", "400", "404"),
                ),
                "tags": [collection.name],
            }
        },
        f"/{collection.name}/{which}/": {
            "get": {
                **_operation(
                    f"get_{collection.name.removesuffix('s')}",
                    _("One item of the list: %(name)s") % words,
                    [*_item_parameters(collection), _fields(collection)],
                    _answer(item),
                    *_statuses_of_item(collection),
                ),
                "tags": [collection.name],
            }
        },
    }


def _statuses_of_item(collection: Collection) -> list[str]:
    """Only what has a slug moves, and only some records are withdrawn."""
    moves = collection.named is not None
    can_go = collection.named is not None and issubclass(collection.named[1], Publishable)
    return [*(["301"] if moves else []), "304", "400", "404", *(["410"] if can_go else [])]


def _operation(name: str, summary: str, parameters: list[Document], answer: Document, *others: str) -> Document:
    responses = {"200": answer} | {status: {"$ref": f"#/components/responses/{status}"} for status in others}
    return {"operationId": name, "summary": summary, "parameters": parameters, "responses": responses}


def _answer(schema: Schema) -> Document:
    return {"description": _("As asked for"), "headers": ETAG, "content": {"application/json": {"schema": schema}}}


def _list_of(item: Schema) -> Schema:
    about = {
        "type": "object",
        "required": ["title", "list", "filter", "total", "licence"],
        "properties": {"title": TEXT, "list": ADDRESS, "filter": TEXT, "total": NUMBER, "licence": ADDRESS},
    }
    return {
        "type": "object",
        "required": ["about", "total", "next", "previous", "items"],
        "properties": {
            "about": about,
            "total": NUMBER,
            "next": ADDRESS_OR_NONE,
            "previous": ADDRESS_OR_NONE,
            "items": list_of(item),
        },
    }


def _responses() -> Document:
    content = {problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "301": {
            "description": _("The record has another address now"),
            "headers": {"Location": {"schema": {"type": "string", "format": "uri-reference"}}},
        },
        "304": {"description": _("Nothing has changed since the answer with this ETag"), "headers": ETAG},
        **{
            str(status): {"description": str(problems.TITLES[status]), "content": content} for status in (400, 404, 410)
        },
    }


# Parameters


def list_parameters(collection: Collection) -> list[Document]:
    """Those of the page, less what chooses how a page looks; each with values that can be asked for, in words."""
    listing = collection.listing(QueryDict())
    filters = [_filter(name, filter_) for name, filter_ in listing.filters.items()]
    page = {"type": "integer", "minimum": 1, "default": 1}
    per_page = {"type": "integer", "enum": list(PER_PAGE), "default": 24}
    return [
        *filters,
        _sort(listing),
        _parameter("page", _("Page"), page),
        _parameter("per_page", _("Items a page"), per_page),
        _fields(collection),
    ]


def _parameter(name: str, words: Any, schema: Schema, **more: Any) -> Document:
    return {"name": name, "in": "query", "description": capfirst(str(words)), "schema": schema, **more}


def _filter(name: str, filter_: Any) -> Document:
    schema = filter_.schema()
    if not isinstance(filter_, Facet):
        return _parameter(name, filter_.label, schema)
    options = [(option.value, option.label) for option in filter_.choices.options]
    some = options[:FEW] if is_abridged(filter_) else options
    if filter_.single:
        return _parameter(name, filter_.label, schema, **_examples(some, lambda value: value))
    return _parameter(name, filter_.label, list_of(schema), **_examples(some, lambda value: [value]))


def is_abridged(filter_: Any) -> bool:
    if not isinstance(filter_, Facet) or "enum" in filter_.schema():
        return False
    return len(filter_.choices.options) > MOST_NAMED


def _examples(options: Iterable[tuple[str, Any]], given: Any) -> Document:
    examples = {value: {"summary": capfirst(str(words)), "value": given(value)} for value, words in options}
    return {"examples": examples} if examples else {}


def _sort(listing: Listing) -> Document:
    """The default is that of a list without words to look for."""
    sorts = {value: words for value, (words, _order) in listing.all_sorts.items()}
    words = _("Sort; with “q” the best match comes first by default") if RELEVANCE in sorts else _("Sort")
    schema = {"enum": list(sorts), "default": listing.sort}
    return _parameter("sort", words, schema, **_examples(sorts.items(), lambda value: value))


def _fields(collection: Collection) -> Document:
    names = list(collection.schema["properties"])
    words = _("Only these fields of each item")
    for name in BRINGS.keys() & names:
        words = _("Only these fields of each item; “%(name)s” brings “%(other)s” along") % {
            "name": name,
            "other": BRINGS[name],
        }
    return _parameter("fields", words, list_of({"enum": names}), style="form", explode=False)


def _item_parameters(collection: Collection) -> list[Document]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer", "minimum": 1}
            if lookup == "pk"
            else {"type": "string", "pattern": r"^[-a-zA-Z0-9_]+$"},
        }
        for name, lookup in collection.item.items()
    ]
