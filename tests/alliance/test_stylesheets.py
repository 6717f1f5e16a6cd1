"""A brace that is missing swallows every rule after it, and no browser says so."""

from pathlib import Path

import pytest
from django.conf import settings

STYLESHEETS = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.name)
def test_every_rule_of_a_stylesheet_is_closed(path: Path):
    css = path.read_text("utf-8")

    assert css.count("{") == css.count("}")
