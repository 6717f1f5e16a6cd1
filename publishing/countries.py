"""Country codes (ISO 3166-1 alpha-2, and EU for bodies of the Union) and their names, from the CLDR."""

from functools import cache

from babel import Locale

from .bilingual import active

# Codes the CLDR keeps for groups, transit and tests; EU is a partner's country here.
NOT_COUNTRIES = {"EZ", "UN", "QO", "ZZ", "XA", "XB"}
# The two sides come first wherever countries are listed.
SIDES = ("EU", "JP")
# The European side in the wide sense of the record: geographic Europe, and the bodies of the Union.
EUROPE = frozenset(
    [
        "EU",
        "AD",
        "AL",
        "AM",
        "AT",
        "AZ",
        "BA",
        "BE",
        "BG",
        "BY",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FO",
        "FR",
        "GB",
        "GE",
        "GI",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MC",
        "MD",
        "ME",
        "MK",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "RS",
        "RU",
        "SE",
        "SI",
        "SK",
        "SM",
        "TR",
        "UA",
        "VA",
        "XK",
    ]
)

# Those that have a name in both languages.
COUNTRY_CODES = frozenset(
    code
    for code in map(str, Locale("en").territories.keys() & Locale("ja").territories.keys())
    if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
)


@cache
def _names(language: str) -> dict[str, str]:
    return dict(Locale(language).territories)


def country_name(code: str) -> str:
    return _names(active()).get(code, code)


def country_order(code: str) -> tuple[int, str]:
    """EU and Japan, then the others by name in the active language."""
    return (SIDES.index(code) if code in SIDES else len(SIDES), country_name(code))


def country_choices() -> list[tuple[str, str]]:
    return list(_choices(active()))


@cache
def _choices(_language: str) -> list[tuple[str, str]]:
    """Asked for at every check of a partner, and it takes a millisecond to put 250 names in order."""
    return [(code, country_name(code)) for code in sorted(COUNTRY_CODES, key=country_order)]
