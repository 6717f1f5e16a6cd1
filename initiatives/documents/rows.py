"""The rows of an initiative as documents have them, and the small pieces they are made of."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from publishing.dates import PartialDate
from publishing.documents import (
    Document,
    day_field,
    text_fields,
)

from ..models import (
    Citation,
    Claim,
    Funding,
    Identifier,
    Milestone,
    Outcome,
    Participation,
    Source,
)

# The rows of an initiative that rest on sources: (list in the document, letter of its keys, model).
FACTS: list[tuple[str, str, type]] = [
    ("funding", "f", Funding),
    ("outcomes", "o", Outcome),
    ("milestones", "m", Milestone),
]


def date_field(date: PartialDate | None) -> Document | None:
    return {"date": date.first.isoformat(), "precision": date.precision} if date else None


def read_date(field: Document | None) -> PartialDate | None:
    return PartialDate.of(dt.date.fromisoformat(field["date"]), field["precision"]) if field else None


def number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def numbered(identifiers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """(register, value) pairs as {"topic": …, "topic_2": …}: a second one of a register is numbered."""
    field: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for scheme, value in identifiers:
        seen[scheme] += 1
        field[scheme if seen[scheme] == 1 else f"{scheme}_{seen[scheme]}"] = value
    return field


def scheme_of(name: str) -> str:
    return name if name in Identifier.SCHEMES else name.rpartition("_")[0]


def fact_row(fact: Any) -> Document:
    return {"key": fact.key, "sources": [c.key for c in sorted(fact.citations.all(), key=lambda c: c.position)]}


def funding_row(funding: Funding) -> Document:
    return {
        "amount": number(funding.amount),
        "currency": funding.currency,
        **text_fields(funding, "what"),
        **fact_row(funding),
    }


def participation_row(participation: Participation) -> Document:
    row: Document = {"partner": participation.partner.slug, "role": participation.role}
    if participation.amount is not None:
        row["contribution"] = {"amount": number(participation.amount), "currency": participation.currency}
    return row


def milestone_row(milestone: Milestone) -> Document:
    return {**milestone_fields(milestone), **fact_row(milestone)}


def milestone_fields(milestone: Milestone) -> Document:
    return {
        **(date_field(milestone.date) or {}),
        "time": milestone.time.isoformat("minutes") if milestone.time else "",
        "time_zone": milestone.time_zone,
        "kind": milestone.kind,
        **text_fields(milestone, "title", "note"),
    }


def source_row(citation: Citation) -> Document:
    return {"id": citation.key, **source_fields(citation.source)}


def source_fields(source: Source) -> Document:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "published": published_field(source.published),
        "kind": source.kind,
        "archive_url": source.archive_url,
        "gone_on": day_field(source.gone_on),
    }


def published_field(date: PartialDate | None) -> str | Document | None:
    """Most sources are dated to the day: those are written as the day alone."""
    return date.iso if date and date.day else date_field(date)


def claim_row(claim: Claim) -> Document:
    return {
        "key": claim.key,
        "verdict": claim.verdict,
        "where_url": claim.where_url,
        **text_fields(claim, "says", "where", "note"),
    }


def partner_and_role(row: Document) -> tuple:
    return (row["partner"], row["role"])


def once_each(rows: Iterable[Document], name_of: Callable[[Document], Any]) -> list[Document]:
    """Rows of one name become one, in the first's place: it says what it said, and what only a later one does."""
    once: dict[Any, Document] = {}
    for row in rows:
        once[name_of(row)] = {**row, **once.get(name_of(row), {})}
    return list(once.values())
