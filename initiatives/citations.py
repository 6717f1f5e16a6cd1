from django.http import HttpRequest

from publishing.citations import RECORD, Reference, reference_to

from .models import Initiative


def initiative_reference(request: HttpRequest, initiative: Initiative) -> Reference:
    return reference_to(request, initiative, RECORD, title=initiative.title, summary=initiative.summary)
