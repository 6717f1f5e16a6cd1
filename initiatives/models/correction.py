from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.bilingual import Bilingual, Text
from publishing.fields import UrlField
from publishing.readers import WAITING, FromReader

NEEDS_REASON = _("Readers are told what became of a report: give the reason.")


class Correction(FromReader):
    """A report that a record is wrong. Its public number is its primary key: given once, and never again."""

    class State(models.TextChoices):
        WAITING = WAITING, pgettext_lazy("of a report", "waiting")
        CORRECTED = "corrected", _("corrected")
        DECLINED = "declined", _("declined")

    kind = models.CharField(pgettext_lazy("of record", "kind"), max_length=20)
    record = models.UUIDField(_("record"), help_text=_("The record's public_id."))
    part = models.CharField(_("what is wrong"), max_length=200)
    should_say = models.TextField(_("what it should say"), max_length=2000)
    source = UrlField(_("source"), max_length=700)
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("To answer the reader. It is never shown to the public, and in no export.")
    )
    state = models.CharField(
        pgettext_lazy("of a report", "state"), max_length=10, choices=State, default=State.WAITING, db_index=True
    )
    reason_en = models.TextField(
        _("reason (English)"),
        blank=True,
        help_text=_("What was corrected, or why nothing was. Stands on the public page of the report."),
    )
    reason_ja = models.TextField(_("reason (Japanese)"), blank=True)
    is_quoted = models.BooleanField(
        _("show what was reported"),
        default=True,
        help_text=_("On the public page, once the report is closed. Untick it for what nobody should read."),
    )

    reason = Bilingual()

    class Meta(FromReader.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = [models.Index(fields=["record"], name="correction_of_record")]
        constraints = [
            *FromReader.Meta.constraints,
            models.CheckConstraint(
                name="correction_state", condition=Q(state__in=["waiting", "corrected", "declined"])
            ),
            models.CheckConstraint(
                name="correction_is_whole", condition=~Q(part="") & ~Q(should_say="") & ~Q(source="")
            ),
            models.CheckConstraint(
                name="correction_closed_has_reason",
                condition=Q(state=WAITING) | ~Q(reason_en=""),
                violation_error_message=NEEDS_REASON,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.part}"

    def get_absolute_url(self) -> str:
        return reverse("initiatives:correction", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.is_closed and not self.reason_en:
            raise ValidationError({"reason_en": NEEDS_REASON})

    @property
    def is_closed(self) -> bool:
        return self.state != self.State.WAITING

    @property
    def what_is_wrong(self) -> Text:
        return Text(self.part, self.language)

    @property
    def proposal(self) -> Text:
        return Text(self.should_say, self.language)
