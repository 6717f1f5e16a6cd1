"""Amounts with their currency; never added across currencies, because we publish no exchange rates."""

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_currency
from django.utils.translation import gettext_lazy as _

from .bilingual import active

CURRENCIES = [
    ("EUR", _("euro (EUR)")),
    ("JPY", _("yen (JPY)")),
    ("USD", _("US dollar (USD)")),
    ("GBP", _("pound (GBP)")),
]


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str

    def __str__(self) -> str:
        """€1,234,567 or 1,234,567ユーロ, without cents where there are none."""
        whole = self.amount == self.amount.to_integral_value()
        pattern = None if not whole else "¤#,##0"
        return format_currency(self.amount, self.currency, pattern, locale=active(), currency_digits=not whole)
