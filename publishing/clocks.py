"""The two clocks of the newsroom: a moment is typed by one of them and shown by both."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .bilingual import StrOrPromise


class Clock(models.TextChoices):
    BRUSSELS = "Europe/Brussels", gettext_lazy("Brussels time")
    TOKYO = "Asia/Tokyo", gettext_lazy("Tokyo time")


def by_both(moment: dt.datetime) -> list[tuple[StrOrPromise, dt.datetime]]:
    """(clock, the moment as that clock shows it), Brussels first."""
    return [(clock.label, moment.astimezone(ZoneInfo(clock.value))) for clock in Clock]


def moment_in_words(moment: dt.datetime) -> str:
    """“1 Dec 2026, 09:00 Brussels time / 1 Dec 2026, 17:00 Tokyo time”."""
    return " / ".join(f"{formats.date_format(there, 'DATETIME_FORMAT')} {clock}" for clock, there in by_both(moment))


class MomentWidget(forms.MultiWidget):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        day = forms.DateInput(attrs={"type": "date", "aria-label": gettext_lazy("day")}, format="%Y-%m-%d")
        time = forms.TimeInput(attrs={"type": "time", "aria-label": gettext_lazy("hour")}, format="%H:%M")
        clock = forms.Select(attrs={"aria-label": gettext_lazy("clock")}, choices=Clock.choices)
        super().__init__([day, time, clock], attrs)

    def decompress(self, value: dt.datetime | None) -> list[Any]:
        if value is None:
            return [None, None, Clock.BRUSSELS]
        there = value.astimezone(ZoneInfo(Clock.BRUSSELS))
        return [there.date(), there.time(), Clock.BRUSSELS]


class MomentField(forms.MultiValueField):
    """A day, an hour and the clock that they were read from; gives a moment in UTC, or None where both are empty."""

    widget = MomentWidget

    def __init__(self, **kwargs: Any) -> None:
        parts = (
            forms.DateField(required=False),
            forms.TimeField(required=False),
            forms.ChoiceField(choices=Clock.choices, required=False),
        )
        super().__init__(parts, require_all_fields=False, **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True

    def compress(self, parts: list[Any]) -> dt.datetime | None:
        day, time, clock = parts or (None, None, "")
        if day is None and time is None:
            return None
        if day is None or time is None:
            raise ValidationError(_("Give both the day and the hour."), code="incomplete")
        return _moment(dt.datetime.combine(day, time), clock or Clock.BRUSSELS)


def _moment(there: dt.datetime, clock: str) -> dt.datetime:
    """Refuses the hour that a clock skips in spring and the one it shows twice in autumn."""
    moments = [there.replace(tzinfo=ZoneInfo(clock), fold=fold).astimezone(dt.UTC) for fold in (0, 1)]
    if moments[0] == moments[1]:
        return moments[0]
    is_skipped = moments[0].astimezone(ZoneInfo(clock)).replace(tzinfo=None) != there
    told = (
        _("The clock skips this hour when summer time begins. Choose another.")
        if is_skipped
        else _("The clock shows this hour twice when summer time ends. Choose another, or Tokyo time.")
    )
    raise ValidationError(told, code="no_such_moment")


def is_to_come(moment: dt.datetime | None) -> bool:
    return moment is not None and moment > timezone.now()
