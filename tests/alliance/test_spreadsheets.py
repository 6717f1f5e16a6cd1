"""Downloads opened by LibreOffice, saved as something else, and read again: nothing runs, and every fact is still itself.

Dates and numbers of a CSV file it takes for dates and numbers, as Excel would; what it writes of them must be the same.
"""

import csv
import io
import os
import shutil
import subprocess
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
from openpyxl import load_workbook

from publishing.dates import PartialDate
from tests.factories import FundingFactory, InitiativeFactory, MilestoneFactory, ParticipationFactory, PartnerFactory

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("CI"), reason="LibreOffice is not installed: libreoffice-calc"
)

pytestmark = [pytest.mark.django_db, needs_libreoffice]

UTF_8 = "44,34,76"
FORMULAS = [
    "=1+1",
    "+81 75",
    "-5+2",
    "@SUM(A1)",
    "＝1+1",
    "＠SUM(A1)",
    '=HYPERLINK("https://x.example","x")',
    "=cmd|' /C calc'!A0",
]


def convert(folder: Path, files: list[Path], form: str, read_as: str = "") -> Path:
    """A folder with the files as LibreOffice saves them."""
    into = folder / f"{form.partition(':')[0]}-{len(list(folder.iterdir()))}"
    subprocess.run(  # noqa: S603 - our own files
        [
            str(SOFFICE),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *([f"--infilter={read_as}"] if read_as else []),
            *("--convert-to", form, "--outdir", str(into)),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return into


def as_csv(folder: Path, files: list[Path]) -> Path:
    return convert(folder, files, f"csv:Text - txt - csv (StarCalc):{UTF_8},1")


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), strict=True))


def value(cell: str) -> str | Decimal:
    """2500000.00 and 2500000 are the same number, 09:00 and 09:00:00 AM the same time."""
    try:
        return Decimal(cell)
    except InvalidOperation:
        return cell


def values(path: Path) -> list[list[str | Decimal]]:
    return [[value(cell) for cell in row] for row in rows_of(path)]


def download(client, folder: Path, address: str, name: str) -> Path:
    response = client.get(address)
    assert response.status_code == 200
    path = folder / name
    path.write_bytes(response.getvalue())
    return path


def test_dates_and_amounts_stay_what_they_are(client, tmp_path):
    one = InitiativeFactory(
        published=True, start=PartialDate(2013), end=PartialDate(2015, 5), title_ja="量子技術の協力"
    )
    FundingFactory(initiative=one, amount="1234567890.50", currency="JPY")
    MilestoneFactory(initiative=one, date=PartialDate(2013, 5, 17), title_ja="ｱﾗｲｱﾝｽ署名")
    MilestoneFactory(initiative=one, date=PartialDate(2014, 5))
    ParticipationFactory(initiative=one, partner=PartnerFactory(latitude="35.68120", longitude="-3.70380"))
    files = [
        download(client, tmp_path, f"/{name}/export.{form}", f"{name}-{form}.{form}")
        for name in ("initiatives", "milestones", "partners")
        for form in ("csv", "xlsx")
    ]

    books = convert(tmp_path, [file for file in files if file.suffix == ".csv"], "xlsx", f"CSV:{UTF_8}")
    saved = as_csv(tmp_path, [*books.glob("*.xlsx"), *(file for file in files if file.suffix == ".xlsx")])

    for form in ("csv", "xlsx"):
        cells = {
            name: [dict(zip(head, row, strict=True)) for row in rows]
            for name in ("initiatives", "milestones", "partners")
            for head, *rows in [rows_of(saved / f"{name}-{form}.csv")]
        }
        (initiative,), (partner,) = cells["initiatives"], cells["partners"]
        assert (initiative["Start"], initiative["End"]) == ("2013", "2015-05")
        assert initiative["Amounts"] == "1234567890.5"
        assert initiative["Title (Japanese)"] == "量子技術の協力"
        assert [row["Date"] for row in cells["milestones"]] == ["2014-05", "2013-05-17"]
        assert "ｱﾗｲｱﾝｽ署名" in [row["Title (Japanese)"] for row in cells["milestones"]]
        assert (Decimal(partner["Latitude"]), Decimal(partner["Longitude"])) == (Decimal("35.6812"), Decimal("-3.7038"))


def test_no_formula_runs(client, tmp_path):
    for formula in FORMULAS:
        InitiativeFactory(published=True, title_en=formula, title_ja=formula, programme=formula)
    sheets = [download(client, tmp_path, f"/initiatives/export.{form}", f"{form}.{form}") for form in ("csv", "xlsx")]

    from_csv = convert(tmp_path, sheets[:1], "xlsx", f"CSV:{UTF_8}") / "csv.xlsx"
    from_xlsx = convert(tmp_path, sheets[1:], "xlsx") / "xlsx.xlsx"

    for path, before in ((from_csv, "'"), (from_xlsx, "")):
        cells = [cell for row in load_workbook(path).active for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f"]
        assert {f"{before}{formula}" for formula in FORMULAS} <= {cell.value for cell in cells}
