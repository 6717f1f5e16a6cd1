"""What the API answers where it cannot give what was asked for: problem details (RFC 9457)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .addresses import absolute, in_language
from .asked import Rejected
from .documents import TEXT, Schema, list_of, without_empty

TITLES = {
    400: gettext_lazy("The request cannot be answered as it stands"),
    403: gettext_lazy("This is not open to you"),
    404: gettext_lazy("There is nothing at this address"),
    405: gettext_lazy("Nothing but reading is possible here"),
    410: gettext_lazy("This record has been withdrawn"),
    500: gettext_lazy("Something went wrong on our side"),
}
CONTENT_TYPE = "application/problem+json"

SCHEMA: Schema = {
    "type": "object",
    "required": ["type", "title", "status", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "instance": {"type": "string", "format": "uri-reference"},
        "errors": list_of(
            {
                "type": "object",
                "required": ["parameter", "value", "reason"],
                "properties": {"parameter": TEXT, "value": TEXT, "reason": TEXT},
            }
        ),
    },
}


def problem(request: HttpRequest, status: int, detail: str = "", **more: Any) -> HttpResponse:
    """Needs no database. Its type is the same in both languages and leads to what is said of it."""
    kind = f"{in_language(reverse('api:docs'), 'en')}#problem-{status}"
    document = {
        "type": absolute(request, kind),
        "title": str(TITLES[status]),
        "status": status,
        "detail": detail,
        "instance": request.get_full_path(),
        **more,
    }
    return JsonResponse(
        without_empty(document),
        status=status,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def refused(request: HttpRequest, rejected: Iterable[Rejected]) -> HttpResponse:
    """400 that names each value which was not accepted, and why."""
    errors = [{"parameter": one.name, "value": one.value, "reason": one.reason} for one in rejected]
    names = ", ".join(dict.fromkeys(error["parameter"] for error in errors))
    detail = _("These parameters have values that are not accepted: %(names)s.") % {"names": names}
    return problem(request, 400, detail, errors=errors)
