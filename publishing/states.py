from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


# What a version can be that is not live: kept, handed in, or published from an hour that is to come.
WAITING = (State.DRAFT, State.REVIEW, State.PUBLISHED)
# Where an author may leave a record.
UNPUBLISHED = (State.DRAFT, State.REVIEW)
