"""Rows of text to CSV and XLSX and back, and files that are no tables."""

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from publishing import tables
from publishing.tables import TableError, csv_lines, read_table, xlsx_file

ROWS = [["slug", "name", "note"], ["riken", "理化学研究所", "A, “b”; c\nsecond line"], ["empty", "", "x"]]
FORMULAS = ["=1+1", "+81 75", "-5", "@SUM(A1)", "\tx", "\rx", "'=1+1", "''=1+1", "'quoted'", "=HYPERLINK(1)"]


def as_csv(rows: list[list[str]]) -> bytes:
    return "".join(csv_lines(rows)).encode()


def as_xlsx(rows: list[list[str]]) -> bytes:
    return xlsx_file(rows, "test")


def cells(content: bytes) -> list[list[str]]:
    width = len(ROWS[0])
    return [row.cells[:width] for row in read_table(content)]


@pytest.mark.parametrize("written", [as_csv, as_xlsx])
def test_what_is_written_is_read_again(written):
    assert cells(written(ROWS)) == ROWS


@pytest.mark.parametrize("written", [as_csv, as_xlsx])
def test_what_looks_like_a_formula_is_read_again_as_it_was(written):
    rows = [["slug", "name", "note"], *(["a", formula, "b"] for formula in FORMULAS)]

    assert cells(written(rows)) == rows


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"])), min_size=3, max_size=3))
def test_any_text_is_read_again_from_csv(texts):
    rows = [["slug", "name", "note"], ["x" + texts[0], *texts[1:]]]

    assert cells(as_csv(rows)) == rows


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_csv_begins_as_a_formula(formula):
    _bom, _headings, line = csv_lines([["a"], [formula]])

    assert line.lstrip('"')[0] == "'"


def test_every_cell_of_a_workbook_is_text():
    sheet = load_workbook(io.BytesIO(as_xlsx([["a", "b", "c"], ["=1+1", "2013-05-17", "0012"]]))).active

    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s"]
    assert [cell.value for cell in sheet[2]] == ["=1+1", "2013-05-17", "0012"]


def test_a_csv_is_what_excel_and_rfc_4180_expect():
    content = as_csv([["a", "b"], ['say "x"', "1,2"]])

    assert content == b'\xef\xbb\xbfa,b\r\n"say ""x""","1,2"\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_write_is_read(encoding, delimiter):
    lines = ["slug,name,note", "riken,理化学研究所,①～"]

    content = "\r\n".join(lines).replace(",", delimiter).encode(encoding)

    assert cells(content) == [line.split(",") for line in lines]


def test_rows_are_numbered_as_in_a_spreadsheet():
    rows = read_table(b'slug,name\n\n"a","two\nlines"\n,\nb,x\n')

    assert [(row.number, row.cells[0]) for row in rows] == [(1, "slug"), (3, "a"), (5, "b")]


def test_cells_that_excel_understood_read_as_somebody_would_type_them():
    workbook = Workbook()
    workbook.active.append(["a", "b", "c", "d", "e", "f"])
    workbook.active.append([dt.date(2013, 5, 17), dt.time(9, 30), 2013, 1.5, True, None])
    file = io.BytesIO()
    workbook.save(file)

    assert read_table(file.getvalue())[1].cells[:6] == ["2013-05-17", "09:30:00", "2013", "1.5", "yes", ""]


def packed(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose first sheet is this."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(ROWS))) as old, zipfile.ZipFile(file, "w") as new:
        for member in old.namelist():
            new.writestr(member, xml if member == "xl/worksheets/sheet1.xml" else old.read(member))
    return file.getvalue()


NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = b'<worksheet xmlns="' + NAMESPACE + b'"><sheetData>%s</sheetData></worksheet>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + SHEET % (
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
)
FAR_BELOW = SHEET % b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
AN_ERROR = SHEET % b'<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b",,\n,,\n", "empty"),
        (b"slug\0name", "neither XLSX nor CSV"),
        (b"\xff\xfe\x00\xd8", "neither XLSX nor CSV"),
        (b"slug\n\x81", "neither XLSX nor CSV"),
        (b'slug,name\na,"never closed\n', "quotation mark"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "old or a locked Excel file"),
        (b"PK\x03\x04 half a file", "cannot be read as XLSX"),
        (packed(letter=b"Dear all"), "cannot be read as XLSX"),
        (packed(bomb=b"0" * (tables.MAX_UNPACKED_BYTES + 1)), "too large"),
        (with_sheet(b"<worksheet"), "cannot be read as XLSX"),
        (with_sheet(LAUGHS), "cannot be read as XLSX"),
        (with_sheet(FAR_BELOW), "goes on beyond row"),
        (with_sheet(AN_ERROR), "#REF!"),
        (b"slug\n" + b"a\n" * (tables.MAX_ROWS + 1), "more than 10000 rows"),
        (b"a," * tables.MAX_COLUMNS + b"b\n", "more than 100 columns"),
        (b"x" * (tables.MAX_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content, words):
    with pytest.raises(TableError, match=words):
        read_table(content)


def test_a_text_too_long_for_excel_is_not_cut_off():
    with pytest.raises(TableError, match="too long"):
        as_xlsx([["a"], ["x" * 40_000]])
