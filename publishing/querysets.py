from typing import Self

from django.db import models
from django.db.models.expressions import OrderBy
from django.db.models.functions import Greatest
from django.utils import timezone

from .states import State


def latest_change_first() -> OrderBy:
    """For `order_by`: as `Publishable.public_change`, latest first."""
    return Greatest("changed_at", "publish_at").desc()


class PublishableQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What the public may see now: published, and its time has come."""
        return self.filter(state=State.PUBLISHED, publish_at__lte=timezone.now())
