"""Every list of the site, in the order in which readers are told of them; each can be followed and taken away."""

from articles.listings import ArticleListing
from initiatives.listings import ClaimListing, InitiativeListing, MilestoneListing, PartnerListing, SourceListing
from publishing.listings import Listing

from .listings import ChangeListing

LISTS: list[type[Listing]] = [
    InitiativeListing,
    PartnerListing,
    MilestoneListing,
    SourceListing,
    ClaimListing,
    ArticleListing,
    ChangeListing,
]
