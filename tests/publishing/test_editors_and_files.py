"""Editors and dataset files change the same records: neither undoes what the other did."""

import copy
import datetime as dt
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from articles.models import Article
from initiatives.models import Claim, Initiative, Partner, Source, Theme
from publishing.actions import keep_revision
from publishing.datasets import Report, dump, load, read_entries
from publishing.models import Revision
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def edit(record, **values) -> None:
    """As saving it in the newsroom does."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    keep_revision(record)


def edit_shared(thing: Source | Claim, **values) -> None:
    """A source or claim: the initiatives that show it keep a revision."""
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save()
    for initiative in Initiative.objects.published():
        keep_revision(initiative)


def assert_settled(report: Report) -> None:
    assert (report.created, report.changed, report.kept, report.unchanged) == ([], [], [], 5)


# Renamed


@pytest.mark.parametrize(
    ("model", "slug"), [(Initiative, "q-neko"), (Partner, "riken"), (Theme, "quantum"), (Article, "first")]
)
def test_a_record_that_an_editor_renamed_is_the_same_record(files, model, slug):
    files.load()
    record = model.objects.get(slug=slug)
    edit(record, slug="renamed")

    assert_settled(files.load())
    assert_settled(files.load())

    assert model.objects.get(slug="renamed").public_id == record.public_id
    assert not model.objects.filter(slug=slug).exists()


def test_a_change_of_a_file_to_a_renamed_initiative_is_reported(files):
    files.load()
    edit(Initiative.objects.get(slug="q-neko"), slug="renamed")
    files.initiative["status"] = "completed"

    report = files.load()

    (sentence,) = report.kept
    assert "slug to “renamed”" in sentence
    assert Initiative.objects.get(slug="renamed").status == "active"


@pytest.mark.parametrize(("model", "slug"), [(Partner, "riken"), (Theme, "quantum")])
def test_a_change_of_a_file_applies_where_only_what_it_refers_to_was_renamed(files, model, slug):
    files.load()
    edit(model.objects.get(slug=slug), slug="renamed")
    files.initiative["status"] = "completed"

    report = files.load()

    initiative = Initiative.objects.get(slug="q-neko")
    assert (report.changed, report.kept) == (["initiative q-neko"], [])
    assert initiative.status == "completed"
    assert initiative.participations.get().partner.public_id == Partner.objects.get().public_id
    assert initiative.themes.get() == Theme.objects.get()
    assert_settled(files.load())


@pytest.mark.parametrize(("model", "slug"), [(Partner, "riken"), (Theme, "quantum")])
def test_a_file_alone_may_name_what_was_renamed(files, model, slug):
    files.load()
    edit(model.objects.get(slug=slug), slug="renamed")
    alone = files.folder / "alone.yaml"
    alone.write_text(yaml.safe_dump({"initiatives": [files.initiative]}, allow_unicode=True))

    report = load(read_entries([alone]))

    assert (report.unchanged, report.kept) == (1, [])


# Dumped


def dumped_to(folder: Path) -> list[Path]:
    call_command("dump_record", "--to", folder, verbosity=0)
    return sorted(folder.glob("*.yaml"))


def forget_everything() -> None:
    for model in (Article, Initiative, Partner, Theme, Source, Claim, Revision):
        model.objects.all().delete()


def a_record_with_secrets() -> None:
    """A public initiative and article that name a draft and a withdrawn one in every way there is."""
    public = InitiativeFactory(slug="public", published=True)
    ParticipationFactory(initiative=public)
    citation = CitationFactory(initiative=public)
    MilestoneFactory(initiative=public, citations=[citation])
    claim = ClaimFactory(about=[public])
    article = ArticleFactory(published=True, topics=[ThemeFactory()], initiatives=[public], claims=[claim])
    body = '<p>On <a href="initiative:public">this</a>'
    for state in ({}, {"withdrawn": True}, {"scheduled": True}):
        slug = f"secret-{'-'.join(state) or 'draft'}"
        secret = InitiativeFactory(slug=slug, title_en=slug, **state)
        ParticipationFactory(initiative=secret, partner__slug=f"{slug}-partner")
        CitationFactory(initiative=secret, source__url=f"https://secret.example/{slug}")
        public.related.add(secret)
        article.initiatives.add(secret)
        article.claims.add(ClaimFactory(about=[secret], says_en=f"{slug} says"))
        body += f' and <a href="initiative:{slug}">that</a>'
        ArticleFactory(slug=f"{slug}-article", title_en=slug, **state)
    article.body_en = article.body_ja = f"{body}.</p>"
    article.save()


def test_a_dump_says_nothing_about_what_is_not_public():
    a_record_with_secrets()

    text = "".join(dump().values())

    assert "slug: public" in text
    assert "initiative:public" in text
    assert "secret" not in text


def test_a_dump_loads_into_an_empty_database(tmp_path):
    a_record_with_secrets()
    paths = dumped_to(tmp_path)
    before = dump()
    forget_everything()

    report = load(read_entries(paths))

    assert Initiative.objects.get().slug == "public"
    assert report.kept == []
    assert sorted(before.values()) == sorted(path.read_text() for path in dumped_to(tmp_path / "again"))


def test_a_dump_loads_when_an_article_cites_the_source_of_a_draft(tmp_path):
    source = CitationFactory(initiative=InitiativeFactory()).source
    ArticleFactory(slug="first", published=True, body_en=f'<p><a href="{source.url}" rel="source">x</a></p>')
    paths = dumped_to(tmp_path)
    forget_everything()

    load(read_entries(paths))

    assert "x" in Article.objects.get(slug="first").body_en


def test_what_was_dumped_with_an_editors_change_may_be_changed_in_the_file(files):
    files.load()
    edit(Initiative.objects.get(slug="q-neko"), summary_en="An editor wrote this.")
    files.initiative["summary"] = "An editor wrote this."
    assert_settled(files.load())

    files.initiative["summary"] = "The file goes on from there."
    report = files.load()

    assert (report.changed, report.kept) == (["initiative q-neko"], [])
    assert Initiative.objects.get(slug="q-neko").summary_en == "The file goes on from there."
    assert_settled(files.load())


# Shared sources and claims


def test_a_source_that_an_editor_corrected_stays_corrected(files):
    files.load()
    edit_shared(Source.objects.get(url="https://a.example/1"), title="Corrected", publisher="METI")

    for _time in range(3):
        assert_settled(files.load())

    source = Source.objects.get(url="https://a.example/1")
    assert (source.title, source.publisher) == ("Corrected", "METI")


def test_a_verdict_that_an_editor_corrected_stays_corrected(files):
    files.load()
    edit_shared(Claim.objects.get(), verdict="contradicted")

    for _time in range(3):
        assert_settled(files.load())

    assert Claim.objects.get().verdict == "contradicted"


def test_a_change_elsewhere_in_the_file_leaves_a_corrected_source_corrected(files):
    files.load()
    edit_shared(Source.objects.get(url="https://a.example/1"), title="Corrected")
    files.initiative["status"] = "completed"

    for _time in range(3):
        files.load()

    assert Source.objects.get(url="https://a.example/1").title == "Corrected"


def test_a_new_record_of_a_file_leaves_a_corrected_source_corrected(files):
    files.load()
    edit_shared(Source.objects.get(url="https://a.example/1"), title="Corrected")
    files.other["sources"] = [{**files.initiative["sources"][0], "id": "s1"}]

    files.load()

    assert Source.objects.get(url="https://a.example/1").title == "Corrected"
    assert Initiative.objects.get(slug="hanami").citations.count() == 1
    assert_settled(files.load())


def test_a_description_nobody_else_vouches_for_may_be_changed_in_its_file(files):
    files.load()
    files.initiative["sources"][0]["title"] = "Corrected in the file"
    files.initiative["claims"][0]["verdict"] = "confirmed"

    report = files.load()

    assert report.changed == ["initiative q-neko"]
    assert Source.objects.get(url="https://a.example/1").title == "Corrected in the file"
    assert Claim.objects.get().verdict == "confirmed"
    assert_settled(files.load())


def test_a_description_changed_in_both_files_that_give_it_is_applied(files):
    files.other["sources"] = copy.deepcopy(files.initiative["sources"][:1])
    files.load()
    for document in (files.initiative, files.other):
        document["sources"][0]["title"] = "Corrected in both"

    report = files.load()

    assert sorted(report.changed) == ["initiative hanami", "initiative q-neko"]
    assert Source.objects.get(url="https://a.example/1").title == "Corrected in both"
    assert_settled(files.load())


def test_a_description_that_another_file_still_gives_is_kept_and_told(files):
    files.other["sources"] = copy.deepcopy(files.initiative["sources"][:1])
    files.load()
    files.initiative["sources"][0]["title"] = "Corrected in one"

    report = files.load()

    assert Source.objects.get(url="https://a.example/1").title == "量子の発表"
    assert any("https://a.example/1" in note and "title" in note for note in report.notes)
    assert_settled(files.load())


# Articles


def test_an_article_keeps_its_hour_when_its_file_changes_on_the_same_day(files):
    files.load()
    hour = dt.datetime(2026, 10, 5, 9, 30, tzinfo=dt.UTC)
    edit(Article.objects.get(), publish_at=hour)
    files.article["title"] = "The first of many"

    report = files.load()

    article = Article.objects.get()
    assert report.changed == ["article first"]
    assert (article.title_en, article.publish_at) == ("The first of many", hour)


def test_an_article_moves_to_the_day_its_file_says(files):
    files.load()
    files.article["published"] = "2026-10-07"

    files.load()

    assert Article.objects.get().publish_at == dt.datetime(2026, 10, 7, tzinfo=dt.UTC)


# Files


def test_a_folder_stands_for_its_files(files, capsys):
    assert len(files.paths) == 2

    call_command("load_record", files.folder, verbosity=0)

    assert "5 new" in capsys.readouterr().out
    assert Article.objects.get().initiatives.get().slug == "q-neko"


@pytest.mark.parametrize(
    "text",
    [
        "themes: [{slug: a, name: A, name: B}]",
        "themes: [{slug: a, name: A}]\nthemes: [{slug: b, name: B}]",
        "themes:\n  - slug: a\n    name: A\n    slug: b\n",
    ],
)
def test_a_key_that_stands_there_twice_is_refused(tmp_path, capsys, text):
    (tmp_path / "twice.yaml").write_text(text)

    with pytest.raises(CommandError):
        call_command("load_record", tmp_path, verbosity=0)

    said = capsys.readouterr().err
    assert said.startswith("twice.yaml: ")
    assert "twice" in said.removeprefix("twice.yaml")
    assert not Theme.objects.exists()
