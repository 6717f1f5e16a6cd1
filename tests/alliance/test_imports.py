"""Imports go one way: alliance → articles → initiatives → publishing → search, and never back."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ORDER = ["alliance", "articles", "initiatives", "publishing", "search"]


def modules(app: str) -> list[Path]:
    return sorted((settings.BASE_DIR / app).rglob("*.py"))


def imported(module: Path) -> Iterator[tuple[int, str]]:
    """(line, app) of every import of one of our apps, at the top or inside a function."""
    package = module.relative_to(settings.BASE_DIR).parts[:-1]
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            names = [".".join(filter(None, (above, node.module or "")))]
        elif (
            isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "get_model")) and node.args
        ):
            names = [str(node.args[0].value)] if isinstance(node.args[0], ast.Constant) else []
        for name in names:
            app = name.split(".")[0]
            if app in ORDER:
                yield node.lineno, app


@pytest.mark.parametrize("app", ORDER)
def test_an_app_imports_only_those_after_it(app):
    assert modules(app)

    backwards = [
        f"{module.relative_to(settings.BASE_DIR)}:{line} imports {other}"
        for module in modules(app)
        for line, other in imported(module)
        if ORDER.index(other) < ORDER.index(app)
    ]

    assert backwards == []


def test_the_walk_sees_imports():
    seen = {other for module in modules("articles") for _line, other in imported(module)}

    assert {"articles", "initiatives", "publishing"} <= seen


@pytest.mark.parametrize("app", ORDER)
def test_no_app_imports_the_tests(app):
    for module in modules(app):
        assert "from tests" not in module.read_text("utf-8"), module


def test_there_is_no_other_app():
    apps = {path.parent.name for path in settings.BASE_DIR.glob("*/apps.py")}

    assert apps == set(ORDER)
