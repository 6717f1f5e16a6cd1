"""The public record has a version: one number that moves, in the same transaction, whenever what the public sees may
have changed.

Whatever is kept of the record – counts, pages, feeds – is kept for a version and is good as long as that is current.
Every act that changes something public calls `moved()`, as its last step: until it is committed no other act gets past
that row, so whoever has it must not wait for anything else.
"""

from django.db.models import F

from .models import PublicVersion


def current() -> int:
    """One query."""
    return PublicVersion.objects.values_list("number", flat=True).first() or 0


def moved() -> None:
    if not PublicVersion.objects.update(number=F("number") + 1):
        PublicVersion.objects.create(number=1)
