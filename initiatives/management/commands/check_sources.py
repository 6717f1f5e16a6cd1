from functools import partial

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from initiatives.checking import Notes, believable, due, has_network, visited, visitor
from initiatives.models import Source
from initiatives.models.source import SILENT_AFTER
from publishing.visits import has_answered, in_words

GROUPS = {True: "answered", False: "did not", None: "kept programs away"}


class Command(BaseCommand):
    help = (
        "Visit the addresses of the sources, and keep which answered: politely, those first that were visited longest "
        "ago. May be stopped at any time; the next run goes on where this one ended."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--limit", type=int, metavar="N", help="visit so many at most")
        parser.add_argument(
            "--older-than", type=int, default=7, metavar="DAYS", help="only those not visited for so many days (7)"
        )

    def handle(self, *args, limit: int | None, older_than: int, verbosity: int, **options) -> None:
        sources = due(older_than=older_than, limit=limit)
        counts = dict.fromkeys(GROUPS, 0)
        checker = visitor()
        outcomes = visited(sources, checker)
        try:
            with Notes() as notes:
                for source, outcome in tqdm(
                    believable(outcomes, partial(has_network, checker, sources)),
                    total=len(sources),
                    desc="Visiting",
                    unit=" sources",
                    disable=None if verbosity else True,
                ):
                    notes.keep(source, outcome)
                    answered = has_answered(outcome)
                    counts[answered] += 1
                    if verbosity and not answered:
                        tqdm.write(f"{source.url}: {in_words(outcome)}", file=self.stdout)
            if sources and not sum(counts.values()):
                raise CommandError("Nobody answered at all: is this machine connected? Nothing was kept.")
        except KeyboardInterrupt:
            self.stdout.write("Stopped; what was visited is kept. Visits under way end within seconds.")
        finally:
            outcomes.close()
        said = ", ".join(f"{counts[group]} {words}" for group, words in GROUPS.items())
        silent = Source.objects.filter(gone_on__isnull=True, failed_days__gte=SILENT_AFTER).count()
        self.stdout.write(f"{sum(counts.values())} of {len(sources)} visited: {said}")
        self.stdout.write(f"{silent} not answering for {SILENT_AFTER} visits or more, on different days")
