from collections.abc import Iterable

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.feeds import FEED_LENGTH, Entry, rss_of
from publishing.querysets import latest_change_first

from ..feeds import initiative_entry
from ..listings import InitiativeListing
from ..models import Initiative


@require_safe
def initiative_feed(request: HttpRequest) -> HttpResponse:
    def entries(rows: QuerySet[Initiative]) -> Iterable[Entry]:
        newest = rows.order_by(latest_change_first(), F("start").desc(nulls_last=True), "slug")[:FEED_LENGTH]
        return (initiative_entry(request, initiative) for initiative in newest)

    return rss_of(
        request,
        InitiativeListing(request.GET, Initiative.objects.published().for_feed(), path=reverse("initiatives:list")),
        description=_("Initiatives of the EU and Japan in technology, new and changed, each with its sources."),
        entries=entries,
    )
