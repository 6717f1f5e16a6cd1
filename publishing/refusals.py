"""What feeds and exports answer where a page names a value it cannot accept, and goes on without it."""

from django.http import HttpResponse

from .listings import Listing


def refusal(listing: Listing) -> HttpResponse | None:
    """400 with a line for each value of the query string that was not accepted; None where all were."""
    if not listing.rejected:
        return None
    lines = "".join(f"{value.mark}: {value.reason}\n" for value in listing.rejected)
    return HttpResponse(lines, status=400, content_type="text/plain; charset=utf-8")
