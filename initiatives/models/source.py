import datetime as dt

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.bilingual import StrOrPromise, Text, script_of
from publishing.dates import PartialDateField
from publishing.fields import UrlField
from publishing.models import TidyModel
from publishing.visits import has_answered, in_words

from ..querysets import SourceQuerySet

# Visits in vain on so many days in a row, and a source counts as not answering: sites have bad days.
SILENT_AFTER = 3


class Source(TidyModel):
    """A page or document on which facts rest; one row an address, however many records cite it."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official")
        PRESS = "press", _("press")
        ACADEMIC = "academic", _("academic")
        ORGANISATION = "organisation", _("organisation")

    title = models.CharField(_("title"), max_length=300, help_text=_("As the page has it, in its own language."))
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    url = UrlField(_("URL"), max_length=700, unique=True)
    published = PartialDateField(
        _("published on"), null=True, blank=True, help_text=_("As far as it is known: 2013, May 2013 or 17 May 2013.")
    )
    kind = models.CharField(
        pgettext_lazy("what it is", "kind"), max_length=20, choices=Kind, default=Kind.OFFICIAL, db_index=True
    )
    added_at = models.DateTimeField(_("added on"), default=timezone.now, editable=False)
    last_answered_at = models.DateTimeField(_("last answered"), null=True, blank=True, editable=False)
    tried_at = models.DateTimeField(_("last visited"), null=True, blank=True, editable=False, db_index=True)
    outcome = models.CharField(_("what the last visit gave"), max_length=20, blank=True, editable=False)
    failing_since = models.DateField(_("in vain since"), null=True, blank=True, editable=False)
    failed_days = models.PositiveSmallIntegerField(_("days in vain"), default=0, editable=False, db_index=True)
    archive_url = UrlField(_("archived copy"), max_length=700, blank=True)
    gone_on = models.DateField(
        _("no longer online since"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The day from which the page no longer answers. Readers are led to the archived copy instead."),
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("initiatives:source", args=[self.pk])

    def note_visit(self, outcome: str, at: dt.datetime) -> None:
        """A day counts once, however often it was visited then; what says nothing either way changes nothing."""
        answered = has_answered(outcome)
        if answered:
            self.last_answered_at, self.failing_since, self.failed_days = at, None, 0
        elif answered is False:
            is_new_day = self.tried_at is None or self.tried_at.date() != at.date()
            self.failed_days += is_new_day or not self.failed_days
            self.failing_since = self.failing_since or at.date()
        self.tried_at, self.outcome = at, outcome

    def forget_visits(self) -> None:
        self.last_answered_at = self.tried_at = self.failing_since = None
        self.outcome, self.failed_days = "", 0

    @property
    def outcome_words(self) -> StrOrPromise:
        return in_words(self.outcome)

    @property
    def is_silent(self) -> bool:
        """Programs get no answer; whether it is gone is for an editor to say."""
        return self.failed_days >= SILENT_AFTER

    @property
    def last_answered_on(self) -> dt.date | None:
        return self.last_answered_at.date() if self.last_answered_at else None

    @property
    def readable_at(self) -> str:
        """Where it can still be read: its archived copy if the page is gone; empty where there is none."""
        return self.archive_url if self.gone_on else self.url

    @property
    def heading(self) -> Text:
        """The title with its language, which is the page's and not the reader's."""
        return Text(self.title, script_of(self.title))

    @property
    def byline(self) -> Text:
        return Text(self.publisher, script_of(self.publisher))


class Citation(TidyModel):
    """A source in the numbered list of one initiative; the facts of that initiative point at it."""

    initiative = models.ForeignKey(
        "Initiative", on_delete=models.CASCADE, related_name="citations", verbose_name=_("initiative")
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source"))
    key = models.SlugField(max_length=40, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                name="citation_source_once",
                fields=["initiative", "source"],
                violation_error_message=_("This source stands in the list already."),
            ),
            models.UniqueConstraint(name="citation_key_once", fields=["initiative", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.source}"

    @property
    def number(self) -> int:
        """As readers see it: from 1."""
        return self.position + 1
