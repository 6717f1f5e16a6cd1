"""Tables go out of the admin and come back: what a file would change, changing it, and refusing it whole."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from initiatives.models import Initiative, Milestone, Partner
from initiatives.tables import PARTNERS
from publishing.actions import keep_address, keep_revision
from publishing.imports import Plan
from publishing.models import Change, Import, OldAddress, Revision
from publishing.states import State
from publishing.tables import csv_lines, read_table, xlsx_file
from tests.factories import (
    CitationFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
    ThemeFactory,
    days_from_now,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

Rows = list[dict[str, str]]


def as_csv(rows: Rows) -> bytes:
    return "".join(csv_lines([list(rows[0]), *(list(row.values()) for row in rows)])).encode()


def upload(client: Client, model: str, content: bytes, name: str = "table.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(f"/admin/initiatives/{model}/import/", {"file": file})


def read(response) -> BeautifulSoup:
    assert response.status_code == 200, response
    return BeautifulSoup(b"".join(response.streaming_content), "lxml")


class Preview:
    """The page that shows what a file would change, and its form."""

    def __init__(self, client: Client, model: str, rows: Rows | bytes) -> None:
        self.client = client
        response = upload(client, model, rows if isinstance(rows, bytes) else as_csv(rows))
        assert response.status_code == 302, BeautifulSoup(response.content, "lxml").select(".errorlist")
        self.address = response["Location"]
        self.page = read(client.get(self.address))

    @property
    def counts(self) -> dict[str, int]:
        return {dd["data-count"]: int(dd.get_text()) for dd in self.page.select("[data-count]")}

    @property
    def errors(self) -> list[list[str]]:
        """(row, column, value, sentence) of each."""
        rows = self.page.select(".import__table")[0].select("tbody tr")
        return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in rows]

    @property
    def text(self) -> str:
        return self.page.get_text(" ", strip=True)

    def send(self, note: str = "From the ministry's list.", **values: str):
        seen = self.page.select_one("[name=seen]")["value"]
        return self.client.post(self.address, {"seen": seen, "note": note, **values})

    def confirm(self, **values: str) -> BeautifulSoup:
        self.page = read(self.send(**values))
        return self.page


PARTNER = {"slug": "kyoto-u", "name": "Kyoto University", "kind": "university", "country": "JP"}
INITIATIVE = {"slug": "clocks", "title": "Clocks", "kind": "network", "status": "active", "themes": "quantum"}


def exported(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


def rows_of(content: bytes) -> Rows:
    headings, *rows = read_table(content)
    names = [name for name in headings.cells if name]
    return [dict(zip(names, row.cells, strict=False)) for row in rows]


# Out


def test_an_export_has_what_the_list_shows_on_all_its_pages(admin_client):
    for number in range(120):
        PartnerFactory(country="JP", slug=f"jp-{number}")
    PartnerFactory(country="DE", slug="de")

    rows = rows_of(exported(admin_client, "/admin/initiatives/partner/export.csv?country__exact=JP&p=2"))

    assert len(rows) == 120
    assert {row["country"] for row in rows} == {"JP"}
    assert rows[0]["name_ja"].startswith("機関")


def test_the_list_leads_to_the_export_of_what_it_shows(admin_client):
    page = BeautifulSoup(admin_client.get("/admin/initiatives/partner/?country__exact=JP").content, "lxml")

    assert page.select_one('.object-tools a[href$="/partner/export.csv?country__exact=JP"]')
    assert page.select_one('.object-tools a[href$="/partner/export.xlsx?country__exact=JP"]')
    assert page.select_one('.object-tools a[href$="/partner/import/"]')


def test_a_filter_that_makes_no_sense_leads_back_to_the_list(admin_client):
    response = admin_client.get("/admin/initiatives/partner/export.csv?nonsense=1")

    assert response.status_code == 302


def test_a_file_is_named_after_its_table_and_day(admin_client):
    response = admin_client.get("/admin/initiatives/milestone/export.xlsx")

    assert response["Content-Disposition"] == f'attachment; filename="milestones-{timezone.now():%Y-%m-%d}.xlsx"'


def test_milestones_are_filtered_as_well(admin_client):
    kept = MilestoneFactory(kind="call")
    MilestoneFactory(kind="signing", initiative=kept.initiative)

    rows = rows_of(exported(admin_client, "/admin/initiatives/milestone/export.csv?kind__exact=call"))

    assert [row["key"] for row in rows] == [kept.key]


# In: what a preview says


def test_a_preview_tells_each_change_and_writes_nothing(admin_client):
    partner = PartnerFactory(slug="kyoto-u", name_en="Kyoto Univ.", city="Kyoto", country="JP")
    PartnerFactory(slug="riken", name_en="RIKEN", kind="research-organisation", country="JP")

    preview = Preview(
        admin_client,
        "partner",
        [
            PARTNER,
            PARTNER | {"slug": "riken", "name": "RIKEN", "kind": "research-organisation"},
            PARTNER | {"slug": "x"},
        ],
    )

    assert preview.counts == {"new": 1, "changed": 1, "unchanged": 1, "wrong": 0}
    assert "Kyoto Univ. → Kyoto University" in preview.text
    assert "Import these 2 rows" in str(preview.page)
    partner.refresh_from_db()
    assert partner.name_en == "Kyoto Univ."
    assert Partner.objects.count() == 2
    assert not Revision.objects.exists()


def test_a_column_that_is_missing_leaves_its_field_and_an_empty_cell_empties_it(admin_client):
    PartnerFactory(slug="kyoto-u", name_ja="京都大学", city="Kyoto", acronym="KU")

    Preview(admin_client, "partner", [{"slug": "kyoto-u", "city": ""}]).confirm()

    partner = Partner.objects.get()
    assert (partner.name_ja, partner.city, partner.acronym) == ("京都大学", "", "KU")


def test_headings_may_be_written_as_the_columns_of_the_database(admin_client):
    Preview(admin_client, "partner", [{"Slug": "a", "NAME_EN": "A", "Kind": "company"}]).confirm()

    assert Partner.objects.get().name_en == "A"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp932"])
def test_a_file_of_japanese_excel_is_imported(admin_client, encoding):
    Preview(admin_client, "partner", "slug;name;name_ja;kind\r\na;A;京都大学①;university".encode(encoding)).confirm()

    assert Partner.objects.get().name_ja == "京都大学①"


def test_a_workbook_is_imported(admin_client):
    Preview(admin_client, "partner", xlsx_file([list(PARTNER), list(PARTNER.values())], "x")).confirm()

    assert Partner.objects.get().name_en == "Kyoto University"


# In: what is done


def test_a_new_initiative_is_a_draft_of_the_one_who_imports(admin_client, admin_user):
    ThemeFactory(slug="quantum")

    Preview(admin_client, "initiative", [INITIATIVE | {"start": "May 2013"}]).confirm()

    initiative = Initiative.objects.get()
    assert (initiative.state, initiative.created_by) == (State.DRAFT, admin_user)
    assert initiative.start.iso == "2013-05"
    assert [theme.slug for theme in initiative.themes.all()] == ["quantum"]
    assert not Revision.objects.exists()


def test_a_public_record_changes_at_once_with_a_revision_and_the_note(admin_client, admin_user):
    initiative = InitiativeFactory(published=True, slug="clocks", acronym="OLD")
    keep_revision(initiative, at=days_from_now(-1))

    preview = Preview(admin_client, "initiative", [{"slug": "clocks", "acronym": "NEW"}])
    preview.confirm(note="It was renamed.", is_major="on")

    revision = Revision.objects.last()
    assert (revision.document["acronym"], revision.note, revision.made_by) == ("NEW", "It was renamed.", admin_user)
    assert revision.is_major
    assert [(change.path, change.old, change.new) for change in Change.objects.filter(revision=revision)] == [
        ("acronym", "OLD", "NEW")
    ]
    assert LogEntry.objects.get(object_id=str(initiative.pk)).change_message == "table.csv"


def test_a_public_record_takes_a_note(admin_client):
    InitiativeFactory(published=True, slug="clocks", acronym="OLD")
    preview = Preview(admin_client, "initiative", [{"slug": "clocks", "acronym": "NEW"}])

    page = preview.confirm(note="")

    assert page.select_one(".errorlist")
    assert Initiative.objects.get().acronym == "OLD"
    preview.confirm(note="It was renamed.")
    assert Initiative.objects.get().acronym == "NEW"


def test_a_partner_that_readers_see_takes_a_note(admin_client):
    partner = PartnerFactory(slug="kyoto-u", city="Osaka")
    ParticipationFactory(partner=partner, initiative=InitiativeFactory(published=True))
    preview = Preview(admin_client, "partner", [{"slug": "kyoto-u", "city": "Kyoto"}])

    page = preview.confirm(note="")

    assert preview.page.select_one(".import__public")
    assert page.select_one(".errorlist")
    assert Partner.objects.get().city == "Osaka"
    preview.confirm(note="They moved.")
    assert Partner.objects.get().city == "Kyoto"
    assert Revision.objects.get().note == "They moved."


def test_a_partner_of_drafts_takes_none(admin_client):
    ParticipationFactory(partner=PartnerFactory(slug="kyoto-u"))
    preview = Preview(admin_client, "partner", [{"slug": "kyoto-u", "city": "Kyoto"}])

    preview.confirm(note="")

    assert Partner.objects.get().city == "Kyoto"
    assert not preview.page.select(".import__public")


def test_a_draft_takes_none(admin_client):
    InitiativeFactory(slug="clocks", acronym="OLD")

    Preview(admin_client, "initiative", [{"slug": "clocks", "acronym": "NEW"}]).confirm(note="")

    assert Initiative.objects.get().acronym == "NEW"


def test_milestones_are_added_and_changed(admin_client):
    initiative = InitiativeFactory(published=True, slug="clocks")
    citation = CitationFactory(initiative=initiative)
    old = MilestoneFactory(initiative=initiative, title_en="Signed", citations=[citation])
    row = {"initiative": "clocks", "key": old.key, "date": "17 May 2013", "kind": "signing", "title": "Signed in Tokyo"}

    Preview(
        admin_client,
        "milestone",
        [
            row | {"sources": citation.key, "time": "", "time_zone": ""},
            row
            | {
                "key": "",
                "date": "2014-02-01",
                "title": "Call",
                "sources": citation.source.url,
                "time": "9:00:00",
                "time_zone": "Asia/Tokyo",
            },
        ],
    ).confirm()

    changed, new = initiative.milestones.order_by("date")
    assert (changed.pk, changed.title_en, list(changed.citations.all())) == (old.pk, "Signed in Tokyo", [citation])
    assert (new.title_en, list(new.citations.all())) == ("Call", [citation])
    assert new.time.isoformat() == "09:00:00"
    assert Revision.objects.count() == 1


def test_the_file_is_gone_after_its_import(admin_client):
    preview = Preview(admin_client, "partner", [PARTNER])
    assert Import.objects.count() == 1

    preview.confirm()

    assert not Import.objects.exists()
    assert preview.client.get(preview.address).status_code == 302


def test_a_file_that_nobody_imported_goes_with_the_next_one(admin_client):
    Preview(admin_client, "partner", [PARTNER])
    Import.objects.update(uploaded_at=days_from_now(-2))

    Preview(admin_client, "partner", [PARTNER])

    assert Import.objects.count() == 1


def test_two_clicks_are_one_import(admin_client):
    initiative = InitiativeFactory(slug="clocks")
    row = {"initiative": "clocks", "key": "", "date": "2013", "kind": "call", "title": "Call"}
    preview = Preview(admin_client, "milestone", [row])
    first, second = preview.send(), preview.send()

    read(first)
    read(second)

    assert initiative.milestones.count() == 1


def test_what_changed_since_the_preview_is_shown_before_anything_is_written(admin_client):
    partner = PartnerFactory(slug="kyoto-u", name_en="Kyoto Univ.", city="Kyoto")
    preview = Preview(admin_client, "partner", [PARTNER])
    Partner.objects.filter(pk=partner.pk).update(city="Uji")

    page = preview.confirm()

    assert "Somebody has changed these records" in page.get_text()
    assert Partner.objects.get().name_en == "Kyoto Univ."
    assert "From the ministry's list." in page.select_one("textarea").get_text()
    preview.confirm()
    assert Partner.objects.get().name_en == "Kyoto University"


# In: what is refused


def shortened(value: str) -> str:
    return value if len(value) <= 80 else f"{value[:79]}…"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"slug,nmae\na,A", "There is no column “nmae”. The columns are: slug, name"),
        (b"slug,name,name_en\na,A,A", "twice"),
        (b"name,kind\nA,company", "“slug” is missing"),
        (b"", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(admin_client, content, words):
    response = upload(admin_client, "partner", content)

    assert words in BeautifulSoup(response.content, "lxml").select_one(".errorlist").get_text()
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"slug": ""}, "slug", "This is needed"),
        ({"slug": "Kyoto U"}, "slug", "Enter a valid"),
        ({"name": ""}, "name", "This is needed"),
        ({"name": "x" * 201}, "name", "at most 200"),
        ({"kind": "school"}, "kind", "“school” is not one of: government, eu-institution"),
        ({"kind": ""}, "kind", "This is needed"),
        ({"country": "Japan"}, "country", "“Japan” is not one of"),
        ({"website": "not an address"}, "website", "valid URL"),
        ({"ror": "riken"}, "ror", "looks like https://ror.org"),
        ({"ror": "https://ror.org/057zh3y96"}, "", "Another partner has this ROR id"),
        ({"coordinates": "35.6"}, "coordinates", "latitude and a longitude"),
        ({"coordinates": "95, 139"}, "coordinates", "latitude and a longitude"),
        ({"logo": "partners/of-another.png"}, "logo", "uploaded on the record's own page"),
        ({"slug": "renamed"}, "slug", "“renamed” is now called"),
    ],
)
def test_an_error_names_row_column_and_what_is_allowed(admin_client, cells, column, words):
    other = PartnerFactory(ror="https://ror.org/057zh3y96")
    OldAddress.objects.create(kind="partner", slug="renamed", record=other.public_id)
    preview = Preview(admin_client, "partner", [dict.fromkeys(cells, "") | PARTNER | cells])

    row, name, value, sentence = preview.errors[0]
    assert (row, name, value) == ("2", column, shortened(cells.get(column, "")))
    assert words in sentence
    assert preview.page.select_one("[name=seen]") is None


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"themes": "quantum; nope"}, "themes", "“nope” is not one of: quantum"),
        ({"themes": ""}, "themes", "This is needed"),
        ({"start": "long ago"}, "start", "“long ago” is not a date"),
        ({"start": "2014", "end": "2013"}, "end", "before the start"),
        ({"title_ja_official": "perhaps"}, "title_ja_official", "neither yes nor no"),
        ({"identifiers": "cordis 123"}, "identifiers", "cordis, grant-doi"),
        ({"related": "nope"}, "related", "“nope” is not one of"),
        ({"last_checked": "2013"}, "last_checked", "is not a day"),
        ({"cover": "covers/x.png"}, "cover", "uploaded on the record's own page"),
    ],
)
def test_initiatives_say_what_is_wrong_with_them(admin_client, cells, column, words):
    ThemeFactory(slug="quantum")

    preview = Preview(admin_client, "initiative", [INITIATIVE | cells])

    assert [column] == [name for _row, name, *_rest in preview.errors]
    assert words in preview.errors[0][3]


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"initiative": "nope"}, "initiative", "“nope”"),
        ({"key": "nope"}, "key", "no row with the key “nope”"),
        ({"date": ""}, "date", "This is needed"),
        ({"date": "2013-02-30"}, "date", "is not a date"),
        ({"kind": "party"}, "kind", "is not one of: signing"),
        ({"time": "25:00"}, "time", "is not a time"),
        ({"time": "10:00"}, "", "time zone"),
        ({"date": "2013", "time": "10:00", "time_zone": "Asia/Tokyo"}, "", "date to the day"),
        ({"sources": "https://elsewhere.example/"}, "sources", "Add it on the record's page first"),
    ],
)
def test_milestones_say_what_is_wrong_with_them(admin_client, cells, column, words):
    InitiativeFactory(slug="clocks")
    row = {"initiative": "clocks", "key": "", "date": "2013-05-17", "kind": "call", "title": "Call"}

    preview = Preview(admin_client, "milestone", [row | cells])

    assert [column] == [name for _row, name, *_rest in preview.errors]
    assert words in preview.errors[0][3]


@pytest.mark.parametrize("key", ["", "signed"])
@pytest.mark.parametrize("when", ["published", "scheduled"])
def test_a_milestone_without_a_source_stays_out_of_what_is_or_will_be_public(admin_client, key, when):
    initiative = InitiativeFactory(slug="clocks", **{when: True})
    MilestoneFactory(initiative=initiative, key="signed", citations=[CitationFactory(initiative=initiative)])
    row = {"initiative": "clocks", "key": key, "date": "2013", "kind": "call", "title": "Call", "sources": ""}

    preview = Preview(admin_client, "milestone", [row])

    assert preview.errors[0][1] == "sources"
    assert "without a source" in preview.errors[0][3]
    assert not preview.page.select("[name=seen]")


def test_a_draft_takes_it(admin_client):
    InitiativeFactory(slug="clocks")
    row = {"initiative": "clocks", "key": "", "date": "2013", "kind": "call", "title": "Call"}

    Preview(admin_client, "milestone", [row]).confirm()

    assert Milestone.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "factory", "row"),
    [
        ("partner", PartnerFactory, PARTNER | {"slug": "one"}),
        ("partner", PartnerFactory, {"slug": "one", "city": "Kyoto"}),
        ("initiative", InitiativeFactory, {"slug": "one", "acronym": "ONE"}),
        ("milestone", InitiativeFactory, {"initiative": "one", "date": "2013", "kind": "call", "title": "Call"}),
    ],
)
def test_a_row_with_an_old_address_is_told_the_new_one(admin_client, model, factory, row):
    record = factory(slug="one")
    keep_revision(record)
    record.slug = "two"
    record.save()
    keep_address(record, old="one")

    preview = Preview(admin_client, model, [row])

    assert preview.errors == [["2", next(iter(row)), "one", "“one” is now called “two”."]]


def test_two_rows_about_one_record_are_an_error(admin_client):
    preview = Preview(admin_client, "partner", [PARTNER, PARTNER | {"city": "Kyoto"}])

    assert [row for row, *_rest in preview.errors] == ["3"]


@pytest.mark.parametrize("line", ["a,A", "a,A,company,more"])
def test_a_row_of_another_width_is_an_error(admin_client, line):
    preview = Preview(admin_client, "partner", f"slug,name,kind\n{line}\n".encode())

    assert "cells than there are headings" in preview.errors[0][3]


def test_one_bad_row_and_none_is_written(admin_client):
    rows = [PARTNER | {"slug": f"p-{number}"} for number in range(20)]
    preview = Preview(admin_client, "partner", rows)
    kept = Import.objects.get()
    kept.content = as_csv([*rows, PARTNER | {"slug": "bad", "kind": "school"}])
    kept.save()

    preview.confirm()

    assert not Partner.objects.exists()


def test_what_only_the_database_refuses_is_told_with_its_row_and_nothing_is_written(admin_client):
    ror = "https://ror.org/057zh3y96"
    rows = [PARTNER | {"slug": f"p-{number}", "ror": ror if number > 7 else ""} for number in range(10)]

    page = Preview(admin_client, "partner", rows).confirm()

    assert "Nothing was changed" in page.get_text()
    assert page.select_one(".import__table tbody th").get_text() == "11"
    assert not Partner.objects.exists()
    assert Import.objects.exists()


def test_closing_the_page_in_the_middle_changes_nothing(admin_client):
    preview = Preview(admin_client, "partner", [PARTNER | {"slug": f"p-{number}"} for number in range(20)])
    response = preview.send()
    pieces = response.streaming_content
    while b'value="10"' not in next(pieces):
        pass
    assert Partner.objects.count() >= 10

    # As `response.close()`, but for the connection: it holds the test's own transaction.
    response._iterator.close()

    assert not Partner.objects.exists()
    assert Import.objects.exists()


def test_progress_is_shown_step_by_step(admin_client):
    preview = Preview(admin_client, "partner", [PARTNER | {"slug": f"p-{number}"} for number in range(300)])

    response = preview.send()
    pieces = list(response.streaming_content)
    page = BeautifulSoup(b"".join(pieces), "lxml")

    done = [int(bar["value"]) for bar in page.select("progress")]
    assert done == sorted(done)
    assert done[-1] == 300
    assert 50 < len(done) <= 101
    assert len(pieces) > len(done)
    assert response["Content-Encoding"] == "identity"
    assert "300 rows were imported" in page.get_text()


def test_the_page_speaks_the_language_of_its_address_to_its_end(admin_client):
    response = upload(admin_client, "partner", as_csv([PARTNER | {"ror": "x"}]))
    address = "/ja" + response["Location"].removeprefix("/ja")

    page = read(admin_client.get(address))

    assert "ROR ID" in page.select_one(".import__table").get_text()


# Who


@pytest.mark.parametrize("model", ["partner", "initiative", "milestone"])
@pytest.mark.parametrize(
    ("role", "imports"),
    [("author", False), ("editor", True), ("moderator", False), ("administrator", True)],
)
def test_who_may_import_and_who_may_export(client, model, role, imports):
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)

    assert client.get(f"/admin/initiatives/{model}/export.csv").status_code == 200
    assert client.get(f"/admin/initiatives/{model}/import/").status_code == (200 if imports else 403)
    assert upload(client, model, b"").status_code == (200 if imports else 403)
    page = client.get(f"/admin/initiatives/{model}/").content.decode()
    assert (f"/{model}/import/" in page) == imports


@pytest.mark.parametrize("address", ["export.csv", "export.xlsx", "import/"])
def test_who_may_not_look_gets_nothing(client, address):
    client.force_login(User.objects.create_user("nobody", is_staff=True))

    assert client.get(f"/admin/initiatives/partner/{address}").status_code == 403


def test_a_file_belongs_to_the_one_who_chose_it_and_to_its_table(admin_client, client):
    preview = Preview(admin_client, "partner", [PARTNER])
    client.force_login(User.objects.create_superuser("other"))

    assert client.post(preview.address, {"seen": "x"}).status_code == 302
    assert admin_client.get(preview.address.replace("partner", "initiative")).status_code == 302
    assert not Partner.objects.exists()


# How much


def queries(act: Callable) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


@pytest.mark.parametrize("model", ["partner", "initiative", "milestone"])
def test_an_export_costs_the_same_for_many_rows(admin_client, model):
    address = f"/admin/initiatives/{model}/export.csv"
    costs = []
    for number in (3, 27):
        for _ in range(number):
            milestone = MilestoneFactory(initiative=InitiativeFactory(published=True))
            CitationFactory(initiative=milestone.initiative)
            PartnerFactory()
        costs.append(queries(lambda: exported(admin_client, address)))

    assert costs[0] == costs[1]


def test_a_row_costs_a_bounded_number_of_queries(admin_client):
    costs = {}
    for number in (3, 30):
        preview = Preview(admin_client, "partner", [PARTNER | {"slug": f"p-{number}-{n}"} for n in range(number)])
        costs[number] = queries(preview.confirm)

    assert (costs[30] - costs[3]) / 27 <= 27


def test_reading_a_file_costs_the_same_for_many_rows():
    costs = []
    for number in (3, 30):
        rows = [PARTNER | {"slug": f"p-{n}"} for n in range(number)]
        costs.append(queries(lambda rows=rows: Plan(PARTNERS, read_table(as_csv(rows)))))

    assert costs[0] == costs[1]


# A process that is killed

KILLED = """
import os, signal
import django
django.setup()
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from initiatives.models import Partner

call_command("migrate", verbosity=0)
for number in range(20):
    Partner.objects.create(slug=f"p-{number}", name_en="Old", kind="company")
client = Client()
client.force_login(User.objects.create_superuser("kei"))
rows = "".join(f"p-{number},New\\n" for number in range(20))
file = SimpleUploadedFile("table.csv", f"slug,name\\n{rows}".encode())
address = client.post("/admin/initiatives/partner/import/", {"file": file})["Location"]
preview = b"".join(client.get(address).streaming_content).decode()
seen = preview.split('name="seen" value="')[1].split('"')[0]
for piece in client.post(address, {"seen": seen}).streaming_content:
    if b'value="10"' in piece:
        print(Partner.objects.filter(name_en="New").count(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killing_the_process_in_the_middle_leaves_the_old_state_whole(tmp_path):
    database = tmp_path / "killed.sqlite3"
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "DEBUG": "true",
        "ALLOWED_HOSTS": "testserver",
    }

    killed = subprocess.run(  # noqa: S603 - our own Python and script
        [sys.executable, "-c", KILLED], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert killed.stdout == "10\n"
    with closing(sqlite3.connect(database)) as after:
        assert after.execute("SELECT name_en, count(*) FROM initiatives_partner GROUP BY 1").fetchall() == [("Old", 20)]
        assert after.execute("SELECT count(*) FROM publishing_revision").fetchone() == (0,)
        assert after.execute("SELECT count(*) FROM publishing_import").fetchone() == (1,)
        assert after.execute("PRAGMA integrity_check").fetchone() == ("ok",)
