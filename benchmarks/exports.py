"""How soon downloads of a big record begin, how long they take, and how much memory that needs; `make bench` runs it.

Each is made in a process of its own that has answered nothing yet but one page without records: nothing is known of any
list, as after a change, and the memory of one does not count for the next. Seconds are those of the processor, and of the
database where that is another process.
"""

import multiprocessing
import sys
from pathlib import Path
from typing import Any

from .measuring import BIG, Stopwatch, in_own_process, run, visitor

LISTS = ("initiatives", "partners", "milestones", "sources", "claims", "articles", "changes")
FORMS = ("csv", "xlsx", "json", "jsonld")
DOWNLOADS = [
    *(f"/{name}/export.{form}" for name in LISTS for form in FORMS),
    "/data/alliance.zip",
    "/data/alliance.json",
]
# Seconds to the first byte; megabytes above what an idle process has.
FIRST, MEMORY = 1.0, 150


def main() -> int:
    figures = in_own_process("benchmarks.exports", BIG)
    print(f"\n{f'Downloads of {BIG:,} initiatives':36} first byte   whole  megabytes  memory above idle")
    held = True
    for address, one in figures.items():
        is_kept = one["first"] <= FIRST and one["memory"] <= MEMORY
        held = held and is_kept
        print(
            f"{address:36} {one['first']:8.2f} s {one['whole']:5.0f} s {one['size']:10.1f} {one['memory']:15.0f} MB"
            f"{'' if is_kept else '  missed'}"
        )
    print(f"{'at most':36} {FIRST:8.2f} s {'':18} {MEMORY:15} MB")
    return 0 if held else 1


def measure(initiatives: int) -> dict[str, Any]:
    from django.db import connections

    with visitor(initiatives) as client:
        client.get("/robots.txt")
        connections.close_all()
        own = multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1)
        with own:
            return dict(zip(DOWNLOADS, own.imap(_download, DOWNLOADS), strict=True))


def _download(address: str) -> dict[str, float]:
    from django.test import Client

    Path("/proc/self/clear_refs").write_text("5")  # the most memory it has had is counted anew
    idle = _most_memory()
    watch = Stopwatch()
    response = Client().get(address)
    if response.status_code != 200:
        sys.exit(f"{address} does not answer")
    pieces = iter(response.streaming_content)
    size, first = len(next(pieces)), watch.seconds
    size += sum(map(len, pieces))
    return {"first": first, "whole": watch.seconds, "size": size / 1e6, "memory": _most_memory() - idle}


def _most_memory() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000


if __name__ == "__main__":
    run(measure, main)
