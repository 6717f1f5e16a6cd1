from django.core.management.base import BaseCommand
from django.db import connection
from tqdm import tqdm

from search.index import rebuild, subjects
from search.models import Entry, Word


class Command(BaseCommand):
    help = (
        "Write the search index anew from what is public. Publishing keeps it up to date by itself: this is for the "
        "first start with an existing database, and after an upgrade that says so. Search goes on meanwhile."
    )

    def handle(self, *args, verbosity: int, **options) -> None:
        # Those that only things had which are gone; the others come back at once.
        Word.objects.all().delete()
        for subject in subjects():
            with tqdm(desc=str(subject.label), unit=" looked at", disable=None if verbosity else True) as bar:
                for number in rebuild(subject):
                    bar.update(number)
        # Without fresh statistics PostgreSQL may read the whole table for a rare word.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write(f"{Entry.objects.count()} things can be found")
