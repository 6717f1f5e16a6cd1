"""The picture that stands for a page of ours elsewhere, where it has none of its own: `make card`, into static/img/card.png.

Drawn as the site draws, 1200 × 630, without words that would be in one language only. Social media read no SVG.
"""

import base64
from pathlib import Path

from playwright.sync_api import sync_playwright

from publishing.drawings import braid
from tests.browser.chromium import launch

STATIC = Path(__file__).resolve().parents[2] / "static"
SIZE = {"width": 1200, "height": 630}
PAPER = "#fbfaf7"
EU, JAPAN = "#1f3f94", "#c8452b"

PAGE = """<!doctype html>
<style>
  @font-face {{ font-family: Newsreader; src: url("data:font/woff2;base64,{font}"); font-weight: 400 700; }}
  body {{ margin: 0; background: {paper}; }}
  text {{ font: 600 150px Newsreader; letter-spacing: -2px; }}
</style>
<svg width="1200" height="630" fill="none">
  <text x="600" y="275" text-anchor="middle" fill="#1d2333">Alliance</text>
  <g transform="translate(0 350)">{strands}</g>
</svg>"""


def strands() -> str:
    lines = braid([EU, JAPAN], width=SIZE["width"], height=200, turns=4, lean=0.12)
    under = [path(line.colour, line.under) for line in lines]
    over = [path(part, line.over) for line in lines for part in (PAPER, line.colour)]
    return "".join([*under, *over])


def path(colour: str, line: str) -> str:
    return f'<path stroke="{colour}" stroke-width="{26 if colour == PAPER else 14}" d="{line}"/>'


def main() -> None:
    font = base64.b64encode((STATIC / "fonts" / "newsreader-latin-var.woff2").read_bytes()).decode()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.set_content(PAGE.format(font=font, paper=PAPER, strands=strands()))
        page.evaluate("document.fonts.ready")
        page.screenshot(path=STATIC / "img" / "card.png")
        browser.close()


if __name__ == "__main__":
    main()
