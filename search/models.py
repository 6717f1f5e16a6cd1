from django.db import models
from django.db.models.functions import Length


class Entry(models.Model):
    """What can be found of one public thing, in both languages, as tokens divided by spaces (`words.indexed`).

    `id` holds which kind of thing it is and which one (`index.Subject.entry_id`); `owner` is the entry whose
    page it stands on, if it has none of its own. The database keeps its own index of the three columns up to
    date with them: a virtual table on SQLite, generated columns on PostgreSQL (migration 0002).
    """

    id = models.BigIntegerField(primary_key=True)
    owner = models.BigIntegerField(null=True, db_index=True)
    exact = models.TextField(blank=True)
    names = models.TextField(blank=True)
    words = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return self.names


class Word(models.Model):
    """A word of the index as it is spelled, to suggest instead of a misspelled one.

    Words stay when the last entry that had them goes, until the index is rebuilt; nothing is suggested that finds nothing.
    """

    word = models.CharField(max_length=60, primary_key=True)

    class Meta:
        indexes = [models.Index(Length("word"), name="word_length")]

    def __str__(self) -> str:
        return self.word
