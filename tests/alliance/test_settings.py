"""The settings and the file that explains them name the same variables, and production is safe by default."""

import ast
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

VARIABLE = re.compile(r"^#?\s?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def read_by_settings() -> set[str]:
    """The names given to `env…("NAME")` or `_words("NAME")`."""
    tree = ast.parse((settings.BASE_DIR / "alliance" / "settings.py").read_text())
    names = set()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
            function = ast.unparse(call.func)
            if re.fullmatch(r"env(\.\w+)?|_words", function) and function != "env.read_env":
                names.add(call.args[0].value)
    return names


def explained() -> str:
    return (settings.BASE_DIR / ".env.example").read_text()


def test_every_variable_is_explained_and_every_explained_one_is_read():
    assert len(read_by_settings()) > 5
    assert set(VARIABLE.findall(explained())) == read_by_settings()


def test_every_variable_has_a_sentence_above_it():
    for paragraph in explained().strip().split("\n\n"):
        lines = paragraph.splitlines()
        assert lines[0].startswith("# "), paragraph


def check(**environment: str) -> subprocess.CompletedProcess:
    """Start the site's settings in a process of their own, without a .env of this folder having a say."""
    unset = {name: "" for name in read_by_settings() if name.endswith("_URL")}
    base = {"PATH": os.environ["PATH"], "DEBUG": "false", "DATABASE_URL": "sqlite://:memory:", "LOG_LEVEL": "INFO"}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env={**unset, **base, "HTTPS": "false", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


KEY = "only-for-checks-and-long-enough-for-check-deploy-0123456789"


def test_production_passes_djangos_own_check():
    result = check(SECRET_KEY=KEY, HTTPS="true", SITE_URL="https://alliance.example", ALLOWED_HOSTS="alliance.example")

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": KEY, "DEBUG": "ture"}, "DEBUG"),
        ({"SECRET_KEY": KEY, "HTTPS": "maybe"}, "HTTPS"),
        ({"SECRET_KEY": KEY, "LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"SECRET_KEY": KEY, "IMAGE_MAX_MEGABYTES": "0"}, "IMAGE_MAX_MEGABYTES"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_site(environment, named):
    result = check(**environment)

    assert result.returncode != 0
    assert named in result.stderr


def test_names_of_hosts_may_be_written_with_blanks():
    result = check(
        SECRET_KEY=KEY, HTTPS="true", ALLOWED_HOSTS=" a.example , b.example ,", SITE_URL="https://a.example/"
    )

    assert result.returncode == 0, result.stderr
