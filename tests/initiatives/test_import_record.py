"""The real record goes out as tables and comes back: nothing has changed."""

import pytest

from initiatives.models import Initiative, Milestone, Partner
from publishing.models import Revision
from publishing.tables import csv_lines, read_table
from tests.initiatives.test_import import Preview, exported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record"), pytest.mark.ignore_template_errors]

MODELS = {"partner": Partner, "initiative": Initiative, "milestone": Milestone}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("model", MODELS)
def test_an_export_imported_again_changes_nothing(admin_client, model, form):
    content = exported(admin_client, f"/admin/initiatives/{model}/export.{form}")

    preview = Preview(admin_client, model, content)

    assert preview.counts == {"new": 0, "changed": 0, "unchanged": MODELS[model].objects.count(), "wrong": 0}
    assert "nothing to import" in preview.text


@pytest.mark.parametrize("model", MODELS)
def test_emptying_and_filling_again_leaves_the_record_as_it_was(admin_client, model):
    """Every field that may be empty is emptied by one import and comes back with the next."""
    kind = "partner" if model == "partner" else "initiative"
    before = {str(r.record): r.document for r in Revision.objects.filter(kind=kind)}
    content = exported(admin_client, f"/admin/initiatives/{model}/export.csv")
    headings = content.decode("utf-8-sig").splitlines()[0].split(",")
    # What a public milestone rests on stays, or nothing would be imported.
    kept = {
        "slug",
        "initiative",
        "key",
        "date",
        "kind",
        "title",
        "name",
        "status",
        "themes",
        "logo",
        "cover",
        "sources",
    }
    rows = [row.cells for row in read_table(content)]
    emptied = [[cell if name in kept else "" for name, cell in zip(headings, row, strict=True)] for row in rows[1:]]

    Preview(admin_client, model, "".join(csv_lines([headings, *emptied])).encode()).confirm()
    Preview(admin_client, model, content).confirm()

    after = {str(r.record): r.document for r in Revision.objects.filter(kind=kind)}
    assert after == before
