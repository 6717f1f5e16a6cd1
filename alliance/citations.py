from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing import version
from publishing.addresses import absolute
from publishing.bilingual import Text, active
from publishing.citations import DATASET, Reference, file_of


def dataset_reference(request: HttpRequest) -> Reference:
    path = reverse("data")
    return Reference(
        type=DATASET,
        key="alliance-dataset",
        path=path,
        address=absolute(request, path),
        title=Text(_("Alliance: the public record of EU–Japan technology cooperation"), active()),
        version=version.moved_at().date(),
    )


@require_safe
def dataset_citation(request: HttpRequest, form: str) -> HttpResponse:
    return file_of(dataset_reference(request), form)
