from collections.abc import Iterator

from django.db.models import F
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from publishing.addresses import absolute
from publishing.feeds import Entry, Followed
from publishing.querysets import latest_change_first

from .models import Initiative
from .querysets import InitiativeQuerySet


def initiative_entry(request: HttpRequest, initiative: Initiative) -> Entry:
    html = render_to_string("initiatives/initiative_entry.html", {"initiative": initiative, "request": request})
    return Entry(
        identity=f"initiative:{initiative.public_id}",
        title=initiative.title,
        link=absolute(request, initiative.get_absolute_url()),
        html=html,
        published_at=initiative.public_since,
        changed_at=initiative.public_change,
        categories=[theme.name for theme in initiative.themes.all()],
    )


def initiative_entries(request: HttpRequest, initiatives: list[Initiative]) -> Iterator[Entry]:
    return (initiative_entry(request, initiative) for initiative in initiatives)


INITIATIVES = Followed(
    description=_("Initiatives of the EU and Japan in technology, new and changed, each with its sources."),
    latest=lambda: [latest_change_first(), F("start").desc(nulls_last=True), "slug"],
    load=InitiativeQuerySet.for_feed,
    entries=initiative_entries,
)
