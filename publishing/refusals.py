"""What feeds and exports answer where a page names a value it cannot accept, and goes on without it."""

from collections.abc import Iterable

from django.http import HttpResponse

from .asked import Rejected
from .listings import Listing


def refusal(listing: Listing, besides: Iterable[Rejected] = ()) -> HttpResponse | None:
    """400 with a line for each value of the query string that was not accepted; None where all were."""
    return refused([*listing.rejected, *besides])


def refused(rejected: Iterable[Rejected]) -> HttpResponse | None:
    lines = "".join(f"{value.mark}: {value.reason}\n" for value in rejected)
    return HttpResponse(lines, status=400, content_type="text/plain; charset=utf-8") if lines else None
