"""What the admin of every record shares; each app's own admin is made of these."""

from .choices import KnownChoicesInline, NamedBoxesInline, QuickSelect
from .doubts import doubt
from .forms import NOT_IN, NotedForm, PartForm, PublishableForm, publishes
from .memory import RememberingForm
from .merging import MergingAdmin
from .readers import ReaderAdmin, links_to
from .records import KeptAdmin, PublishableAdmin, RecordAdmin
from .tables import TableAdmin
from .translations import ask_about_translation
from .work import PublishableWorkAdmin, WorkAdmin, WorkList, work_queue

__all__ = [
    "NOT_IN",
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
    "ReaderAdmin",
    "RecordAdmin",
    "RememberingForm",
    "TableAdmin",
    "WorkAdmin",
    "WorkList",
    "ask_about_translation",
    "doubt",
    "links_to",
    "publishes",
    "work_queue",
]
