from pathlib import Path

from django.core.management.base import BaseCommand

from publishing.datasets import dump
from publishing.pending import publish_due


class Command(BaseCommand):
    help = "Write the public record to its dataset files, in the form load_record reads."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="write here instead of over the project's files")

    def handle(self, *args, to: Path | None, **options) -> None:
        publish_due()
        if to:
            to.mkdir(parents=True, exist_ok=True)
        for path, text in dump().items():
            target = to / path.name if to else path
            target.write_text(text, "utf-8")
            self.stdout.write(f"{target}: {len(text.encode()):,} bytes")
