import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article
from initiatives.models import Initiative
from publishing.addresses import absolute, in_language
from publishing.bilingual import Text, active
from publishing.citations import DATASET, Reference, file_of
from publishing.feeds import BEFORE_ANYTHING


def latest_change() -> dt.datetime:
    """When the public could last see something new in the record."""
    latest = [model.objects.published().latest_change() for model in (Initiative, Article)]
    return max(filter(None, latest), default=BEFORE_ANYTHING)


def dataset_reference(request: HttpRequest) -> Reference:
    path = in_language("/data/", active())
    return Reference(
        type=DATASET,
        key="alliance-dataset",
        path=path,
        address=absolute(request, path),
        title=Text(_("Alliance: the public record of EU–Japan technology cooperation"), active()),
        version=latest_change().date(),
    )


@require_safe
def dataset_citation(request: HttpRequest, form: str) -> HttpResponse:
    return file_of(dataset_reference(request), form)
