from typing import Any

from django.core.validators import URLValidator
from django.db import models


class UrlField(models.URLField):
    """An address of the web; https is meant where no scheme is typed, as Django's own will from 6.0 on."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})
