"""Two partners or two initiatives become one: what the kept one says, and what names it from then on."""

import copy
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from publishing.documents import Document, in_order, without_empty
from publishing.pictures import COVER, LOGO

from .. import schemas
from ..models import Initiative, Participation, Partner
from ..names import normalised
from .initiatives import ordered_rows
from .rows import FACTS, numbered, once_each, partner_and_role, read_date, scheme_of

# What makes two facts the same one.
SAME_FACT: dict[str, Callable[[Document], tuple]] = {
    "milestones": lambda row: (row["date"], row["precision"], row["kind"], row["title"]),
    "funding": lambda row: (row["amount"], row["currency"], row["what"]),
    "outcomes": lambda row: (row["text"],),
}


def combined_partner(kept: Document, gone: Document) -> Document:
    """Empty fields filled; the other's name becomes the former name, unless it is only written otherwise."""
    document = {**gone, **kept}
    if "logo" in kept:
        document |= {name: kept.get(name) for name in LOGO}
    if normalised(kept["name"]) != normalised(gone["name"]) and not _any(kept, "former_name", "former_name_ja"):
        document |= {"former_name": gone["name"], "former_name_ja": gone.get("name_ja", "")}
        if gone.get("name_ja") == kept.get("name_ja"):
            del document["former_name_ja"]
    if "coordinates" not in kept and kept.get("city", gone.get("city")) != gone.get("city"):
        document.pop("coordinates", None)
    return in_order(without_empty(document), schemas.PARTNER)


def combined_initiative(kept: Document, gone: Document) -> Document:
    """Empty fields filled, lists put together; rows of the kept one come first and keep their keys."""
    kept, gone = copy.deepcopy(kept), copy.deepcopy(gone)
    document = {**gone, **kept, **_dates(kept, gone)}
    if "title_ja" not in kept:
        document["title_ja_official"] = gone["title_ja_official"]
    if "cover" in kept:
        document |= {name: kept.get(name) for name in COVER}
    if "last_checked" not in kept:
        document.pop("last_checked", None)
    document["themes"] = sorted({*kept.get("themes", []), *gone.get("themes", [])})
    document["related"] = sorted({*kept.get("related", []), *gone.get("related", [])} - {kept["slug"], gone["slug"]})
    pairs = [(scheme_of(name), value) for one in (kept, gone) for name, value in one.get("identifiers", {}).items()]
    document["identifiers"] = numbered(dict.fromkeys(pairs))
    document["partners"] = once_each([*kept.get("partners", []), *gone.get("partners", [])], partner_and_role)
    document["claims"] = once_each([*kept.get("claims", []), *gone.get("claims", [])], lambda row: row["key"])
    document["sources"], cited_as = _sources(kept.get("sources", []), gone.get("sources", []))
    for name, letter, _model in FACTS:
        document[name] = _facts(name, letter, kept.get(name, []), _citing(gone.get(name, []), cited_as))
    return in_order(without_empty(ordered_rows(without_empty(document))), schemas.INITIATIVE)


def _any(document: Document, *names: str) -> bool:
    return any(name in document for name in names)


def _dates(kept: Document, gone: Document) -> Document:
    """Start and end; the other's only where they do not contradict those of the kept one."""
    dates: Document = {name: one[name] for one in (gone, kept) for name in ("start", "end") if name in one}
    start, end = read_date(dates.get("start")), read_date(dates.get("end"))
    if start and end and end.last < start.first:
        return {name: kept.get(name) for name in ("start", "end")}
    return dates


def _sources(kept: list[Document], gone: list[Document]) -> tuple[list[Document], dict[str, str]]:
    """The sources of both, one an address, and by which key those of `gone` go there."""
    by_url = {row["url"]: row for row in kept}
    taken = {row["id"] for row in kept}
    for row in gone:
        if row["url"] not in by_url:
            by_url[row["url"]] = {**row, "id": _free_key(row["id"], "s", taken)}
    return list(by_url.values()), {row["id"]: by_url[row["url"]]["id"] for row in gone}


def _citing(rows: list[Document], cited_as: dict[str, str]) -> list[Document]:
    return [{**row, "sources": [cited_as[key] for key in row.get("sources", [])]} for row in rows]


def _facts(name: str, letter: str, kept: list[Document], gone: list[Document]) -> list[Document]:
    same = SAME_FACT[name]
    facts = {same(row): row for row in kept}
    taken = {row["key"] for row in kept}
    added = []
    for row in gone:
        known = facts.get(same(row))
        if known is None:
            facts[same(row)] = known = {**row, "key": _free_key(row["key"], letter, taken)}
            added.append(known)
        else:
            known |= {**row, **known, "sources": [*known.get("sources", []), *row["sources"]]}
    return [*kept, *added]


def _free_key(key: str, letter: str, taken: set[str]) -> str:
    """The key itself, or the first of m1, m2, … that is free; taken from then on."""
    number = 0
    while key in taken:
        number += 1
        key = f"{letter}{number}"
    taken.add(key)
    return key


# What names a record


def initiatives_naming(record: Any) -> QuerySet[Initiative]:
    if isinstance(record, Partner):
        return Initiative.objects.filter(participations__partner=record).distinct()
    if isinstance(record, Initiative):
        return Initiative.objects.filter(related=record)
    return Initiative.objects.none()


def rename_in_initiative(initiative: Initiative, kept: Any, gone: Any) -> None:
    if isinstance(gone, Partner):
        _move_participations(initiative, kept, gone)
    else:
        initiative.related.remove(gone)
        initiative.related.add(kept)


def _move_participations(initiative: Initiative, kept: Partner, gone: Partner) -> None:
    """Once in each role: what both have said keeps its first place and the contribution of `kept`, if it has one."""
    theirs = {row.role: row for row in initiative.participations.filter(partner=kept)}
    for row in initiative.participations.filter(partner=gone):
        twin = theirs.get(row.role)
        if twin is None:
            row.partner = kept
            row.save()
            continue
        row.delete()
        twin.position = min(twin.position, row.position)
        if twin.amount is None:
            twin.amount, twin.currency = row.amount, row.currency
        twin.save()


def contributions_not_taken_over(kept: Any, gone: Any) -> list[tuple[Any, Participation, Participation]]:
    """Where two partners, or two initiatives, both have an amount in the same role and not the same: (the initiative,
    or the partner, the kept one's, the other's).
    """
    of, other = ("partner", "initiative") if isinstance(gone, Partner) else ("initiative", "partner")
    told = Participation.objects.filter(amount__isnull=False).select_related(other).order_by(other, "role")
    theirs = {(getattr(row, other), row.role): row for row in told.filter(**{of: kept})}
    pairs = [(theirs.get((getattr(row, other), row.role)), row) for row in told.filter(**{of: gone})]
    return [
        (getattr(row, other), twin, row)
        for twin, row in pairs
        if twin is not None and twin.contribution != row.contribution
    ]
