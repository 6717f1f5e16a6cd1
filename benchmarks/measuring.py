"""How pages of a big record are measured beside those of a small one.

Each record is made in a database of its own and kept between runs: SQLite files in a folder of temporary files, or, where
DATABASE_URL names a PostgreSQL server, databases beside that one.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

BIG = int(os.environ.get("INITIATIVES", "50000"))
SMALL = 1000
ROUNDS = 7


def in_own_process(module: str, initiatives: int) -> dict[str, Any]:
    """What the module measures, on a record of that size: each database takes settings of its own."""
    environment = os.environ | {
        "DATABASE_URL": database_url(initiatives),
        "DEBUG": "false",
        "SECRET_KEY": "for-benchmarks-only-and-long-enough-0123456789",
        "DJANGO_SETTINGS_MODULE": "alliance.settings",
        "ALLOWED_HOSTS": "testserver",
        "LOG_LEVEL": "ERROR",
    }
    arguments = [sys.executable, "-m", module, str(initiatives)]
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


def run(measure: Callable[[int], dict[str, Any]], main: Callable[[], int]) -> None:
    """Of a module that is run: all of it, or, with a number, what it measures on a record of that size."""
    if len(sys.argv) == 1:
        sys.exit(main())
    import django

    django.setup()
    print(json.dumps(measure(int(sys.argv[1]))))


# In the process of one record


@contextmanager
def visitor(initiatives: int) -> Iterator[Any]:
    """Django's test client, on a record of that size."""
    from django.conf import settings
    from django.test import Client, override_settings

    from . import big_record

    big_record.prepare(big_record.sizes(initiatives))
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES={**settings.STORAGES, **plain}, STATIC_ROOT=settings.BASE_DIR / "static"):
        yield Client()


def page(client: Any, address: str) -> dict[str, float]:
    """The milliseconds of a page whose words nobody has looked for before, and of its statements alone, to their last
    row; and how many of these there are.
    """
    from django.db import connection

    statements: list[tuple[str, Any]] = []

    def note(execute: Callable, sql: str, params: Any, *rest: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, *rest)

    def ask() -> None:
        forget_words()
        if client.get(address).status_code != 200:
            sys.exit(f"{address} does not answer")

    def ask_the_database() -> None:
        with connection.cursor() as cursor:
            for sql, params in statements:
                cursor.execute(sql, params)
                cursor.fetchall()

    ask()
    with connection.execute_wrapper(note):
        ask()
    return {"page": milliseconds(ask), "sql": milliseconds(ask_the_database), "queries": len(statements)}


def forget_words() -> None:
    """What lists keep of words; of filters, which come again and again, they keep it."""
    from publishing import known

    for one in known.kept.values():
        one._sets = {key: bits for key, bits in one._sets.items() if key[0] != "q"}


class Stopwatch:
    """The seconds of the processor, so that what else the machine does makes no difference: of this process, and of the
    one that answers it where the database is a server.
    """

    def __init__(self) -> None:
        self.begun = _worked()

    @property
    def seconds(self) -> float:
        return _worked() - self.begun


def milliseconds(act: Callable[[], Any], rounds: int = ROUNDS) -> float:
    times = []
    for _round in range(rounds):
        watch = Stopwatch()
        act()
        times.append(watch.seconds)
    return statistics.median(times) * 1000


def _worked() -> float:
    """A PostgreSQL server must be on this machine, which runs Linux."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return time.process_time()
    connection.ensure_connection()
    schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return time.process_time() + int(schedule.split()[0]) / 1e9
