"""Addresses that leave the page: absolute ones, and those of the same page in the other language."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest


def absolute(request: HttpRequest, path: str) -> str:
    """Begins with SITE_URL, or with the host that was asked; a host that is not ours gives the bare path."""
    if settings.SITE_URL:
        return f"{settings.SITE_URL}{path}"
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        return path


def in_language(path: str, language: str) -> str:
    """The same page at / (English) or below /ja/ (Japanese)."""
    bare = path.removeprefix("/ja") if path == "/ja" or path.startswith("/ja/") else path
    return f"/ja{bare or '/'}" if language == "ja" else bare or "/"
