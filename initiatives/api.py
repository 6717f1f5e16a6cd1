"""The record as collections of the API: what the downloads say of each record, and themes."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from publishing.api import LINKS, Collection, exported, with_properties, without_property
from publishing.documents import SLUG, TEXT, URL, Document, described, kind_of, list_of
from publishing.exports import api_address, by_slug, links

from . import schemas
from .exports import CLAIMS, INITIATIVES, MILESTONES, PARTNERS, SOURCES
from .listings import ClaimListing, InitiativeListing, MilestoneListing, PartnerListing, SourceListing, ThemeListing
from .models import Theme


def theme_documents(request: HttpRequest, themes: Iterable[Theme]) -> Iterator[Document]:
    for theme in themes:
        yield {
            **kind_of(theme).to_document(theme),
            "colour": theme.colour,
            "number_of_initiatives": theme.total,  # type: ignore[attr-defined]  # with_counts() adds it
            "links": links(request, theme.get_absolute_url(), api_address("themes", by_slug(), theme)),
        }


COLLECTIONS = [
    exported(
        INITIATIVES,
        schemas.INITIATIVE,
        listing=InitiativeListing,
        example="status=active&sort=title&fields=slug,title,status,start,themes",
    ),
    exported(
        PARTNERS,
        with_properties(schemas.PARTNER, initiatives=described(list_of(SLUG), _("The initiatives it takes part in."))),
        listing=PartnerListing,
        example="country=JP&kind=university&fields=slug,name,name_ja,ror,initiatives",
    ),
    exported(
        MILESTONES,
        with_properties(
            without_property(schemas.MILESTONE, "sources"),
            initiative=SLUG,
            sources=described(list_of(URL), _("The addresses of the pages and documents on which it rests.")),
        ),
        listing=MilestoneListing,
        example="when=past&kind=signing&per_page=12",
    ),
    exported(
        SOURCES,
        schemas.LISTED_SOURCE,
        listing=SourceListing,
        example="kind=official&fields=id,title,url,published,initiatives,links",
    ),
    exported(
        CLAIMS,
        with_properties(
            schemas.CLAIM,
            key=schemas.CLAIM["properties"]["key"],
            initiatives=described(list_of(SLUG), _("The initiatives it is about.")),
        ),
        listing=ClaimListing,
        example="verdict=contradicted&fields=key,says,verdict,words,initiatives",
    ),
    Collection(
        name="themes",
        listing=ThemeListing,
        documents=theme_documents,
        schema=with_properties(
            schemas.THEME,
            colour=described(TEXT, _("The same colour as CSS has it.")),
            number_of_initiatives=described(
                {"type": "integer", "minimum": 0}, _("How many initiatives of the record have it.")
            ),
            links=LINKS,
        ),
        item=by_slug(),
        example="sort=-initiatives&fields=slug,name,name_ja,number_of_initiatives",
    ),
]
