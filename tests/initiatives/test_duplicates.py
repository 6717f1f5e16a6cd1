"""What may stand in the record twice is found, and what only looks alike is not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.duplicates import near_duplicates, partners_with_near_duplicates
from initiatives.models import Initiative, Partner
from initiatives.names import normalised
from tests.factories import IdentifierFactory, InitiativeFactory, PartnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NEC Corporation", "ＮＥＣ Corp."),
        ("Hitachi, Ltd.", "HITACHI"),
        ("Fujitsu Co., Ltd.", "Fujitsu Limited"),
        ("Infineon Technologies AG", "Infineon-Technologies"),
        ("Telefónica, S.A.", "Telefónica"),
        ("Fraunhofer e.V.", "Fraunhofer"),
        ("The University of Tokyo", "University of Tokyo"),
        ("株式会社日立製作所", "日立製作所"),
        ("㈱日立製作所", "日立製作所"),
        ("国立大学法人東京大学", "東京大学"),
        ("国立研究開発法人 理化学研究所", "理化学研究所"),
        ("一般社団法人電子情報技術産業協会", "電子情報技術産業協会"),
    ],
)
def test_ways_of_writing_one_name(one, other):
    assert normalised(one) == normalised(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tokyo University", "Tokyo City University"),
        ("SAP SE", "SAS"),
        ("Costco", "Cost"),
        ("産業法人", "産業"),
        ("AG", "SE"),
    ],
)
def test_names_that_only_look_alike(one, other):
    assert normalised(one) != normalised(other)


def alike(**values: str) -> Partner:
    return PartnerFactory(**{"name_ja": "", **values})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name_en": "NEC Corporation"}, {"name_en": "NEC"}),
        ({"name_ja": "株式会社日立製作所"}, {"name_ja": "日立製作所"}),
        ({"name_en": "Max Planck Society"}, {"former_name_en": "max-planck society"}),
        ({"former_name_ja": "工業技術院"}, {"former_name_ja": "工業技術院"}),
        ({"acronym": "AIST"}, {"acronym": "aist"}),
    ],
)
def test_partners_that_may_be_one(admin_client, one, other):
    first, second, _third = alike(**one), alike(**other), PartnerFactory()

    assert near_duplicates(first) == [second]
    assert near_duplicates(second) == [first]
    assert partners_with_near_duplicates() == {first.pk, second.pk}
    rows = admin_client.get("/admin/initiatives/partner/?duplicates=yes").content.decode()
    assert rows.count('name="_selected_action"') == 2


def test_an_acronym_of_another_country_is_another_organisation():
    first = alike(acronym="NICT", country="JP")
    alike(acronym="NICT", country="DE")

    assert near_duplicates(first) == []


def test_a_partner_that_is_not_saved_may_ask():
    known = PartnerFactory(ror="https://ror.org/01sjwvz98")

    assert near_duplicates(Partner(name_en="Other", ror="https://ror.org/01sjwvz98")) == [known]
    assert near_duplicates(Partner(name_en="Other")) == []


def test_initiatives_that_may_be_one():
    first = InitiativeFactory(title_en="Quantum Internet Alliance", title_ja="")
    same_title = InitiativeFactory(title_en="Quantum internet alliance.", title_ja="")
    same_identifier = InitiativeFactory()
    for initiative in (first, same_identifier):
        IdentifierFactory(initiative=initiative, scheme="cordis", value="101")
    IdentifierFactory(scheme="jst", value="101")

    assert set(near_duplicates(first)) == {same_title, same_identifier}


def test_projects_of_one_call_are_not_one_project():
    first, second = InitiativeFactory(), InitiativeFactory()
    for initiative in (first, second):
        IdentifierFactory(initiative=initiative, scheme="topic", value="HORIZON-CL4-2025")

    assert near_duplicates(first) == []


@pytest.mark.parametrize("number", [3, 30])
def test_looking_costs_the_same_for_any_number(number):
    for _n in range(number):
        PartnerFactory(name_en="RIKEN", acronym="RIKEN")
        IdentifierFactory(initiative__title_en="One", scheme="cordis", value="101")

    with CaptureQueriesContext(connection) as queries:
        assert len(near_duplicates(Partner.objects.first())) == number - 1
    assert len(queries) == 2  # one of them loads the partner

    initiative = Initiative.objects.first()
    with CaptureQueriesContext(connection) as queries:
        assert len(near_duplicates(initiative)) == number - 1
    assert len(queries) == 2


@pytest.mark.usefixtures("record")
def test_nothing_in_the_real_record_is_taken_for_something_else():
    assert partners_with_near_duplicates() == set()
    assert [initiative for initiative in Initiative.objects.all() if near_duplicates(initiative)] == []
