"""Loading and dumping, on small files; the project's own record is in test_own_record.py."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from articles.models import Article
from initiatives.models import Claim, Initiative, Milestone, Outcome, Partner, Source, Theme
from publishing.actions import keep_revision
from publishing.datasets import dump, load, read_entries
from publishing.dates import PartialDate
from publishing.models import Revision
from publishing.states import State
from tests.factories import WITHDRAWN
from tests.small_dataset import Files

pytestmark = pytest.mark.django_db


@pytest.fixture
def problems(files, capsys) -> Callable[[], str]:
    """What the command says about files it refuses."""

    def problems() -> str:
        with pytest.raises(CommandError, match="Nothing was loaded"):
            call_command("load_record", *files.paths, verbosity=0)
        assert not Initiative.objects.exists()
        assert not Revision.objects.exists()
        return capsys.readouterr().err

    return problems


# Loading


def test_a_load_makes_the_record_say_what_the_files_say(files):
    report = files.load()

    initiative = Initiative.objects.get(slug="q-neko")
    assert len(report.created) == 5
    assert initiative.is_public
    assert (initiative.start, initiative.end) == (PartialDate(2025, 11), PartialDate(2029))
    assert [theme.slug for theme in initiative.themes.all()] == ["quantum"]
    assert [m.date.iso for m in initiative.milestones.all()] == ["2025", "2026-05-12"]
    assert [(i.scheme, i.value) for i in initiative.identifiers.all()][1:] == [
        ("topic", "HORIZON-X"),
        ("topic", "HORIZON-Y"),
    ]
    assert [c.source.url for c in initiative.citations.all()] == ["https://a.example/1", "https://a.example/2"]
    assert initiative.participations.get().contribution is not None
    assert initiative.claims.get().verdict == "unconfirmed"
    article = Article.objects.get()
    assert article.claims.get() == initiative.claims.get()
    assert article.sources.get().url == "https://a.example/1"


def test_a_second_load_changes_nothing(files):
    files.load()
    before = dump(), Revision.objects.count(), Initiative.objects.get(slug="q-neko").changed_at

    report = files.load()

    assert (report.created, report.changed, report.kept, report.unchanged) == ([], [], [], 5)
    assert (dump(), Revision.objects.count(), Initiative.objects.get(slug="q-neko").changed_at) == before


def test_a_record_has_the_same_identity_in_every_database(files):
    files.load()
    first = Initiative.objects.get(slug="q-neko").public_id
    Article.objects.all().delete()
    Initiative.objects.all().delete()

    files.load()

    assert Initiative.objects.get(slug="q-neko").public_id == first


def test_a_dry_run_reports_and_writes_nothing(files, capsys):
    call_command("load_record", *files.paths, "--dry-run", verbosity=0)

    assert "Would be: 5 new, 0 changed" in capsys.readouterr().out
    assert not Theme.objects.exists()
    assert not Revision.objects.exists()


def test_a_dry_run_of_a_change_leaves_the_record_as_it_is(files):
    files.load()
    files.initiative["status"] = "completed"

    report = files.load(dry_run=True)

    assert report.changed == ["initiative q-neko"]
    assert Initiative.objects.get(slug="q-neko").status == "active"


def test_a_changed_file_is_applied_where_nobody_touched_the_record(files):
    files.load()
    files.initiative["status"] = "completed"
    files.initiative["milestones"][0]["title"] = "Kick-off meeting"
    del files.initiative["outcomes"]
    files.partner["city"] = "Wako"
    files.article["title_ja"] = "最初の記事"

    report = files.load()

    initiative = Initiative.objects.get(slug="q-neko")
    assert sorted(report.changed) == ["article first", "initiative q-neko", "partner riken"]
    assert initiative.status == "completed"
    assert initiative.milestones.last().title_en == "Kick-off meeting"
    assert not Outcome.objects.exists()
    assert Partner.objects.get().city == "Wako"
    assert Article.objects.get().title_ja == "最初の記事"
    assert files.load().unchanged == 5


def test_a_change_moves_changed_on_and_keeps_a_revision(files):
    files.load()
    before = Initiative.objects.get(slug="q-neko")
    files.initiative["status"] = "completed"

    files.load()

    after = Initiative.objects.get(slug="q-neko")
    assert after.changed_at > before.changed_at
    assert [r.document["status"] for r in Revision.objects.filter(record=after.public_id)] == ["active", "completed"]
    assert Initiative.objects.get(slug="hanami").changed_at < after.changed_at


@pytest.mark.parametrize("note", ["", "The project has ended."])
def test_readers_are_told_of_a_changed_file_with_the_note_and_not_without(files, client, note):
    files.load()
    files.initiative["status"] = "completed"

    call_command("load_record", *files.paths, "--note", note, verbosity=0)

    told = client.get("/initiatives/feed.json?events=status").json()["items"]
    assert [note in item["content_html"] for item in told] == ([True] if note else [])
    assert client.get("/changes/feed.rss").content.count(b"<item>") == len(told)


def test_an_editors_change_is_kept_and_reported(files, capsys):
    files.load()
    Initiative.objects.filter(slug="q-neko").update(summary_en="An editor wrote this.")
    files.initiative["summary"] = "The file says that."

    call_command("load_record", *files.paths, verbosity=0)

    said = capsys.readouterr().out
    assert Initiative.objects.get(slug="q-neko").summary_en == "An editor wrote this."
    assert "0 new, 0 changed, 4 unchanged, 1 kept" in said
    assert "initiative q-neko" in said
    assert "summary" in said


def test_an_editors_change_to_a_row_is_kept_and_reported(files):
    files.load()
    Milestone.objects.filter(title_en="Kick-off").update(title_en="First meeting")
    files.initiative["status"] = "completed"

    report = files.load()

    assert Milestone.objects.filter(title_en="First meeting").exists()
    assert Initiative.objects.get(slug="q-neko").status == "active"
    (sentence,) = report.kept
    assert "milestones[m1].title" in sentence
    assert "status" in sentence


def test_an_editors_change_alone_is_no_conflict(files):
    files.load()
    Initiative.objects.filter(slug="q-neko").update(summary_en="An editor wrote this.")

    report = files.load()

    assert (report.unchanged, report.kept) == (5, [])
    assert Initiative.objects.get(slug="q-neko").summary_en == "An editor wrote this."


def test_a_file_that_says_what_the_editor_said_is_no_conflict(files):
    files.load()
    Initiative.objects.filter(slug="q-neko").update(summary_en="Both say this.")
    files.initiative["summary"] = "Both say this."

    assert files.load().kept == []


def test_an_edit_with_a_revision_of_its_own_is_still_an_edit(files):
    files.load()
    initiative = Initiative.objects.get(slug="q-neko")
    initiative.summary_en = "An editor wrote this."
    initiative.save()
    keep_revision(initiative)
    files.initiative["summary"] = "The file says that."

    assert len(files.load().kept) == 1


def test_a_withdrawn_record_stays_withdrawn(files):
    files.load()
    Initiative.objects.filter(slug="q-neko").update(**WITHDRAWN)
    files.initiative["status"] = "completed"

    files.load()

    assert Initiative.objects.get(slug="q-neko").state == State.WITHDRAWN


def test_a_record_made_in_the_admin_is_not_overwritten(files):
    Theme.objects.create(slug="quantum", name_en="Quantum, by an editor")

    report = files.load()

    assert Theme.objects.get().name_en == "Quantum, by an editor"
    assert any("theme quantum" in sentence for sentence in report.kept)


def test_the_same_address_in_two_records_is_one_source(files):
    files.other["sources"] = [{"id": "s1", "title": "Another title", "url": "https://a.example/1", "kind": "press"}]

    report = files.load()

    source = Source.objects.get(url="https://a.example/1")
    assert source.citations.count() == 2
    assert source.title == "量子の発表"
    assert any("hanami" in note and "https://a.example/1" in note for note in report.notes)
    assert files.load().unchanged == 5


def test_the_same_claim_in_two_records_is_one_claim(files):
    files.other["claims"] = copy.deepcopy(files.initiative["claims"])

    files.load()

    assert Claim.objects.get().initiatives.count() == 2


def test_a_source_may_go_and_the_others_move_up(files):
    third = {"id": "s3", "title": "Third", "url": "https://a.example/3", "kind": "press"}
    files.initiative["sources"].append(third)
    files.article["body"] = "<p>No source.</p>"
    files.load()
    _gone, second, third = files.initiative["sources"]
    files.initiative["sources"] = [{**second, "id": "s1"}, {**third, "id": "s2"}]

    files.load()

    citations = Initiative.objects.get(slug="q-neko").citations.all()
    assert [(c.key, c.source.url) for c in citations] == [("s1", second["url"]), ("s2", third["url"])]


def test_two_sources_may_change_places(files):
    files.load()
    first, second = files.initiative["sources"]
    files.initiative["sources"] = [{**second, "id": "s1"}, {**first, "id": "s2"}]

    files.load()

    citations = Initiative.objects.get(slug="q-neko").citations.all()
    assert [citation.source.url for citation in citations] == [second["url"], first["url"]]


def test_text_is_kept_in_one_form(files):
    files.initiative["title"] = "Cafe\u0301 of\u0007 quanta "
    files.initiative["summary"] = "one\r\ntwo"

    files.load()

    initiative = Initiative.objects.get(slug="q-neko")
    assert initiative.title_en == "Café of quanta"
    assert initiative.summary_en == "one\ntwo"
    assert files.load().unchanged == 5


@pytest.mark.parametrize("scheme", ["topic", "council_decision"])
def test_several_identifiers_of_one_register_survive(files, scheme):
    files.initiative["identifiers"] = {scheme: "1", f"{scheme}_2": "2", f"{scheme}_3": "3"}
    files.load()

    assert Initiative.objects.get(slug="q-neko").identifiers.count() == 3
    assert files.load().unchanged == 5


def test_a_country_called_no_is_norway(files, tmp_path):
    (tmp_path / "norway.yaml").write_text("partners:\n  - {slug: sintef, name: SINTEF, kind: company, country: NO}\n")

    load(read_entries([tmp_path / "norway.yaml"]))

    assert Partner.objects.get().country == "NO"


# Refusing


def with_bad(document: str, path: str, value: Any) -> Callable[[Files], None]:
    """Put `value` at `path` ("milestones.0.date") of a document."""

    def spoil(files: Files) -> None:
        place: Any = getattr(files, document)
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in steps:
            place = place[step]
        place[last] = value

    return spoil


BAD = [
    # document, field, value, what the message must name besides file and record
    ("theme", "hue", 360, "hue"),
    ("theme", "hue", "red", "hue"),
    ("theme", "slug", "Quantum Tech", "slug"),
    ("theme", "colour", "red", "colour"),
    ("partner", "country", "XX", "country"),
    ("partner", "country", "Japan", "country"),
    ("partner", "kind", "club", "kind"),
    ("partner", "website", "not an address", "website"),
    ("partner", "website", "javascript:alert(1)", "website"),
    ("partner", "ror", "https://ror.org/nope", "ror"),
    ("partner", "coordinates", {"lat": 91, "lon": 0}, "coordinates.lat"),
    ("partner", "coordinates", {"lat": 1}, "coordinates"),
    ("partner", "name", "", "name"),
    ("partner", "name", "n" * 201, "name"),
    ("partner", "name", 5, "name"),
    ("initiative", "kind", "treaty", "kind"),
    ("initiative", "status", "done", "status"),
    ("initiative", "themes", [], "themes"),
    ("initiative", "themes", ["nope"], "nope"),
    ("initiative", "related", ["nope"], "nope"),
    ("initiative", "start", "2013", "start"),
    ("initiative", "start", {"date": "2013-02-30", "precision": "day"}, "start"),
    ("initiative", "start", {"date": "2013-05", "precision": "month"}, "start.date"),
    ("initiative", "start", {"date": "2013-05-17", "precision": "week"}, "start.precision"),
    ("initiative", "end", {"date": "2024-01-01", "precision": "year"}, "end"),
    ("initiative", "last_checked", "yesterday", "last_checked"),
    ("initiative", "identifiers", {"isbn": "1"}, "identifiers"),
    ("initiative", "unknown_field", "x", "unknown_field"),
    ("initiative", "milestones.0.date", "2026-13-01", "milestones.0.date"),
    ("initiative", "milestones.0.kind", "party", "milestones.0.kind"),
    ("initiative", "milestones.0.sources", ["s9"], "s9"),
    ("initiative", "milestones.0.time", "25:00", "milestones.0.time"),
    ("initiative", "milestones.1.time", "17:00", "time"),
    ("initiative", "funding.0.amount", -1, "funding.0.amount"),
    ("initiative", "funding.0.amount", 0, "funding.0.amount"),
    ("initiative", "funding.0.amount", "4 million", "funding.0.amount"),
    ("initiative", "funding.0.amount", 1.005, "funding.0.amount"),
    ("initiative", "funding.0.currency", "CHF", "funding.0.currency"),
    ("initiative", "partners.0.partner", "nobody", "nobody"),
    ("initiative", "partners.0.role", "friend", "partners.0.role"),
    ("initiative", "partners.0.contribution", {"amount": 5}, "partners.0.contribution"),
    ("initiative", "sources.0.url", "ftp://a.example/1", "sources.0.url"),
    ("initiative", "sources.0.url", "https://a.example/" + "x" * 700, "sources.0.url"),
    ("initiative", "sources.0.published", "2025-02-30", "sources.0.published"),
    ("initiative", "sources.1.id", "s1", "sources.1.id"),
    ("initiative", "sources.1.url", "https://a.example/1", "sources.1.url"),
    ("initiative", "claims.0.verdict", "maybe", "claims.0.verdict"),
    ("initiative", "partners", [{"partner": "riken", "role": "host"}] * 2, "partners.1"),
    ("initiative", "claims", [{"says": "Twice.", "verdict": "partly"}] * 2, "claims.1"),
    ("initiative", "slug", "hanami", "slug"),
    ("article", "published", "soon", "published"),
    ("article", "topics", ["nope"], "nope"),
    ("article", "initiatives", ["nope"], "nope"),
    ("article", "claims", ["nobody-says-this"], "nobody-says-this"),
    ("article", "body", '<p><a href="initiative:nope">x</a></p>', "nope"),
    ("article", "body_ja", '<p><a rel="x" href="initiative:nope">x</a></p>', "nope"),
    ("article", "body", '<p><a rel="source" href="https://nobody.example/">x</a></p>', "https://nobody.example/"),
]


@pytest.mark.parametrize(("document", "path", "value", "named"), BAD)
def test_an_error_names_file_record_and_field(files, problems, document, path, value, named):
    with_bad(document, path, value)(files)

    said = problems()

    file = "texts.yaml" if document == "article" else "small.yaml"
    lines = [line for line in said.splitlines() if line.startswith(f"{file}: ")]
    assert any(named in line for line in lines), said
    assert any(document in line for line in lines), said


@pytest.mark.parametrize("field", ["slug", "title", "kind", "themes", "status"])
def test_a_missing_field_is_named(files, problems, field):
    del files.initiative[field]

    said = problems()

    assert "small.yaml: initiative" in said
    assert field in said


def test_all_problems_are_told_at_once(files, problems):
    files.theme["hue"] = 999
    files.initiative["kind"] = "treaty"
    files.article["published"] = "soon"

    said = problems()

    assert {"hue", "kind", "published"} <= {word.strip(":") for word in said.split()}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "must hold lists"),
        ("[]", "must hold lists"),
        ("- a", "must hold lists"),
        ("people: []", "people"),
        ("themes: {}", "themes"),
        ("themes: [1, null, text]", "theme no. 1"),
        ("themes: [{slug: a", "cannot be read"),
        ("themes: [{slug: [a], name: x}]", "slug"),
        ("themes: [{slug: {}, name: x}]", "slug"),
        ("a: &a [*a]\nthemes: *a", "a:"),
        ("!!python/object/apply:os.system ['true']", "cannot be read"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path, capsys, text, named):
    (tmp_path / "odd.yaml").write_text(text, "utf-8")

    with pytest.raises(CommandError):
        call_command("load_record", tmp_path / "odd.yaml", verbosity=0)

    assert named in capsys.readouterr().err


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path, capsys):
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(CommandError):
        call_command("load_record", tmp_path / "bytes.yaml", tmp_path / "gone.yaml", verbosity=0)

    said = capsys.readouterr().err
    assert "bytes.yaml: cannot be read" in said
    assert "gone.yaml: cannot be read" in said


def test_the_same_record_in_two_files_is_refused(files, tmp_path, capsys):
    (tmp_path / "again.yaml").write_text(yaml.safe_dump({"themes": [files.theme]}, allow_unicode=True))

    with pytest.raises(CommandError):
        call_command("load_record", *files.paths, tmp_path / "again.yaml", verbosity=0)

    assert "again.yaml: theme quantum: slug: is already used in small.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("themes", [{"slug": "a", "name": "Same"}, {"slug": "b", "name": "Same"}]),
        (
            "partners",
            [
                {"slug": slug, "name": slug, "kind": "company", "ror": "https://ror.org/057zh3y96"}
                for slug in ("first", "second")
            ],
        ),
    ],
)
def test_what_only_the_database_can_refuse_is_refused_in_words_too(tmp_path, capsys, kind, rows):
    (tmp_path / "twice.yaml").write_text(yaml.safe_dump({kind: rows}))

    with pytest.raises(CommandError):
        call_command("load_record", tmp_path / "twice.yaml", verbosity=0)

    assert "twice.yaml" in capsys.readouterr().err
    assert not Theme.objects.exists()
    assert not Partner.objects.exists()


def test_a_load_that_fails_half_way_leaves_nothing(files):
    entries = read_entries(files.paths)
    entries[-1].document["published"] = "not a day"

    with pytest.raises(ValueError, match="not a day"):
        load(entries)

    assert not Theme.objects.exists()
    assert not Initiative.objects.exists()
    assert not Revision.objects.exists()


# Dumping


def test_what_is_dumped_loads_to_the_same(files, tmp_path):
    files.load()
    folder = tmp_path / "dumped"

    call_command("dump_record", "--to", folder, verbosity=0)

    report = load(read_entries(sorted(folder.glob("*.yaml"))))
    assert report.unchanged == 5


def test_what_is_not_public_is_not_dumped(files):
    files.load()
    Initiative.objects.filter(slug="q-neko").update(**WITHDRAWN)

    text = "".join(dump().values())

    assert "slug: hanami" in text
    assert "slug: q-neko" not in text
