"""Tables as files: CSV and XLSX to rows of text and back, so that what was written is read again exactly.

A spreadsheet must not run what a cell of a CSV file says. A text that begins like a formula gets an
apostrophe in front, which reading takes off again; one that begins with apostrophes before such a
character gets one more, or the two could not be told apart.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .workbooks import Value, xlsx_pieces

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 150 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 100
# A sheet may be formatted far below its last row; beyond this we do not look.
MAX_SHEET_ROWS = 100_000
LONGEST_XLSX_CELL = 32_767

ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DELIMITERS = ",;\t"

# A Japanese spreadsheet takes the wide signs for the narrow ones.
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")

# A whole article fits into a cell; the module's own limit is 128 kB.
csv.field_size_limit(MAX_BYTES)


class TableError(Exception):
    """The file cannot be read or written as a table; the text is a sentence for who chose it."""


@dataclass(frozen=True)
class Row:
    """`number` as a spreadsheet counts: the headings are row 1, and empty rows count."""

    number: int
    cells: list[str]


# Reading


def read_table(content: bytes) -> list[Row]:
    """The rows that are not empty, the headings first; what kind of file it is, its content says."""
    if len(content) > MAX_BYTES:
        raise TableError(_("The file is larger than %(megabytes)d MB.") % {"megabytes": MAX_BYTES // 1024**2})
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(_("This is an old or a locked Excel file. Save it as .xlsx without a password, or as CSV."))
    numbered = _xlsx_rows(content) if content.startswith(b"PK\x03\x04") else _csv_rows(content)
    rows = []
    for number, cells in numbered:
        if any(cells):
            rows.append(Row(number, [_bare(cell) for cell in cells]))
        if len(rows) > MAX_ROWS + 1:
            raise TableError(_("The file has more than %(number)d rows. Split it.") % {"number": MAX_ROWS})
        if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
            raise TableError(_("The file has more than %(number)d columns.") % {"number": MAX_COLUMNS})
    if not rows:
        raise TableError(_("The file is empty."))
    return rows


def _csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    delimiter = max(DELIMITERS, key=lambda mark: text.partition("\n")[0].count(mark))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        words = _("Line %(number)d is not CSV: a quotation mark opens and does not close, or stands inside a cell.")
        raise TableError(words % {"number": reader.line_num}) from error


def _decoded(content: bytes) -> str:
    """Without a BOM, UTF-8 or what Japanese Excel writes as CSV: cp932, its Shift_JIS."""
    named = next((encoding for bom, encoding in ENCODINGS.items() if content.startswith(bom)), None)
    for encoding in [named] if named else ["utf-8", "cp932"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableError(_("The file is neither XLSX nor CSV in UTF-8, UTF-16 or Shift_JIS."))


def _xlsx_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Of the first sheet. openpyxl reads its XML through defusedxml: no entities, no DTDs."""
    try:
        _refuse_bombs(content)
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = workbook.worksheets[0]
        # What the file says of its size may be wrong or missing.
        sheet.reset_dimensions()  # type: ignore[attr-defined]
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1, max_row=MAX_SHEET_ROWS + 1), start=1):
            if number > MAX_SHEET_ROWS:
                words = _("The sheet goes on beyond row %(number)d. Delete the empty rows below the table.")
                raise TableError(words % {"number": MAX_SHEET_ROWS})
            yield number, [_cell_text(cell, number) for cell in cells]
        workbook.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, TypeError, OSError) as error:
        raise TableError(_("The file cannot be read as XLSX. Save it again, or save it as CSV.")) from error
    except SyntaxError as error:  # what the XML parser's own error is
        raise TableError(_("The file cannot be read as XLSX. Save it again, or save it as CSV.")) from error


def _refuse_bombs(content: bytes) -> None:
    """By the sizes its directory claims; zipfile unpacks no more of a member than that."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(member.file_size for member in packed.infolist()) > MAX_UNPACKED_BYTES:
            raise TableError(_("Unpacked, the file is too large to be read. Split it, or save it as CSV."))


def _cell_text(cell: Any, row: int) -> str:
    """As somebody would have typed it."""
    value = cell.value
    if cell.data_type == "e":
        raise TableError(_("Row %(number)d has the error %(value)s in a cell.") % {"number": row, "value": value})
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _bare(cell: str) -> str:
    return cell[1:] if _QUOTED_FORMULA.match(cell) else cell


# Writing


def csv_lines(rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """RFC 4180, with a BOM: Excel on Japanese Windows reads a CSV without one as Shift_JIS.

    A number is not guarded as a text is: -5 is no formula.
    """
    line = io.StringIO()
    writer = csv.writer(line)
    yield "\ufeff"
    for row in rows:
        writer.writerow([f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def xlsx_file(rows: Iterable[list[str]], title: str) -> bytes:
    """TableError where a text does not fit."""
    return b"".join(xlsx_pieces(([_fitting(cell) for cell in row] for row in rows), title))


def _fitting(text: str) -> str:
    text = f"'{text}" if _QUOTED_FORMULA.match(text) else text
    if len(text) > LONGEST_XLSX_CELL:
        words = _("A text that begins “%(text)s” is too long for a cell of Excel. Export as CSV.")
        raise TableError(words % {"text": text[:40]})
    return text
