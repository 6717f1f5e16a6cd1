import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from initiatives.models import Partner
from initiatives.ror import fill_in, sure_matches
from publishing.actions import keep_revision


class Command(BaseCommand):
    help = "Fill in ROR ids, places, websites and Japanese names of partners that a file of ROR records names surely."

    def add_arguments(self, parser) -> None:
        parser.add_argument("path", type=Path, help="JSON with a list of ROR records under “organisations”")

    def handle(self, *args, path: Path, **options) -> None:
        try:
            matches = sure_matches(Partner.objects.all(), json.loads(path.read_text("utf-8"))["organisations"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{path} is not a file of ROR records: {error!r}") from error
        filled = fill_in(matches)
        for partner in filled:
            keep_revision(partner, note="ROR")
            self.stdout.write(f"{partner.slug}: {matches[partner]['ror']} {matches[partner]['name']}")
        self.stdout.write(f"{len(matches)} partners matched, {len(filled)} filled in")
