from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from .models import OldAddress, Publishable


def withdrawn_page(request: HttpRequest, withdrawn: Publishable) -> HttpResponse:
    return render(request, "410.html", {"withdrawn": withdrawn}, status=410)


def elsewhere(
    request: HttpRequest,
    model: Any,
    slug: str,
    *,
    parameter: str = "slug",
    gone: Callable[[HttpRequest, Publishable], HttpResponse] = withdrawn_page,
) -> HttpResponse:
    """The answer at an address where nothing is published: 301 to the same thing of where the record went (its page,
    its feed, its citation), 410 with the reason for which it was withdrawn, or Http404. `parameter` is that of the
    address in which the slug stands.
    """
    old = OldAddress.objects.filter(kind=model._meta.model_name, slug=slug).first()
    if old:
        moved = model._default_manager.published().filter(public_id=old.record).first()
        if moved:
            match: Any = request.resolver_match
            path = reverse(match.view_name, kwargs={**match.kwargs, parameter: moved.slug})
            query = request.META["QUERY_STRING"]
            return HttpResponsePermanentRedirect(path + (f"?{query}" if query else ""))
    if issubclass(model, Publishable):
        which = {"public_id": old.record} if old else {"slug": slug}
        if withdrawn := model._default_manager.withdrawn().filter(**which).first():
            return gone(request, withdrawn)
    raise Http404
