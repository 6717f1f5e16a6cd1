"""A page that no longer answers says so wherever it stands as a source."""

import datetime as dt

import pytest

from initiatives.models import Initiative, Source
from publishing.actions import keep_revision
from publishing.documents import document_of, kind_of
from tests.factories import ArticleFactory, CitationFactory, InitiativeFactory, SourceFactory
from tests.initiatives.test_admin import Form, address_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

URL, COPY = "https://gone.example/1", "https://archive.example/1"
DAY = dt.date(2026, 3, 1)


@pytest.fixture
def gone() -> Source:
    source = SourceFactory(url=URL, archive_url=COPY, gone_on=DAY)
    CitationFactory(initiative=InitiativeFactory(slug="one", published=True), source=source)
    ArticleFactory(slug="first", published=True, body_en=f'<p><a href="{URL}" rel="source">It</a> says so.</p>')
    return source


PAGES = ["/initiatives/one/", "/articles/first/", "/sources/", "the source's own"]


def said(visit, source: Source, path: str):
    return visit(path if path.startswith("/") else source.get_absolute_url())


@pytest.mark.parametrize("path", PAGES)
def test_it_says_since_when(visit, gone, path):
    page = said(visit, gone, path)

    assert page.select_one(".source__gone time")["datetime"] == "2026-03-01"


@pytest.mark.parametrize("path", PAGES)
def test_a_source_that_answers_says_nothing(visit, gone, path):
    Source.objects.update(gone_on=None)

    assert said(visit, gone, path).select_one(".source__gone") is None


@pytest.mark.parametrize("path", ["/initiatives/one/", "/articles/first/", "the source's own"])
def test_it_leads_to_its_copy_and_not_to_the_dead_page(visit, gone, path):
    addresses = [link["href"] for link in said(visit, gone, path).select("main a")]

    assert COPY in addresses
    assert URL not in addresses


def test_without_a_copy_it_leads_nowhere(visit, gone):
    Source.objects.update(archive_url="")

    page = visit("/initiatives/one/")

    assert page.select_one(".source__title").name == "span"
    assert URL not in [link["href"] for link in page.select("a")]


def test_an_editor_says_it_on_the_sources_page_and_its_records_have_it(admin_client):
    one = InitiativeFactory(published=True)
    source = CitationFactory(initiative=one, source__url=URL).source
    keep_revision(one)

    form = Form(admin_client, address_of(source))
    form["gone_on"] = "2026-03-01"
    form.save()

    assert document_of(one)["sources"][0]["gone_on"] == "2026-03-01"


def test_the_list_of_sources_shows_those_that_are_gone(admin_client, gone):
    SourceFactory(title="Still there")

    page = admin_client.get("/admin/initiatives/source/", {"gone_on__isempty": "0"}).content.decode()

    assert gone.title in page
    assert "Still there" not in page


def test_a_file_says_it_as_well(gone):
    one = Initiative.objects.get()
    document = document_of(one)
    assert document["sources"][0]["gone_on"] == "2026-03-01"

    Source.objects.update(gone_on=None)
    kind_of(one).apply(one, document)

    assert Source.objects.get().gone_on == DAY
