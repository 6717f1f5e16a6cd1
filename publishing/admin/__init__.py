"""What the admin of every record shares; each app's own admin is made of these."""

from .forms import PublishableForm
from .records import KeptAdmin, PublishableAdmin, RecordAdmin

__all__ = ["KeptAdmin", "PublishableAdmin", "PublishableForm", "RecordAdmin"]
