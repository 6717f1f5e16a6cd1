"""The dataset files of the project."""

import pytest
from django.core.management import call_command

from articles.models import Article
from initiatives.models import Claim, Initiative, Milestone, Partner, Source, Theme
from publishing.datasets import dataset_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]


def test_the_record_holds_what_the_project_began_with():
    assert Initiative.objects.published().count() == 112
    assert Partner.objects.published().count() == 153
    assert Milestone.objects.published().count() == 340
    assert Source.objects.published().count() == 414
    assert Claim.objects.published().count() == 17
    assert Article.objects.published().count() == 6


def test_a_second_load_says_that_nothing_changed(capsys):
    call_command("load_record", verbosity=0)

    assert "0 new, 0 changed, 292 unchanged, 0 kept" in capsys.readouterr().out


def test_a_dump_is_byte_for_byte_the_files_it_came_from(tmp_path):
    call_command("dump_record", "--to", tmp_path / "dumped", verbosity=0)

    assert {path.name for path in (tmp_path / "dumped").iterdir()} == {path.name for path in dataset_files()}
    for path in dataset_files():
        assert (tmp_path / "dumped" / path.name).read_bytes() == path.read_bytes(), path.name


def test_every_theme_initiative_and_article_speaks_japanese():
    assert not Theme.objects.filter(name_ja="").exists()
    assert not Initiative.objects.filter(title_ja="").exists()
    assert not Article.objects.filter(body_ja="").exists()
