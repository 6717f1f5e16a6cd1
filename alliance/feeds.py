from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from initiatives.feeds import EVENTS
from publishing.feeds import Followed, feed_of
from publishing.models import Revision

from .listings import ChangeListing

CHANGES = Followed(
    description=_("What changed in the published record and why, field by field."),
    events=EVENTS,
    publications=lambda revisions: revisions,
)


@require_safe
def change_feed(request: HttpRequest, form: str) -> HttpResponse:
    listing = ChangeListing(request.GET, Revision.objects.of_published().filter(is_major=True), path=reverse("changes"))
    return feed_of(request, listing, CHANGES, form)
