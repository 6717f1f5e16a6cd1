from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from publishing.citations import file_of
from publishing.elsewhere import elsewhere

from ..citations import initiative_reference
from ..models import Initiative


@require_safe
def initiative_citation(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    initiative = Initiative.objects.published().filter(slug=slug).first()
    if initiative is None:
        return elsewhere(request, Initiative, slug)
    return file_of(initiative_reference(request, initiative), form)
