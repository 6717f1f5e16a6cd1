from .corrections import CorrectionAdmin
from .initiatives import InitiativeAdmin
from .partners import PartnerAdmin, ThemeAdmin
from .parts import ClaimAdmin, MilestoneAdmin, SourceAdmin

__all__ = [
    "ClaimAdmin",
    "CorrectionAdmin",
    "InitiativeAdmin",
    "MilestoneAdmin",
    "PartnerAdmin",
    "SourceAdmin",
    "ThemeAdmin",
]
