"""Filling in partners from records of the Research Organization Registry (ror.org, CC0)."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction

from publishing import version

from .models import Partner

Organisation = dict[str, Any]


def folded(name: str) -> str:
    """A name without case, accents, spaces and punctuation: École → ecole."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def sure_matches(partners: Iterable[Partner], organisations: Iterable[Organisation]) -> dict[Partner, Organisation]:
    """Partners of which exactly one active organisation of the same country bears the same name, and it alone.

    Acronyms do not count: too many organisations share them.
    """
    by_name: dict[tuple[str, str], dict[str, Organisation]] = defaultdict(dict)
    for organisation in organisations:
        if organisation["status"] == "active":
            names = [organisation["name"], organisation["name_en"], organisation["name_ja"], *organisation["aliases"]]
            for name in filter(None, names):
                by_name[folded(name), organisation["country"]][organisation["ror"]] = organisation
    matches: dict[Partner, Organisation] = {}
    for partner in partners:
        found: dict[str, Organisation] = {}
        for name in filter(None, (partner.name_en, partner.name_ja)):
            found |= by_name.get((folded(name), partner.country), {})
        if len(found) == 1:
            (matches[partner],) = found.values()
    claimed = Counter(organisation["ror"] for organisation in matches.values())
    return {partner: organisation for partner, organisation in matches.items() if claimed[organisation["ror"]] == 1}


@transaction.atomic
def fill_in(matches: dict[Partner, Organisation]) -> list[Partner]:
    """Give the matched partners what they lack: ROR id, place, website, Japanese name. Nothing is replaced."""
    filled = []
    for partner, organisation in matches.items():
        before = _facts(partner)
        partner.ror = partner.ror or organisation["ror"]
        partner.website = partner.website or organisation["website"] or ""
        partner.name_ja = partner.name_ja or organisation["name_ja"] or ""
        partner.city = partner.city or organisation["city"] or ""
        if partner.latitude is None and organisation["lat"] is not None:
            partner.latitude = round(Decimal(str(organisation["lat"])), 5)
            partner.longitude = round(Decimal(str(organisation["lon"])), 5)
        if _facts(partner) != before:
            partner.full_clean()
            partner.save()
            filled.append(partner)
    version.moved(*filled)
    return filled


def _facts(partner: Partner) -> tuple:
    return (partner.ror, partner.website, partner.name_ja, partner.city, partner.latitude, partner.longitude)
