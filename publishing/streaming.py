"""Answers that are sent while they are made, in the language of their address."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import translation

from .bilingual import active

# So many pieces of a text go out together.
TOGETHER = 200


def streamed(pieces: Iterator[str] | Iterator[bytes], content_type: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(_in_language(active(), pieces), content_type=content_type)


def together(pieces: Iterator[str]) -> Iterator[str]:
    """The first goes out at once, by itself: whoever waits sees that the file is coming."""
    yield next(pieces)
    while some := "".join(islice(pieces, TOGETHER)):
        yield some


def _in_language(language: str, pieces: Iterator[Any]) -> Iterator[Any]:
    """A stream is made when the request's own language has been put away."""
    while True:
        with translation.override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
