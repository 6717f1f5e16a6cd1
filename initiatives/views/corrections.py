from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from publishing.documents import kind_of
from publishing.readers import keep, reader_form, too_many

from ..corrections import CorrectionForm, called, public_record, records_of
from ..models import Correction


@reader_form
def correction_form(request: HttpRequest) -> HttpResponse:
    record = public_record(request.GET.get("record", ""))
    if record is None:
        raise Http404
    form = CorrectionForm(request.POST if request.method == "POST" else None, about=f"correction:{record.public_id}")
    form.initial["part"] = request.GET.get("part", "")
    if form.is_valid():
        sent = keep(request, form, kind=kind_of(record).name, record=record.public_id)
        return too_many(request, form) if sent is None else redirect(sent)
    return render(
        request, "initiatives/correction_form.html", {"record": record, "called": called(record), "form": form}
    )


@require_safe
def correction(request: HttpRequest, number: int) -> HttpResponse:
    """What a reader typed is shown once an editor has looked at it, and while the record is public."""
    report = get_object_or_404(Correction, pk=number)
    record = records_of([report], only_public=True).get(report.pk)
    context = {
        "report": report,
        "record": record,
        "called": called(record) if record else "",
        "is_answered": report.is_closed and record is not None,
    }
    return render(request, "initiatives/correction_detail.html", context)
