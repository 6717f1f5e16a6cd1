"""Filling in partners from the Research Organization Registry."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from initiatives.models import Partner
from initiatives.ror import fill_in, folded, sure_matches
from publishing.models import Revision
from tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db


def organisation(**values) -> dict:
    return {
        "ror": "https://ror.org/01sjwvz98",
        "name": "RIKEN",
        "name_en": "RIKEN",
        "name_ja": "理化学研究所",
        "aliases": [],
        "acronyms": [],
        "country": "JP",
        "city": "Wako",
        "lat": 35.780123,
        "lon": 139.61,
        "website": "https://www.riken.jp/",
        "status": "active",
        **values,
    }


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("École Normale", "ecole normale"),
        ("RIKEN", "Riken"),
        ("CEA-Leti", "CEA Leti"),
        ("ＲＩＫＥＮ", "riken"),
        ("L'Aquila", "l’aquila"),
    ],
)
def test_a_name_is_the_same_without_case_accents_and_punctuation(one, same):
    assert folded(one) == folded(same) != ""


@pytest.mark.parametrize(
    "names",
    [{"name_en": "riken"}, {"name_en": "Another", "name_ja": "理化学研究所"}, {"name_en": "Institute of Physics"}],
)
def test_a_partner_with_the_same_name_and_country_matches(names):
    partner = PartnerFactory(country="JP", **{"name_ja": "", **names})

    matches = sure_matches([partner], [organisation(aliases=["Institute of Physics"])])

    assert matches[partner]["ror"] == "https://ror.org/01sjwvz98"


@pytest.mark.parametrize(
    "values",
    [
        {"country": "US"},
        {"status": "withdrawn"},
        {"status": "inactive"},
        {"name": "RIKEN Institute", "name_en": None, "name_ja": None},
        {"name": "Other", "name_en": None, "name_ja": None, "acronyms": ["RIKEN"]},
    ],
)
def test_nothing_less_is_a_match(values):
    partner = PartnerFactory(name_en="RIKEN", name_ja="", country="JP")

    assert sure_matches([partner], [organisation(**values)]) == {}


def test_two_organisations_of_one_name_are_no_sure_match():
    partner = PartnerFactory(name_en="RIKEN", name_ja="", country="JP")

    assert sure_matches([partner], [organisation(), organisation(ror="https://ror.org/02sjwvz98")]) == {}


def test_two_names_that_lead_to_two_organisations_are_no_sure_match():
    partner = PartnerFactory(name_en="RIKEN", name_ja="別の機関", country="JP")
    other = organisation(ror="https://ror.org/02sjwvz98", name="Other", name_en=None, name_ja="別の機関")

    assert sure_matches([partner], [organisation(), other]) == {}


def test_what_is_missing_is_filled_in():
    partner = PartnerFactory(name_en="RIKEN", name_ja="")

    fill_in({partner: organisation()})

    partner.refresh_from_db()
    assert partner.ror == "https://ror.org/01sjwvz98"
    assert partner.name_ja == "理化学研究所"
    assert partner.city == "Wako"
    assert partner.website == "https://www.riken.jp/"
    assert (partner.latitude, partner.longitude) == (Decimal("35.78012"), Decimal("139.61"))


def test_what_is_there_is_not_replaced():
    partner = PartnerFactory(
        name_en="RIKEN", name_ja="理研", city="Kobe", website="https://mine.example/", latitude=1, longitude=2
    )

    fill_in({partner: organisation()})

    partner.refresh_from_db()
    assert (partner.name_ja, partner.city, partner.website) == ("理研", "Kobe", "https://mine.example/")
    assert (partner.latitude, partner.longitude) == (1, 2)


def test_a_second_run_fills_in_nothing():
    partner = PartnerFactory(name_en="RIKEN", name_ja="")
    assert fill_in({partner: organisation()}) == [partner]

    assert fill_in({partner: organisation()}) == []


def test_an_organisation_without_a_place_or_website_is_fine():
    partner = PartnerFactory(name_en="RIKEN", name_ja="")

    fill_in({partner: organisation(lat=None, lon=None, website=None, city=None, name_ja=None)})

    partner.refresh_from_db()
    assert partner.ror
    assert partner.latitude is None


def test_two_partners_of_one_organisation_do_not_break_the_run(tmp_path, capsys):
    PartnerFactory(slug="a", name_en="RIKEN", name_ja="")
    PartnerFactory(slug="b", name_en="Riken", name_ja="")
    path = tmp_path / "ror.json"
    path.write_text(json.dumps({"organisations": [organisation()]}), "utf-8")

    call_command("match_ror", path)

    assert Partner.objects.filter(ror="https://ror.org/01sjwvz98").count() <= 1


def test_the_command_tells_what_it_filled_in_and_keeps_a_revision(tmp_path, capsys):
    partner = PartnerFactory(slug="riken", name_en="RIKEN", name_ja="")
    path = tmp_path / "ror.json"
    path.write_text(json.dumps({"organisations": [organisation()]}), "utf-8")

    call_command("match_ror", path)

    said = capsys.readouterr().out
    assert "riken: https://ror.org/01sjwvz98 RIKEN" in said
    assert "1 partners matched, 1 filled in" in said
    assert Revision.objects.get(record=partner.public_id).document["ror"] == "https://ror.org/01sjwvz98"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "{", '{"organisations": 5}', '{"organisations": [{}]}', '{"organisations": ["x"]}']
)
def test_a_file_of_another_shape_is_refused(tmp_path, text):
    PartnerFactory()
    path = tmp_path / "ror.json"
    path.write_text(text)

    with pytest.raises(CommandError):
        call_command("match_ror", path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError):
        call_command("match_ror", tmp_path / "gone.json")
