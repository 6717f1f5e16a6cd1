"""What can be asked of the lists of the record."""

from .claims import ClaimListing
from .initiatives import InitiativeListing
from .milestones import MilestoneListing
from .partners import PartnerListing
from .sources import SourceListing
from .themes import ThemeListing

__all__ = [
    "ClaimListing",
    "InitiativeListing",
    "MilestoneListing",
    "PartnerListing",
    "SourceListing",
    "ThemeListing",
]
