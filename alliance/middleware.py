from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation


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
