"""Acts cut off in the middle: inside the process at each of their writes, or with the process itself by kill -9.

Inside the process, on whatever database the tests run on:

    before = every_row()
    for _write in interruptions(act):
        assert every_row() == before

With the process, on a SQLite file of its own; acts are functions of a module, known by their names there:

    scratch = Scratch(tmp_path)
    scratch.run(prepare)
    before = scratch.content()
    scratch.kill(act, at_write=3)
    assert scratch.content() == before
"""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

Act = Callable[[], Any]


class Interrupted(BaseException):
    """Not an Exception: no code that mends what goes wrong may take it for its own, as it could not mend a kill."""


def interruptions(act: Act) -> Iterator[int]:
    """Do `act` until its first write, until its second and so on; yields after each. The last time it gets through."""
    write = 1
    while _is_interrupted(act, write):
        yield write
        write += 1
    assert write > 1, "the act wrote nothing"


def every_row() -> dict[str, list[tuple]]:
    """All that the database holds, by table; sessions belong to browsers and not to what they did."""
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label != "sessions"
    }


class Scratch:
    """A SQLite file with all tables, on which other processes act."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scratch.sqlite3"
        self.file.write_bytes(_migrated())

    def run(self, act: Act) -> None:
        process = self._start(_name(act))
        assert process.returncode == 0, process.stderr

    def kill(self, act: Act, *, at_write: int) -> None:
        """Act in a process that ends by SIGKILL when it has done so many writes."""
        process = self._start(_name(act), str(at_write))
        assert process.returncode == -signal.SIGKILL, f"not killed: {process.returncode}\n{process.stderr}"

    def content(self) -> list[str]:
        """Every row as SQL."""
        with closing(sqlite3.connect(self.file)) as database:
            return list(database.iterdump())

    def _start(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return _python(self.file, "-m", "tests.interruptions", *arguments)


@cache
def _migrated() -> bytes:
    """A SQLite file with all tables: the same for every test, and slow to make."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "migrated.sqlite3"
        process = _python(file, "manage.py", "migrate", "--verbosity", "0")
        assert process.returncode == 0, process.stderr
        return file.read_bytes()


def _python(file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run to its end, on that database."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{file}",
        "DJANGO_SETTINGS_MODULE": "alliance.settings",
        "DEBUG": "true",
        "ALLOWED_HOSTS": "testserver",
        "SECRET_KEY": settings.SECRET_KEY,
        "REDIS_URL": "",
    }
    return subprocess.run(  # noqa: S603 - our own Python with arguments of this file
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


class _Writes:
    """Counts statements that write; `at` is called in place of the one whose turn it is, or after it."""

    def __init__(self, which: int, at: Callable[[], None], *, after: bool = False) -> None:
        self.left, self.at, self.after = which, at, after

    def __call__(self, execute, sql, params, many, context):
        if not sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "REPLACE")):
            return execute(sql, params, many, context)
        self.left -= 1
        if self.left == 0 and not self.after:
            self.at()
        result = execute(sql, params, many, context)
        if self.left == 0:
            self.at()
        return result


def _is_interrupted(act: Act, write: int) -> bool:
    try:
        with connection.execute_wrapper(_Writes(write, _interrupt)):
            act()
    except Interrupted:
        return True
    return False


def _interrupt() -> None:
    raise Interrupted


def _name(act: Act) -> str:
    return f"{act.__module__}:{act.__qualname__}"


def _kill_ourselves() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _main(name: str, at_write: int) -> None:
    """In the other process; 0 is never reached."""
    django.setup()
    module, _colon, function = name.partition(":")
    act = getattr(import_module(module), function)
    with connection.execute_wrapper(_Writes(at_write, _kill_ourselves, after=True)):
        act()


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
