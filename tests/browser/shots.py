"""Pictures of the pages for people to look at: `make shots`, into shots/.

Serves nothing itself: start the site first (make demo or make run); BASE_URL says where.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch

BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
FOLDER = Path("shots")

PAGES = {
    "home": "/",
    "list": "/initiatives/",
    "filtered": "/initiatives/?theme=quantum&status=active&start_from=nope",
    "table": "/initiatives/?view=table",
    "timeline": "/initiatives/?view=timeline&theme=6g-networks",
    "initiative": "/initiatives/digital-partnership-council/",
    "partners-table": "/partners/?view=table",
    "milestones-table": "/milestones/?view=table&columns=note&columns=date",
    "partner": "/partners/jst/",
    "partners": "/partners/",
    "milestones": "/milestones/",
    "theme": "/themes/quantum/",
    "article": "/articles/the-quiet-alliance-checked/",
    "articles": "/articles/",
    "sources": "/sources/",
    "changes": "/changes/",
    "feeds": "/feeds/",
    "about": "/about/",
    "missing": "/nothing-here/",
}
SIZES = {"phone": (390, 844), "desktop": (1366, 900)}


def main(names: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for size, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
                page = context.new_page()
                for name, path in PAGES.items():
                    if names and name not in names:
                        continue
                    for language, prefix in (("en", ""), ("ja", "/ja")):
                        page.goto(f"{BASE_URL}{prefix}{path}")
                        page.screenshot(path=FOLDER / f"{name}-{language}-{scheme}-{size}.png", full_page=True)
                context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
