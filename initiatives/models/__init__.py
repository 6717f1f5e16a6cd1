from .claim import Claim, ClaimAbout
from .correction import Correction
from .initiative import Identifier, Initiative
from .milestone import Funding, Milestone, Outcome
from .partner import Participation, Partner
from .source import Citation, Source
from .theme import Theme

__all__ = [
    "Citation",
    "Claim",
    "ClaimAbout",
    "Correction",
    "Funding",
    "Identifier",
    "Initiative",
    "Milestone",
    "Outcome",
    "Participation",
    "Partner",
    "Source",
    "Theme",
]
