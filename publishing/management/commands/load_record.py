from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from tqdm import tqdm

from publishing.datasets import DatasetError, dataset_files, load, read_entries
from publishing.pending import publish_due


class Command(BaseCommand):
    help = (
        "Load the record from its dataset files: checked first, all or nothing. A second run changes nothing; "
        "what an editor has changed since the last load is kept and reported."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="PATH",
            help="files or folders of them; without any, the project's own",
        )
        parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
        parser.add_argument(
            "--note",
            default="",
            help="why the record changes: readers are told of the changes, with this; without it they are minor",
        )

    def handle(self, *args, paths: list[Path], dry_run: bool, note: str, verbosity: int, **options) -> None:
        def progress(records: list):
            return tqdm(records, desc="Loading", unit=" records", disable=None if verbosity else True)

        # What is due goes first: it was to be public before what is loaded now.
        publish_due()
        try:
            entries = read_entries(_files(paths) or dataset_files())
            report = load(entries, dry_run=dry_run, note=note, progress=progress)
        except DatasetError as error:
            for problem in error.problems:
                self.stderr.write(problem)
            raise CommandError(f"Nothing was loaded: {_count(len(error.problems), 'problem')} in the files.") from error
        if not dry_run:
            # Without fresh statistics the database may choose very slow plans for facet counts.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        if verbosity > 1:
            for title in [*report.created, *report.changed]:
                self.stdout.write(title)
        for sentence in report.notes:
            self.stdout.write(f"Note: {sentence}")
        for sentence in report.kept:
            self.stdout.write(f"Kept as it is: {sentence}")
        self.stdout.write(
            f"{'Would be: ' if dry_run else ''}{len(report.created)} new, {len(report.changed)} changed, "
            f"{report.unchanged} unchanged, {len(report.kept)} kept as editors changed them"
        )


def _files(paths: list[Path]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
