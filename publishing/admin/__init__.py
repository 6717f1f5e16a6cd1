"""What the admin of every record shares; each app's own admin is made of these."""

from .choices import KnownChoicesInline, NamedBoxesInline, QuickSelect
from .doubts import doubt
from .forms import NotedForm, PartForm, PublishableForm, publishes
from .merging import MergingAdmin
from .records import KeptAdmin, PublishableAdmin, RecordAdmin
from .tables import TableAdmin
from .translations import ask_about_translation
from .work import PublishableWorkAdmin, WorkAdmin, work_queue

__all__ = [
    "KeptAdmin",
    "KnownChoicesInline",
    "MergingAdmin",
    "NamedBoxesInline",
    "NotedForm",
    "PartForm",
    "PublishableAdmin",
    "PublishableForm",
    "PublishableWorkAdmin",
    "QuickSelect",
    "RecordAdmin",
    "TableAdmin",
    "WorkAdmin",
    "ask_about_translation",
    "doubt",
    "publishes",
    "work_queue",
]
