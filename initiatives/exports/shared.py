"""What several of the lists have in common as files."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from publishing.bilingual import StrOrPromise
from publishing.documents import Document, Names, kind_of
from publishing.exports import Column, field_column, list_columns
from publishing.known import known_of

from ..listings import InitiativeListing
from ..models import Citation, Claim, Initiative, Partner, Source, Theme


def key_column(model: Any, about: StrOrPromise = "") -> Column:
    """No form shows the field, so its own name is in no other language."""
    about = about or _("What it is called among those of its initiative; it stays.")
    return replace(field_column(model, "key", about), heading=_("Key"))


def public_names() -> Names:
    """What the documents of an export may name; kept like all that is known of a list."""
    return known_of(InitiativeListing).fact("public names", _public_names)


def _public_names() -> Names:
    named = {"theme": (Theme, "slug"), "partner": (Partner, "slug"), "initiative": (Initiative, "slug")} | {
        "source": (Source, "url"),
        "claim": (Claim, "key"),
    }
    return {
        name: set(model._default_manager.published().values_list(field, flat=True))  # type: ignore[attr-defined]
        for name, (model, field) in named.items()
    }


def public_document(record: Any, names: Names) -> Document:
    kind = kind_of(record)
    return kind.prune(kind.to_document(record), names)


def last_change(row: Any) -> datetime:
    """Of what is public with the initiatives it belongs to (`with_public_since`)."""
    return max(row.changed_at, row.public_since)


def slug_column(about: StrOrPromise) -> Column:
    return Column(_("Slug"), attrgetter("slug"), "slug", about)


def theme_columns(heading: StrOrPromise, themes: Callable[[Any], Any], name: str, about: StrOrPromise) -> list[Column]:
    return list_columns(heading, themes, attrgetter("slug"), attrgetter("name"), name, about)


def cited(citations: Iterable[Citation]) -> list[Source]:
    return [citation.source for citation in sorted(citations, key=attrgetter("position"))]


def addresses(sources: Iterable[Source]) -> list[str]:
    return [source.url for source in sources]
