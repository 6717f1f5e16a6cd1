import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.bilingual import Bilingual, StrOrPromise
from publishing.clocks import Clock, by_both
from publishing.dates import PartialDateField
from publishing.models import TidyModel, new_key
from publishing.money import CURRENCIES, Money

from ..querysets import FactQuerySet, MilestoneQuerySet
from .source import Citation


class Fact(TidyModel):
    """A row of an initiative that rests on sources of its list."""

    key = models.SlugField(max_length=40, default=new_key, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    citations = models.ManyToManyField(Citation, blank=True, related_name="%(class)ss", verbose_name=_("sources"))

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class Milestone(Fact):
    class Kind(models.TextChoices):
        SIGNING = "signing", _("signing")
        LAUNCH = "launch", _("launch")
        MEETING = "meeting", _("meeting")
        CALL = "call", pgettext_lazy("kind of milestone", "call")
        DECISION = "decision", _("decision")
        RESULT = "result", _("result")
        DEADLINE = "deadline", _("deadline")
        COMPLETION = "completion", _("completion")

    Zone = Clock

    initiative = models.ForeignKey(
        "Initiative", on_delete=models.CASCADE, related_name="milestones", verbose_name=_("initiative")
    )
    date = PartialDateField(
        _("date"), db_index=True, help_text=_("As far as it is known: 2013, May 2013 or 17 May 2013.")
    )
    time = models.TimeField(_("time"), null=True, blank=True, help_text=_("Only where it matters, as for a deadline."))
    time_zone = models.CharField(_("time zone"), max_length=20, blank=True, choices=Zone)
    kind = models.CharField(pgettext_lazy("what it is", "kind"), max_length=20, choices=Kind, db_index=True)
    title_en = models.CharField(_("title (English)"), max_length=200)
    title_ja = models.CharField(_("title (Japanese)"), max_length=200, blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note_ja = models.TextField(_("note (Japanese)"), blank=True)

    # When a publication brought it, when one last changed it, and when readers were last told of it: that it is there,
    # or of a major change. Empty: with its initiative.
    added_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)

    title = Bilingual()
    note = Bilingual()

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["date", "position", "id"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.UniqueConstraint(name="milestone_key_once", fields=["initiative", "key"]),
            models.CheckConstraint(
                name="milestone_time_has_zone",
                condition=Q(time__isnull=True, time_zone="") | (Q(time__isnull=False) & ~Q(time_zone="")),
                violation_error_message=_("A time needs its time zone, and a time zone its time."),
            ),
            models.CheckConstraint(
                name="milestone_time_needs_day",
                condition=Q(time__isnull=True) | Q(Exact(Length(Cast("date", models.CharField(max_length=10))), 10)),
                violation_error_message=_("A time needs a date to the day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.title}"

    def get_absolute_url(self) -> str:
        return f"{self.initiative.get_absolute_url()}#milestone-{self.key}"

    @property
    def is_planned(self) -> bool:
        """Its day, month or year is not over."""
        return self.date.last >= timezone.now().date()

    @property
    def public_since(self) -> dt.datetime:
        """When we published it, never when it happens; only for those of a published initiative."""
        since = self.initiative.public_since
        return max(since, self.added_at or since)

    @property
    def public_change(self) -> dt.datetime:
        since = self.public_since
        return max(since, self.changed_at or since)

    @property
    def moment(self) -> dt.datetime | None:
        if self.time is None:
            return None
        return dt.datetime.combine(self.date.first, self.time, ZoneInfo(self.time_zone))

    @property
    def clocks(self) -> list[tuple[StrOrPromise, dt.date, dt.time]]:
        """(clock, day, time) of the moment in Brussels and in Tokyo; empty where no time is known."""
        moment = self.moment
        if moment is None:
            return []
        return [(clock, there.date(), there.time()) for clock, there in by_both(moment)]


class Outcome(Fact):
    """What has come of an initiative, in a sentence."""

    initiative = models.ForeignKey(
        "Initiative", on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("initiative")
    )
    text_en = models.TextField(_("outcome (English)"))
    text_ja = models.TextField(_("outcome (Japanese)"), blank=True)

    text = Bilingual()

    objects = FactQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [models.UniqueConstraint(name="outcome_key_once", fields=["initiative", "key"])]

    def __str__(self) -> str:
        return self.text


class Funding(Fact):
    initiative = models.ForeignKey(
        "Initiative", on_delete=models.CASCADE, related_name="funding", verbose_name=_("initiative")
    )
    amount = models.DecimalField(
        _("amount"), max_digits=18, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    what_en = models.CharField(
        _("what it is (English)"), max_length=300, help_text=_("EU contribution, total cost, Japanese funding …")
    )
    what_ja = models.CharField(_("what it is (Japanese)"), max_length=300, blank=True)

    what = Bilingual()

    objects = FactQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        constraints = [
            models.UniqueConstraint(name="funding_key_once", fields=["initiative", "key"]),
            models.CheckConstraint(
                name="funding_amount_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("An amount is more than zero; leave out what is not known."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.money} – {self.what}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)
