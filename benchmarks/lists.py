"""How long the lists take on a big record, beside a small one; `make bench` runs it.

Each record is made in a database of its own and kept between runs: SQLite files in a folder of temporary files, or, where
DATABASE_URL names a PostgreSQL server, databases beside that one. Pages come through Django's test client; beside each
stands what the database took of it, and what plain SQL takes for the same facets: each counted under the others' filters.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

BIG = int(os.environ.get("INITIATIVES", "50000"))
SMALL = 1000
ROUNDS = 7

FILTERS = "theme=semiconductors&status=active&country=JP"
# (what, address, at most so many milliseconds on the big record)
PAGES = [
    ("initiatives", "/initiatives/", 100),
    ("under three filters and q", f"/initiatives/?{FILTERS}&q=power", 60),
    ("the same in Japanese", "/ja/initiatives/?theme=semiconductors&status=active&country=JP&q=半導体", 60),
    ("under broad filters", "/initiatives/?status=active&kind=research-project&country=JP&q=research", 60),
    ("of one partner, by title", "/initiatives/?partner=partner-00001&sort=title", 100),
    ("the last page", "/initiatives/?page={last}", 100),
    ("partners", "/partners/", 100),
    ("partners, of a theme, most first", "/partners/?theme=quantum&country=JP&sort=-initiatives", 100),
    ("milestones", "/milestones/", 100),
    ("milestones to come, of a theme", "/milestones/?when=upcoming&theme=quantum", 100),
]


def main() -> int:
    small, big = (measured(number) for number in (SMALL, BIG))
    print(f"{'Milliseconds':36} {SMALL:>8,} {BIG:>8,}   ratio  of that SQL  queries  at most")
    held = True
    for (what, _address, limit), before, after in zip(PAGES, small["pages"], big["pages"], strict=True):
        ratio = after["page"] / before["page"]
        is_kept = after["page"] <= limit and ratio <= 2
        held = held and is_kept
        print(
            f"{what:36} {before['page']:8.1f} {after['page']:8.1f} {ratio:7.2f} {after['sql']:12.1f} "
            f"{after['queries']:8} {limit:8}{'' if is_kept else '  missed'}"
        )
    for key, what in (
        ("plain", "five facets in plain SQL"),
        ("plain filtered", "the same under three filters and q"),
        ("first", "the first page after a change"),
    ):
        print(f"{what:36} {small[key]:8.1f} {big[key]:8.1f}")
    print(f"{'kept in memory, megabytes':36} {small['memory']:8.1f} {big['memory']:8.1f}")
    return 0 if held else 1


def measured(initiatives: int) -> dict[str, Any]:
    """In a process of its own, as each database takes settings of its own."""
    environment = os.environ | {
        "DATABASE_URL": database_url(initiatives),
        "DEBUG": "false",
        "SECRET_KEY": "for-benchmarks-only-and-long-enough-0123456789",
        "DJANGO_SETTINGS_MODULE": "alliance.settings",
        "ALLOWED_HOSTS": "testserver",
        "LOG_LEVEL": "ERROR",
    }
    arguments = [sys.executable, "-m", "benchmarks.lists", str(initiatives)]
    done = subprocess.run(arguments, env=environment, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - ours
    return json.loads(done.stdout.splitlines()[-1])


def database_url(initiatives: int) -> str:
    """Of a database for that size alone."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        folder = Path(tempfile.gettempdir()) / f"alliance-bench-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        return f"sqlite:///{folder}/{initiatives}.sqlite3"
    name = f"alliance_bench_{initiatives}"
    import psycopg

    with closing(psycopg.connect(given, autocommit=True)) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(f'CREATE DATABASE "{name}"')
    return given.rpartition("/")[0] + f"/{name}"


# In the process of one record


def measure(initiatives: int) -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client, override_settings

    from . import big_record

    big_record.prepare(big_record.sizes(initiatives))
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES={**settings.STORAGES, **plain}, STATIC_ROOT=settings.BASE_DIR / "static"):
        client = Client()
        last = (initiatives + 23) // 24
        pages = [page(client, address.format(last=last)) for _what, address, _limit in PAGES]
        return {
            "pages": pages,
            "plain": milliseconds(lambda: plain_counts(""), rounds=1),
            "plain filtered": milliseconds(lambda: plain_counts(f"{FILTERS}&q=power"), rounds=1),
            "first": milliseconds(lambda: after_a_change(client), rounds=2),
            "memory": memory(client),
        }


def page(client: Any, address: str) -> dict[str, float]:
    from django.db import connection

    def ask() -> None:
        response = client.get(address)
        if response.status_code != 200:
            sys.exit(f"{address}: {response.status_code}")

    ask()
    clock = Clock()
    with connection.execute_wrapper(clock):
        ask()
    return {"page": milliseconds(ask), "sql": clock.seconds * 1000, "queries": clock.queries}


class Clock:
    """The time that statements take until their rows begin to come, and how long of it this process only waited."""

    def __init__(self) -> None:
        self.seconds, self.waited, self.queries = 0.0, 0.0, 0

    def __call__(self, execute: Callable, *arguments: Any) -> Any:
        begun, begun_cpu = time.perf_counter(), time.process_time()
        try:
            return execute(*arguments)
        finally:
            seconds = time.perf_counter() - begun
            self.seconds += seconds
            self.waited += seconds - (time.process_time() - begun_cpu)
            self.queries += 1


def milliseconds(act: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The seconds of the processor, so that what else the machine does makes no difference; and where the database is
    another process, what that took.
    """
    from django.db import connection

    times = []
    for _round in range(rounds):
        clock = Clock()
        begun = time.process_time()
        with connection.execute_wrapper(clock):
            act()
        times.append(time.process_time() - begun + (clock.waited if connection.vendor == "postgresql" else 0))
    return statistics.median(times) * 1000


def plain_counts(query: str) -> None:
    """Theme, status, kind, country and programme with a GROUP BY each, under the filters of the others."""
    from django.db.models import Count
    from django.http import QueryDict

    from initiatives.listings import InitiativeListing
    from initiatives.models import Initiative, Participation

    listing = InitiativeListing(QueryDict(query), Initiative.objects.published(), path="")
    through = Initiative.themes.through.objects
    for facet, rows, value, owner in (
        ("theme", through, "theme__slug", "initiative"),
        ("country", Participation.objects, "partner__country", "initiative"),
        ("status", Initiative.objects, "status", "pk"),
        ("kind", Initiative.objects, "kind", "pk"),
        ("programme", Initiative.objects, "programme", "pk"),
    ):
        found = Initiative.objects.published()
        for name, chosen in listing.values.items():
            if name != facet:
                found = listing.filters[name].filter(found, chosen)
        counted = rows.filter(**{f"{owner}__in": found.values("pk")}).order_by().values(value)
        list(counted.annotate(n=Count(owner, distinct=True)).values_list(value, "n"))


def after_a_change(client: Any) -> None:
    """Nothing is known any more."""
    from publishing import version

    version.moved()
    client.get("/initiatives/")


def memory(client: Any) -> float:
    """What the lists keep after all of these pages, in megabytes."""
    import gc
    import tracemalloc

    from publishing import known

    known.kept.clear()
    gc.collect()
    tracemalloc.start()
    for _what, address, _limit in PAGES:
        client.get(address.format(last=1))
    gc.collect()
    with_all = tracemalloc.get_traced_memory()[0]
    known.kept.clear()
    gc.collect()
    return (with_all - tracemalloc.get_traced_memory()[0]) / 1e6


if __name__ == "__main__":
    if len(sys.argv) > 1:
        import django

        django.setup()
        print(json.dumps(measure(int(sys.argv[1]))))
    else:
        sys.exit(main())
