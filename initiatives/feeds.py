from django.http import HttpRequest
from django.template.loader import render_to_string

from publishing.addresses import absolute
from publishing.feeds import Entry

from .models import Initiative


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
