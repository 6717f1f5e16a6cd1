"""A translation remembers which version it translates; when the original moves on, the page says so."""

import pytest

from initiatives.models import Initiative
from publishing.actions import keep_revision, mark_checked
from publishing.documents import document_of, kind_of
from publishing.models import Change, Revision
from publishing.translations import is_left_behind
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    InitiativeFactory,
    MilestoneFactory,
    OutcomeFactory,
    days_from_now,
)
from tests.initiatives.test_admin import Form

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

LONG_AGO = days_from_now(-30)


@pytest.fixture
def one() -> Initiative:
    one = InitiativeFactory(published=True, slug="one", title_en="Signed", title_ja="署名", summary_en="A start.")
    Initiative.objects.filter(pk=one.pk).update(summary_ja="始まり。", publish_at=LONG_AGO)
    cited = [CitationFactory(initiative=one)]
    MilestoneFactory(initiative=one, title_en="Talks", title_ja="協議", citations=cited)
    OutcomeFactory(initiative=one, text_en="Nothing yet", text_ja="", citations=cited)
    one.refresh_from_db()
    keep_revision(one, at=LONG_AGO)
    return one


@pytest.fixture
def save(admin_client):
    """Send the form of a record with these fields changed."""

    def save(record, **fields: str) -> None:
        app, model = record._meta.app_label, record._meta.model_name
        form = Form(admin_client, f"/admin/{app}/{model}/{record.pk}/change/")
        form.data.pop("is_current")
        for name, value in fields.items():
            form[name.replace("__", "-")] = value
        form.save_all_the_same()
        record.refresh_from_db()

    return save


@pytest.mark.parametrize(
    "fields",
    [
        {"title_en": "Signed again"},
        {"summary_en": ""},
        {"milestones__0__title_en": "More talks"},
        {"title_en": "Signed again", "summary_ja": "始まった。"},
    ],
)
def test_english_words_that_change_alone_leave_the_japanese_behind(one, save, fields):
    save(one, **fields)

    assert one.ja_translates == LONG_AGO.date()


@pytest.mark.parametrize(
    "fields",
    [
        {"title_ja": "調印"},
        {"title_en": "Signed again", "title_ja": "再署名"},
        {"outcomes__0__text_en": "It has no Japanese to be left behind"},
        {"outcomes__0__text_ja": "まだ何もない"},
        {"status": "completed"},
        {"title_en": "Signed.", "is_current": "on"},
    ],
)
def test_what_does_not_leave_it_behind(one, save, fields):
    save(one, **fields)

    assert one.ja_translates is None


def test_it_remembers_the_version_it_translates_however_often_the_english_changes(one, save):
    save(one, title_en="Second")
    save(one, title_en="Third")

    assert one.ja_translates == LONG_AGO.date()


def test_it_has_caught_up_when_all_that_was_left_behind_has_changed(one, save):
    save(one, title_en="Second", summary_en="Much later.")

    save(one, title_ja="第二")
    assert one.ja_translates == LONG_AGO.date()

    save(one, summary_ja="ずっと後。")
    assert one.ja_translates is None


def test_it_has_caught_up_when_the_english_says_again_what_it_said(one, save):
    save(one, title_en="Second")

    save(one, title_en="Signed")

    assert one.ja_translates is None


def test_the_editors_word_is_enough_and_is_no_news(one, save):
    save(one, title_en="Second")
    changed_at = one.changed_at

    save(one, is_current="on")

    assert one.ja_translates is None
    assert one.changed_at == changed_at
    assert not Change.objects.filter(path="ja_translates").exists()


def test_after_that_word_the_version_is_the_new_one(one, save):
    save(one, title_en="Second", is_current="on")

    save(one, title_en="Third")

    assert one.ja_translates == Revision.objects.filter(record=one.public_id).order_by("id")[1].made_at.date()


def test_a_check_leaves_it_as_it_is(one, save, admin_user):
    save(one, title_en="Second")

    mark_checked([one], by=admin_user)

    one.refresh_from_db()
    assert one.ja_translates == LONG_AGO.date()


def test_the_history_tells_of_the_words_only(one, save):
    save(one, title_en="Second")

    assert list(Change.objects.exclude(kind="new").values_list("path", flat=True)) == ["title"]


def test_it_is_part_of_the_document_while_it_is_behind(one, save):
    assert "ja_translates" not in document_of(one)

    save(one, title_en="Second")

    assert document_of(one)["ja_translates"] == LONG_AGO.date().isoformat()
    assert Revision.objects.filter(record=one.public_id).last().document == document_of(one)


@pytest.mark.parametrize("factory", [InitiativeFactory, ArticleFactory])
def test_a_file_can_say_it(factory):
    record = factory(published=True)
    document = {**document_of(record), "ja_translates": "2026-11-01"}

    kind_of(record).apply(record, document)

    assert document_of(record) == document


def test_a_new_row_leaves_nothing_behind():
    row = {"key": "m2", "title": "New", "title_ja": "新規"}

    assert not is_left_behind({"milestones": []}, {"milestones": [row]})
    assert not is_left_behind({"milestones": [row]}, {"milestones": []})


# What readers see


def note_of(page):
    note = page.select_one(".translation-note")
    return note and note.get_text(" ", strip=True)


def test_the_japanese_page_says_which_version_it_translates(visit, one, save):
    save(one, title_en="Second")

    note = visit("/ja/initiatives/one/").select_one(".translation-note")

    assert note.time["datetime"] == LONG_AGO.date().isoformat()
    assert [link["href"] for link in note.select("a")] == ["/initiatives/one/", "#history"]
    assert note_of(visit("/initiatives/one/")) is None


def test_a_japanese_page_that_is_not_behind_says_nothing(visit, one):
    assert note_of(visit("/ja/initiatives/one/")) is None


def test_an_article_says_so_as_well(visit, save):
    article = ArticleFactory(slug="first", published=True)
    keep_revision(article, at=LONG_AGO)

    save(article, body_en="<p>Another text.</p>")

    note = visit("/ja/articles/first/").select_one(".translation-note")
    assert [link["href"] for link in note.select("a")] == ["/articles/first/", "#history"]
    assert note_of(visit("/articles/first/")) is None
