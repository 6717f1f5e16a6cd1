"""How long it takes to preview and to import 5,000 rows, kind by kind, on SQLite; `make bench` runs it.

The real record is loaded into a scratch database; each import is rolled back before the next begins.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

ROWS = int(os.environ.get("ROWS", "5000"))
Cells = dict[str, str]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "DEBUG": "false",
            "SECRET_KEY": "for-benchmarks-only-and-long-enough-0123456789",
            "DJANGO_SETTINGS_MODULE": "alliance.settings",
            "LOG_LEVEL": "WARNING",
        }
        import django

        django.setup()
        measure_all()


def measure_all() -> None:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import transaction

    from initiatives.models import Citation, Initiative
    from initiatives.tables import INITIATIVES, MILESTONES, PARTNERS

    call_command("migrate", verbosity=0)
    call_command("load_record", verbosity=0)
    by = User.objects.create_superuser("bench")
    # With a source each: nothing is published without one.
    cited = Citation.objects.filter(initiative__in=Initiative.objects.published(), position=0)
    public = list(cited.order_by("initiative__slug").values_list("initiative__slug", "source__url"))

    def partner(number: int, name: str) -> Cells:
        return {
            "slug": f"partner-{number}",
            "name": f"{name} {number}",
            "name_ja": f"機関{number}",
            "kind": "university",
            "country": "JP",
            "city": "Kyoto",
            "website": f"https://partner.example/{number}",
        }

    def initiative(number: int, title: str) -> Cells:
        return {
            "slug": f"bench-{number}",
            "title": f"{title} {number}",
            "title_ja": f"協力{number}",
            "kind": "research-project",
            "status": "active",
            "themes": "quantum",
            "start": "May 2013",
            "summary": "Two laboratories compare their clocks.",
        }

    def milestone(number: int, title: str) -> Cells:
        slug, source = public[number % len(public)]
        return {
            "initiative": slug,
            "sources": source,
            "key": "",
            "date": f"20{number % 30:02d}-05",
            "kind": "meeting",
            "title": f"{title} {number}",
            "note": "In Tokyo.",
        }

    print(f"{ROWS:,} rows: {'seconds (of processor time)':30} preview          import       a row", flush=True)
    for what, table, row in (
        ("partners", PARTNERS, partner),
        ("initiatives (drafts)", INITIATIVES, initiative),
        ("milestones", MILESTONES, milestone),
    ):
        with transaction.atomic():
            measure(f"new {what}", table, (row(number, "New") for number in range(ROWS)), by)
            measure(f"changed {what}", table, changed(table, row), by)
            transaction.set_rollback(True)


def changed(table, row: Callable[[int, str], Cells]) -> Iterator[Cells]:
    """The rows that were just made, as an export has them, with another title each."""
    from initiatives.models import Milestone

    if table.name != "milestones":
        yield from (row(number, "Changed") for number in range(ROWS))
        return
    made = Milestone.objects.filter(title_en__startswith="New ").values_list("initiative__slug", "key", "title_en")
    for slug, key, title in made:
        yield row(int(title.split()[1]), "Changed") | {"initiative": slug, "key": key}


def measure(what: str, table, cells: Iterator[Cells], by) -> None:
    from publishing.imports import Plan
    from publishing.tables import csv_lines, read_table

    rows = list(cells)
    headings = list(rows[0])
    content = "".join(csv_lines([headings, *([row[name] for name in headings] for row in rows)])).encode()

    def preview() -> None:
        plan = Plan(table, read_table(content))
        for _done in plan.check():
            pass
        if plan.errors:
            sys.exit(f"{what}: {plan.errors[:3]}")

    def import_() -> None:
        plan = Plan(table, read_table(content))
        for _done in plan.apply(by=by, note="Measured.", is_major=False, source="bench.csv"):
            pass

    previewed, previewed_cpu = timed(preview)
    imported, imported_cpu = timed(import_)
    print(
        f"{what:40} {previewed:6.1f} ({previewed_cpu:5.1f}) {imported:8.1f} ({imported_cpu:5.1f}) "
        f"{imported_cpu / len(rows) * 1000:8.1f} ms",
        flush=True,
    )


def timed(act: Callable[[], None]) -> tuple[float, float]:
    """On a busy machine the clock says little; the processor's own time says what the work costs."""
    began, began_cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - began, time.process_time() - began_cpu


if __name__ == "__main__":
    main()
