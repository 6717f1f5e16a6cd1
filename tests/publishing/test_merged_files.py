"""Dataset files that still tell two records apart which an editor has merged."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from initiatives.models import Claim, Initiative, Partner, Source, Theme
from publishing.documents import records_named
from publishing.merging import merge
from publishing.models import OldAddress, Revision

pytestmark = pytest.mark.django_db


def merge_two(kept, gone) -> None:
    merge(kept, gone, by=User.objects.get_or_create(username="editor")[0], note="Twice.")


@pytest.fixture
def twice(files):
    """RIKEN stands in the files as two partners, both of them in one initiative."""
    files.more_partners = [{**files.partner, "slug": "rikagaku", "name": "Institute R", "city": "Wako"}]
    files.initiative["partners"].insert(0, {"partner": "rikagaku", "role": "participant"})
    files.initiative["partners"].append({"partner": "rikagaku", "role": "host"})
    files.load()
    return files


@pytest.fixture
def merged_partners(twice):
    merge_two(Partner.objects.get(slug="riken"), Partner.objects.get(slug="rikagaku"))
    return twice


def test_a_load_neither_brings_back_the_merged_partner_nor_undoes_the_merger(merged_partners):
    for _time in range(2):
        report = merged_partners.load()

        assert (report.created, report.changed, report.kept) == ([], [], [])
        assert [note for note in report.notes if "rikagaku" in note and "merged into “riken”" in note]
    partner = Partner.objects.get()
    assert (partner.slug, partner.name_en, partner.city) == ("riken", "RIKEN", "Wako")
    assert set(partner.participations.values_list("role", flat=True)) == {"participant", "host"}


def test_what_a_file_changes_beside_the_merged_names_is_taken(merged_partners):
    merged_partners.initiative["status"] = "completed"

    report = merged_partners.load()

    initiative = Initiative.objects.get(slug="q-neko")
    assert (report.changed, report.kept) == (["initiative q-neko"], [])
    assert initiative.status == "completed"
    assert initiative.participations.count() == 2
    assert initiative.participations.get(role="participant").amount == 5


def test_what_a_file_changes_of_the_kept_partner_is_compared_with_its_own_file(merged_partners):
    merged_partners.partner["website"] = "https://riken.example/"

    report = merged_partners.load()

    assert len(report.kept) == 1
    assert "an editor changed" in report.kept[0]
    assert Partner.objects.get().website == ""


def test_the_kept_partner_under_the_address_of_the_other_is_not_taken_for_it(merged_partners):
    Partner.objects.update(slug="rikagaku")

    report = merged_partners.load()

    assert (report.created, report.changed) == ([], [])
    assert Partner.objects.get().name_en == "RIKEN"


@pytest.fixture
def merged_initiatives(files):
    files.load()
    merge_two(Initiative.objects.get(slug="hanami"), Initiative.objects.get(slug="q-neko"))
    return files


def test_a_load_leaves_merged_initiatives_and_their_articles_alone(merged_initiatives):
    report = merged_initiatives.load()

    assert (report.created, report.changed, report.kept) == ([], [], [])
    assert [note for note in report.notes if "q-neko" in note]
    assert Initiative.objects.get().slug == "hanami"


def test_a_change_of_an_article_that_names_the_merged_initiative_is_taken(merged_initiatives):
    merged_initiatives.article["title"] = "Another"

    report = merged_initiatives.load()

    article = Article.objects.get()
    assert report.changed == ["article first"]
    assert article.title_en == "Another"
    assert article.initiatives.get().slug == "hanami"


def test_a_dump_after_a_merger_loads_into_an_empty_database(merged_initiatives, tmp_path):
    folder = tmp_path / "dumped"
    call_command("dump_record", "--to", folder, verbosity=0)
    for model in (Article, Initiative, Partner, Theme, Source, Claim, Revision, OldAddress):
        model.objects.all().delete()

    call_command("load_record", folder, verbosity=0)

    initiative = Initiative.objects.get()
    assert (initiative.slug, initiative.milestones.count(), initiative.citations.count()) == ("hanami", 2, 2)
    assert "initiative:hanami" in Article.objects.get().body_en
    call_command("dump_record", "--to", tmp_path / "again", verbosity=0)
    for path in folder.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("number", [3, 30])
def test_old_names_are_found_in_three_queries(files, number):
    files.load()
    partner = Partner.objects.get()
    for n in range(number):
        OldAddress.objects.create(kind="partner", slug=f"old-{n}", record=partner.public_id)
    slugs = ["riken", "nobody", *(f"old-{n}" for n in range(number))]

    with CaptureQueriesContext(connection) as queries:
        found = records_named(Partner, slugs)

    assert len(queries) == 3
    assert set(found) == set(slugs) - {"nobody"}
    assert set(found.values()) == {partner}
