"""The whole public record as files, in one version of it: asked again while nothing has changed, each is the same to the
last byte, so that it can be checked by its sum.

Nothing is kept but the sums. A file that is being sent when the record changes ends early, and then is none.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from articles.datapackage import RESOURCES as OF_ARTICLES
from initiatives.datapackage import RESOURCES as OF_INITIATIVES
from initiatives.exports.shared import public_document, public_names
from initiatives.exports.sources import last_visit
from publishing import version
from publishing.addresses import absolute
from publishing.bilingual import LANGUAGES
from publishing.datapackage import BATCH, Absolute, in_both, package
from publishing.documents import Document, kinds
from publishing.exports import LICENCE
from publishing.file_forms import JSON, ZIP, FileForm
from publishing.zips import zipped

RESOURCES = [*OF_INITIATIVES, *OF_ARTICLES]
TITLE = gettext_lazy("Alliance: the public record of EU–Japan technology cooperation")
ABOUT = gettext_lazy(
    "Which initiatives the European Union and Japan have in technology, who takes part, what happened when, with whose "
    "money – every fact with its source, in English and Japanese."
)
NAME = "alliance"
SUMS = "SHA256SUMS"
KEPT_FOR = 30 * 24 * 60 * 60


class RecordMovedError(Exception):
    """Raised into a file that is being sent, so that it ends: it would be of two versions."""


class Sum:
    def __init__(self) -> None:
        self.sum, self.size = sha256(), 0

    def of(self, pieces: Iterable[str]) -> Iterator[str]:
        for piece in pieces:
            content = piece.encode()
            self.sum.update(content)
            self.size += len(content)
            yield piece

    def line(self, name: str) -> str:
        return f"{self.sum.hexdigest()}  {name}\n"


@dataclass(frozen=True)
class Edition:
    """`until` the clock changes nothing of it."""

    number: int
    changed_at: dt.datetime
    until: dt.datetime
    absolute: Absolute

    @property
    def day(self) -> str:
        return self.changed_at.date().isoformat()

    def check(self) -> None:
        if version.current() != self.number or timezone.now() >= self.until:
            raise RecordMovedError

    # Its files

    @cached_property
    def files(self) -> dict[FileForm, Callable[[], Iterator[bytes]]]:
        return {ZIP: self._zip, JSON: self._json}

    def dated(self, form: FileForm) -> str:
        return f"{NAME}-{self.day}.{form.name}"

    def pieces(self, form: FileForm) -> Iterator[bytes]:
        """Once all of them are sent, the sum of the file is known."""
        sum_ = sha256()
        for piece in self.files[form]():
            sum_.update(piece)
            yield piece
        cache.set(self._kept_as(form), sum_.hexdigest(), KEPT_FOR)

    def sums(self) -> Iterator[str]:
        """As `sha256sum --check --ignore-missing` reads them, by the name of the address and by that which browsers give
        the file; where one is not known yet, its file is made for that.
        """
        yield f"# {TITLE}, {self.day}\n"
        for form in self.files:
            known = cache.get(self._kept_as(form)) or self._summed(form)
            yield f"{known}  {NAME}.{form.name}\n{known}  {self.dated(form)}\n"

    def _summed(self, form: FileForm) -> str:
        sum_ = sha256()
        for piece in self.pieces(form):
            sum_.update(piece)
        return sum_.hexdigest()

    def _kept_as(self, form: FileForm) -> str:
        return f"edition:{self.mark}:{form.name}"

    @cached_property
    def mark(self) -> str:
        """Another one where anything of the files may be: also after an update of the site that describes them anew."""
        described = json.dumps(self.package(), sort_keys=True) + self._readme()
        return sha256(f"{version.standing().mark} {last_visit()} {described}".encode()).hexdigest()

    def _zip(self) -> Iterator[bytes]:
        return zipped(self._packed(), self.changed_at)

    def _packed(self) -> Iterator[tuple[str, Iterable[str]]]:
        sums: dict[str, Sum] = {}

        def noted(name: str, pieces: Iterable[str]) -> tuple[str, Iterator[str]]:
            sums[name] = Sum()
            return name, sums[name].of(pieces)

        yield noted("README.txt", [self._readme()])
        yield noted("LICENSE.txt", [(settings.BASE_DIR / "DATA-LICENSE.md").read_text()])
        for resource in RESOURCES:
            yield noted(resource.path, resource.lines(self.absolute))
        self.check()
        yield noted("datapackage.json", [as_json(self.package(sums))])
        yield SUMS, [sum_.line(name) for name, sum_ in sums.items()]

    def package(self, sums: dict[str, Sum] | None = None) -> Document:
        """With the size and the sum of each file, where they are known."""
        known: dict[str, Any] = {
            name: {"bytes": sum_.size, "hash": f"sha256:{sum_.sum.hexdigest()}"} for name, sum_ in (sums or {}).items()
        }
        resources = [resource.descriptor(self.absolute, **known.get(resource.path, {})) for resource in RESOURCES]
        return package(
            resources,
            {
                **in_both("title", TITLE),
                **in_both("description", ABOUT),
                "homepage": self.absolute(reverse("data")),
                "version": self.day,
                "created": self.changed_at.isoformat(timespec="seconds"),
                "sources": [
                    {"title": "Sources", "path": self.absolute(reverse("initiatives:source_list"))},
                    {"title": "Research Organization Registry (CC0)", "path": "https://ror.org/"},
                ],
                "contributors": [{"title": "The Alliance editors", "role": "publisher"}],
            },
        )

    def _readme(self) -> str:
        texts = []
        for language in LANGUAGES:
            with translation.override(language):
                texts.append(render_to_string("alliance/data_readme.txt", {"edition": self, "resources": RESOURCES}))
        return "\n".join(texts)

    def _json(self) -> Iterator[bytes]:
        """All documents, a line each, by kind."""
        about = {
            "title": str(TITLE),
            "version": self.day,
            "licence": LICENCE,
            "homepage": self.absolute(reverse("data")),
        }
        yield f'{{"about": {json.dumps(about, ensure_ascii=False)}'.encode()
        names = public_names()
        for kind in kinds():
            yield f',\n"{kind.plural}": ['.encode()
            for place, record in enumerate(kind.public().iterator(chunk_size=BATCH)):
                document = json.dumps(public_document(record, names), ensure_ascii=False)
                yield f"{',' if place else ''}\n{document}".encode()
            yield b"\n]"
        self.check()
        yield b"\n}\n"


def edition(request: HttpRequest) -> Edition:
    return Edition(version.current(), version.moved_at(), version.good_until(), partial(absolute, request))


def as_json(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
