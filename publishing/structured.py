"""What a page says to machines in the words of schema.org. The nodes of records are those of the JSON-LD downloads, with
what only a page has beside them. Records go by their English address in both languages, pages by their own.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from .addresses import absolute, in_language
from .bilingual import LANGUAGES, StrOrPromise, active
from .documents import Document, without_empty
from .exports import LICENCE

# (words, path) of a page.
Step = tuple[StrOrPromise, str]


def page_node(
    request: HttpRequest,
    path: str,
    name: StrOrPromise,
    *,
    type: str = "WebPage",
    above: Iterable[Step] = (),
    **more: Any,
) -> Document:
    """`above` are the pages under which it stands, without the home page. It is about the record `mainEntity` names."""
    address = absolute(request, path)
    return {
        "@type": type,
        "@id": f"{address}#page",
        "url": address,
        "name": str(name),
        "inLanguage": active(),
        "isPartOf": {"@id": _of_site(request, "site")},
        "license": LICENCE,
        "breadcrumb": _breadcrumbs(request, [(_("Alliance"), reverse("home")), *above, (name, path)]),
        **more,
    }


def _breadcrumbs(request: HttpRequest, steps: list[Step]) -> Document:
    items = [
        {"@type": "ListItem", "position": place, "name": str(words), "item": absolute(request, path)}
        for place, (words, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def picture_node(request: HttpRequest, picture: Any, words: str) -> Document:
    if not picture:
        return {}
    size = picture.whole.size
    return {
        "@type": "ImageObject",
        "url": absolute(request, picture.largest),
        "width": size[0] if size else None,
        "height": size[1] if size else None,
        "caption": str(words),
    }


def publisher(request: HttpRequest) -> Document:
    return {"@id": _of_site(request, "publisher")}


def graph(request: HttpRequest, nodes: Iterable[Document]) -> Document:
    """The nodes of a page, and the site it is part of. Text is in the language of the page, and marked where it is not."""
    of_page = [_read(node, active()) for node in nodes]
    return {"@context": "https://schema.org", "@graph": [*of_page, *_site_nodes(request)]}


def _site_nodes(request: HttpRequest) -> list[Document]:
    home = absolute(request, reverse("home"))
    name = _("Alliance")
    find = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": f"{absolute(request, reverse('search'))}?q={{search_term_string}}",
        },
        "query-input": "required name=search_term_string",
    }
    return [
        {
            "@type": "WebSite",
            "@id": _of_site(request, "site"),
            "url": home,
            "name": name,
            "inLanguage": list(LANGUAGES),
            "publisher": publisher(request),
            "potentialAction": find,
        },
        {"@type": "Organization", "@id": _of_site(request, "publisher"), "name": name, "url": home},
    ]


def _of_site(request: HttpRequest, part: str) -> str:
    return f"{absolute(request, in_language(reverse('home'), 'en'))}#{part}"


def _read(value: Any, language: str) -> Any:
    """Of a text that is there in several languages the one of the page, or whatever there is."""
    if isinstance(value, dict):
        return without_empty({name: _read(part, language) for name, part in value.items()})
    if not isinstance(value, list):
        return value
    texts = {part["@language"]: part for part in value if isinstance(part, dict) and "@language" in part}
    if language in texts:
        return texts[language]["@value"]
    return next(iter(texts.values()), None) or [_read(part, language) for part in value]
