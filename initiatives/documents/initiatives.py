"""Initiatives: to a document, into normal form, and what other records need to know of one."""

from collections.abc import Iterator

from publishing.documents import (
    Document,
    Ids,
    Names,
    day_field,
    in_order,
    text_fields,
    tidied,
    without_empty,
)
from publishing.pictures import cover_fields, without_usual

from .. import schemas
from ..models import (
    Claim,
    Initiative,
    Source,
)
from ..models.claim import claim_key
from .rows import (
    FACTS,
    claim_row,
    date_field,
    fact_row,
    funding_row,
    milestone_row,
    numbered,
    once_each,
    participation_row,
    partner_and_role,
    published_field,
    read_date,
    scheme_of,
    source_row,
)


def initiative_document(initiative: Initiative) -> Document:
    """Costs about a dozen queries unless the initiative comes from `for_documents()`."""
    document = {
        "slug": initiative.slug,
        "acronym": initiative.acronym,
        **text_fields(initiative, "title", "summary", "body"),
        "title_ja_official": initiative.title_ja_official,
        "kind": initiative.kind,
        "themes": sorted(theme.slug for theme in initiative.themes.all()),
        "status": initiative.status,
        "start": date_field(initiative.start),
        "end": date_field(initiative.end),
        "programme": initiative.programme,
        "identifiers": numbered((row.scheme, row.value) for row in initiative.identifiers.all()),
        **cover_fields(initiative),
        "last_checked": day_field(initiative.last_checked),
        "ja_translates": day_field(initiative.ja_translates),
        "funding": [funding_row(funding) for funding in initiative.funding.all()],
        "outcomes": [{**text_fields(row, "text"), **fact_row(row)} for row in initiative.outcomes.all()],
        "partners": [participation_row(row) for row in initiative.participations.all()],
        "milestones": [milestone_row(milestone) for milestone in initiative.milestones.all()],
        "related": sorted(related.slug for related in initiative.related.all()),
        "sources": [source_row(citation) for citation in initiative.citations.all()],
        "claims": [claim_row(about.claim) for about in initiative.claim_abouts.all()],
    }
    return in_order(ordered_rows(tidied(document)), schemas.INITIATIVE)


def normalise_initiative(document: Document) -> Document:
    """Keys for rows that have none, lists without an order of their own sorted, texts as they are kept."""
    document = without_usual(tidied(document))
    for name, letter, _model in FACTS:
        for row, key in with_free_keys(document.get(name, []), letter):
            row["key"] = key
    for claim in document.get("claims", []):
        claim.setdefault("key", claim_key(claim["says"]))
    for source in document.get("sources", []):
        if isinstance(source.get("published"), dict):
            source["published"] = published_field(read_date(source["published"]))
    for name in ("start", "end"):
        if name in document:
            document[name] = date_field(read_date(document[name]))
    for milestone in document.get("milestones", []):
        milestone.update(date_field(read_date(milestone)) or {})
    for name in ("themes", "related"):
        if name in document:
            document[name] = sorted(set(document[name]))
    if "identifiers" in document:
        rows = [(scheme_of(name), value) for name, value in document["identifiers"].items()]
        document["identifiers"] = numbered(rows)
    document.setdefault("title_ja_official", False)
    return in_order(ordered_rows(document), schemas.INITIATIVE)


def ordered_rows(document: Document) -> Document:
    """Fields of rows in the order of the schema, milestones by date, a fact's sources as in the list."""
    ids = [source["id"] for source in document.get("sources", [])]
    position = {key: number for number, key in enumerate(ids)}
    for name, _letter, _model in FACTS:
        for row in document.get(name, []):
            if "sources" in row:
                row["sources"] = sorted(set(row["sources"]), key=lambda key: position.get(key, len(ids)))
    if "milestones" in document:
        document["milestones"].sort(key=lambda row: row["date"][: {"year": 4, "month": 7, "day": 10}[row["precision"]]])
    for name in ("funding", "outcomes", "partners", "milestones", "sources", "claims"):
        if name in document:
            schema = schemas.INITIATIVE["properties"][name]["items"]
            document[name] = [in_order(without_empty(row), schema) for row in document[name]]
    return document


def with_free_keys(rows: list[Document], letter: str) -> Iterator[tuple[Document, str]]:
    """Each row with its key, or with the first of m1, m2, … from its place on that no other row has."""
    taken = {row["key"] for row in rows if "key" in row}
    for place, row in enumerate(rows, start=1):
        key = row.get("key")
        while key is None:
            key = f"{letter}{place}"
            if key in taken:
                place, key = place + 1, None
        taken.add(key)
        yield row, key


def stable_initiative(document: Document, ids: Ids) -> Document:
    """What names two records that have been merged since says the same as what names the one they became."""
    document = dict(document)
    own = {ids("initiative", document["slug"])}
    for field, kind in (("themes", "theme"), ("related", "initiative")):
        if field in document:
            document[field] = sorted({ids(kind, slug) for slug in document[field]} - own)
    if "partners" in document:
        rows = [{**row, "partner": ids("partner", row["partner"])} for row in document["partners"]]
        document["partners"] = once_each(rows, partner_and_role)
    return without_empty(document)


def own_of_initiative(document: Document) -> Document:
    document = dict(document)
    for field, names in (("sources", ("id", "url")), ("claims", ("key",))):
        if field in document:
            document[field] = [{name: row[name] for name in names} for row in document[field]]
    return document


def prune_initiative(document: Document, names: Names) -> Document:
    lists = {
        "related": [slug for slug in document.get("related", []) if slug in names["initiative"]],
        "themes": [slug for slug in document.get("themes", []) if slug in names["theme"]],
        "partners": [row for row in document.get("partners", []) if row["partner"] in names["partner"]],
    }
    return in_order(without_empty({**document, **lists}), schemas.INITIATIVE)


def initiative_offers(document: Document) -> Names:
    return {
        "source": {source["url"] for source in document.get("sources", [])},
        "claim": {claim["key"] for claim in document.get("claims", [])},
    }


def known_sources_and_claims() -> Names:
    return {
        "source": set(Source.objects.values_list("url", flat=True)),
        "claim": set(Claim.objects.values_list("key", flat=True)),
    }
