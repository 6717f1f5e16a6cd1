"""Themes and partners, which have no rows of their own."""

from decimal import Decimal
from typing import Any

from publishing.documents import (
    Document,
    in_order,
    text_columns,
    text_fields,
    tidied,
    without_empty,
)

from .. import schemas
from ..models import (
    Partner,
    Theme,
)

# Themes


def theme_columns(document: Document, _theme: Theme) -> dict[str, Any]:
    return {
        "slug": document["slug"],
        **text_columns(document, "name", "description"),
        "hue": document["hue"],
        "position": document["position"],
    }


def theme_document(theme: Theme) -> Document:
    document = {
        "slug": theme.slug,
        **text_fields(theme, "name", "description"),
        "hue": theme.hue,
        "position": theme.position,
    }
    return in_order(without_empty(document), schemas.THEME)


def normalise_theme(document: Document) -> Document:
    return in_order({"hue": 0, "position": 0, **tidied(document)}, schemas.THEME)


# Partners


def partner_columns(document: Document, _partner: Partner) -> dict[str, Any]:
    place = document.get("coordinates", {})
    return {
        **{
            name: document.get(name, "")
            for name in (
                "slug",
                "acronym",
                "kind",
                "country",
                "city",
                "website",
                "ror",
                "logo",
                "logo_credit",
                "logo_licence",
            )
        },
        **text_columns(document, "name", "former_name", "note", "logo_alt"),
        "latitude": round(Decimal(str(place["lat"])), 5) if place else None,
        "longitude": round(Decimal(str(place["lon"])), 5) if place else None,
    }


def partner_document(partner: Partner) -> Document:
    place = None
    if partner.latitude is not None and partner.longitude is not None:
        place = {"lat": float(partner.latitude), "lon": float(partner.longitude)}
    document = {
        **{name: getattr(partner, name) for name in ("slug", "acronym", "kind", "country", "city", "website", "ror")},
        **text_fields(partner, "name", "former_name", "note", "logo_alt"),
        "logo": partner.logo.name,
        "logo_credit": partner.logo_credit,
        "logo_licence": partner.logo_licence,
        "coordinates": place,
    }
    return in_order(without_empty(document), schemas.PARTNER)


def normalise_partner(document: Document) -> Document:
    document = tidied(document)
    if place := document.get("coordinates"):
        document["coordinates"] = {axis: round(float(place[axis]), 5) for axis in ("lat", "lon")}
    return in_order(document, schemas.PARTNER)
