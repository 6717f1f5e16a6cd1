"""The public record as a Frictionless data package: CSV files, and the `datapackage.json` that describes them.

The columns are those of the downloads. Here they have names that stay, and what is said in words is said in each
language. The data dictionary is made of the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.text import capfirst

from .bilingual import LANGUAGES, StrOrPromise
from .documents import Document, without_empty
from .exports import LICENCE, Column, address_column
from .file_forms import CSV
from .tables import csv_lines
from .workbooks import Value

BATCH = 500
Absolute = Callable[[str], str]


@dataclass(frozen=True)
class Field:
    """A column of a file, in the language that its words are in."""

    name: str
    column: Column
    language: str = "en"

    def cell(self, row: Any) -> Value:
        if self.column.type == "boolean":
            return str(self.column.get(row)).lower()
        return self.column.cell(row)

    @property
    def schema(self) -> Document:
        column = self.column
        return without_empty(
            {
                "name": self.name,
                "type": column.type,
                "format": column.format,
                **in_both("title", column.heading),
                **in_both("description", column.about),
                "constraints": dict(column.constraints),
            }
        )


@dataclass(frozen=True)
class Resource:
    """One file. `rows` are all that is public, in an order that stays; `page` is the path of what a row is about.

    A row is known by its `key`; `references` say by which columns it names rows of which other file, and how these
    are known there.
    """

    name: str
    title: StrOrPromise
    about: StrOrPromise
    columns: list[Column]
    rows: Callable[[], Iterable[Any]]
    key: tuple[str, ...]
    references: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    page: Callable[[Any], str] | None = None

    @property
    def path(self) -> str:
        return f"{self.name}.csv"

    def fields(self, absolute: Absolute) -> Iterator[Field]:
        for column in self.columns:
            if column.is_words:
                yield from (Field(f"{column.name}_{language}", column, language) for language in LANGUAGES)
            else:
                yield Field(column.name, column)
        if self.page:
            yield Field("address", address_column(absolute, self.page))

    def lines(self, absolute: Absolute) -> Iterator[str]:
        return csv_lines(self._table(absolute))

    def _table(self, absolute: Absolute) -> Iterator[list[Value]]:
        fields = list(self.fields(absolute))
        yield [field.name for field in fields]
        for row in self.rows():
            cells: dict[str, Value] = {}
            for language in LANGUAGES:
                with translation.override(language):
                    cells |= {field.name: field.cell(row) for field in fields if field.language == language}
            yield [cells[field.name] for field in fields]

    def descriptor(self, absolute: Absolute, **known: Any) -> Document:
        return {
            "name": self.name,
            "profile": "tabular-data-resource",
            "path": self.path,
            **in_both("title", self.title),
            **in_both("description", self.about),
            "format": CSV.name,
            "mediatype": CSV.media_type,
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
            **known,
            "schema": {
                "fields": [field.schema for field in self.fields(absolute)],
                "missingValues": [""],
                "primaryKey": list(self.key),
                "foreignKeys": [
                    {"fields": column, "reference": {"resource": other, "fields": there}}
                    for column, (other, there) in self.references.items()
                ],
            },
        }


def in_both(name: str, words: StrOrPromise) -> Document:
    """A package has one language of its own; the other stands beside it as in our documents: `title`, `title_ja`."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[name if language == "en" else f"{name}_{language}"] = capfirst(str(words))
    return said


def package(resources: list[Document], about: Document) -> Document:
    return {
        "profile": "tabular-data-package",
        "name": "alliance",
        **about,
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE, "title": "Creative Commons Attribution 4.0 International"}],
        "resources": resources,
    }


def in_batches(rows: QuerySet) -> Iterator[Any]:
    """As they were entered, and with what is loaded beside them."""
    return rows.order_by("pk").iterator(chunk_size=BATCH)
