"""Citations, read back by programs that others wrote for them."""

import datetime as dt
import json

import bibtexparser
import pytest
import rispy
from bs4 import BeautifulSoup
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing.models import PublicVersion
from tests.factories import ArticleFactory, InitiativeFactory

pytestmark = pytest.mark.django_db

VERSION = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
AWKWARD = r"100 % of R&D: {braces}, } alone, a_b, #1, $5, ~x, ^y, \cmd, “é”, 量子"
AWKWARD_IN_LATEX = (
    r"{100 \% of R\&D: \textbraceleft{}braces\textbraceright{}, \textbraceright{} alone, a\_b, \#1, \$5, "
    r"\textasciitilde{}x, \textasciicircum{}y, \textbackslash{}cmd, “é”, 量子}"
)


@pytest.fixture(autouse=True)
def site(settings) -> None:
    settings.SITE_URL = "https://alliance.example"


def an_initiative(**columns):
    return InitiativeFactory(
        published=True,
        **{"slug": "one", "publish_at": VERSION - dt.timedelta(days=300), "changed_at": VERSION} | columns,
    )


def an_article(**columns):
    day = dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
    return ArticleFactory(published=True, **{"slug": "one", "publish_at": day, "changed_at": VERSION} | columns)


def bibtex(client, path: str):
    (entry,) = bibtexparser.parse_string(client.get(f"{path}cite.bib").content.decode()).entries
    return entry


def ris(client, path: str) -> dict:
    (entry,) = rispy.loads(client.get(f"{path}cite.ris").content.decode())
    return entry


def csl(client, path: str) -> dict:
    (item,) = json.loads(client.get(f"{path}cite.json").content)
    return item


def words(page: BeautifulSoup) -> str:
    return " ".join(page.select_one(".citation__words").get_text().split())


# A list


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize(("name", "factory"), [("initiatives", InitiativeFactory), ("articles", ArticleFactory)])
def test_a_list_is_cited_row_by_row_in_its_order(client, prefix, name, factory):
    for number in range(3):
        factory(published=True, slug=f"one-{number}", title_en=f"@{number} {AWKWARD}", title_ja=f"量子{number}")
    factory(slug="draft", title_en="@ draft")

    path = f"{prefix}/{name}/"
    answer = client.get(f"{path}export.bib?sort=-title&q=%40online")
    whole = client.get(f"{path}export.bib?sort=-title")

    assert bibtexparser.parse_string(answer.getvalue().decode()).entries == []
    found = bibtexparser.parse_string(whole.getvalue().decode()).entries
    assert [entry.key.rpartition("-")[2] for entry in found] == ["2", "1", "0"]
    assert [entry.items() for entry in found] == [bibtex(client, f"{path}one-{n}/").items() for n in (2, 1, 0)]
    assert whole["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert whole["Content-Disposition"].endswith('.bib"')


@pytest.mark.parametrize("name", ["initiatives", "articles"])
def test_citing_thirty_rows_takes_as_many_queries_as_three(client, name):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/{name}/export.bib").getvalue()
        return len(captured)

    make = an_initiative if name == "initiatives" else an_article
    for number in range(3):
        make(slug=f"one-{number}")
    three = queries()
    for number in range(3, 30):
        make(slug=f"one-{number}")

    assert queries() == three


@pytest.mark.parametrize("name", ["partners", "milestones", "sources", "claims", "changes"])
def test_what_is_not_cited_is_no_list_of_citations(client, name):
    assert client.get(f"/{name}/export.bib").status_code == 404


# An initiative


def test_an_initiative_is_cited_by_its_version(client, visit):
    an_initiative(title_en="Digital Partnership")

    assert words(visit("/initiatives/one/")) == (
        "Alliance. (2026). Digital Partnership (version of 20 November 2026) [Database record]. "
        "https://alliance.example/initiatives/one/"
    )


def test_bibtex_of_an_initiative(client):
    an_initiative(title_en="Digital Partnership", summary_en="Two\n\nparagraphs, 100 %.")

    entry = bibtex(client, "/initiatives/one/")

    assert (entry.entry_type, entry.key) == ("online", "alliance-initiative-one")
    assert {name: value for name, value in entry.items() if name not in ("ID", "ENTRYTYPE")} == {
        "author": "{Alliance}",
        "title": "{Digital Partnership}",
        "date": "2026-11-20",
        "year": "2026",
        "month": "nov",
        "version": "2026-11-20",
        "howpublished": "Version of 20 November 2026",
        "abstract": r"Two paragraphs, 100 \%.",
        "url": "https://alliance.example/initiatives/one/",
        "langid": "english",
    }


def test_ris_of_an_initiative(client):
    an_initiative(title_en="Digital Partnership", summary_en="Two\n\nparagraphs.")

    entry = ris(client, "/initiatives/one/")

    assert entry == {
        "type_of_reference": "ELEC",
        "id": "alliance-initiative-one",
        "authors": ["Alliance"],
        "title": "Digital Partnership",
        "secondary_title": "Alliance",
        "year": "2026",
        "date": "2026/11/20",
        "edition": "Version of 20 November 2026",
        "language": "en",
        "abstract": "Two paragraphs.",
        "urls": ["https://alliance.example/initiatives/one/"],
    }


def test_csl_of_an_initiative(client):
    an_initiative(title_en="Digital Partnership", summary_en="", summary_ja="")

    assert csl(client, "/initiatives/one/") == {
        "id": "alliance-initiative-one",
        "type": "webpage",
        "author": [{"literal": "Alliance"}],
        "title": "Digital Partnership",
        "container-title": "Alliance",
        "issued": {"date-parts": [[2026, 11, 20]]},
        "version": "2026-11-20",
        "language": "en",
        "URL": "https://alliance.example/initiatives/one/",
    }


def test_what_was_published_after_it_was_changed_has_the_version_of_that_day(client):
    an_initiative(publish_at=VERSION, changed_at=VERSION - dt.timedelta(days=40))

    assert csl(client, "/initiatives/one/")["version"] == "2026-11-20"


# An article


def test_an_article_has_its_author_and_both_of_its_days(client, visit):
    an_article(title_en="What is known", author_en="Aino Virtanen")

    item = csl(client, "/articles/one/")
    entry = bibtex(client, "/articles/one/")
    assert words(visit("/articles/one/")) == (
        "Aino Virtanen. (9 March 2026). What is known (version of 20 November 2026). Alliance. "
        "https://alliance.example/articles/one/"
    )
    assert item["author"] == [{"literal": "Aino Virtanen"}]
    assert item["issued"] == {"date-parts": [[2026, 3, 9]]}
    assert item["version"] == "2026-11-20"
    assert (entry["author"], entry["organization"]) == ("{Aino Virtanen}", "Alliance")
    assert (entry["date"], entry["year"], entry["month"]) == ("2026-03-09", "2026", "mar")
    assert (entry["version"], entry["howpublished"]) == ("2026-11-20", "Version of 20 November 2026")
    assert ris(client, "/articles/one/")["date"] == "2026/03/09"


# The dataset


def test_the_dataset_has_the_version_of_what_changed_last(client):
    PublicVersion.objects.update(moved_at=VERSION)

    item = csl(client, "/data/")
    entry = bibtex(client, "/ja/data/")

    assert (item["type"], item["version"], item["publisher"]) == ("dataset", "2026-11-20", "Alliance")
    assert item["URL"] == "https://alliance.example/data/"
    assert (entry.entry_type, entry["url"]) == ("dataset", "https://alliance.example/ja/data/")
    assert (entry["publisher"], entry["version"]) == ("Alliance", "2026-11-20")
    assert ris(client, "/data/")["type_of_reference"] == "DATA"


# One citation in three forms


@pytest.mark.parametrize(("make", "path"), [(an_initiative, "initiatives"), (an_article, "articles")])
def test_the_three_forms_say_the_same(client, make, path):
    words = "summary_en" if make is an_initiative else "standfirst_en"
    make(title_en="Digital Partnership", **{words: "What it is."})

    of_bibtex, of_ris, of_csl = (read(client, f"/{path}/one/") for read in (bibtex, ris, csl))

    ((year, month, day),) = of_csl["issued"]["date-parts"]
    issued = dt.date(year, month, day).isoformat()
    assert of_bibtex["date"] == of_ris["date"].replace("/", "-") == issued
    assert of_bibtex["version"] == of_csl["version"]
    assert of_bibtex["howpublished"] == of_ris["edition"]
    assert of_bibtex["abstract"] == of_ris["abstract"] == of_csl["abstract"] == "What it is."
    assert [of_bibtex["url"]] == of_ris["urls"] == [of_csl["URL"]]


def test_what_has_no_summary_has_no_abstract(client):
    an_initiative(summary_en="", summary_ja="")

    assert "abstract" not in bibtex(client, "/initiatives/one/")
    assert "abstract" not in ris(client, "/initiatives/one/")


# Languages


def test_each_language_has_its_title_and_its_address(client):
    an_initiative(title_en="Digital Partnership", title_ja="デジタルパートナーシップ")

    for read, title in ((csl, "title"), (ris, "title")):
        assert read(client, "/ja/initiatives/one/")[title] == "デジタルパートナーシップ"
    assert bibtex(client, "/ja/initiatives/one/")["title"] == "{デジタルパートナーシップ}"
    assert bibtex(client, "/ja/initiatives/one/")["langid"] == "japanese"
    assert csl(client, "/ja/initiatives/one/")["URL"] == "https://alliance.example/ja/initiatives/one/"
    assert csl(client, "/ja/initiatives/one/")["language"] == "ja"


def test_a_title_that_has_no_japanese_says_that_it_is_english(client, visit):
    an_initiative(title_en="Digital Partnership", title_ja="")

    assert csl(client, "/ja/initiatives/one/")["language"] == "en"
    assert visit("/ja/initiatives/one/").select_one(".citation cite [lang=en]").string == "Digital Partnership"


# Awkward words


def test_awkward_titles_survive(client, visit):
    an_initiative(title_en=AWKWARD)

    assert bibtex(client, "/initiatives/one/")["title"] == AWKWARD_IN_LATEX
    assert ris(client, "/initiatives/one/")["title"] == AWKWARD
    assert csl(client, "/initiatives/one/")["title"] == AWKWARD
    assert AWKWARD in words(visit("/initiatives/one/"))


def test_ris_has_a_field_a_line_and_ends_lines_as_it_should(client):
    an_initiative(title_en="One", summary_en="A line.\nTY  - BOOK\nER  - \n\nAnother.")

    content = client.get("/initiatives/one/cite.ris").content.decode()

    lines = content.split("\r\n")
    assert "\n" not in content.replace("\r\n", "")
    assert all(line[2:6] == "  - " for line in lines[:-1])
    assert (lines[0], lines[-2:]) == ("TY  - ELEC", ["ER  - ", ""])
    assert len([line for line in lines if line.startswith("TY")]) == 1


def test_a_style_sets_what_we_give(client):
    an_initiative(title_en="Digital Partnership")
    source = CiteProcJSON(json.loads(client.get("/initiatives/one/cite.json").content))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)

    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(Citation([CitationItem("alliance-initiative-one")]))

    (line,) = [str(item) for item in bibliography.bibliography()]
    assert line == (
        "Alliance (2026) Digital Partnership, Alliance. Available at: https://alliance.example/initiatives/one/."
    )


# Files


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ],
)
@pytest.mark.parametrize("path", ["/initiatives/one/", "/ja/articles/one/"])
def test_the_page_offers_its_citation_as_a_file(client, visit, path, form, kind):
    an_initiative()
    an_article()

    (link,) = [a["href"] for a in visit(path).select(".citation a") if a["href"].endswith(f".{form}")]
    response = client.get(link)

    name = "initiative" if "initiative" in path else "article"
    assert link == f"{path}cite.{form}"
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="alliance-{name}-one.{form}"'


@pytest.mark.parametrize(("factory", "path"), [(InitiativeFactory, "initiatives"), (ArticleFactory, "articles")])
def test_what_is_not_public_is_not_cited(client, factory, path):
    factory(slug="draft")
    factory(slug="gone", withdrawn=True)
    factory(slug="one", published=True)

    assert client.get(f"/{path}/draft/cite.bib").status_code == 404
    assert client.get(f"/{path}/gone/cite.bib").status_code == 410
    assert client.get(f"/{path}/one/cite.pdf").status_code == 404


# Tags in the head


@pytest.mark.parametrize("path", ["/initiatives/one/", "/articles/one/", "/ja/initiatives/one/"])
def test_reference_managers_find_it_in_the_head(visit, path):
    an_initiative(title_en="Digital Partnership", title_ja="デジタルパートナーシップ")
    an_article(title_en="Digital Partnership", author_en="Aino Virtanen")

    head = visit(path).head
    tags = {tag["name"]: tag["content"] for tag in head.select("meta[name^=citation_]")}

    language = "ja" if path.startswith("/ja/") else "en"
    assert tags == {
        "citation_title": "デジタルパートナーシップ" if language == "ja" else "Digital Partnership",
        "citation_author": "Aino Virtanen" if "article" in path else "Alliance",
        "citation_publication_date": "2026/03/09" if "article" in path else "2026/11/20",
        "citation_online_date": "2026/11/20",
        "citation_publisher": "Alliance",
        "citation_language": language,
        "citation_public_url": f"https://alliance.example{path}",
    }
    assert head.select_one('meta[name="DC.type"]')["content"] == "webpage"
    assert head.select_one("link[rel=cite-as]")["href"] == f"https://alliance.example{path}"
