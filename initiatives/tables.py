"""Partners, initiatives and milestones as tables: their columns, and the part of a document a row stands for."""

import math
import re
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from publishing.columns import Column, Table, split
from publishing.countries import COUNTRY_CODES
from publishing.dates import NOT_A_DATE, PartialDate
from publishing.documents import Document, kind_of, set_columns
from publishing.models import Record

from . import schemas
from .documents.apply import fact_columns
from .documents.rows import date_field, numbered, read_date, scheme_of
from .models import Identifier, Initiative, Milestone, Partner, Theme

SLUGS = r"[;\n]"
# An address may have a semicolon inside, but no blank.
ADDRESSES = r";?\s+|;$"

YES, NO = ("yes", "true", "1", "はい"), ("no", "false", "0", "いいえ")


# Columns


def choice(name: str, values: list[str]) -> Column:
    return Column(name, values=lambda: values)


def slugs(name: str, model: type[Record]) -> Column:
    return Column(
        name,
        read=lambda text, _whole: sorted(set(split(text, SLUGS))),
        write=lambda slugs, _whole: "; ".join(slugs),
        values=lambda: model._default_manager.order_by("slug").values_list("slug", flat=True),
        separator=SLUGS,
    )


def yes_or_no(name: str) -> Column:
    """A tick that is always in the document: an empty cell is a no."""

    def read(text: str, _whole: Document) -> bool:
        if text.lower() not in YES + NO:
            raise ValueError(_("“%(value)s” is neither yes nor no.") % {"value": text})
        return text.lower() in YES

    return Column(
        name,
        read=read,
        write=lambda value, _whole: YES[0] if value else NO[0],
        put=lambda part, value: part.update({name: bool(value)}),
    )


def picture(name: str) -> Column:
    def read(text: str, whole: Document) -> str:
        if text != whole.get(name):
            raise ValueError(_("A picture is uploaded on the record's own page; leave this cell as it was exported."))
        return text

    return Column(name, read=read)


def _place(text: str, _whole: Document) -> dict[str, float]:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        lat = lon = math.inf
    if abs(lat) > 90 or abs(lon) > 180:
        words = _("“%(value)s” is not a latitude and a longitude, as 35.6812, 139.7671.")
        raise ValueError(words % {"value": text})
    return {"lat": round(lat, 5), "lon": round(lon, 5)}


def _place_text(place: dict[str, float], _whole: Document) -> str:
    return f"{place['lat']}, {place['lon']}"


def _partial_date(text: str, _whole: Document) -> Document | None:
    try:
        return date_field(PartialDate.parse(text))
    except ValueError as error:
        raise ValueError(NOT_A_DATE % {"value": text[:40]}) from error


def _iso(field: Document, _whole: Document) -> str:
    date = read_date(field)
    return date.iso if date else ""


def partial_date(name: str, **how: Any) -> Column:
    return Column(name, read=_partial_date, write=_iso, **how)


def day(name: str) -> Column:
    def read(text: str, whole: Document) -> str:
        date = read_date(_partial_date(text, whole))
        if date is None or not date.day:
            raise ValueError(_("“%(value)s” is not a day, as 2013-05-17.") % {"value": text})
        return date.iso

    return Column(name, read=read)


def _time(text: str, _whole: Document) -> str:
    """Excel adds seconds."""
    match = re.fullmatch(r"(\d{1,2}):([0-5]\d)(?::00)?", text)
    if not match or int(match[1]) > 23:
        raise ValueError(_("“%(value)s” is not a time, as 17:00.") % {"value": text})
    return f"{int(match[1]):02}:{match[2]}"


def _identifiers(text: str, _whole: Document) -> dict[str, str]:
    rows = []
    for words in split(text, SLUGS):
        register, _colon, value = (part.strip() for part in words.partition(":"))
        if register not in Identifier.SCHEMES or not value:
            message = _(
                "“%(value)s” is not a register and an identifier, as cordis: 101070001. Registers: %(allowed)s."
            )
            raise ValueError(message % {"value": words, "allowed": ", ".join(Identifier.SCHEMES)})
        rows.append((register, value))
    return numbered(rows)


def _identifiers_text(identifiers: dict[str, str], _whole: Document) -> str:
    return "; ".join(f"{scheme_of(name)}: {value}" for name, value in identifiers.items())


def _cited(text: str, whole: Document) -> list[str]:
    """The ids of the sources a cell names by address or id, in the order of the record's list."""
    by_name = {row[name]: row["id"] for row in whole.get("sources", []) for name in ("id", "url")}
    cited = set()
    for name in split(text, ADDRESSES):
        if name not in by_name:
            message = _("“%(value)s” is not in the list of sources of “%(slug)s”. Add it on the record's page first.")
            raise ValueError(message % {"value": name, "slug": whole["slug"]})
        cited.add(by_name[name])
    return [row["id"] for row in whole.get("sources", []) if row["id"] in cited]


def _addresses(cited: list[str], whole: Document) -> str:
    addresses = {row["id"]: row["url"] for row in whole.get("sources", [])}
    return "; ".join(addresses[key] for key in cited)


# Rows that stand for a whole record


def _wholes(queryset: QuerySet) -> Iterator[tuple[Document, Document]]:
    kind = kind_of(queryset.model)
    for record in queryset.for_documents().iterator(chunk_size=500):  # type: ignore[attr-defined]
        document = kind.to_document(record)
        yield document, document


def _clean_record(record: Record, whole: Document, _part: Document) -> None:
    set_columns(record, kind_of(record).columns(whole, record))


PARTNERS = Table(
    name="partners",
    model=Partner,
    required=schemas.PARTNER["required"],
    parts=_wholes,
    clean=_clean_record,
    columns=[
        Column("slug"),
        *map(Column, ("name", "name_ja", "former_name", "former_name_ja", "acronym")),
        choice("kind", Partner.Kind.values),
        choice("country", sorted(COUNTRY_CODES)),
        Column("city"),
        Column("coordinates", read=_place, write=_place_text),
        *map(Column, ("website", "ror")),
        picture("logo"),
        *map(Column, ("note", "note_ja")),
    ],
)

INITIATIVES = Table(
    name="initiatives",
    model=Initiative,
    required=schemas.INITIATIVE["required"],
    parts=_wholes,
    clean=_clean_record,
    columns=[
        Column("slug"),
        *map(Column, ("acronym", "title", "title_ja")),
        yes_or_no("title_ja_official"),
        choice("kind", Initiative.Kind.values),
        choice("status", Initiative.Status.values),
        slugs("themes", Theme),
        partial_date("start"),
        partial_date("end"),
        Column("programme"),
        Column("identifiers", read=_identifiers, write=_identifiers_text),
        slugs("related", Initiative),
        day("last_checked"),
        picture("cover"),
        *map(Column, ("cover_alt", "cover_alt_ja", "summary", "summary_ja", "body", "body_ja")),
    ],
)


# Rows that are milestones of an initiative


def _milestones(queryset: QuerySet) -> Iterator[tuple[Document, Document]]:
    """Initiative by initiative, each one's in the order of its page."""
    wanted = set(queryset.values_list("initiative__slug", "key"))
    initiatives = Initiative.objects.filter(milestones__in=queryset.values("pk")).distinct().order_by("slug")
    for _document, whole in _wholes(initiatives):
        yield from ((row, whole) for row in whole.get("milestones", []) if (whole["slug"], row["key"]) in wanted)


def _clean_milestone(_initiative: Initiative, _whole: Document, part: Document) -> None:
    """The plan looks after the keys of its initiative."""
    set_columns(Milestone(key=part["key"]), fact_columns(Milestone, part), exclude={"initiative"})


MILESTONES = Table(
    name="milestones",
    model=Initiative,
    within="milestones",
    required=[name for name in schemas.MILESTONE["required"] if name != "precision"],
    parts=_milestones,
    clean=_clean_milestone,
    columns=[
        Column("initiative"),
        Column("key", get=lambda part: part["key"], put=lambda _part, _key: None),
        partial_date(
            "date",
            get=lambda part: {"date": part["date"], "precision": part["precision"]},
            put=lambda part, date: part.update(date or {"date": "", "precision": ""}),
        ),
        Column("time", read=_time),
        choice("time_zone", Milestone.Zone.values),
        choice("kind", Milestone.Kind.values),
        *map(Column, ("title", "title_ja", "note", "note_ja")),
        Column("sources", read=_cited, write=_addresses),
    ],
)
