"""Themes, partners and initiatives as documents; the fields are those of the dataset files."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from publishing.dates import PartialDate
from publishing.documents import (
    Document,
    Ids,
    Kind,
    Names,
    Problem,
    in_order,
    labels_of,
    records_named,
    register,
    save_columns,
    text_columns,
    text_fields,
    tidied,
    without_empty,
)
from publishing.states import State

from . import schemas
from .models import (
    Citation,
    Claim,
    ClaimAbout,
    Funding,
    Identifier,
    Initiative,
    Milestone,
    Outcome,
    Participation,
    Partner,
    Source,
    Theme,
)
from .models.claim import claim_key

DATASET = Path(__file__).parent / "dataset"

# The rows of an initiative that rest on sources: (list in the document, letter of its keys, model).
FACTS: list[tuple[str, str, type]] = [
    ("funding", "f", Funding),
    ("outcomes", "o", Outcome),
    ("milestones", "m", Milestone),
]


LABELS = {
    "themes": Theme._meta.verbose_name_plural,
    "related": _("related initiatives"),
    "partners": Partner._meta.verbose_name_plural,
    "milestones": Milestone._meta.verbose_name_plural,
    "outcomes": Outcome._meta.verbose_name_plural,
    "funding": Funding._meta.verbose_name_plural,
    "sources": Source._meta.verbose_name_plural,
    "claims": Claim._meta.verbose_name_plural,
    "identifiers": Identifier._meta.verbose_name_plural,
    **labels_of(Initiative, Milestone, Outcome, Funding, Source, Claim),
}
WORDS = {
    "kind": dict([*Initiative.Kind.choices, *Milestone.Kind.choices, *Source.Kind.choices]),
    "status": dict(Initiative.Status.choices),
    "verdict": dict(Claim.Verdict.choices),
}


# Small pieces


def date_field(date: PartialDate | None) -> Document | None:
    return {"date": date.first.isoformat(), "precision": date.precision} if date else None


def read_date(field: Document | None) -> PartialDate | None:
    return PartialDate.of(dt.date.fromisoformat(field["date"]), field["precision"]) if field else None


def number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


# Themes


def theme_columns(document: Document, _theme: Theme) -> dict[str, Any]:
    return {
        "slug": document["slug"],
        **text_columns(document, "name", "description"),
        "hue": document["hue"],
        "position": document["position"],
    }


def theme_document(theme: Theme) -> Document:
    document = {
        "slug": theme.slug,
        **text_fields(theme, "name", "description"),
        "hue": theme.hue,
        "position": theme.position,
    }
    return in_order(without_empty(document), schemas.THEME)


def normalise_theme(document: Document) -> Document:
    return in_order({"hue": 0, "position": 0, **tidied(document)}, schemas.THEME)


# Partners


def partner_columns(document: Document, _partner: Partner) -> dict[str, Any]:
    place = document.get("coordinates", {})
    return {
        **{
            name: document.get(name, "")
            for name in ("slug", "acronym", "kind", "country", "city", "website", "ror", "logo")
        },
        **text_columns(document, "name", "former_name", "note"),
        "latitude": round(Decimal(str(place["lat"])), 5) if place else None,
        "longitude": round(Decimal(str(place["lon"])), 5) if place else None,
    }


def partner_document(partner: Partner) -> Document:
    place = None
    if partner.latitude is not None and partner.longitude is not None:
        place = {"lat": float(partner.latitude), "lon": float(partner.longitude)}
    document = {
        **{name: getattr(partner, name) for name in ("slug", "acronym", "kind", "country", "city", "website", "ror")},
        **text_fields(partner, "name", "former_name", "note"),
        "logo": partner.logo.name,
        "coordinates": place,
    }
    return in_order(without_empty(document), schemas.PARTNER)


def normalise_partner(document: Document) -> Document:
    document = tidied(document)
    if place := document.get("coordinates"):
        document["coordinates"] = {axis: round(float(place[axis]), 5) for axis in ("lat", "lon")}
    return in_order(document, schemas.PARTNER)


# Initiatives: to a document


def initiative_document(initiative: Initiative) -> Document:
    """Costs about a dozen queries unless the initiative comes from `for_documents()`."""
    document = {
        "slug": initiative.slug,
        "acronym": initiative.acronym,
        **text_fields(initiative, "title", "summary", "body", "cover_alt"),
        "title_ja_official": initiative.title_ja_official,
        "kind": initiative.kind,
        "themes": sorted(theme.slug for theme in initiative.themes.all()),
        "status": initiative.status,
        "start": date_field(initiative.start),
        "end": date_field(initiative.end),
        "programme": initiative.programme,
        "identifiers": numbered((row.scheme, row.value) for row in initiative.identifiers.all()),
        "cover": initiative.cover.name,
        "last_checked": initiative.last_checked.isoformat() if initiative.last_checked else None,
        "funding": [funding_row(funding) for funding in initiative.funding.all()],
        "outcomes": [{**text_fields(row, "text"), **fact_row(row)} for row in initiative.outcomes.all()],
        "partners": [participation_row(row) for row in initiative.participations.all()],
        "milestones": [milestone_row(milestone) for milestone in initiative.milestones.all()],
        "related": sorted(related.slug for related in initiative.related.all()),
        "sources": [source_row(citation) for citation in initiative.citations.all()],
        "claims": [claim_row(about.claim) for about in initiative.claim_abouts.all()],
    }
    return in_order(ordered_rows(tidied(document)), schemas.INITIATIVE)


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
    return {
        **(date_field(milestone.date) or {}),
        "time": milestone.time.isoformat("minutes") if milestone.time else "",
        "time_zone": milestone.time_zone,
        "kind": milestone.kind,
        **text_fields(milestone, "title", "note"),
        **fact_row(milestone),
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


# Initiatives: from a document


def normalise_initiative(document: Document) -> Document:
    """Keys for rows that have none, lists without an order of their own sorted, texts as they are kept."""
    document = tidied(document)
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


def agree_on_shared_rows(documents: list[Document], bases: dict[str, Document]) -> Iterator[tuple[Document, Problem]]:
    """A source has one description and a claim one verdict, in however many records they stand.

    What the database has holds, unless a file changed what was loaded from it and no other file still says
    the same; of something new, the first description in the files holds.
    """
    for field, name, own, kept in (
        ("sources", "url", {"id"}, _sources_by_url),
        ("claims", "key", set[str](), _claims_by_key),
    ):
        rows = [(document, place) for document in documents for place in range(len(document.get(field, [])))]
        in_database = kept({document[field][place][name] for document, place in rows})
        holds = _descriptions_that_hold(rows, bases, in_database, field, name, own)
        for document, place in rows:
            row = document[field][place]
            described, known = _without(row, own), holds[row[name]]
            if described != known:
                document[field][place] = {key: row[key] for key in own} | known
                differing = sorted(key for key in described | known if described.get(key) != known.get(key))
                message = f"{row[name]} has another {', '.join(differing)} in the record, which is kept"
                yield document, Problem(f"{field}.{place}", message)


def _descriptions_that_hold(
    rows: list[tuple[Document, int]],
    bases: dict[str, Document],
    in_database: dict[str, Document],
    field: str,
    name: str,
    own: set[str],
) -> dict[str, Document]:
    described: dict[str, list[tuple[Document, Document | None]]] = {}
    for document, place in rows:
        row = document[field][place]
        base = next((b for b in bases.get(document["slug"], {}).get(field, []) if b[name] == row[name]), None)
        described.setdefault(row[name], []).append((_without(row, own), _without(base, own) if base else None))
    holds = {}
    for shared, versions in described.items():
        known = in_database.get(shared)
        if known is None:
            holds[shared] = versions[0][0]
        elif any(version == known for version, _base in versions):
            holds[shared] = known
        else:
            holds[shared] = next((version for version, base in versions if base == known), known)
    return holds


def _without(row: Document, names: set[str]) -> Document:
    return {name: value for name, value in row.items() if name not in names}


def _sources_by_url(urls: set[str]) -> dict[str, Document]:
    schema = schemas.INITIATIVE["properties"]["sources"]["items"]
    sources = Source.objects.filter(url__in=urls)
    return {source.url: in_order(tidied(source_fields(source)), schema) for source in sources}


def _claims_by_key(keys: set[str]) -> dict[str, Document]:
    schema = schemas.INITIATIVE["properties"]["claims"]["items"]
    return {claim.key: in_order(tidied(claim_row(claim)), schema) for claim in Claim.objects.filter(key__in=keys)}


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


def stable_initiative(document: Document, ids: Ids) -> Document:
    document = dict(document)
    for field, kind in (("themes", "theme"), ("related", "initiative")):
        if field in document:
            document[field] = sorted(ids(kind, slug) for slug in document[field])
    if "partners" in document:
        document["partners"] = [{**row, "partner": ids("partner", row["partner"])} for row in document["partners"]]
    return document


def own_of_initiative(document: Document) -> Document:
    document = dict(document)
    for field, names in (("sources", ("id", "url")), ("claims", ("key",))):
        if field in document:
            document[field] = [{name: row[name] for name in names} for row in document[field]]
    return document


def prune_initiative(document: Document, names: Names) -> Document:
    related = [slug for slug in document.get("related", []) if slug in names["initiative"]]
    return in_order(without_empty({**document, "related": related}), schemas.INITIATIVE)


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


def initiative_columns(document: Document, initiative: Initiative) -> dict[str, Any]:
    """A new one is published at once: what stands in a dataset file has been through review there."""
    last_checked = document.get("last_checked")
    return {
        **{name: document.get(name, "") for name in ("slug", "acronym", "kind", "status", "programme", "cover")},
        **text_columns(document, "title", "summary", "body", "cover_alt"),
        "state": initiative.state if initiative.pk else State.PUBLISHED,
        "title_ja_official": document["title_ja_official"],
        "start": read_date(document.get("start")),
        "end": read_date(document.get("end")),
        "last_checked": dt.date.fromisoformat(last_checked) if last_checked else None,
    }


def write_initiative_rows(initiative: Initiative, document: Document) -> None:
    initiative.themes.set(records_named(Theme, document["themes"]).values())
    initiative.related.set(records_named(Initiative, document.get("related", [])).values())
    _apply_identifiers(initiative, document.get("identifiers", {}))
    _apply_participations(initiative, document.get("partners", []))
    citations = _apply_sources(initiative, document.get("sources", []))
    for name, _letter, model in FACTS:
        _apply_facts(initiative, model, document.get(name, []), citations)
    _apply_claims(initiative, document.get("claims", []))


def _apply_identifiers(initiative: Initiative, identifiers: dict[str, str]) -> None:
    initiative.identifiers.all().delete()
    for position, (name, value) in enumerate(identifiers.items()):
        columns = {"scheme": scheme_of(name), "value": value, "position": position}
        save_columns(Identifier(initiative=initiative), columns)


def _apply_participations(initiative: Initiative, rows: list[Document]) -> None:
    partners = records_named(Partner, [row["partner"] for row in rows])
    existing = {(p.partner_id, p.role): p for p in initiative.participations.all()}
    for position, row in enumerate(rows):
        partner = partners[row["partner"]]
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
    citations = {}
    for position, row in enumerate(rows):
        citation = existing.get(row["id"]) or Citation(initiative=initiative, key=row["id"])
        citation.source = _source(row)
        citation.position = position
        citation.save()
        citations[citation.key] = citation
    return citations


def _source(row: Document) -> Source:
    published = row.get("published")
    date = PartialDate.parse(published) if isinstance(published, str) else read_date(published)
    source = Source.objects.filter(url=row["url"]).first() or Source(url=row["url"])
    columns = {name: row.get(name, "") for name in ("title", "publisher", "kind", "archive_url")}
    save_columns(source, {**columns, "published": date})
    return source


def _apply_facts(initiative: Initiative, model: Any, rows: list[Document], citations: dict[str, Citation]) -> None:
    existing = {fact.key: fact for fact in model.objects.filter(initiative=initiative)}
    for position, row in enumerate(rows):
        fact = existing.pop(row["key"], None) or model(initiative=initiative, key=row["key"])
        save_columns(fact, {**_fact_columns(model, row), "position": position})
        fact.citations.set([citations[key] for key in row.get("sources", [])])
    for fact in existing.values():
        fact.delete()


def _fact_columns(model: type, row: Document) -> dict[str, Any]:
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
    for position, row in enumerate(rows):
        claim = Claim.objects.filter(key=row["key"]).first() or Claim(key=row["key"])
        columns = {"verdict": row["verdict"], "where_url": row.get("where_url", "")}
        save_columns(claim, {**columns, **text_columns(row, "says", "where", "note")})
        about = existing.pop(claim.key, None) or ClaimAbout(claim=claim, initiative=initiative)
        about.position = position
        about.save()
    for about in existing.values():
        about.delete()


def register_kinds() -> None:
    register(
        Kind(
            name="theme",
            plural="themes",
            folder=DATASET,
            model=Theme,
            schema=schemas.THEME,
            labels=labels_of(Theme),
            normalise=normalise_theme,
            columns=theme_columns,
            to_document=theme_document,
            public=lambda: Theme.objects.published().order_by("position", "slug"),
        )
    )
    register(
        Kind(
            name="partner",
            plural="partners",
            folder=DATASET,
            model=Partner,
            schema=schemas.PARTNER,
            labels=labels_of(Partner) | {"coordinates": _("coordinates")},
            words={"kind": dict(Partner.Kind.choices)},
            normalise=normalise_partner,
            columns=partner_columns,
            to_document=partner_document,
            public=lambda: Partner.objects.published().order_by("id"),
        )
    )
    register(
        Kind(
            name="initiative",
            plural="initiatives",
            folder=DATASET,
            model=Initiative,
            schema=schemas.INITIATIVE,
            references={"themes": "theme", "related": "initiative", "partner": "partner"},
            labels=LABELS,
            words=WORDS,
            normalise=normalise_initiative,
            columns=initiative_columns,
            rows=write_initiative_rows,
            to_document=initiative_document,
            public=lambda: Initiative.objects.published().for_documents().order_by("id"),
            agree=agree_on_shared_rows,
            stable=stable_initiative,
            own=own_of_initiative,
            quiet=frozenset({"last_checked"}),
            offers=initiative_offers,
            known=known_sources_and_claims,
            check=check_initiative,
            prune=prune_initiative,
        )
    )
