from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from publishing.documents import Document, Names, without_empty
from publishing.exports import (
    Export,
    Identity,
    code_columns,
    display,
    field_column,
    in_languages,
    list_column,
    list_columns,
    text_columns,
)

from ..documents.rows import claim_row
from ..models import Claim, Source
from ..querysets import ClaimQuerySet
from .shared import addresses, cited, key_column, last_change

# What schema.org can read of a verdict: a rating from 1 to 4, beside its words. Unconfirmed is none.
RATINGS = {Claim.Verdict.CONTRADICTED: 1, Claim.Verdict.PARTLY: 3, Claim.Verdict.CONFIRMED: 4}


def _sources_about(claim: Any) -> list[Source]:
    """Those of the initiatives it is about, each once."""
    return list(dict.fromkeys(source for one in claim.public_initiatives for source in cited(one.citations.all())))


def _claim_document(claim: Any, _names: Names) -> Document:
    return without_empty({**claim_row(claim), "initiatives": [one.slug for one in claim.public_initiatives]})


def _claim_node(claim: Any, identity: Identity) -> Document:
    rating = {
        "@type": "Rating",
        "ratingValue": RATINGS.get(claim.verdict),
        "bestRating": 4,
        "worstRating": 1,
        "alternateName": display(claim, "verdict"),
    }
    appearance = without_empty({"name": in_languages(claim, "where"), "url": claim.where_url})
    says = in_languages(claim, "says")
    return {
        "@type": "ClaimReview",
        "claimReviewed": says,
        "reviewBody": in_languages(claim, "note"),
        "reviewRating": without_empty(rating),
        "author": {"@type": "Organization", "name": str(_("Alliance"))},
        "itemReviewed": without_empty(
            {
                "@type": "Claim",
                "text": says,
                "appearance": {"@type": "CreativeWork", **appearance} if appearance else {},
            }
        ),
        "about": [{"@id": identity(one)} for one in claim.public_initiatives],
        "citation": addresses(_sources_about(claim)),
    }


CLAIMS = Export(
    name="claims",
    load=ClaimQuerySet.for_export,
    load_whole=lambda claims: claims.for_export().with_public_since(),
    codes=("verdict",),
    item={"key": "key"},
    document=_claim_document,
    node=_claim_node,
    changed=last_change,
    columns=[
        key_column(Claim, _("What the claim is called: the last part of its address.")),
        *text_columns(Claim, "says", about=_("What is claimed.")),
        *code_columns(Claim, "verdict", _("What the check found.")),
        *text_columns(Claim, "note", about=_("What the sources show.")),
        *text_columns(Claim, "where", about=_("Where it is claimed.")),
        field_column(Claim, "where_url", _("The address of the page that claims it.")),
        *list_columns(
            _("Initiatives"),
            attrgetter("public_initiatives"),
            attrgetter("slug"),
            attrgetter("title"),
            "initiatives",
            _("The initiatives it is about, “; ” between them."),
        ),
        list_column(
            _("Sources of the initiatives"),
            _sources_about,
            attrgetter("url"),
            between=" ",
            name="sources",
            about=_("The addresses of the sources of the initiatives it is about, a blank between them."),
        ),
    ],
)
