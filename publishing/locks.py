"""How long a request waits for another that writes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

MOMENT = 250  # milliseconds


@contextmanager
def impatient() -> Iterator[None]:
    """Inside, SQLite waits for its lock for a moment only: OperationalError instead of a reader who waits for an import."""
    if connection.vendor != "sqlite":
        yield
        return
    _set_patience(MOMENT)
    try:
        yield
    finally:
        _set_patience(settings.DATABASES["default"]["OPTIONS"]["timeout"] * 1000)


def _set_patience(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
