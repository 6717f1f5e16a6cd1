"""A date as precisely as it is known: "2013", "May 2013" and "17 May 2013" are different facts.

A partial date is kept as ISO 8601 of reduced precision ("2013", "2013-05", "2013-05-17"), one column
of text. Text of that shape sorts by time, a year before its months and a month before its days.
"""

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import total_ordering
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast, Length, Substr
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ENGLISH_MONTHS = [*calendar.month_name][1:]

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_ENGLISH = re.compile(r"(?:(\d{1,2})\s+)?([a-z]{3,9})\.?,?\s+(\d{4})", re.IGNORECASE)
_JAPANESE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")

EARLIEST_YEAR, LATEST_YEAR = 1000, 2999


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Raises ValueError where the calendar has no such date."""
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise ValueError(f"the year must be between {EARLIEST_YEAR} and {LATEST_YEAR}")
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        dt.date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2013-05-17", "17 May 2013", "May 2013", "2013", 2013年5月17日; ValueError for anything else."""
        text = unicodedata.normalize("NFKC", text).strip()
        if match := _ISO.fullmatch(text) or _JAPANESE.fullmatch(text):
            return cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]
        if match := _ENGLISH.fullmatch(text):
            day, name, year = match.groups()
            return cls(int(year), _month_number(name), int(day) if day else None)
        raise ValueError(f"{text[:40]!r} is not a date")

    @classmethod
    def of(cls, date: dt.date, precision: str = "day") -> Self:
        return cls(date.year, date.month if precision != "year" else None, date.day if precision == "day" else None)

    @property
    def precision(self) -> str:
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first(self) -> dt.date:
        """The first day it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        """The last day it can mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def iso(self) -> str:
        return "-".join(f"{part:02d}" for part in (self.year, self.month, self.day) if part)

    def words(self, language: str | None = None) -> str:
        """17 May 2013 or 2013年5月17日, to the precision that is known."""
        if (language or translation.get_language()) == "ja":
            return f"{self.year}年" + (f"{self.month}月" if self.month else "") + (f"{self.day}日" if self.day else "")
        parts = [str(self.day or ""), ENGLISH_MONTHS[self.month - 1] if self.month else "", str(self.year)]
        return " ".join(filter(None, parts))

    def __str__(self) -> str:
        return self.words()

    def __lt__(self, other: object) -> bool:
        return self.iso < other.iso if isinstance(other, PartialDate) else NotImplemented


def _month_number(name: str) -> int:
    for number, month in enumerate(ENGLISH_MONTHS, start=1):
        if name.lower() in (month.lower(), month[:3].lower()):
            return number
    raise ValueError(f"{name!r} is not a month")


NOT_A_DATE = _("“%(value)s” is not a date we can read. Write 2013, May 2013, 17 May 2013, 2013-05-17 or 2013年5月17日.")


class PartialDateFormField(forms.CharField):
    """One box for "2013", "May 2013", "17 May 2013", "2013-05-17" or 2013年5月17日."""

    default_error_messages = {"invalid_date": NOT_A_DATE}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("empty_value", None)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate):
            return value
        text = super().clean(value)
        try:
            return PartialDate.parse(text) if text else None
        except ValueError as error:
            raise ValidationError(
                self.error_messages["invalid_date"], code="invalid_date", params={"value": text[:40]}
            ) from error

    def prepare_value(self, value: Any) -> Any:
        return value.iso if isinstance(value, PartialDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        if initial in self.empty_values and data in self.empty_values:
            return False
        try:
            return self.clean(initial) != self.clean(data)
        except ValidationError:
            return True


def _as_partial_date(value: Any) -> PartialDate | None:
    if value is None or isinstance(value, PartialDate):
        return value
    return PartialDate.of(value) if isinstance(value, dt.date) else PartialDate.parse(str(value))


class PartialDateField(models.Field):
    description = pgettext_lazy("a kind of field", "date to the day, month or year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "CharField"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate(*map(int, value.split("-"))) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        try:
            return _as_partial_date(value)
        except ValueError as error:
            raise ValidationError(NOT_A_DATE, code="invalid_date", params={"value": str(value)[:40]}) from error

    def get_prep_value(self, value: Any) -> str | None:
        date = _as_partial_date(super().get_prep_value(value))
        return date.iso if date else None

    def value_to_string(self, obj: models.Model) -> str:
        date: Any = self.value_from_object(obj)
        return date.iso if date else ""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PartialDateFormField, "max_length": 40, **kwargs})


def on_or_after(field: str, date: PartialDate) -> models.Q:
    """The field's date may lie on or after the first day of this one: "2013" is not before 17 May 2013."""
    return models.Q(**{f"{field}__gte": date}) | models.Q(
        **{f"{field}__in": [PartialDate(date.year), PartialDate(date.year, date.month)]}
    )


def on_or_before(field: str, date: PartialDate) -> models.Q:
    """The field's date may lie on or before the last day of this one."""
    return models.Q(**{f"{field}__lte": PartialDate.of(date.last)})


def not_before(field: str, earlier: str) -> models.Q:
    """A condition for constraints: `field` is not before `earlier` as far as either is known."""
    return models.Q(
        **{
            f"{field}__gte": Substr(
                Cast(earlier, models.CharField(max_length=10)),
                1,
                Length(Cast(field, models.CharField(max_length=10))),
            )
        }
    )
