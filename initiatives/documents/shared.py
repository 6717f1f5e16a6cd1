"""Sources and claims that stand in several records are described alike in all of them."""

from collections.abc import Callable, Iterator

from django.db.models import Q, QuerySet

from publishing.documents import Document, Problem, in_order, tidied
from publishing.models import new_key

from .. import schemas
from ..models import Claim, Initiative, Source
from .rows import FACTS, claim_row, source_fields


def _without(row: Document, names: set[str]) -> Document:
    return {name: value for name, value in row.items() if name not in names}


def _sources_by_url(urls: set[str]) -> dict[str, Document]:
    schema = schemas.INITIATIVE["properties"]["sources"]["items"]
    sources = Source.objects.filter(url__in=urls)
    return {source.url: in_order(tidied(source_fields(source)), schema) for source in sources}


def _claims_by_key(keys: set[str]) -> dict[str, Document]:
    schema = schemas.INITIATIVE["properties"]["claims"]["items"]
    return {claim.key: in_order(tidied(claim_row(claim)), schema) for claim in Claim.objects.filter(key__in=keys)}


# The list in the document, what its rows are told apart by, what of a row is the record's own, and how the database
# describes rows.
SHARED: list[tuple[str, str, set[str], Callable[[set[str]], dict[str, Document]]]] = [
    ("sources", "url", {"id"}, _sources_by_url),
    ("claims", "key", set(), _claims_by_key),
]


def agree_on_shared_rows(documents: list[Document], bases: dict[str, Document]) -> Iterator[tuple[Document, Problem]]:
    """A source has one description and a claim one verdict, in however many records they stand.

    What the database has holds, unless a file changed what was loaded from it and no other file still says
    the same; of something new, the first description in the files holds.
    """
    for field, name, own, kept in SHARED:
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


def shared_by(document: Document) -> dict[tuple[str, str], Document]:
    """What a document says of the things that other records may show as well, by list and name."""
    return {
        (field, row[name]): _without(row, own) for field, name, own, _kept in SHARED for row in document.get(field, [])
    }


def sharing_with(initiative: Initiative) -> QuerySet[Initiative]:
    """The other public initiatives that cite one of its sources or are about one of its claims."""
    sharing = Q(citations__source__citations__initiative=initiative) | Q(claims__initiatives=initiative)
    return Initiative.objects.published().filter(sharing).exclude(pk=initiative.pk).distinct()


def meet_initiative(base: Document, document: Document, live: Document) -> Document:
    """Of a source or claim that the document did not begin with, the database's description holds where there is one;
    a source that the live record has got meanwhile goes by its id there, and none by the id of another.
    """
    document = dict(document)
    for field, name, own, kept in SHARED:
        if field in document:
            known = kept({row[name] for row in document[field]})
            begun_with = {row[name] for row in base.get(field, [])}
            document[field] = [
                row
                if row[name] in begun_with
                else {**row, **known.get(row[name], {}), **{key: row[key] for key in own}}
                for row in document[field]
            ]
    return _with_ids(document, _ids_there(base, document, live))


def _ids_there(base: Document, document: Document, live: Document) -> dict[str, str]:
    """How the document's ids of sources are called in the live record, where that differs."""
    live_ids = {row["url"]: row["id"] for row in live.get("sources", [])}
    begun_with = {row["id"] for row in base.get("sources", [])}
    there = {}
    for row in document.get("sources", []):
        if row["url"] in live_ids:
            there[row["id"]] = live_ids[row["url"]]
        elif row["id"] in live_ids.values() and row["id"] not in begun_with:
            there[row["id"]] = f"s{new_key()}"
    return {old: new for old, new in there.items() if old != new}


def _with_ids(document: Document, there: dict[str, str]) -> Document:
    if not there:
        return document
    sources = [{**row, "id": there.get(row["id"], row["id"])} for row in document["sources"]]
    facts = {
        name: [{**row, "sources": [there.get(key, key) for key in row.get("sources", [])]} for row in document[name]]
        for name, _letter, _model in FACTS
        if name in document
    }
    return {**document, "sources": sources, **facts}
