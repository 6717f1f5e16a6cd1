from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db import models

from .bilingual import tidy


class UrlField(models.URLField):
    """An address of the web; https is meant where no scheme is typed, as Django's own will from 6.0 on."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class WordsField(forms.CharField):
    """Text as we keep it; a new line counts as one character, as it does in the box of a browser."""

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")
