"""The page of a list, the same for all of them: whole, or only what changes when something else is asked of it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from .listings import Listing
from .structured import page_node


def list_page(request: HttpRequest, listing: Listing, rows: Iterable[Any] | None = None) -> HttpResponse:
    """`rows` is what the view's template shows where that is not the rows of the page themselves."""
    htmx = request.htmx  # type: ignore[attr-defined]  # set by the middleware of django-htmx
    template = "list.html#results" if htmx and not htmx.history_restore_request else "list.html"
    nodes = [page_node(request, listing.path, listing.heading, type="CollectionPage", description=str(listing.lead))]
    response = render(
        request, template, {"listing": listing, "rows": listing.page if rows is None else rows, "nodes": nodes}
    )
    # Without this a cache gives the part to somebody who opens the address.
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response
