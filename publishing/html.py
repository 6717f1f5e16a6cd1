"""The only place where HTML becomes safe: what editors typed is cleaned on save, and here again on the way out.

The subset is what the editor offers and the dataset uses. Links may also be `initiative:SLUG`, which
names a record; `linked` replaces them by addresses.
"""

import json
import re
from collections.abc import Callable, Container, Iterator, Mapping
from html import escape, unescape
from typing import Any

import nh3
from django.utils.html import format_html, json_script, strip_tags
from django.utils.safestring import SafeString, mark_safe

TAGS = {"p", "br", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em", "sub", "sup", "a"} | {
    "table", "thead", "tbody", "tr", "th", "td", "caption", "figure", "figcaption",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "rel", "hreflang"}, "th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto", "initiative"}

# What nh3 writes is regular: attributes are always name="value", a quote inside is &quot;.
_LINK = re.compile(r"<a((?: [a-z]+=\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
RECORD_SCHEME = "initiative:"


def clean_html(text: str) -> str:
    """Only the tags and attributes of the subset; anything else loses its tags and keeps its words."""
    return nh3.clean(
        text, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None, strip_comments=True
    ).strip()


def text_of(html: str) -> str:
    """The words of HTML, a blank between what stands in different blocks."""
    return unescape(strip_tags(html.replace("><", "> <"))).replace("\xa0", " ")


def _links(html: str) -> Iterator[dict[str, str]]:
    for match in _LINK.finditer(clean_html(html)):
        yield {name: unescape(value) for name, value in _ATTRIBUTE.findall(match[1])}


def named_records(html: str) -> list[str]:
    """The slugs of `initiative:SLUG` links, in order, once each."""
    addresses = (link.get("href", "") for link in _links(html))
    return list(dict.fromkeys(a.removeprefix(RECORD_SCHEME) for a in addresses if a.startswith(RECORD_SCHEME)))


def named_sources(html: str) -> list[str]:
    """The addresses of links with rel="source", in order, once each."""
    return list(dict.fromkeys(link["href"] for link in _links(html) if link.get("rel") == "source" and "href" in link))


def with_links(html: str, *, records: Container[str], sources: Container[str]) -> str:
    """Clean `html`; links to other records and citations of other sources than these go, their words stay."""

    def replace(match: re.Match[str]) -> str:
        link = dict(_ATTRIBUTE.findall(match[1]))
        href = unescape(link.get("href", ""))
        if href.startswith(RECORD_SCHEME):
            return match[0] if href.removeprefix(RECORD_SCHEME) in records else "<a>"
        return "<a>" if link.get("rel") == "source" and href not in sources else match[0]

    return _LINK.sub(replace, clean_html(html))


def relinked(html: str, slug_of: Callable[[str], str]) -> str:
    """Clean `html` whose links to records name them anew: `slug_of` gives what to call each."""

    def replace(attribute: re.Match[str]) -> str:
        href = unescape(attribute[2])
        if attribute[1] != "href" or not href.startswith(RECORD_SCHEME):
            return attribute[0]
        return f' href="{RECORD_SCHEME}{escape(slug_of(href.removeprefix(RECORD_SCHEME)))}"'

    return _LINK.sub(lambda link: _ATTRIBUTE.sub(replace, link[0]), clean_html(html))


def linked(
    html: str, address_of: Callable[[str], str | None], numbers: Mapping[str, int], *, site: str = ""
) -> SafeString:
    """Clean `html` with its `initiative:` links made addresses and its sources numbered.

    `address_of(slug)` gives None for a record that is not public: its link goes, its words stay.
    `numbers` maps a source's address to its number in the list of sources below the text. `site` goes
    before links that begin with a slash, for texts that are read elsewhere.
    """

    def replace(match: re.Match[str]) -> str:
        link = dict(_ATTRIBUTE.findall(match[1]))
        href = link.get("href", "")
        if href.startswith(RECORD_SCHEME):
            address = address_of(href.removeprefix(RECORD_SCHEME))
            return format_html('<a href="{}">', address) if address else "<a>"
        if number := numbers.get(unescape(href)) if link.get("rel") == "source" else None:
            return format_html('<a class="cited" href="#source-{}" data-source="{}">', number, number)
        if href.startswith("/") and not href.startswith("//"):
            return f'<a href="{site}{href}">'
        return f'<a href="{href}" rel="external noopener">' if href else "<a>"

    return mark_safe(_LINK.sub(replace, clean_html(html)))  # noqa: S308 - cleaned in this line


class _Readable(json.JSONEncoder):
    """Kanji as they are: half the bytes."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**{**how, "ensure_ascii": False})


def json_ld(data: Any) -> SafeString:
    """A block of data that browsers do not run, so that the Content-Security-Policy says nothing of it."""
    element = json_script(data, encoder=_Readable)
    return mark_safe(element.replace("application/json", "application/ld+json", 1))  # noqa: S308 - escaped by Django
