from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from initiatives.feeds import EVENTS
from initiatives.models import Theme
from publishing.feeds import Followed, feed_of
from publishing.following import feed_links
from publishing.structured import page_node

from .listings import ChangeListing
from .lists import LISTS

CHANGES = Followed(
    description=_("What changed in the published record and why, field by field."),
    events=EVENTS,
    publications=lambda revisions: revisions,
)


@require_safe
def change_feed(request: HttpRequest, form: str) -> HttpResponse:
    return feed_of(request, ChangeListing(request.GET), CHANGES, form)


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """What a feed is, which one a reader needs, and every feed of the site but those of single records."""
    context = {
        "nodes": [page_node(request, request.path, _("Feeds"))],
        "lists": [(listing.heading, listing.lead, feed_links(listing.feed)) for listing in LISTS],
        "themes": [(theme, feed_links("initiatives:theme_feed", theme.slug)) for theme in Theme.objects.published()],
        "events": [(value, words) for value, (words, _condition) in EVENTS.items()],
    }
    return render(request, "alliance/feeds.html", context)
