"""A made-up public record of any size, the same each time: text in both languages, everything skewed as in the real one.

A few partners take part in thousands of initiatives, most in one or two; Japan, Germany and France have most partners;
half of the record is research projects. Everything is published. `make bench` measures on it; by hand:

    DATABASE_URL=sqlite:////tmp/big.sqlite3 python -m benchmarks.big_record --initiatives 50000

It is made in a database that is empty or holds such a record, and in no other; one that is there already is left as it is.
"""

import argparse
import datetime as dt
import hashlib
import itertools
import random
import sys
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection, transaction

from . import words

TODAY = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
MARK = "made-up"

KINDS = [32, 14, 14, 10, 9, 7, 6, 6, 5, 5, 4]  # of 112, as words.FORMS
STATUSES = {"active": 65, "completed": 42, "announced": 2, "proposed": 2, "superseded": 1, "negotiating": 1}
THEMES = [21, 19, 14, 14, 13, 13, 11, 10, 10, 10, 10, 9, 9, 8, 7, 6, 5, 4, 3, 3, 1]  # as words.SUBJECTS
ROLES = {"participant": 158, "funder": 92, "signatory": 63, "coordinator": 34, "co-chair": 21, "host": 15}
MILESTONE_KINDS = [80, 75, 63, 48, 33, 19, 13, 9]  # as words.MILESTONES
PARTNER_KINDS = [40, 33, 26, 19, 16, 8, 7, 3, 1]  # as words.ORGANISATIONS


class Dice:
    """Everything that is left to chance, from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same each time is what is wanted

    def common(self, choices: Sequence[Any]) -> Any:
        """One of them; the n-th is half as likely as the one at n/2."""
        return self.one_of(choices, _zipf(len(choices)))

    def one_of(self, choices: Sequence[Any], weights: Sequence[float] | None = None) -> Any:
        return self.random.choices(choices, weights)[0] if weights else self.random.choice(choices)

    def name(self) -> str:
        """A word that nobody has used before, or hardly anybody."""
        return "".join(self.random.choices(words.SYLLABLES, k=self.random.choice((3, 3, 4)))).capitalize()

    def date(self, first: int, last: int) -> Any:
        from publishing.dates import PartialDate

        day = dt.date(self.random.randint(first, last), self.random.randint(1, 12), self.random.randint(1, 28))
        return PartialDate.of(day, self.one_of(("day", "month", "year"), (80, 12, 8)))

    def moment(self) -> dt.datetime:
        return TODAY - dt.timedelta(seconds=self.random.randint(0, 3 * 365 * 86_400))

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def filling(self, themes: Iterable[str]) -> list[dict[str, str]]:
        """What stands in the places of the sentences, English and Japanese."""
        subjects = [subject for theme in themes for subject in words.SUBJECTS[theme]]
        chosen = {"subject": self.common(subjects), "aim": self.common(words.AIMS), "city": self.common(words.CITIES)}
        name = self.name()
        return [{**{key: pair[side] for key, pair in chosen.items()}, "name": name} for side in (0, 1)]


_ZIPF: dict[int, list[float]] = {}


def _zipf(number: int) -> list[float]:
    return _ZIPF.setdefault(number, [1 / place for place in range(1, number + 1)])


def make(*, initiatives: int, partners: int, milestones: int, seed: int = 1) -> None:
    """Into empty tables. Rows get the numbers from 1 on."""
    from . import big_history

    dice = Dice(seed)
    with transaction.atomic():
        _make_themes()
        _make_partners(dice, partners)
        _make_initiatives(dice, initiatives)
        _make_participations(dice, initiatives, partners)
        _make_sources(dice, initiatives)
        _make_milestones(dice, initiatives, milestones)
        big_history.make(dice, initiatives)
    _count_on_from_there()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def keep(rows: Iterable[Any]) -> None:
    rows = iter(rows)
    while some := list(itertools.islice(rows, 5000)):
        type(some[0])._base_manager.bulk_create(some)


def _make_themes() -> None:
    from initiatives.models import Theme
    from publishing.yaml_files import read_yaml

    path = Path(__file__).parent.parent / "initiatives" / "dataset" / "themes.yaml"
    described = {theme["slug"]: theme for theme in read_yaml(path)["themes"]}
    keep(
        Theme(
            pk=number,
            dataset=MARK,
            slug=slug,
            name_en=described[slug]["name"],
            name_ja=described[slug]["name_ja"],
            hue=described[slug]["hue"],
            position=described[slug]["position"],
        )
        for number, slug in enumerate(words.SUBJECTS, start=1)
    )


def _make_partners(dice: Dice, total: int) -> None:
    from initiatives.models import Partner
    from initiatives.names import marks_of

    themes, countries = list(words.SUBJECTS), words.COUNTRIES
    seen: dict[str, int] = {}
    kinds = list(words.ORGANISATIONS)

    def partner(number: int) -> Any:
        kind = dice.one_of(kinds, PARTNER_KINDS)
        english, japanese = dice.filling([dice.one_of(themes)])
        called_en, called_ja = dice.common(words.ORGANISATIONS[kind])
        name_en = called_en.format(**{**english, "subject": english["subject"].title()})
        name_ja = called_ja.format(**japanese)
        again = seen[name_en] = seen.get(name_en, 0) + 1
        if again > 1:
            name_en, name_ja = f"{name_en} {english['name']}", f"{name_ja}{english['name']}"
        name_ja = name_ja if dice.random.random() < 0.7 else ""
        return Partner(
            pk=number,
            public_id=dice.uuid(),
            dataset=MARK,
            slug=f"partner-{number:05}",
            name_en=name_en,
            name_ja=name_ja,
            acronym=english["name"][:6].upper() if dice.random.random() < 0.3 else "",
            kind=kind,
            country=dice.common(countries),
            city=english["city"],
            marks=marks_of([name_en, name_ja]),
        )

    keep(partner(number) for number in range(1, total + 1))


def _make_initiatives(dice: Dice, total: int) -> None:
    from initiatives.models import Initiative
    from initiatives.names import marks_of
    from publishing.states import State

    names, kinds = list(words.SUBJECTS), list(words.FORMS)
    about: list[list[int]] = []

    def initiative(number: int) -> Any:
        of = dice.one_of((1, 2, 3, 4), (51, 44, 13, 4))
        themes = list(dict.fromkeys(dice.random.choices(range(len(names)), THEMES, k=of)))
        about.append(themes)
        kind = dice.one_of(kinds, KINDS)
        english, japanese = dice.filling(names[theme] for theme in themes)
        form_en, form_ja = dice.common(words.FORMS[kind])
        is_named = dice.random.random() < 0.6
        title_en = f"{form_en} {english['subject']} for {english['aim']}"
        title_ja = f"{japanese['aim']}のための{japanese['subject']}に関する{form_ja}"
        if is_named:
            title_en, title_ja = f"{english['name']}: {title_en}", f"{title_ja}（{english['name']}）"
        sentences = dict.fromkeys(dice.common(words.SENTENCES) for _sentence in range(5))
        start = dice.date(2005, 2026) if dice.random.random() < 0.81 else None
        status = dice.one_of(list(STATUSES), list(STATUSES.values()))
        end = dice.date(start.year + 1, start.year + 6) if start and dice.random.random() < 0.6 else None
        changed_at = dice.moment()
        return Initiative(
            pk=number,
            public_id=dice.uuid(),
            dataset=MARK,
            slug=f"initiative-{number:06}",
            state=State.PUBLISHED,
            publish_at=changed_at - dt.timedelta(days=dice.random.randint(-5, 900)),
            created_at=changed_at,
            changed_at=changed_at,
            told_at=changed_at,
            kind=kind,
            status=status,
            title_en=title_en[:200],
            title_ja=title_ja[:200] if dice.random.random() < 0.95 else "",
            acronym=english["name"].upper() if is_named else "",
            summary_en=" ".join(sentence.format(**english) for sentence, _japanese in sentences),
            summary_ja="".join(sentence.format(**japanese) for _english, sentence in sentences),
            start=start,
            end=end,
            programme=dice.common(words.PROGRAMMES) if dice.random.random() < 0.44 else "",
            marks=marks_of([title_en, title_ja]),
        )

    keep(initiative(number) for number in range(1, total + 1))
    through = Initiative.themes.through
    keep(
        through(initiative_id=number, theme_id=theme + 1)
        for number, themes in enumerate(about, start=1)
        for theme in themes
    )


def _make_participations(dice: Dice, initiatives: int, partners: int) -> None:
    """Every partner takes part in something, so that all are public; beyond that the first take part in most."""
    from initiatives.models import Participation

    taking_part: list[list[int]] = [[] for _number in range(initiatives)]
    for partner in range(1, partners + 1):
        taking_part[dice.random.randrange(initiatives)].append(partner)
    for others in taking_part:
        others += dice.random.choices(
            range(1, partners + 1),
            cum_weights=_cumulated(partners),
            k=dice.one_of((1, 2, 3, 5, 9), (30, 35, 20, 10, 5)),
        )
    keep(
        Participation(
            initiative_id=number,
            partner_id=partner,
            role=dice.one_of(list(ROLES), list(ROLES.values())),
            position=position,
        )
        for number, some in enumerate(taking_part, start=1)
        for position, partner in enumerate(dict.fromkeys(some))
    )


_CUMULATED: dict[int, list[float]] = {}


def _cumulated(number: int) -> list[float]:
    if number not in _CUMULATED:
        _CUMULATED[number] = list(itertools.accumulate(_zipf(number)))
    return _CUMULATED[number]


def _make_sources(dice: Dice, initiatives: int) -> None:
    """One of its own for every initiative, and one that many share for every second."""
    from initiatives.models import Citation, Source

    shared = max(initiatives // 100, 1)
    kinds = ("official", "press", "academic", "organisation")

    def source(number: int) -> Any:
        english, japanese = dice.filling([dice.one_of(list(words.SUBJECTS))])
        title = (
            f"{english['subject'].capitalize()}: news from {english['city']}"
            if dice.random.random() < 0.6
            else f"{japanese['subject']}に関する発表（{japanese['city']}）"
        )
        return Source(
            pk=number,
            title=title,
            url=f"https://source.example/{number}",
            publisher=english["name"],
            kind=dice.common(kinds),
            published=dice.date(2005, 2026),
        )

    keep(source(number) for number in range(1, initiatives + shared + 1))

    def citations(number: int) -> Iterator[Any]:
        """The own one has the number of its initiative."""
        yield Citation(pk=number, initiative_id=number, source_id=number, key="s1", position=0)
        if number % 2:
            other = initiatives + 1 + dice.random.randrange(shared)
            yield Citation(pk=initiatives + number, initiative_id=number, source_id=other, key="s2", position=1)

    keep(citation for number in range(1, initiatives + 1) for citation in citations(number))


def _make_milestones(dice: Dice, initiatives: int, total: int) -> None:
    from initiatives.models import Milestone

    kinds, themes = list(words.MILESTONES), list(words.SUBJECTS)
    weights = [dice.one_of((1, 2, 3, 4, 8), (10, 32, 37, 15, 6)) for _number in range(initiatives)]
    owners = sorted(dice.random.choices(range(1, initiatives + 1), weights, k=total))

    def milestone(number: int, owner: int) -> Any:
        kind = dice.one_of(kinds, MILESTONE_KINDS)
        english, japanese = dice.filling([dice.one_of(themes, THEMES)])
        title_en, title_ja = dice.common(words.MILESTONES[kind])
        note_en, note_ja = dice.common(words.SENTENCES) if dice.random.random() < 0.3 else ("", "")
        return Milestone(
            pk=number,
            initiative_id=owner,
            key=f"m{number}",
            position=number,
            date=dice.date(2005, 2026) if dice.random.random() < 0.97 else dice.date(2027, 2030),
            kind=kind,
            title_en=title_en.format(**english),
            title_ja=title_ja.format(**japanese),
            note_en=note_en.format(**english),
            note_ja=note_ja.format(**japanese),
        )

    keep(milestone(number, owner) for number, owner in enumerate(owners, start=1))
    cites = Milestone.citations.through
    keep(cites(milestone_id=number, citation_id=owner) for number, owner in enumerate(owners, start=1))


def _count_on_from_there() -> None:
    """PostgreSQL has not seen which numbers are taken."""
    from django.apps import apps
    from django.core.management.color import no_style

    models = [
        model for name in ("publishing", "initiatives", "articles") for model in apps.get_app_config(name).get_models()
    ]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


# A database for it


def sizes(initiatives: int) -> dict[str, int]:
    """As many of everything else as a record of so many initiatives has."""
    return {"initiatives": initiatives, "partners": initiatives * 2 // 5, "milestones": initiatives * 5}


def fingerprint(numbers: dict[str, int]) -> str:
    """Another one where what makes the record and its index has changed, or the tables they are put into."""
    folder = Path(__file__).parent
    made_by = (
        "benchmarks/big_*.py",
        "benchmarks/words.py",
        "*/migrations/0*.py",
        "*/search.py",
        "search/words.py",
    )
    sources = [path for pattern in made_by for path in folder.parent.glob(pattern)]
    content = b"".join(path.read_bytes() for path in sorted(sources))
    return hashlib.sha256(content + repr(sorted(numbers.items())).encode()).hexdigest()[:12]


def prepare(numbers: dict[str, int]) -> None:
    """Let the database that the settings name hold this record; SystemExit where it holds another that was not made here."""
    from initiatives.models import Initiative, Theme

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    mark = f"{MARK} {fingerprint(numbers)}"
    if Theme.objects.filter(dataset=mark).exists():
        return
    if Initiative.objects.exclude(dataset=MARK).exists():
        sys.exit("This database holds a record that was not made up here: choose an empty one.")
    if Initiative.objects.exists():
        call_command("flush", interactive=False, verbosity=0)
    make(**numbers)
    call_command("rebuild_search", verbosity=0)
    Theme.objects.update(dataset=mark)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--initiatives", type=int, default=50_000)
    parser.add_argument("--partners", type=int, help="without it 2/5 of the initiatives")
    parser.add_argument("--milestones", type=int, help="without it five times the initiatives")
    said = parser.parse_args()
    numbers = sizes(said.initiatives)
    numbers |= {name: vars(said)[name] for name in ("partners", "milestones") if vars(said)[name]}
    django.setup()
    begun = time.perf_counter()
    prepare(numbers)
    sys.stdout.write(f"{numbers} in {connection.settings_dict['NAME']} after {time.perf_counter() - begun:.0f} s\n")


if __name__ == "__main__":
    main()
