"""What is said of a row of a list outside of its page: in the columns of a table, as JSON, to schema.org.

Columns are data: a heading, and how to get the cell from a row. Codes stand beside their words, and words are in the
language of the address.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from operator import attrgetter, methodcaller
from typing import Any

from django.db.models import BooleanField, DateField, DecimalField, IntegerField, Model, URLField
from django.http import HttpRequest
from django.template.defaultfilters import yesno
from django.urls import reverse
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from .addresses import absolute, in_language
from .bilingual import LANGUAGES, StrOrPromise, active
from .citations import Reference
from .dates import PartialDateField
from .documents import Document, Names
from .listings import Listing
from .presentation import Load
from .workbooks import Value

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PRECISIONS = {"day": _("to the day"), "month": _("to the month"), "year": _("to the year")}
IN_WORDS = _("The same in words.")
# The types of a table schema by the fields they are kept in.
TYPES = {BooleanField: "boolean", DateField: "date", DecimalField: "number", IntegerField: "integer"}
AS_FAR_AS_KNOWN = _("As far as it is known: 2013, 2013-05 or 2013-05-17; empty where it is not.")
PARTIAL_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
# A field with more codes than these has those of a standard.
MOST_CODES = 50

# By what a record is known: its English address, in both languages.
Identity = Callable[[Any], str]


# Columns


@dataclass(frozen=True)
class Column:
    """`name` is what the data package calls it, and stays when a heading is reworded; `about` is its sentence in the
    data dictionary. `type`, `format` and `constraints` are those of a Frictionless table schema. What `is_words` is said
    in the language of the file, and stands in the data package in each of them.
    """

    heading: StrOrPromise
    get: Callable[[Any], Value | date | None]
    name: str = ""
    about: StrOrPromise = ""
    type: str = "string"
    format: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)
    is_words: bool = False

    def cell(self, row: Any) -> Value:
        value = self.get(row)
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(yesno(value))
        return value.isoformat() if isinstance(value, date) else value


def field_column(model: type[Model], name: str, about: StrOrPromise = "") -> Column:
    """Without a sentence of its own it has that of the form."""
    of_model: Any = model._meta.get_field(name)
    return Column(of_model.verbose_name, attrgetter(name), name, about or of_model.help_text, **_schema_of(of_model))


def text_columns(model: type[Model], *names: str, about: StrOrPromise = "") -> list[Column]:
    """Each in both languages."""
    return [
        field_column(model, f"{name}_{language}", about or model._meta.get_field(f"{name}_en").help_text)  # type: ignore[union-attr]
        for name in names
        for language in LANGUAGES
    ]


def code_columns(model: type[Model], name: str, about: StrOrPromise = "") -> list[Column]:
    """Of a field with fixed choices: the code, and its words."""
    column = field_column(model, name, about)
    codes = [code for code, _words in model._meta.get_field(name).flatchoices if code]  # type: ignore[union-attr]
    constraints = {"enum": codes} if len(codes) <= MOST_CODES else {"pattern": "[A-Z]{2}"}
    return [
        replace(column, heading=_code(column.heading), constraints=constraints),
        Column(column.heading, lambda row: display(row, name), name, IN_WORDS, is_words=True),
    ]


def date_columns(model: type[Model], name: str, about: StrOrPromise = "") -> list[Column]:
    """A partial date as it is known, 2013-05, and how precisely that is."""
    column, get = field_column(model, name, about or AS_FAR_AS_KNOWN), attrgetter(name)
    return [
        replace(column, get=lambda row: get(row).iso if get(row) else None),
        Column(
            format_lazy(_("{heading} (precision)"), heading=column.heading),
            lambda row: str(PRECISIONS[get(row).precision]) if get(row) else None,
            f"{name}_precision",
            _("How far the date is known: to the day, to the month or to the year."),
            is_words=True,
        ),
    ]


def list_columns(
    heading: StrOrPromise,
    rows: Callable[[Any], Iterable[Any]],
    code: Callable[[Any], Any],
    words: Callable[[Any], Any],
    name: str = "",
    about: StrOrPromise = "",
) -> list[Column]:
    """Several things in two cells: their codes, and their words in the same order."""
    return [
        list_column(_code(heading), rows, code, name=name, about=about),
        replace(list_column(heading, rows, words, name=name, about=IN_WORDS), is_words=True),
    ]


def list_column(
    heading: StrOrPromise,
    rows: Callable[[Any], Iterable[Any]],
    words: Callable[[Any], Any],
    between: str = "; ",
    name: str = "",
    about: StrOrPromise = "",
) -> Column:
    return Column(heading, lambda row: between.join(str(words(one)) for one in rows(row)), name, about)


def source_column(sources: Callable[[Any], Iterable[Any]]) -> Column:
    """Their addresses, a blank between, which none of them has."""
    about = _("The addresses of the pages and documents on which the row rests, a blank between them.")
    return list_column(_("Sources"), sources, attrgetter("url"), between=" ", name="sources", about=about)


def address_column(
    absolute: Callable[[str], str], page: Callable[[Any], str] = methodcaller("get_absolute_url")
) -> Column:
    return Column(
        _("Address of the record"),
        lambda row: absolute(page(row)),
        "address",
        _("The page on which it stands."),
        format="uri",
    )


def _schema_of(of_model: Any) -> dict[str, Any]:
    if isinstance(of_model, PartialDateField):
        return {"constraints": {"pattern": PARTIAL_DATE}}
    for kind, type_ in TYPES.items():
        if isinstance(of_model, kind):
            return {"type": type_}
    return {"format": "uri"} if isinstance(of_model, URLField) else {}


def display(row: Any, name: str) -> str:
    """The words of a code."""
    code = getattr(row, name)
    return _words(row._meta.model, name, active()).get(code, code)


@cache
def _words(model: type[Model], name: str, _language: str) -> dict[str, str]:
    """Django's own `get_…_display` goes through all choices of the field for every row."""
    choices = model._meta.get_field(name).flatchoices  # type: ignore[union-attr]
    return {code: capfirst(str(words)) for code, words in choices}


def _code(heading: StrOrPromise) -> StrOrPromise:
    return format_lazy(_("{heading} (code)"), heading=heading)


# What a list is exported as


def by_slug() -> Mapping[str, str]:
    return {"slug": "slug"}


@dataclass(frozen=True)
class Export:
    """`load` adds what a row is asked for, `load_whole` what its document has beyond that. `document` is what JSON has of
    a row, without references to what is not among the public `names`, beside the words of its `codes`; `node` is what
    schema.org knows of it, `changed` when readers could last see something new in it. Its address, from
    `get_absolute_url`, stands in every form. `reference` is how it is cited, where the list `is_cited`. `item` is by what
    one row is found in the API: name in the address → lookup. `unversioned` tells when what its rows say last moved
    without the version of the record. `unfold` makes of the rows of the list those of a file,
    where one is several there.
    """

    name: str
    columns: list[Column]
    load: Load
    document: Callable[[Any, Names], Document]
    node: Callable[[Any, Identity], Document]
    load_whole: Load | None = None
    changed: Callable[[Any], datetime] | None = None
    reference: Callable[[HttpRequest, Any], Reference] | None = None
    codes: Sequence[str] = ()
    names: Callable[[], Names] = dict
    unversioned: Callable[[], Any] = str
    unfold: Callable[[Iterator[Any]], Iterator[Any]] = iter
    item: Mapping[str, str] = field(default_factory=by_slug)

    @property
    def made_from(self) -> list[str]:
        """What a file of it depends on besides the public record."""
        return [*(str(column.heading) for column in self.columns), str(self.unversioned())]

    @property
    def whole(self) -> Load:
        return self.load_whole or self.load


def about(request: HttpRequest, listing: Listing) -> Document:
    """What JSON says of a list."""
    return {
        "title": listing.title,
        "list": list_address(request, listing),
        "filter": listing.words,
        "total": listing.total,
        "licence": LICENCE,
    }


def list_address(request: HttpRequest, listing: Listing) -> str:
    return absolute(request, f"{listing.path}{listing.filter_query}")


def documents(request: HttpRequest, rows: Iterable[Any], *, export: Export) -> Iterator[Document]:
    """What JSON says of each row, which `export.whole` has loaded."""
    names = export.names()
    for row in rows:
        words = {code: display(row, code) for code in export.codes if getattr(row, code)}
        leads = links(request, row.get_absolute_url(), api_address(export.name, export.item, row))
        changed = {"changed": export.changed(row).isoformat(timespec="seconds")} if export.changed else {}
        yield {**export.document(row, names), **changed, "words": words, "links": leads}


def links(request: HttpRequest, path: str, api: str) -> Document:
    """The page of a record in both languages, and its document."""
    pages = {language: absolute(request, in_language(path, language)) for language in LANGUAGES}
    return {**pages, "api": absolute(request, api)}


def api_address(name: str, item: Mapping[str, str], row: Any) -> str:
    """In the language in which it is asked for, which its words are in."""
    return reverse(
        f"api:{name}_item",
        kwargs={parameter: attrgetter(lookup.replace("__", "."))(row) for parameter, lookup in item.items()},
    )


def record_node(request: HttpRequest, record: Any, node: Callable[[Any, Identity], Document]) -> Document:
    """What schema.org knows of a record, for files and pages; by its English address in both languages."""

    def identity(other: Any) -> str:
        return absolute(request, in_language(other.get_absolute_url(), "en"))

    about = {"@id": identity(record), "url": absolute(request, record.get_absolute_url())}
    return about | node(record, identity)


# schema.org


def in_languages(record: Any, name: str) -> list[Document]:
    texts = [(language, getattr(record, f"{name}_{language}")) for language in LANGUAGES]
    return [{"@language": language, "@value": text} for language, text in texts if text]
