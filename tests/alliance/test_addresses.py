"""What an address answers when its record has gone elsewhere or was taken back."""

import pytest

from initiatives.models import Initiative
from publishing.actions import keep_address, keep_revision
from publishing.models import OldAddress
from tests.factories import ArticleFactory, InitiativeFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


def renamed(record, slug: str):
    keep_revision(record)
    old, record.slug = record.slug, slug
    record.save()
    keep_address(record, old=old)
    return record


@pytest.mark.parametrize("part", ["", "cite.bib"])
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_an_old_address_leads_to_the_new_one_for_ever(client, prefix, part):
    renamed(renamed(InitiativeFactory(published=True, slug="first"), "second"), "third")

    for slug in ("first", "second"):
        response = client.get(f"{prefix}/initiatives/{slug}/{part}?from=feed")
        assert response.status_code == 301
        assert response["Location"] == f"{prefix}/initiatives/third/{part}?from=feed"


def test_a_partner_keeps_its_old_address_too(client):
    part = ParticipationFactory(initiative=InitiativeFactory(published=True))
    renamed(part.partner, "new-name")

    assert client.get(OldAddress.objects.get().slug.join(("/partners/", "/")))["Location"] == "/partners/new-name/"


def test_a_record_may_take_its_old_address_back(client):
    initiative = renamed(renamed(InitiativeFactory(published=True, slug="first"), "second"), "first")

    assert client.get("/initiatives/first/").status_code == 200
    assert client.get("/initiatives/second/")["Location"] == initiative.get_absolute_url()


def test_no_other_record_may_take_an_old_address(admin_client):
    renamed(InitiativeFactory(published=True, slug="first"), "second")

    other = InitiativeFactory.build(slug="first")

    with pytest.raises(Exception, match="had this address before"):
        other.clean()


def test_a_draft_that_nobody_saw_leaves_no_old_address():
    draft = InitiativeFactory(slug="first")
    draft.slug = "second"
    draft.save()
    keep_address(draft, old="first")

    assert not OldAddress.objects.exists()


@pytest.mark.parametrize(
    ("prefix", "reason"), [("", "It was never agreed."), ("/ja", "合意には至っていませんでした。")]
)
@pytest.mark.parametrize(("factory", "path"), [(InitiativeFactory, "initiatives"), (ArticleFactory, "articles")])
def test_what_was_withdrawn_says_when_and_why(client, factory, path, prefix, reason):
    record = factory(withdrawn=True, title_en="Secret words", title_ja="秘密の言葉")

    response = client.get(f"{prefix}/{path}/{record.slug}/")

    page = response.content.decode()
    assert response.status_code == 410
    assert reason in page
    assert f'datetime="{record.withdrawn_at:%Y-%m-%d}"' in page
    assert "Secret words" not in page
    assert "秘密の言葉" not in page


def test_the_old_address_of_something_withdrawn_says_so(client):
    initiative = renamed(InitiativeFactory(published=True, slug="first"), "second")
    initiative.state, initiative.withdrawn_reason_en = "withdrawn", "A mistake."
    initiative.save()

    assert client.get("/initiatives/first/").status_code == 410


def test_the_old_address_of_something_that_is_a_draft_again_is_not_found(client):
    initiative = renamed(InitiativeFactory(published=True, slug="first"), "second")
    Initiative.objects.filter(pk=initiative.pk).update(state="draft")

    assert client.get("/initiatives/first/").status_code == 404


def test_publishing_again_forgets_the_withdrawal():
    initiative = InitiativeFactory(withdrawn=True)
    initiative.state = "published"
    initiative.save()

    assert initiative.withdrawn_at is None
