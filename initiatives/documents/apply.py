"""From a document into the tables."""

import datetime as dt
from decimal import Decimal
from typing import Any

from publishing.dates import PartialDate
from publishing.documents import (
    Document,
    read_day,
    records_named,
    save_columns,
    text_columns,
)
from publishing.pictures import cover_columns
from publishing.states import State

from ..models import (
    Citation,
    Claim,
    ClaimAbout,
    Funding,
    Identifier,
    Initiative,
    Milestone,
    Participation,
    Partner,
    Source,
    Theme,
)
from .rows import (
    FACTS,
    once_each,
    partner_and_role,
    read_date,
    scheme_of,
)


def initiative_columns(document: Document, initiative: Initiative) -> dict[str, Any]:
    """A new one of a dataset file is published at once: what stands there has been through review."""
    return {
        **{name: document.get(name, "") for name in ("slug", "acronym", "kind", "status", "programme")},
        **text_columns(document, "title", "summary", "body"),
        **cover_columns(document),
        "state": State.PUBLISHED if initiative.dataset and not initiative.pk else initiative.state,
        "title_ja_official": document["title_ja_official"],
        "start": read_date(document.get("start")),
        "end": read_date(document.get("end")),
        "last_checked": read_day(document.get("last_checked")),
        "ja_translates": read_day(document.get("ja_translates")),
    }


def write_initiative_rows(initiative: Initiative, document: Document) -> None:
    initiative.themes.set(records_named(Theme, document.get("themes", [])).values())
    related = records_named(Initiative, document.get("related", [])).values()
    initiative.related.set(other for other in related if other != initiative)
    _apply_identifiers(initiative, document.get("identifiers", {}))
    _apply_participations(initiative, document.get("partners", []))
    citations = _apply_sources(initiative, document.get("sources", []))
    for name, _letter, model in FACTS:
        _apply_facts(initiative, model, document.get(name, []), citations)
    _apply_claims(initiative, document.get("claims", []))


def _apply_identifiers(initiative: Initiative, identifiers: dict[str, str]) -> None:
    wanted = [(scheme_of(name), value) for name, value in identifiers.items()]
    if wanted == list(initiative.identifiers.values_list("scheme", "value")):
        return
    initiative.identifiers.all().delete()
    for position, (scheme, value) in enumerate(wanted):
        save_columns(Identifier(initiative=initiative), {"scheme": scheme, "value": value, "position": position})


def _apply_participations(initiative: Initiative, rows: list[Document]) -> None:
    """Two partners that have been merged since the document was written are one."""
    partners = records_named(Partner, [row["partner"] for row in rows])
    rows = once_each([{**row, "partner": partners[row["partner"]]} for row in rows], partner_and_role)
    existing = {(p.partner_id, p.role): p for p in initiative.participations.select_related("partner")}
    for position, row in enumerate(rows):
        partner = row["partner"]
        participation = existing.pop((partner.pk, row["role"]), None) or Participation(initiative=initiative)
        contribution = row.get("contribution", {})
        columns = {
            "partner": partner,
            "role": row["role"],
            "amount": Decimal(str(contribution["amount"])) if contribution else None,
            "currency": contribution.get("currency", ""),
            "position": position,
        }
        save_columns(participation, columns)
    for participation in existing.values():
        participation.delete()


def _apply_sources(initiative: Initiative, rows: list[Document]) -> dict[str, Citation]:
    """The record's citations by key."""
    wanted = {row["id"]: row["url"] for row in rows}
    existing = {citation.key: citation for citation in initiative.citations.select_related("source")}
    # First what goes: two sources that change places would meet otherwise.
    for key, citation in list(existing.items()):
        if wanted.get(key) != citation.source.url:
            existing.pop(key).delete()
    known = Source.objects.in_bulk([row["url"] for row in rows], field_name="url")
    citations = {}
    for position, row in enumerate(rows):
        source = _described(known.get(row["url"]) or Source(url=row["url"]), row)
        citation = existing.get(row["id"]) or Citation(initiative=initiative, key=row["id"])
        if (citation.source_id, citation.position) != (source.pk, position) or citation.pk is None:
            citation.source, citation.position = source, position
            citation.save()
        citations[citation.key] = citation
    return citations


def _described(source: Source, row: Document) -> Source:
    published = row.get("published")
    date = PartialDate.parse(published) if isinstance(published, str) else read_date(published)
    columns = {name: row.get(name, "") for name in ("title", "publisher", "kind", "archive_url")}
    save_columns(source, {**columns, "published": date, "gone_on": read_day(row.get("gone_on"))})
    return source


def _apply_facts(initiative: Initiative, model: Any, rows: list[Document], citations: dict[str, Citation]) -> None:
    facts = model.objects.filter(initiative=initiative).prefetch_related("citations")
    existing = {fact.key: fact for fact in facts}
    for position, row in enumerate(rows):
        fact = existing.pop(row["key"], None) or model(initiative=initiative, key=row["key"])
        cited = {citation.key for citation in fact.citations.all()} if fact.pk else set()
        save_columns(fact, {**fact_columns(model, row), "position": position})
        if cited != set(row.get("sources", [])):
            fact.citations.set([citations[key] for key in row.get("sources", [])])
    for fact in existing.values():
        fact.delete()


def fact_columns(model: type, row: Document) -> dict[str, Any]:
    if model is Milestone:
        time = row.get("time")
        return {
            "date": read_date(row),
            "time": dt.time.fromisoformat(time) if time else None,
            "time_zone": row.get("time_zone", ""),
            "kind": row["kind"],
            **text_columns(row, "title", "note"),
        }
    if model is Funding:
        return {"amount": Decimal(str(row["amount"])), "currency": row["currency"], **text_columns(row, "what")}
    return text_columns(row, "text")


def _apply_claims(initiative: Initiative, rows: list[Document]) -> None:
    existing = {about.claim.key: about for about in initiative.claim_abouts.select_related("claim")}
    known = Claim.objects.in_bulk([row["key"] for row in rows], field_name="key")
    for position, row in enumerate(rows):
        claim = known.get(row["key"]) or Claim(key=row["key"])
        columns = {"verdict": row["verdict"], "where_url": row.get("where_url", "")}
        save_columns(claim, {**columns, **text_columns(row, "says", "where", "note")})
        about = existing.pop(claim.key, None) or ClaimAbout(claim=claim, initiative=initiative)
        if about.pk is None or about.position != position:
            about.position = position
            about.save()
    for about in existing.values():
        about.delete()
