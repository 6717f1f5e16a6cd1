import pytest
from django.utils import translation

from publishing.countries import COUNTRY_CODES, country_choices, country_name, country_order


@pytest.mark.parametrize(
    ("code", "english", "japanese"),
    [
        ("JP", "Japan", "日本"),
        ("NO", "Norway", "ノルウェー"),
        ("EU", "European Union", "欧州連合"),
        ("GB", "United Kingdom", "イギリス"),
    ],
)
def test_a_country_has_its_name_in_both_languages(code, english, japanese):
    with translation.override("en"):
        assert country_name(code) == english
    with translation.override("ja"):
        assert country_name(code) == japanese


@pytest.mark.parametrize("code", ["ZZ", "UN", "EZ", "XA", "001", "jp", "", "XX"])
def test_what_is_no_country_is_no_code(code):
    assert code not in COUNTRY_CODES


def test_the_two_sides_come_first_and_the_others_by_name():
    with translation.override("en"):
        codes = sorted(["NO", "JP", "DE", "AT", "EU", "FR"], key=country_order)

    assert codes == ["EU", "JP", "AT", "FR", "DE", "NO"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_country_can_be_chosen_by_name(language):
    with translation.override(language):
        choices = country_choices()

    assert {code for code, _name in choices} == COUNTRY_CODES
    assert all(name and name != code for code, name in choices)
