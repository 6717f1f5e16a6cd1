"""Answers that are sent while they are made, in the language of their address."""

from collections.abc import Iterator
from itertools import islice

from django.http import StreamingHttpResponse
from django.utils import translation

from .bilingual import active

# So many pieces go out together.
TOGETHER = 200


def streamed(pieces: Iterator[str], content_type: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(_in_language(active(), pieces), content_type=content_type)


def _in_language(language: str, pieces: Iterator[str]) -> Iterator[str]:
    """A stream is made when the request's own language has been put away."""
    while True:
        with translation.override(language):
            together = "".join(islice(pieces, TOGETHER))
        if not together:
            return
        yield together
