"""Two editors open one record: nobody's words are lost or overwritten without their saying so."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from initiatives.models import Initiative
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    InitiativeFactory,
    MilestoneFactory,
    PartnerFactory,
    SourceFactory,
    ThemeFactory,
)
from tests.initiatives.test_admin import Form

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def opened_by(name: str, initiative: Initiative) -> Form:
    client = Client()
    client.force_login(User.objects.filter(username=name).first() or User.objects.create_superuser(name))
    return Form(client, f"/admin/initiatives/initiative/{initiative.pk}/change/")


@pytest.fixture(params=[False, True], ids=["draft", "published"])
def initiative(request) -> Initiative:
    return InitiativeFactory(title_en="Before", acronym="OLD", published=request.param)


def test_the_second_to_save_sees_who_changed_what_beside_their_own_words(initiative):
    first, second = opened_by("aiko", initiative), opened_by("bruno", initiative)
    first["acronym"] = "NEW"
    first.save()

    second["title_en"] = "Typed for an hour"
    page = second.refused()

    said = page.select_one(".errorlist.nonfield").get_text(" ", strip=True)
    assert "aiko" in said
    assert "OLD → NEW" in said
    assert page.select_one("#id_title_en")["value"] == "Typed for an hour"
    assert Initiative.objects.get().title_en == "Before"
    assert Initiative.objects.get().acronym == "NEW"


def test_saving_again_is_their_word(initiative):
    first, second = opened_by("aiko", initiative), opened_by("bruno", initiative)
    first["acronym"] = "NEW"
    first.save()
    second["title_en"] = "Mine"
    page = second.refused()

    second.data["seen"] = [page.select_one("#id_seen")["value"]]
    second.save()

    assert Initiative.objects.get().title_en == "Mine"


def test_rows_count_as_well(initiative):
    MilestoneFactory(initiative=initiative, title_en="Signed", citations=[CitationFactory(initiative=initiative)])
    first, second = opened_by("aiko", initiative), opened_by("bruno", initiative)
    first["milestones-0-title_en"] = "Signed in Tokyo"
    first.save()

    second["title_en"] = "Mine"

    assert "Signed in Tokyo" in second.refused().get_text()


def test_two_tabs_of_one_editor_are_two_editors(initiative):
    first, second = opened_by("aiko", initiative), opened_by("aiko", initiative)
    first["acronym"] = "NEW"
    first.save()
    second["title_en"] = "Mine"

    second.refused()

    assert Initiative.objects.get().title_en == "Before"


def test_one_who_comes_after_is_not_stopped(initiative):
    first = opened_by("aiko", initiative)
    first["acronym"] = "NEW"
    first.save()
    later = opened_by("bruno", initiative)
    later["title_en"] = "Later"

    later.save()

    assert Initiative.objects.get().title_en == "Later"


def test_a_save_that_changed_nothing_stops_nobody(initiative):
    first, second = opened_by("aiko", initiative), opened_by("bruno", initiative)
    first.save()
    second["title_en"] = "Mine"

    second.save()

    assert Initiative.objects.get().title_en == "Mine"


def test_a_damaged_form_is_refused_in_words(initiative):
    form = opened_by("aiko", initiative)
    form["seen"] = "nonsense"

    assert "damaged" in form.refused().get_text()


# What records share


def part_opened_by(name: str, part) -> Form:
    client = Client()
    client.force_login(User.objects.filter(username=name).first() or User.objects.create_superuser(name))
    return Form(client, f"/admin/initiatives/{part._meta.model_name}/{part.pk}/change/")


PARTS = [
    (PartnerFactory, "name_en", "city"),
    (ThemeFactory, "name_en", "description_en"),
    (SourceFactory, "title", "publisher"),
    (ClaimFactory, "note_en", "where_en"),
    (MilestoneFactory, "title_en", "note_en"),
]


@pytest.mark.parametrize(("factory", "field", "other"), PARTS)
def test_partners_themes_sources_claims_and_milestones_as_well(factory, field, other):
    part = factory()
    first, second = part_opened_by("aiko", part), part_opened_by("bruno", part)
    first[field] = "Typed first"
    first.save()

    second[other] = "Typed second"
    page = second.refused()

    said = page.select_one(".errorlist.nonfield").get_text(" ", strip=True)
    assert "aiko" in said
    assert "→ Typed first" in said
    part.refresh_from_db()
    assert getattr(part, field) == "Typed first"
    second.data["seen"] = [page.select_one("#id_seen")["value"]]
    second.save()


@pytest.mark.parametrize(("factory", "field", "other"), PARTS)
def test_who_is_alone_is_asked_nothing(factory, field, other):
    form = part_opened_by("aiko", factory())
    form[field] = "Typed"

    form.save()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write after the other")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", ["published", "review"])
def test_of_two_who_save_at_the_same_moment_one_is_told(state):
    initiative = InitiativeFactory(title_en="Before", published=True)
    both = [opened_by(name, initiative) for name in ("aiko", "bruno")]
    start = Barrier(2)

    def save(form: Form) -> bool:
        form["state"], form["title_en"], form["title_ja"] = state, str(id(form)), "新しい題"
        start.wait()
        try:
            return form.saved()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        saved = list(threads.map(save, both))

    assert sorted(saved) == [False, True]
