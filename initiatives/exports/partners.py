from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from publishing.documents import Document, Names, without_empty
from publishing.exports import (
    Column,
    Export,
    Identity,
    code_columns,
    field_column,
    in_languages,
    list_columns,
    text_columns,
)

from ..models import Initiative, Partner
from ..querysets import PartnerQuerySet
from .shared import last_change, public_document, slug_column


def _initiatives_of(partner: Any) -> list[Initiative]:
    """Once each, however many roles it has there."""
    return list(dict.fromkeys(part.initiative for part in partner.public_parts))


def _partner_document(partner: Any, names: Names) -> Document:
    return {
        **public_document(partner, names),
        "initiatives": [initiative.slug for initiative in _initiatives_of(partner)],
    }


def _partner_node(partner: Any, identity: Identity) -> Document:
    return {
        "@type": "Organization",
        "name": in_languages(partner, "name"),
        "alternateName": partner.acronym,
        "description": in_languages(partner, "note"),
        "address": without_empty(
            {"@type": "PostalAddress", "addressCountry": partner.country, "addressLocality": partner.city}
        ),
        "sameAs": [address for address in (partner.website, partner.ror) if address],
        "memberOf": [{"@id": identity(one)} for one in _initiatives_of(partner)],
    }


PARTNERS = Export(
    name="partners",
    load=PartnerQuerySet.for_export,
    load_whole=lambda partners: partners.for_export().with_public_since(),
    codes=("kind", "country"),
    document=_partner_document,
    node=_partner_node,
    changed=last_change,
    columns=[
        slug_column(_("What the organisation is called: the last part of its address.")),
        field_column(Partner, "acronym", _("The short name it goes by.")),
        *text_columns(
            Partner, "name", about=_("Its name in that language; in Japanese only where one is established.")
        ),
        *text_columns(Partner, "former_name", about=_("What it was called before.")),
        *code_columns(Partner, "kind", _("What sort of organisation it is.")),
        *code_columns(Partner, "country"),
        field_column(Partner, "city", _("Where its seat is.")),
        field_column(Partner, "latitude", _("Of its seat, in degrees north (WGS 84).")),
        field_column(Partner, "longitude", _("Of its seat, in degrees east (WGS 84).")),
        field_column(Partner, "website", _("The address of its own site.")),
        field_column(Partner, "ror"),
        Column(
            _("Number of initiatives"),
            attrgetter("total"),
            "initiative_count",
            _("In how many initiatives of the record it takes part."),
            type="integer",
        ),
        *list_columns(
            _("Initiatives"),
            _initiatives_of,
            attrgetter("slug"),
            attrgetter("title"),
            "initiatives",
            _("The initiatives it takes part in, “; ” between them."),
        ),
        *text_columns(Partner, "note", about=_("What else there is to know of it.")),
    ],
)
