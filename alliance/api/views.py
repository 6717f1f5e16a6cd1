import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from publishing import problems
from publishing.addresses import absolute, in_language
from publishing.api import Answer, Collection, as_json, item, listed
from publishing.bilingual import LANGUAGES
from publishing.documents import Document, Schema
from publishing.exports import LICENCE
from publishing.openapi import is_abridged, noun, openapi
from publishing.problems import problem, refused
from publishing.structured import page_node

from . import METHODS
from .collections import COLLECTIONS

View = Callable[..., HttpResponse]


def reading(view: View) -> View:
    """Refuses whatever would write, and tells of what is not there as the API does."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if request.method not in METHODS:
            response = problem(request, 405)
            response["Allow"] = ", ".join(METHODS)
            return response
        try:
            return view(request, **arguments)
        except Http404 as missing:
            return problem(request, 404, str(missing))

    return answer


@reading
def root(request: HttpRequest) -> HttpResponse:
    pages = {language: absolute(request, in_language(reverse("home"), language)) for language in LANGUAGES}
    return as_json(
        {
            "about": {"title": _("Alliance"), "licence": LICENCE},
            "collections": {one.name: absolute(request, one.address) for one in COLLECTIONS.values()},
            "links": {
                **pages,
                "openapi": absolute(request, reverse("api:openapi")),
                "docs": absolute(request, reverse("api:docs")),
            },
        }
    )


@reading
def collection_list(request: HttpRequest, name: str) -> HttpResponse:
    return listed(request, COLLECTIONS[name])


@reading
def collection_item(request: HttpRequest, name: str, **which: Any) -> HttpResponse:
    return item(request, COLLECTIONS[name], **which)


@reading
def description(request: HttpRequest) -> HttpResponse:
    return as_json(openapi(request, COLLECTIONS.values()))


@reading
def docs(request: HttpRequest) -> HttpResponse:
    described = openapi(request, COLLECTIONS.values())
    initiatives, query = COLLECTIONS["initiatives"], "theme=nope"
    bad = f"{initiatives.address}?{query}"
    refusal = refused(request, initiatives.listing(QueryDict(query)).rejected)
    context = {
        "nodes": [page_node(request, request.path, _("API"))],
        "openapi": reverse("api:openapi"),
        "root": absolute(request, reverse("api:root")),
        "sections": [section(request, one, described) for one in COLLECTIONS.values()],
        "problems": problems.TITLES,
        "refused": absolute(request, bad),
        "refusal": in_lines(json.loads(refusal.content) | {"instance": bad}),
    }
    return render(request, "alliance/api_docs.html", context)


def section(request: HttpRequest, collection: Collection, described: Document) -> dict[str, Any]:
    """What the page says of a collection, with the beginning of what its example answers now."""
    paths, schemas = described["paths"], described["components"]["schemas"]
    list_path, item_path = (path for path in paths if path.startswith(f"/{collection.name}/"))
    fields = schemas[noun(collection)]["properties"]
    filters = collection.listing(QueryDict()).filters
    parameters = paths[list_path]["get"]["parameters"]
    sample = Answer(request, collection, QueryDict(collection.example)).document
    return {
        "name": collection.name,
        "heading": collection.listing.heading,
        "lead": collection.listing.lead,
        "item_path": item_path,
        "page": reverse(collection.listing.listed_at),
        "parameters": [in_words(one, has_more=is_abridged(filters.get(one["name"]))) for one in parameters],
        "fields": [field_in_words(name, schema, collection.schema["required"]) for name, schema in fields.items()],
        "example": absolute(request, f"{collection.address}?{collection.example}"),
        "answer": in_lines({**sample, "items": sample["items"][:1]}),
    }


def in_words(parameter: Document, *, has_more: bool) -> dict[str, Any]:
    """A parameter of the description: its values with what they mean, as far as they are told there and not the same."""
    schema = parameter["schema"]
    one = schema.get("items", schema)
    examples = [(value, example["summary"]) for value, example in parameter.get("examples", {}).items()]
    told = [(value, "" if words.casefold() == value.casefold() else words) for value, words in examples]
    values = told or [(value, "") for value in one.get("enum", one.get("examples", []))]
    return {
        "name": parameter["name"],
        "description": parameter["description"],
        "values": values,
        "default": schema.get("default"),
        "is_repeated": schema.get("type") == "array" and parameter.get("explode", True),
        "has_more": has_more,
    }


def field_in_words(name: str, schema: Schema, required: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "type": type_in_words(schema),
        "description": schema["description"],
        "parts": list(schema.get("items", schema).get("properties", [])),
        "is_required": name in required,
    }


def type_in_words(schema: Schema) -> str:
    """As programmers write it: string[]. What has codes has no type of its own in a schema."""
    if "anyOf" in schema:
        return " | ".join(map(type_in_words, schema["anyOf"]))
    if "items" in schema:
        return f"{type_in_words(schema['items'])}[]"
    return schema.get("format") or schema.get("type", "string")


def in_lines(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
