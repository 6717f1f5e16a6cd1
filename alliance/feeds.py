from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.listings import ArticleListing
from initiatives.feeds import EVENTS
from initiatives.listings import ClaimListing, InitiativeListing, MilestoneListing, PartnerListing, SourceListing
from initiatives.models import Theme
from publishing.feeds import Followed, feed_of
from publishing.following import feed_links
from publishing.structured import page_node

from .listings import ChangeListing, major_changes

CHANGES = Followed(
    description=_("What changed in the published record and why, field by field."),
    events=EVENTS,
    publications=lambda revisions: revisions,
)
# The lists that can be followed, in the order in which readers are told of them.
LISTS = (
    InitiativeListing,
    ChangeListing,
    MilestoneListing,
    ArticleListing,
    PartnerListing,
    ClaimListing,
    SourceListing,
)


@require_safe
def change_feed(request: HttpRequest, form: str) -> HttpResponse:
    listing = ChangeListing(request.GET, major_changes(), path=reverse("changes"))
    return feed_of(request, listing, CHANGES, form)


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
