"""`/data/`: the whole record as files that check themselves, the dictionary, and the catalogue."""

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Namespace

from alliance.edition import RESOURCES, RecordMovedError
from initiatives.models import Initiative, Milestone, Partner, Source
from publishing import version
from publishing.zips import zipped

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("record"),
    # rdflib's own reader of JSON-LD makes one.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")


@pytest.fixture
def package(client, tmp_path) -> Path:
    """alliance.zip, unpacked."""
    with zipfile.ZipFile(io.BytesIO(client.get("/data/alliance.zip").getvalue())) as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path)
    return tmp_path


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""), strict=True))


# The whole record


def test_frictionless_finds_nothing_wrong_with_the_package(package):
    """Types, patterns, codes, keys, references, sizes and sums. In a process of its own: it warns where it is imported."""
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    )

    report = json.loads(done.stdout)
    assert report["valid"], report
    assert [task["name"] for task in report["tasks"]] == [resource.name for resource in RESOURCES]
    assert report["stats"]["errors"] == 0


def test_the_package_has_all_rows(package):
    counts = {path.stem: len(rows_of(path)) for path in package.glob("*.csv")}

    for name, model in (
        ("initiatives", Initiative),
        ("partners", Partner),
        ("milestones", Milestone),
        ("sources", Source),
    ):
        assert counts[name] == model.objects.published().count()
    assert all(counts.values())


def test_words_stand_beside_codes_in_both_languages(package):
    rows = rows_of(package / "initiatives.csv")

    assert {(row["status"], row["status_en"], row["status_ja"]) for row in rows} >= {("active", "Active", "継続中")}
    assert {row["address"].removeprefix("http://testserver") for row in rows} >= {"/initiatives/jeupiste/"}
    assert {row["title_ja_official"] for row in rows} == {"true", "false"}


def test_each_fact_leads_to_its_sources(package):
    facts = {(row["initiative"], row["key"]) for row in rows_of(package / "milestones.csv")}
    resting = {
        (row["initiative"], row["key"]) for row in rows_of(package / "fact_sources.csv") if row["fact"] == "milestones"
    }

    assert resting == facts


def test_its_sums_are_those_of_its_files(package):
    lines = (package / "SHA256SUMS").read_text().splitlines()

    sums = dict(reversed(line.split("  ")) for line in lines)
    assert sums.keys() == {path.name for path in package.iterdir()} - {"SHA256SUMS"}
    for name, sum_ in sums.items():
        assert hashlib.sha256((package / name).read_bytes()).hexdigest() == sum_


def test_the_readme_is_in_both_languages_and_the_licence_is_there(package):
    readme = (package / "README.txt").read_text()

    assert "initiatives.csv – " in readme
    assert readme.count("participations.csv") == 2
    assert "CC BY 4.0" in (package / "LICENSE.txt").read_text()


@pytest.mark.parametrize("name", ["alliance.zip", "alliance.json"])
def test_a_file_stays_the_same_and_its_sum_is_published(client, name):
    first, second = (client.get(f"/data/{name}").getvalue() for _time in range(2))

    assert first == second
    lines = client.get("/data/SHA256SUMS").getvalue().decode().splitlines()
    assert lines[0].startswith("# ")
    assert f"{hashlib.sha256(first).hexdigest()}  {name}" in lines
    saved = re.search('filename="(.+)"', client.get(f"/data/{name}")["Content-Disposition"])[1]
    assert saved != name
    assert f"{hashlib.sha256(first).hexdigest()}  {saved}" in lines


def test_a_sum_is_found_without_the_file_having_been_asked_for(client):
    lines = client.get("/data/SHA256SUMS").getvalue().decode().splitlines()

    assert f"{hashlib.sha256(client.get('/data/alliance.json').getvalue()).hexdigest()}  alliance.json" in lines


@pytest.mark.parametrize("name", ["alliance.zip", "alliance.json", "initiatives.csv", "SHA256SUMS"])
def test_who_has_the_file_is_told_so_until_anything_of_it_changes(client, monkeypatch, name):
    etag = client.get(f"/data/{name}")["ETag"]

    assert client.get(f"/data/{name}", headers={"If-None-Match": etag}).status_code == 304
    sums = client.get("/data/SHA256SUMS").getvalue()
    monkeypatch.setattr("alliance.edition.ABOUT", "Described anew by an update of the site.")
    assert client.get(f"/data/{name}", headers={"If-None-Match": etag}).status_code == 200
    assert client.get("/data/SHA256SUMS").getvalue() != sums


def test_another_version_has_another_sum(client):
    before = client.get("/data/SHA256SUMS").getvalue()

    Initiative.objects.filter(slug="jeupiste").update(title_en="Something else")
    version.moved()

    assert client.get("/data/SHA256SUMS").getvalue().splitlines()[1:] != before.splitlines()[1:]


@pytest.mark.parametrize("name", ["alliance.zip", "alliance.json"])
def test_a_file_ends_early_when_the_record_moves(client, name):
    pieces = iter(client.get(f"/data/{name}"))
    next(pieces)
    version.moved()

    with pytest.raises(RecordMovedError):
        list(pieces)


def test_the_json_has_every_record(client):
    whole = json.loads(client.get("/data/alliance.json").getvalue())

    assert list(whole) == ["about", "themes", "partners", "initiatives", "articles"]
    assert len(whole["initiatives"]) == Initiative.objects.published().count()
    assert whole["about"]["licence"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_table_alone_is_the_one_of_the_package(client, package):
    described = json.loads(client.get("/data/datapackage.json").content)

    assert len(described["resources"]) == len(RESOURCES)
    for resource in described["resources"]:
        assert client.get(f"/data/{resource['path']}").getvalue() == (package / resource["path"]).read_bytes()
    assert client.get("/data/nothing.csv").status_code == 404


def test_a_zip_names_the_moment_it_is_of():
    content = b"".join(zipped([("a.txt", ["one", "two"])], datetime(2026, 11, 25, 12, 30, tzinfo=UTC)))

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.read("a.txt") == b"onetwo"
        assert packed.getinfo("a.txt").date_time == (2026, 11, 25, 12, 30, 0)


# The page


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_the_dictionary_has_a_sentence_for_every_column(visit, package, prefix):
    page = visit(f"{prefix}/data/")

    for resource in RESOURCES:
        (table,) = page.select(f"#{resource.name} table")
        names = [name for head in table.select("tbody th") for name in head.text.split(", ")]
        assert names == list(rows_of(package / f"{resource.name}.csv")[0])
        for row in table.select("tbody tr"):
            assert all(cell.text.strip() for cell in row.select("td")), row


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_every_link_of_the_page_leads_somewhere(client, visit, prefix):
    page = visit(f"{prefix}/data/")
    paths = {link["href"] for link in page.select("main a[href^='/']")}

    assert len(paths) > 30
    for path in paths:
        assert client.get(path).status_code == 200, path


def test_who_publishes_and_whom_to_write_to_is_where_the_catalogue_says(visit, graph):
    named = [*graph.subjects(RDF.type, FOAF.Agent), *graph.subjects(RDF.type, VCARD.Organization)]

    assert named
    for page, _, passage in (str(address).rpartition("#") for address in named):
        assert visit(urlsplit(page).path).find(id=passage), passage


def test_the_footer_and_the_sitemap_lead_to_the_page(client, visit):
    assert visit("/").select_one("footer a[href='/data/']")
    assert "/ja/data/</loc>" in client.get("/sitemap-pages.xml").content.decode()


# The catalogue

# What DCAT-AP 3 calls mandatory, and what it recommends and we have.
MANDATORY = {
    DCAT.Catalog: [DCTERMS.title, DCTERMS.description, DCTERMS.publisher],
    DCAT.Dataset: [DCTERMS.title, DCTERMS.description, DCAT.contactPoint, DCAT.theme, DCAT.keyword, DCAT.distribution],
    DCAT.Distribution: [DCAT.accessURL, DCTERMS.license, DCTERMS["format"], DCAT.mediaType],
    DCAT.DataService: [DCTERMS.title, DCAT.endpointURL],
    FOAF.Agent: [FOAF.name],
    VCARD.Organization: [VCARD.fn],
}
# What may stand there once only.
ONCE = {
    DCAT.Catalog: [DCTERMS.publisher, DCTERMS.license, DCTERMS.modified, FOAF.homepage],
    DCAT.Dataset: [DCTERMS.publisher, DCTERMS.modified, DCTERMS.accessRights, DCTERMS.accrualPeriodicity],
    DCAT.Distribution: [DCTERMS.license, DCTERMS.modified, DCTERMS["format"], DCAT.mediaType],
}


@pytest.fixture
def graph(client) -> Graph:
    response = client.get("/data/catalog.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    return Graph().parse(data=response.content.decode(), format="json-ld")


def test_the_catalogue_has_what_dcat_ap_asks_for(graph):
    for kind, properties in MANDATORY.items():
        nodes = list(graph.subjects(RDF.type, kind))
        assert nodes, kind
        for node in nodes:
            for name in properties:
                assert (node, name, None) in graph, (node, name)
            for name in ONCE.get(kind, []):
                assert len(list(graph.objects(node, name))) == 1, (node, name)


def test_the_catalogue_speaks_both_languages(graph):
    for dataset in graph.subjects(RDF.type, DCAT.Dataset):
        for name in (DCTERMS.title, DCTERMS.description):
            assert {text.language for text in graph.objects(dataset, name)} == {"en", "ja"}


def test_the_catalogue_has_every_list_in_every_form_and_the_whole(graph):
    paths = {urlsplit(str(address)).path for address in graph.objects(None, DCAT.downloadURL)}

    lists = ("initiatives", "partners", "milestones", "sources", "claims", "articles", "changes")
    forms = ("csv", "xlsx", "json", "jsonld")
    assert paths >= {f"/{name}/export.{form}" for name in lists for form in forms}
    assert paths >= {"/data/alliance.zip", "/data/alliance.json"}


def test_the_catalogue_calls_types_of_files_as_the_publications_office_does(graph):
    types = {str(one).rpartition("/")[2] for one in graph.objects(predicate=DCTERMS["format"])}

    assert types == {"CSV", "JSON", "JSON_LD", "XLSX", "ZIP"}


def test_every_link_of_the_catalogue_leads_somewhere(client, graph):
    ours = {str(node) for triple in graph for node in triple if str(node).startswith("http://testserver/")}

    assert len(ours) > 30
    for path in {urlsplit(address).path for address in ours}:
        assert client.get(path).status_code == 200, path
