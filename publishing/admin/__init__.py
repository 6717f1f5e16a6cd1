"""What the admin of every record shares; each app's own admin is made of these."""

from .choices import KnownChoicesInline, QuickSelect
from .doubts import doubt
from .forms import NotedForm, PartForm, PublishableForm, publishes
from .merging import MergingAdmin
from .records import KeptAdmin, PublishableAdmin, RecordAdmin
from .translations import ask_about_translation

__all__ = [
    "KeptAdmin",
    "KnownChoicesInline",
    "MergingAdmin",
    "NotedForm",
    "PartForm",
    "PublishableAdmin",
    "PublishableForm",
    "QuickSelect",
    "RecordAdmin",
    "ask_about_translation",
    "doubt",
    "publishes",
]
