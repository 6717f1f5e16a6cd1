"""Rows of facts: milestones, outcomes and amounts name their sources by the numbers of the rows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing.admin import ask_about_translation, publishes

from .rows import PositionedFormSet
from .shared import CitationFormSet


class NumbersField(forms.CharField):
    """Numbers of sources, as “1, 3”."""

    def clean(self, value: Any) -> list[int]:
        words = super().clean(value).replace("、", ",").replace("，", ",").replace(",", " ").split()
        if not all(word.isdecimal() and len(word) < 5 for word in words):
            raise ValidationError(_("Write the numbers of the sources with commas between: 1, 3."), code="invalid")
        return [int(word) for word in dict.fromkeys(words)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(initial or "") != self.clean(data or "")
        except ValidationError:
            return True


class FactForm(forms.ModelForm):
    cites = NumbersField(
        label=_("Sources"),
        required=False,
        max_length=60,
        help_text=_("Numbers of the sources above: 1, 3."),
        widget=forms.TextInput(attrs={"size": 8}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        if instance is not None and instance.pk:
            numbers = sorted(citation.number for citation in instance.citations.all())
            kwargs["initial"] = {"cites": ", ".join(map(str, numbers))} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class FactFormSet(PositionedFormSet):
    """`citations` is the formset of the same page's sources, which is validated and saved before this one."""

    citations: CitationFormSet

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            if form in self.deleted_forms or not getattr(form, "cleaned_data", None):
                continue
            for number in form.cleaned_data.get("cites", []):
                if self.citations.citation(number) is None:
                    form.add_error("cites", _("There is no source %(number)d above.") % {"number": number})
            if form.instance.pk and self.instance.is_public and publishes(self.data) and not self._says_the_same:
                ask_about_translation(form)
            is_there = form.instance.pk or form.has_changed()
            if is_there and publishes(self.data) and not form.cleaned_data.get("cites") and not form.errors:
                form.add_error("cites", _("Nothing is published here without a source: name one of those above."))

    @property
    def _says_the_same(self) -> bool:
        return "is_current" in self.data

    def save_new(self, form: Any, commit: bool = True) -> Any:
        return self._with_citations(super().save_new(form, commit), form)

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:
        return self._with_citations(super().save_existing(form, obj, commit), form)

    def _with_citations(self, fact: Any, form: Any) -> Any:
        fact.citations.set([self.citations.citation(number) for number in form.cleaned_data["cites"]])
        return fact
