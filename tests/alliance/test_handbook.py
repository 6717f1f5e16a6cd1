"""docs/editors/ says the same in both languages, shows what there is, and calls things what the screen calls them.

What stands **bold** there is a word of the interface, or a sentence of it without the names that are filled in.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation.trans_real import translation
from PIL import Image

HANDBOOK = settings.BASE_DIR / "docs" / "editors"
FOLDERS = {"en": HANDBOOK, "ja": HANDBOOK / "ja"}
IMAGES = HANDBOOK / "images"
PAGES = [(language, page) for language, folder in FOLDERS.items() for page in sorted(folder.glob("*.md"))]
each_page = pytest.mark.parametrize(("language", "page"), PAGES, ids=lambda value: getattr(value, "name", value))

LINK = re.compile(r"\]\(([^)\s]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
# What is filled in, and tags.
FILLED = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """(file, fragment) of each link and picture of a page that stays in the repository."""
    for target in LINK.findall(page.read_text("utf-8")):
        if "://" not in target:
            path, _hash, fragment = target.partition("#")
            yield (page.parent / path).resolve() if path else page, fragment


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@cache
def words_of_interface(language: str) -> set[str]:
    """Every text of ours and of Django's admin, whole and in the pieces between what is filled in."""
    texts = set()
    for key, translated in translation("ja")._catalog.items():
        text = (key[0] if isinstance(key, tuple) else key) if language == "en" else translated
        texts |= {text.rpartition("\x04")[2]} | set(FILLED.split(text))
    return {_plain(text) for text in texts}


def _plain(text: str) -> str:
    """Labels begin small in the code and large on the screen."""
    text = " ".join(text.split())
    return text[:1].lower() + text[1:]


def width_of(picture: Path) -> int:
    with Image.open(picture) as image:
        return image.width


def test_every_page_has_its_twin():
    assert [page.name for language, page in PAGES if language == "en"] == [
        page.name for language, page in PAGES if language == "ja"
    ]


@each_page
def test_a_page_leads_to_its_twin(language, page):
    twin = FOLDERS["ja" if language == "en" else "en"] / page.name

    assert (twin, "") in links(page)


@each_page
def test_every_link_and_picture_leads_somewhere(language, page):
    nowhere = [
        f"{path}#{fragment}"
        for path, fragment in links(page)
        if not path.exists() or (fragment and fragment not in anchors(path))
    ]

    assert nowhere == []


@each_page
def test_a_page_shows_the_pictures_of_its_twin_in_its_own_language(language, page):
    shown = [path for path, _fragment in links(page) if path.suffix == ".png"]
    twin = FOLDERS["ja" if language == "en" else "en"] / page.name

    assert {path.parent for path in shown} <= {IMAGES / language}
    assert [path.name for path in shown] == [path.name for path, _ in links(twin) if path.suffix == ".png"]


def test_every_picture_is_shown():
    shown = {path for _language, page in PAGES for path, _fragment in links(page)}

    assert set(IMAGES.rglob("*.png")) - shown == set()


def test_pictures_are_small():
    sizes = [path.stat().st_size for path in IMAGES.rglob("*.png")]

    assert max(sizes) < 80_000
    assert sum(sizes) < 1_200_000
    assert max(width_of(path) for path in IMAGES.rglob("*.png")) <= 1200


@each_page
def test_words_of_the_screen_are_those_of_the_screen(language, page):
    quoted = {" ".join(words.split()) for words in BOLD.findall(page.read_text("utf-8"))}

    assert [words for words in sorted(quoted) if _plain(words) not in words_of_interface(language)] == []


def test_the_readme_leads_to_the_handbook():
    readme = settings.BASE_DIR / "README.md"

    assert (HANDBOOK / "README.md", "") in links(readme)
