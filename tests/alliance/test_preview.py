"""A draft as the public page, by a link that works without logging in, and not for ever."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from articles.models import Article
from initiatives.models import Initiative
from publishing.documents import document_of
from publishing.models import PendingEdit, Revision
from publishing.pending import keep_pending
from publishing.previews import preview_token
from tests.factories import ArticleFactory, CitationFactory, InitiativeFactory, MilestoneFactory, days_from_now
from tests.initiatives.test_admin import Form

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

STATES = [{}, {"in_review": True}, {"scheduled": True}, {"withdrawn": True}, {"published": True}]


def links(admin_client: Client, record) -> list[str]:
    """Those on the record's page in the newsroom: English, then Japanese."""
    address = f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"
    return [
        a["href"].removeprefix("http://testserver")
        for a in Form(admin_client, address).page.select('a[href*="/preview/"]')
    ]


def read(address: str) -> BeautifulSoup:
    response = Client().get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml")


@pytest.mark.parametrize("state", STATES)
def test_whoever_has_the_link_sees_the_page_in_both_languages(admin_client, state):
    initiative = InitiativeFactory(title_en="Clocks", title_ja="時計", **state)
    MilestoneFactory(initiative=initiative, title_en="Signed", citations=[CitationFactory(initiative=initiative)])

    english, japanese = (read(address) for address in links(admin_client, initiative))

    assert english.select_one("h1").get_text(strip=True) == "Clocks"
    assert "Signed" in english.get_text()
    assert japanese.select_one("h1").get_text(strip=True) == "時計"
    assert japanese.html["lang"] == "ja"


def test_it_says_that_it_is_a_preview(admin_client):
    page = read(links(admin_client, ArticleFactory(title_en="Draft"))[0])

    assert page.select_one(".preview strong").get_text() == "Preview"
    assert page.select_one('meta[name="robots"]')["content"] == "noindex, nofollow"
    assert not page.select('link[rel="canonical"]')


def test_no_cache_keeps_it_no_robot_lists_it_and_no_other_site_learns_its_address(admin_client):
    address = links(admin_client, InitiativeFactory())[0]

    response = Client().get(address)

    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in response
    assert f"Disallow: {address[:9]}" in Client().get("/robots.txt").content.decode()


@pytest.mark.parametrize("factory", [InitiativeFactory, ArticleFactory])
@pytest.mark.parametrize("state", STATES)
def test_looking_changes_nothing(admin_client, factory, state):
    record = factory(**state)
    before = type(record).objects.values().get()
    addresses = links(admin_client, record)

    for address in addresses:
        read(address)

    assert type(record).objects.values().get() == before
    assert not Revision.objects.exists()


def test_of_something_public_it_shows_the_edit_that_waits(admin_client):
    article = ArticleFactory(published=True, title_en="Now")
    document = document_of(article) | {"title": "Soon"}
    keep_pending(article, document, state="draft", by=None)

    page = read(links(admin_client, article)[0])

    assert page.select_one("h1").get_text(strip=True) == "Soon"
    assert Article.objects.get().title_en == "Now"
    assert PendingEdit.objects.exists()


def test_the_link_ends(settings):
    settings.PREVIEW_DAYS = 3
    address = f"/preview/{preview_token(InitiativeFactory(title_en='Draft'))}/"

    with time_machine.travel(days_from_now(2.9)):
        assert Client().get(address).status_code == 200
    with time_machine.travel(days_from_now(3.1)):
        response = Client().get(address)

    assert response.status_code == 410
    assert "Draft" not in response.content.decode()
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token", ["nonsense", "a:b:c", "%00", "🙂"])
def test_a_link_that_we_did_not_make_shows_nothing(token):
    InitiativeFactory(title_en="Draft")

    assert Client().get(f"/preview/{token}/").status_code == 410


def test_a_link_signed_for_something_else_is_none_of_ours():
    from django.core import signing

    initiative = InitiativeFactory()

    token = signing.dumps(["initiative", str(initiative.public_id)])

    assert Client().get(f"/preview/{token}/").status_code == 410


def test_a_record_that_has_gone_has_no_preview():
    initiative = InitiativeFactory()
    token = preview_token(initiative)
    Initiative.objects.all().delete()

    assert Client().get(f"/ja/preview/{token}/").status_code == 410
