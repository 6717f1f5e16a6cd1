"""The downloads of the real record, opened by LibreOffice, saved as something else, and read again."""

import pytest

from tests.alliance.test_spreadsheets import UTF_8, as_csv, convert, download, needs_libreoffice, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record"), needs_libreoffice]

LISTS = ["initiatives", "partners", "milestones", "sources", "claims", "articles"]


def test_it_survives_in_both_languages(client, tmp_path):
    prefixes = {"en": "", "ja": "/ja"}
    kept, files = {}, {"csv": [], "xlsx": []}
    for language, prefix in prefixes.items():
        for name in LISTS:
            for form in files:
                path = download(client, tmp_path, f"{prefix}/{name}/export.{form}", f"{form}-{name}-{language}.{form}")
                files[form].append(path)
            kept[f"{name}-{language}"] = values(path.with_name(f"csv-{name}-{language}.csv"))

    books = convert(tmp_path, files["csv"], "xlsx", f"CSV:{UTF_8}")
    saved = as_csv(tmp_path, [*books.glob("*.xlsx"), *files["xlsx"]])

    for name, rows in kept.items():
        assert values(saved / f"csv-{name}.csv") == rows, name
        assert len(values(saved / f"xlsx-{name}.csv")) == len(rows), name
    assert any("量子" in str(cell) for row in kept["initiatives-ja"] for cell in row)
