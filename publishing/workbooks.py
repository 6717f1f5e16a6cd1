"""XLSX made while it is sent: one sheet of texts and numbers, which is all that a table of ours holds.

openpyxl and XlsxWriter write a whole file before its first byte can go out. Every text is a cell of text, so that none is
a formula and none becomes a date of Excel's.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

from .zips import zipped

# What a cell can be written as.
Value = str | int | Decimal

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
)
_ROOT = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_PARTS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
# The formats of cells: numbers, texts (Excel's number 49) and headings, which are bold texts.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf xfId="0"/><xf xfId="0" numFmtId="49" applyNumberFormat="1"/>'
    '<xf xfId="0" numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_TEXT, _HEADING = 1, 2
# Columns of one width, which need not be counted, and the first row stays in sight.
_VIEW = (
    '<sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultColWidth="24" defaultRowHeight="15"/>'
)

# Readers of XML take a carriage return that is not escaped for a new line.
_KEPT = {"\r": "&#13;"}


def xlsx_pieces(rows: Iterable[Sequence[Value]], title: str) -> Iterator[bytes]:
    """The first row is of headings. Texts must be such as XML can hold (`tidy`), and short enough for a cell."""
    workbook = (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        "<bookViews><workbookView/></bookViews>"
        f'<sheets><sheet name={quoteattr(title)} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return zipped(
        [
            ("[Content_Types].xml", [_TYPES]),
            ("_rels/.rels", [_ROOT]),
            ("xl/workbook.xml", [workbook]),
            ("xl/_rels/workbook.xml.rels", [_PARTS]),
            ("xl/styles.xml", [_STYLES]),
            ("xl/worksheets/sheet1.xml", _sheet(rows)),
        ]
    )


def _sheet(rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    yield f'{_XML}<worksheet xmlns="{_MAIN}">{_VIEW}<sheetData>'
    rows = iter(rows)
    yield from (_row(row, _HEADING) for row in islice(rows, 1))
    yield from (_row(row, _TEXT) for row in rows)
    yield "</sheetData></worksheet>"


def _row(values: Sequence[Value], style: int) -> str:
    return f"<row>{''.join(_cell(value, style) for value in values)}</row>"


def _cell(value: Value, style: int) -> str:
    if value == "":
        return "<c/>"
    if isinstance(value, str):
        return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(value, _KEPT)}</t></is></c>'
    return f"<c><v>{value}</v></c>"
