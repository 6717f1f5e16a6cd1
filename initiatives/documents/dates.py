from collections.abc import Iterable
from datetime import datetime

from publishing.models import Change

from ..models import Initiative, Milestone


def date_milestones(initiative: Initiative, changes: Iterable[Change], at: datetime) -> None:
    """Let milestones know when a publication brought them, when one changed them, and when one told readers of them."""
    changed = [change for change in changes if change.kind == Change.Kind.MILESTONE]
    added = {milestone_key(change) for change in changed if _is_new(change)}
    told = added | {milestone_key(change) for change in changed if change.revision.is_major}
    milestones = Milestone.objects.filter(initiative=initiative)
    if changed:
        milestones.filter(key__in={milestone_key(change) for change in changed}).update(changed_at=at)
    if told:
        milestones.filter(key__in=told).update(told_at=at)
    if added:
        milestones.filter(key__in=added).update(added_at=at)


def milestone_key(change: Change) -> str:
    """A change is about `milestones[KEY]…`, or brings a row to a list that was empty."""
    row = change.new if isinstance(change.new, dict) else {}
    return change.path.partition("[")[2].partition("]")[0] or row.get("key", "")


def _is_new(change: Change) -> bool:
    return change.old is None and isinstance(change.new, dict)
