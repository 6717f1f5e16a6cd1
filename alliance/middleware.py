from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware import gzip
from django.utils import translation

from publishing.file_forms import XLSX, ZIP
from publishing.pending import publish_due

from . import subscribers
from .api import METHODS, is_api


class GZipMiddleware(gzip.GZipMiddleware):
    """Packs texts. Zip files, workbooks and pictures are packed already: once more costs time and saves nothing."""

    PACKED = (ZIP.media_type, XLSX.media_type, "image/")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(self.PACKED):
            return response
        return super().process_response(request, response)


class AddressLanguageMiddleware:
    """The address alone decides the language: Japanese below /ja/, English everywhere else.

    Django's LocaleMiddleware also looks at Accept-Language and a cookie and says so in Vary; a page
    of ours is the same for everybody who asks for its address, so any cache may keep it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or "en"
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class OpenToAllMiddleware:
    """The pages of any site may read what is below /api/ (CORS): no cookie or name of a visitor could come along."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return self.get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Allow"] = response["Access-Control-Allow-Methods"] = ", ".join(METHODS)
            response["Access-Control-Allow-Headers"] = "*"
            response["Access-Control-Max-Age"] = "86400"
        else:
            response = self.get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag"
        return response


class HeadMiddleware:
    """Nothing is made of a file for who only asks what it is. Servers would make the whole of it, and throw it away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD" and isinstance(response, StreamingHttpResponse):
            response.streaming_content = ()
        return response


class PublishDueMiddleware:
    """What waited for its hour is published by the first request after it, before that request is answered."""

    # These answer without the record, some of them while there is no database.
    WITHOUT_RECORD = ("healthz", "readyz", "robots", "media")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        match = request.resolver_match
        if match is None or match.view_name not in self.WITHOUT_RECORD:
            publish_due()


class SubscribersMiddleware:
    """Notes what readers' programs say of their subscribers, after the feed, or that it is unchanged, has been found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if feed := getattr(response, "feed", ""):
            subscribers.note(feed, request.headers.get("User-Agent", ""))
        return response
