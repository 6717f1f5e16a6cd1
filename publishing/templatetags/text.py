"""How facts print: text with its language, dates, addresses. Money prints itself."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..addresses import absolute, in_language
from ..bilingual import LANGUAGES, LOCALES, Text, active
from ..dates import PartialDate
from ..documents import Document
from ..html import json_ld
from ..structured import graph

register = template.Library()


@register.filter
def marked(words: Any) -> str | SafeString:
    """Text for the page; where it is not in the page's language it says so: <span lang="en">…</span>."""
    if isinstance(words, Text) and words and words.language != active():
        return format_html('<span lang="{}">{}</span>', words.language, str(words))
    return conditional_escape(str(words) if words is not None else "")


@register.filter
def lang(words: Any) -> str | SafeString:
    """An attribute for an element whose whole content is such text: ` lang="en"`, or nothing."""
    if isinstance(words, Text) and words and words.language != active():
        return format_html(' lang="{}"', words.language)
    return ""


@register.filter
def time(date: PartialDate | dt.date | None) -> str | SafeString:
    """A date in words, as precisely as it is known, also for machines."""
    if isinstance(date, dt.date):
        date = PartialDate.of(date)
    return format_html('<time datetime="{}">{}</time>', date.iso, date.words()) if date else _("not known")


@register.simple_tag
def period(start: PartialDate | None, end: PartialDate | None, has_ended: bool) -> str | SafeString:
    """“May 2013 – 2017”, “since May 2013”, “until 2017”, or that it is not known."""
    if start and end:
        return time(start) if start == end else format_html(_("{} – {}"), time(start), time(end))
    if start and has_ended:
        return format_html(_("{} – end not known"), time(start))
    if start:
        return format_html(_("since {}"), time(start))
    if end:
        return format_html(_("until {}"), time(end))
    return _("dates not known")


@register.inclusion_tag("components/translation.html")
def translation(record: Any, history: str = "") -> dict[str, Any]:
    """On Japanese pages, that the English has changed since. `history` is where it says how."""
    is_behind = active() == "ja" and record.ja_translates
    return {
        "day": record.ja_translates if is_behind else None,
        "english": in_language(record.get_absolute_url(), "en"),
        "history": history,
    }


@register.simple_tag(takes_context=True)
def languages(context: dict[str, Any]) -> list[dict[str, Any]]:
    """This page in each language: code, path, absolute address, locale, and whether it is the one shown."""
    request: HttpRequest = context["request"]
    pages = []
    for language in LANGUAGES:
        path = in_language(request.get_full_path(), language)
        bare = in_language(request.path, language)
        pages.append(
            {
                "code": language,
                "locale": LOCALES[language],
                "path": path,
                "address": absolute(request, bare),
                "is_active": language == active(),
            }
        )
    return pages


@register.simple_tag(takes_context=True)
def structured(context: dict[str, Any], nodes: Iterable[Document] = ()) -> SafeString | str:
    """The page for machines. What is not public yet is told to none."""
    request: HttpRequest = context["request"]
    return "" if getattr(request, "is_preview", False) else json_ld(graph(request, nodes))


@register.simple_tag(takes_context=True)
def absolute_address(context: dict[str, Any], path: str) -> str:
    return absolute(context["request"], path)


@register.filter
def webcal(address: str) -> str:
    """The address as one that a calendar program opens, and subscribes to."""
    return re.sub(r"^https?:", "webcal:", address)
