"""Rows of the initiative's form."""

from typing import Any

from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from publishing.admin import doubt

from ..duplicates import SHARED_SCHEMES
from ..models import Identifier


class PositionedFormSet(BaseInlineFormSet):
    """Rows keep the order of the page: their `position` is their place among those that stay."""

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        if commit:
            staying = [form.instance for form in self.forms if form.instance.pk and form not in self.deleted_forms]
            for position, row in enumerate(staying):
                if row.position != position:
                    row.position = position
                    row.save(update_fields=["position"])
        return saved


class IdentifierFormSet(PositionedFormSet):
    def clean(self) -> None:
        """An identifier that another initiative has is asked about; the topic of a call is many projects' own."""
        super().clean()
        new = {
            (form.cleaned_data["scheme"], form.cleaned_data["value"]): form
            for form in self.forms
            if form.has_changed() and not form.errors and form not in self.deleted_forms
        }
        others = Identifier.objects.exclude(scheme__in=SHARED_SCHEMES).exclude(initiative=self.instance.pk)
        for other in others.filter(value__in=[value for _scheme, value in new]).select_related("initiative"):
            if form := new.get((other.scheme, other.value)):
                doubt(form, "value", _("“%(title)s” has this identifier.") % {"title": other.initiative})
