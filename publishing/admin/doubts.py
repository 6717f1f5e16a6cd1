"""Doubts about what an editor typed: raised once beside the field; saving again is the editor's word that it is right.

An answer counts for the one field it was given beside, and for the words it was asked with.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..bilingual import StrOrPromise

CODE = "doubt"
# The hidden field in which a page keeps the doubts it has shown.
FIELD = "doubts"


def doubt(form: forms.BaseForm, field: str | None, words: StrOrPromise) -> None:
    """`field` None: about the whole record."""
    beside = f"{form.add_prefix(field or '')}: {words}"
    if beside in _answered(form.data):
        return
    params = {"doubt": str(words), "beside": beside}
    told = ValidationError(_("%(doubt)s If it is right, save again."), code=CODE, params=params)
    form.add_error(field if field in form.fields else None, told)


def raised(page_forms: Iterable[forms.BaseForm]) -> str:
    """The value of FIELD on a page that shows these forms: every doubt that has been raised or answered on it."""
    told: set[str] = set()
    for form in page_forms:
        told |= _answered(form.data)
        # A row that may only be looked at has a plain, empty dict here.
        for errors in form.errors.as_data().values() if form.errors else ():
            told |= {error.params["beside"] for error in errors if error.code == CODE and error.params}
    return json.dumps(sorted(told), ensure_ascii=False)


def show(context: dict[str, Any], page_forms: Iterable[forms.BaseForm]) -> None:
    """Where a page comes back because of doubts alone it asks, and does not speak of errors."""
    page_forms = list(page_forms)
    context["doubts"] = raised(page_forms)
    told = [error for form in page_forms if form.errors for some in form.errors.as_data().values() for error in some]
    # Django's admin counts the errors of the page in `errors`: a list for each field, a text for each set of rows.
    counted = sum(1 if isinstance(some, str) else len(some) for some in context.get("errors") or ())
    context["is_doubted"] = bool(told) and len(told) == counted and all(error.code == CODE for error in told)
    if context["is_doubted"]:
        context["errors"] = None


def _answered(data: Mapping[str, Any]) -> set[str]:
    try:
        answered = json.loads(data.get(FIELD, "[]"))
    except (ValueError, TypeError):
        return set()
    return {doubt for doubt in answered if isinstance(doubt, str)} if isinstance(answered, list) else set()
