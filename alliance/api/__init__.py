"""The API: every public list once more, for programs. `collections` names the lists, `publishing.api` answers."""

from django.http import HttpRequest

from publishing.addresses import in_language

METHODS = ("GET", "HEAD", "OPTIONS")


def is_api(request: HttpRequest) -> bool:
    return in_language(request.path_info, "en").startswith("/api/")
