"""What a schema cannot say: references that lead nowhere, names that stand there twice, dates and amounts."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from publishing.documents import Document, Names, Problem
from publishing.pictures import undescribed

from .rows import FACTS, read_date


def check_initiative(document: Document, names: Names) -> Iterator[Problem]:
    for field, kind, slugs in (
        ("themes", "theme", document["themes"]),
        ("partners", "partner", [row["partner"] for row in document.get("partners", [])]),
        ("related", "initiative", document.get("related", [])),
    ):
        for place, slug in enumerate(slugs):
            if slug not in names[kind]:
                yield Problem(f"{field}.{place}", f"there is no {kind} “{slug}”")
    yield from _check_rows(document)
    start, end = read_date(document.get("start")), read_date(document.get("end"))
    if start and end and end.last < start.first:
        yield Problem("end", f"{end.iso} is before the start, {start.iso}")


def _check_rows(document: Document) -> Iterator[Problem]:
    sources = document.get("sources", [])
    yield from _repeated("sources", [row["id"] for row in sources], "id")
    yield from _repeated("sources", [row["url"] for row in sources], "url")
    yield from _repeated("partners", [f"{row['partner']} as {row['role']}" for row in document.get("partners", [])])
    yield from _repeated("claims", [row["key"] for row in document.get("claims", [])], "key")
    yield from _too_exact(document)
    ids = {row["id"] for row in sources}
    for name, _letter, _model in FACTS:
        rows = document.get(name, [])
        yield from _repeated(name, [row["key"] for row in rows], "key")
        for place, row in enumerate(rows):
            for cited in row.get("sources", []):
                if cited not in ids:
                    yield Problem(f"{name}.{place}.sources", f"“{cited}” is not in the record's list of sources")
            if "time" in row and (row["precision"] != "day" or "time_zone" not in row):
                yield Problem(f"{name}.{place}.time", "a time needs a date to the day and a time_zone")


def _too_exact(document: Document) -> Iterator[Problem]:
    amounts = [(f"funding.{place}.amount", row["amount"]) for place, row in enumerate(document.get("funding", []))]
    for place, row in enumerate(document.get("partners", [])):
        if "contribution" in row:
            amounts.append((f"partners.{place}.contribution.amount", row["contribution"]["amount"]))
    for path, amount in amounts:
        if Decimal(str(amount)) != round(Decimal(str(amount)), 2):
            yield Problem(path, f"{amount} has more than two decimals")


def _repeated(field: str, values: list[str], part: str = "") -> Iterator[Problem]:
    for place, value in enumerate(values):
        if value in values[:place]:
            yield Problem(".".join(filter(None, (field, str(place), part))), f"“{value}” stands there twice")


def unfit_initiative(document: Document) -> Iterator[Problem]:
    """An unsourced fact, an undescribed picture; a row is named by its key, as in `diff`."""
    for name, _letter, _model in FACTS:
        for row in document.get(name, []):
            if not row.get("sources"):
                yield Problem(f"{name}[{row['key']}].sources", _("Nothing is published here without a source."))
    yield from undescribed(document)
