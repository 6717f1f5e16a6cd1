"""The pictures of docs/editors/: `make handbook`, or some of them with ARGS="queue merging".

Serves a newsroom of its own from a database in memory, with the real record and an initiative that does not
exist. Each scene is played in both languages and rolled back.
"""

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from PIL import Image
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import launch

FOLDER = Path("docs/editors/images")
LOCALES = {"en": "en-GB", "ja": "ja-JP"}
SIZE = {"width": 1040, "height": 900}
COLOURS = 48


def main(names: list[str]) -> None:
    # Playwright's synchronous interface keeps an event loop in this thread. Django then refuses the ORM, and
    # keeps its connections by the loop: so the database comes second.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    from tests.browser.scenes import SCENES, Stage

    with sync_playwright() as playwright, scratch_newsroom() as url:
        browser = launch(playwright)
        for language, locale in LOCALES.items():
            folder = FOLDER / language
            folder.mkdir(parents=True, exist_ok=True)
            for scene in SCENES:
                if names and scene.__name__ not in names:
                    continue
                context = browser.new_context(
                    base_url=url, viewport=SIZE, locale=locale, timezone_id="Europe/Brussels", color_scheme="light"
                )
                with transaction.atomic():
                    for name, picture in scene(Stage(context, url, language)):
                        (folder / f"{name}.png").write_bytes(squeezed(picture))
                    transaction.set_rollback(True)
                context.close()
        browser.close()


@contextmanager
def scratch_newsroom() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as media, override_settings(MEDIA_ROOT=media):
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_record", verbosity=0)
        server = LiveServer("127.0.0.1")
        try:
            yield server.url
        finally:
            server.stop()


def squeezed(picture: bytes) -> bytes:
    small = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        small, "PNG", optimize=True
    )
    return small.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
