"""The page of a list, the same for all of them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .listings import Listing


def list_page(request: HttpRequest, listing: Listing, rows: Iterable[Any] | None = None) -> HttpResponse:
    """`rows` is what the view's template shows where that is not the rows of the page themselves."""
    return render(request, "list.html", {"listing": listing, "rows": listing.page if rows is None else rows})
