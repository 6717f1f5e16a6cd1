"""The index: what can be found, and the acts of writing and asking it.

Apps register their subjects. A thing has its entry exactly while it is public, because whatever publishes or
withdraws a thing refreshes its entry in the same transaction.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise

from .engines import Sql, Where, engine
from .models import Entry, Word
from .queries import Query, parse
from .ranking import closeness
from .results import Found
from .words import indexed, spelled

# An entry's id is the number of its subject, and in the lower bits the primary key of the thing.
BITS = 40
# The best of so many matches are found exactly. Of more, these are taken, those with the words in their names first.
MOST_RANKED = 500
# Of so many of them, the best otherwise, the names are compared with the words.
MOST_COMPARED = 300
MOST_SUGGESTED = 200
AT_ONCE = 500
# Of PostgreSQL's advisory locks, the one for writing the index; the number means nothing.
LOCK = 7_302_113

# What a match is worth by where it is. How close it comes to a name adds to it, and so does the engine's own score,
# which counts as 0 to 1.
EXACT, IN_NAMES = 3.0, 1.5


@dataclass(frozen=True)
class Said:
    """The texts of one thing, in both languages: `exact` are acronyms and numbers, by which it is asked for."""

    pk: int
    exact: Sequence[str] = ()
    names: Sequence[str] = ()
    words: Sequence[str] = ()
    owner: int | None = None

    @property
    def texts(self) -> Iterator[str]:
        yield from self.names
        yield from self.words


@dataclass(frozen=True)
class Subject:
    """A sort of thing that can be found. `number` may never change: it is in the ids of the index.

    `public` are its public rows; `said` loads the texts of such rows, `found` shows them in the reader's language.
    Those of a subject with `owned_by` stand on the page of another subject's thing. `worth` is how much a match
    counts beside those of other subjects.
    """

    name: str
    number: int
    label: str | Promise
    public: Callable[[], QuerySet]
    said: Callable[[QuerySet], Iterable[Said]]
    found: Callable[[QuerySet], Iterable[Found]]
    worth: float
    owned_by: "Subject | None" = None

    def entry_id(self, pk: int) -> int:
        return (self.number << BITS) + pk

    def pk(self, entry_id: int) -> int:
        return entry_id - (self.number << BITS)

    @property
    def ids(self) -> tuple[int, int]:
        """The first and the last id that its entries can have."""
        return self.number << BITS, ((self.number + 1) << BITS) - 1


_subjects: dict[int, Subject] = {}


def register(subject: Subject) -> Subject:
    _subjects[subject.number] = subject
    return subject


def subjects() -> list[Subject]:
    """In the order in which results are grouped."""
    return [_subjects[number] for number in sorted(_subjects)]


def subject_of(model: type[Model]) -> Subject:
    return next(subject for subject in subjects() if subject.name == model._meta.model_name)


# Writing


@transaction.atomic
def refresh(subject: Subject, pks: Iterable[int]) -> None:
    """Let the entries of these things say what is public of them now; a fixed number of queries for 500."""
    pks = sorted(set(pks))
    _wait_for_others()
    for start in range(0, len(pks), AT_ONCE):
        some = pks[start : start + AT_ONCE]
        Entry.objects.filter(id__in=[subject.entry_id(pk) for pk in some]).delete()
        _write(subject, subject.public().filter(pk__in=some))


def owned(subject: Subject, owners: Iterable[int]) -> list[int]:
    """The primary keys of the things which by the index stand on the pages of the owners; they may be gone."""
    if subject.owned_by is None:
        raise ValueError(f"{subject.name} have pages of their own")
    first, last = subject.ids
    entries = Entry.objects.filter(owner__in=[subject.owned_by.entry_id(pk) for pk in owners])
    return [subject.pk(entry) for entry in entries.filter(id__gte=first, id__lte=last).values_list("id", flat=True)]


def rebuild(subject: Subject) -> Iterator[int]:
    """Refresh all entries of the subject, a few hundred in a transaction, yielding how many things were looked at.

    Search goes on meanwhile, and so do editors: what they publish is refreshed by their own acts.
    """
    rows = subject.public().model._default_manager.order_by("pk")
    start: int | None = 0
    while start is not None:
        some = list(rows.filter(pk__gte=start).values_list("pk", flat=True)[: AT_ONCE + 1])
        following = some[AT_ONCE] if len(some) > AT_ONCE else None
        end = subject.ids[1] if following is None else subject.entry_id(following) - 1
        with transaction.atomic():
            _wait_for_others()
            # Also those in between, of things that are gone.
            Entry.objects.filter(id__gte=subject.entry_id(start), id__lte=end).delete()
            _write(subject, subject.public().filter(pk__in=some[:AT_ONCE]))
        yield len(some[:AT_ONCE])
        start = following


def _wait_for_others() -> None:
    """Whoever writes entries does so alone until its transaction ends: of two that write the same entry, the second
    would not see that of the first. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _write(subject: Subject, rows: QuerySet) -> None:
    entries, words = [], set()
    for said in subject.said(rows):
        owner = subject.owned_by.entry_id(said.owner) if subject.owned_by and said.owner else None
        entries.append(
            Entry(
                id=subject.entry_id(said.pk),
                owner=owner,
                exact=indexed(*said.exact),
                names=indexed(*said.names),
                words=indexed(*said.words),
            )
        )
        words |= spelled(*said.texts)
    Entry.objects.bulk_create(entries)
    longest = Word._meta.get_field("word").max_length or 0
    Word.objects.bulk_create((Word(word) for word in sorted(words) if len(word) <= longest), ignore_conflicts=True)


# Asking


def asked(text: str) -> Query:
    """What somebody typed. Where nothing has the last word it counts as begun: “semicond” finds semiconductors."""
    query = parse(text)
    return query if query == query.begun or finds(query) else query.begun


def finds(query: Query) -> bool:
    """Whether anything matches: a look at one match, where `counts` looks at all."""
    if not query.groups:
        return False
    condition, params = engine().matches(query)
    table = engine().table(query, Where.ANYWHERE)
    return bool(_rows(_select(engine().key, table, condition, "LIMIT 1"), params))


def matching(subject: Subject, query: Query) -> Q:
    """A condition on rows of the subject's model; what has no words, as “%”, finds nothing."""
    if not query.groups:
        return ~matching(subject, Query((query.never,))) if query.never else Q(pk__in=[])
    return Q(pk__in=RawSQL(*_matched(subject, query)))  # noqa: S611 see _select


def matched(subject: Subject, query: Query) -> list[int]:
    """The primary keys of what matches; expects a query with groups."""
    return [pk for (pk,) in _rows(*_matched(subject, query))]


def _matched(subject: Subject, query: Query) -> Sql:
    key, (first, last) = engine().key, subject.ids
    condition, params = engine().matches(query)
    table = engine().table(query, Where.ANYWHERE)
    sql = _select(f"{key} - %s", table, f"{condition} AND {key} >= %s AND {key} <= %s")
    return sql, [first, *params, first, last]


def counts(query: Query) -> dict[Subject, int]:
    """How many things of each subject match; those of which none does are left out."""
    if not query.groups:
        return {}
    condition, params = engine().matches(query)
    table = engine().table(query, Where.ANYWHERE)
    numbers = _select(f"{engine().key} >> {BITS}, count(*)", table, condition, "GROUP BY 1")
    found = dict(_rows(numbers, params))
    return {subject: found[subject.number] for subject in subjects() if subject.number in found}


def best(query: Query, within: Subject | None = None, among: Iterable[int] = ()) -> list[tuple[Subject, int]]:
    """(subject, primary key) of what matches, of one subject or of all, best first, at most MOST_RANKED.

    `among` are primary keys of the subject, if only these are to be ranked.
    """
    if not query.groups:
        return []
    ids = [within.entry_id(pk) for pk in among] if within else []
    exact = _scored(query, Where.EXACT, within, ids)
    named = exact | _scored(query, Where.NAMES, within, ids)
    others = {} if len(named) >= MOST_RANKED else _scored(query, Where.ANYWHERE, within, ids)
    return _ranked(query, others | named, named, exact)[:MOST_RANKED]


def beginning(query: Query, most: int) -> list[tuple[Subject, int]]:
    """Those whose names have the words, the last of which need only have begun."""
    if not query.groups:
        return []
    exact = _scored(query.begun, Where.EXACT, most=MOST_SUGGESTED)
    named = exact | _scored(query.begun, Where.NAMES, most=MOST_SUGGESTED)
    return _ranked(query.begun, named, named, exact)[:most]


class Match(NamedTuple):
    # Beside the best one found in the same way.
    score: float
    # What the thing is called, where it matches by that.
    exact: str = ""
    names: str = ""


def _scored(
    query: Query, where: Where, within: Subject | None = None, ids: Sequence[int] = (), *, most: int = MOST_RANKED
) -> dict[int, Match]:
    condition, params = engine().among(query, where, ids) if ids else engine().matches(query, where)
    if within:
        condition, params = f"{condition} AND {engine().key} >= %s AND {engine().key} <= %s", [*params, *within.ids]
    score, score_params = engine().score(query)
    columns = f"{engine().key}, {score}" if where is Where.ANYWHERE else f"{engine().key}, {score}, exact, names"
    rows = _rows(_select(columns, engine().table(query, where), condition, f"LIMIT {most}"), [*score_params, *params])
    highest = max((score for _entry_id, score, *_called in rows), default=0.0) or 1.0
    return {entry_id: Match(score / highest, *called) for entry_id, score, *called in rows}


def _ranked(
    query: Query, matches: dict[int, Match], named: Container[int], exact: Container[int]
) -> list[tuple[Subject, int]]:
    def worth(entry_id: int) -> float:
        where = EXACT if entry_id in exact else IN_NAMES if entry_id in named else 0.0
        return (where + matches[entry_id].score) * _subjects[entry_id >> BITS].worth

    def closer(entry_id: int) -> float:
        match, subject = matches[entry_id], _subjects[entry_id >> BITS]
        return worth(entry_id) + closeness(query.groups, match.exact, match.names) * subject.worth

    ranking = sorted(matches, key=lambda entry_id: (-worth(entry_id), entry_id))
    first, others = ranking[:MOST_COMPARED], ranking[MOST_COMPARED:]
    first = sorted(first, key=lambda entry_id: (-closer(entry_id), entry_id))
    return [(_subjects[entry_id >> BITS], _subjects[entry_id >> BITS].pk(entry_id)) for entry_id in [*first, *others]]


def _select(columns: str, table: str, condition: str, rest: str = "") -> str:
    """Of the engine's names and ours; what somebody has typed goes to the database as a parameter."""
    return f"SELECT {columns} FROM {table} WHERE {condition} {rest}"  # noqa: S608


def _rows(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
