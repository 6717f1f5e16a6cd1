import pytest

from initiatives.models import Partner
from publishing.actions import keep_revision
from tests.factories import InitiativeFactory, ParticipationFactory, PartnerFactory


@pytest.mark.parametrize(
    ("country", "side"),
    [
        ("JP", "jp"),
        ("EU", "eu"),
        ("DE", "eu"),
        ("GB", "eu"),
        ("NO", "eu"),
        ("KR", "other"),
        ("US", "other"),
        ("", "other"),
    ],
)
def test_a_partner_stands_on_the_side_of_its_country(country, side):
    assert PartnerFactory.build(country=country).side == side


@pytest.mark.django_db
def test_an_initiative_shows_its_partners_by_side(visit):
    one = InitiativeFactory(slug="one", published=True)
    for country in ("KR", "JP", "GB", "EU"):
        ParticipationFactory(initiative=one, partner__country=country, partner__slug=country.lower())

    page = visit("/initiatives/one/")

    order = [link["href"] for link in page.select('main a[href^="/partners/"]')]
    assert list(dict.fromkeys(order)) == ["/partners/gb/", "/partners/eu/", "/partners/jp/", "/partners/kr/"]


@pytest.mark.django_db
def test_a_partner_tells_its_history(client):
    partner = ParticipationFactory(initiative__published=True, partner__name_en="Old name").partner
    keep_revision(partner)
    Partner.objects.update(name_en="New name")
    keep_revision(partner, note="It was renamed.")

    page = client.get(partner.get_absolute_url()).content.decode()

    assert "It was renamed." in page
    assert "Old name" in page
