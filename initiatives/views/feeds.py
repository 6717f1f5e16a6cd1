from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from publishing.feeds import feed_of

from ..feeds import INITIATIVES
from ..listings import InitiativeListing
from ..models import Initiative


@require_safe
def initiative_list_feed(request: HttpRequest, form: str) -> HttpResponseBase:
    listing = InitiativeListing(request.GET, Initiative.objects.published(), path=reverse("initiatives:list"))
    return feed_of(request, listing, INITIATIVES, form)
