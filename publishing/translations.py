"""Which version of a record its Japanese translates.

The Japanese is behind when a text that stands in both languages has changed in English since the version
that the Japanese translates, and not in Japanese. `ja_translates` is then the day of that version; it is
empty while the Japanese says what the English says. It is part of the document, so the last revision
without it is the version to compare with, however often the English has changed since.
"""

from collections.abc import Iterator
from typing import Any

from .documents import Document, day_field, in_order, kind_of, without_empty
from .models import Publishable, Revision


def is_left_behind(translated: Document, now: Document) -> bool:
    """Something was said in both languages, and says something new in English only."""
    before, after = dict(_texts(translated)), dict(_texts(now))
    return any(
        f"{path}_ja" in before and after.get(path) != words and after.get(f"{path}_ja") == before[f"{path}_ja"]
        for path, words in before.items()
    )


def note_translation(record: Publishable, document: Document, *, is_current: bool) -> Document:
    """The document with the day it is to have, which the record keeps as well.

    `is_current`: the editor says that the Japanese needs no change.
    """
    translated = (
        Revision.objects.filter(record=record.public_id, document__ja_translates__isnull=True).order_by("id").last()
    )
    if is_current or (translated and not is_left_behind(translated.document, document)):
        day = None
    elif translated:
        day = translated.made_at.date()
    else:
        return document  # the first version, or a file has said from the first which one it translates
    kind = kind_of(record)
    kind.model._default_manager.filter(pk=record.pk).update(ja_translates=day)
    return in_order(without_empty({**document, "ja_translates": day_field(day)}), kind.schema)


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, words) of every text; rows go by their key, as in `diff`."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for row in value:
            if isinstance(row, dict) and "key" in row:
                yield from _texts(row, f"{path}[{row['key']}]")
    elif isinstance(value, str):
        yield path, value
