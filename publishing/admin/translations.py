"""The editor's word that the Japanese needs no change, and the question where it has none."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .doubts import doubt


class TranslationForm(forms.ModelForm):
    is_current = forms.BooleanField(
        label=_("the Japanese says the same"),
        required=False,
        help_text=_(
            "Tick it when the change of the English needs none in Japanese, or when the Japanese has caught up."
        ),
    )


def ask_about_translation(form: forms.ModelForm) -> None:
    """Of each text that stands in both languages and has changed in English only."""
    for name in [field.removesuffix("_en") for field in form.changed_data if field.endswith("_en")]:
        japanese = f"{name}_ja"
        if form.initial.get(japanese) and japanese not in form.changed_data:
            doubt(form, japanese, _("The English has changed and the Japanese has not: readers are told so."))
