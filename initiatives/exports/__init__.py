"""The lists of the record as files: which columns each has, what JSON says of a row, and what schema.org knows of it."""

from .claims import CLAIMS
from .initiatives import INITIATIVES
from .milestones import MILESTONES
from .partners import PARTNERS
from .sources import SOURCES

__all__ = ["CLAIMS", "INITIATIVES", "MILESTONES", "PARTNERS", "SOURCES"]
