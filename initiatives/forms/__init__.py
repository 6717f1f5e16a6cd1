"""What editors fill in; the rows of an initiative are in modules by what they are about."""

from .facts import FactForm, FactFormSet
from .records import InitiativeForm, MilestoneForm, PartnerForm
from .rows import IdentifierFormSet, PositionedFormSet
from .shared import CitationForm, CitationFormSet, ClaimForm, ClaimFormSet, SharedRowForm, spellings

__all__ = [
    "CitationForm",
    "CitationFormSet",
    "ClaimForm",
    "ClaimFormSet",
    "FactForm",
    "FactFormSet",
    "IdentifierFormSet",
    "InitiativeForm",
    "MilestoneForm",
    "PartnerForm",
    "PositionedFormSet",
    "SharedRowForm",
    "spellings",
]
