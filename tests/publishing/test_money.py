from decimal import Decimal

import pytest
from django.utils import translation

from publishing.money import CURRENCIES, Money


@pytest.mark.parametrize(
    ("amount", "currency", "english", "japanese"),
    [
        ("1234567", "EUR", "€1,234,567", "€1,234,567"),
        ("1234567.50", "EUR", "€1,234,567.50", "€1,234,567.50"),
        ("1000000000", "JPY", "¥1,000,000,000", "￥1,000,000,000"),
    ],
)
def test_an_amount_prints_whole_with_its_currency(amount, currency, english, japanese):
    money = Money(Decimal(amount), currency)

    with translation.override("en"):
        assert str(money) == english
    with translation.override("ja"):
        assert str(money) == japanese


def test_amounts_cannot_be_added():
    with pytest.raises(TypeError):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "JPY")


@pytest.mark.parametrize("code", [code for code, _label in CURRENCIES])
def test_every_currency_has_a_mark_in_both_languages(code):
    for language in ("en", "ja"):
        with translation.override(language):
            assert str(Money(Decimal(1), code)).replace("1", "").strip()
