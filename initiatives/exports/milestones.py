from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from publishing.documents import Document, Names, without_empty
from publishing.exports import (
    Column,
    Export,
    Identity,
    code_columns,
    date_columns,
    in_languages,
    list_columns,
    source_column,
    text_columns,
)

from ..documents.rows import milestone_fields
from ..models import Milestone, Source
from ..querysets import MilestoneQuerySet
from .shared import addresses, cited, key_column, theme_columns


def _milestone_sources(milestone: Any) -> list[Source]:
    return cited(milestone.listed_citations)


def _milestone_document(milestone: Milestone, _names: Names) -> Document:
    """As in the initiative's document, with the addresses of its sources in place of what they are called there."""
    document = {
        "initiative": milestone.initiative.slug,
        **milestone_fields(milestone),
        "key": milestone.key,
        "sources": addresses(_milestone_sources(milestone)),
    }
    return without_empty(document)


def _milestone_node(milestone: Milestone, identity: Identity) -> Document:
    return {
        "@type": "Event",
        "name": in_languages(milestone, "title"),
        "description": in_languages(milestone, "note"),
        "startDate": milestone.moment.isoformat() if milestone.moment else milestone.date.iso,
        "about": {"@id": identity(milestone.initiative)},
        "subjectOf": addresses(_milestone_sources(milestone)),
    }


MILESTONES = Export(
    name="milestones",
    load=MilestoneQuerySet.for_export,
    codes=("kind", "time_zone"),
    item={"initiative": "initiative__slug", "key": "key"},
    document=_milestone_document,
    node=_milestone_node,
    changed=attrgetter("public_change"),
    columns=[
        *list_columns(
            _("Initiative"),
            lambda one: [one.initiative],
            attrgetter("slug"),
            attrgetter("title"),
            "initiative",
            _("The initiative it belongs to."),
        ),
        key_column(Milestone),
        *date_columns(Milestone, "date"),
        Column(
            _("time"),
            lambda one: one.time.isoformat("minutes") if one.time else None,
            "time",
            _("The hour, HH:MM, where it matters, as for a deadline."),
        ),
        *code_columns(Milestone, "time_zone", _("Whose clock shows that hour.")),
        *code_columns(Milestone, "kind", _("What happened, or will.")),
        *text_columns(Milestone, "title", about=_("What happened, in a line.")),
        *text_columns(Milestone, "note", about=_("What else there is to say of it.")),
        *theme_columns(
            _("Themes"),
            attrgetter("initiative.listed_themes"),
            "themes",
            _("The fields of cooperation of its initiative, “; ” between them."),
        ),
        source_column(_milestone_sources),
    ],
)
