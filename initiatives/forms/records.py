"""Forms of records on pages of their own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing.admin import NotedForm, PartForm, PublishableForm, doubt

from ..duplicates import near_duplicates
from ..models import Initiative, Milestone, Partner


def ask_about_duplicates(form: forms.ModelForm, *fields: str) -> None:
    """Call it when the form's instance has been built; only where a field by which they are found has changed."""
    changed = [field for field in fields if field in form.changed_data]
    if changed and not form.errors:
        for other in near_duplicates(form.instance):
            told = _("“%(other)s” (%(slug)s) may be the same.") % {"other": other, "slug": other.slug}
            doubt(form, changed[0], told)


class InitiativeForm(PublishableForm):
    needed_in_both = ("title", "summary")

    class Meta:
        model = Initiative
        fields = "__all__"

    def _post_clean(self) -> None:
        super()._post_clean()
        ask_about_duplicates(self, "title_en", "title_ja")


class PartnerForm(PartForm):
    class Meta:
        model = Partner
        fields = "__all__"

    def _post_clean(self) -> None:
        super()._post_clean()
        ask_about_duplicates(
            self, "name_en", "name_ja", "former_name_en", "former_name_ja", "acronym", "country", "ror"
        )


class MilestoneForm(NotedForm):
    """On an initiative's page it names its sources by number; here it chooses among them, once it is saved."""

    class Meta:
        model = Milestone
        fields = "__all__"

    def may_change(self, initiative: Initiative) -> bool:
        """Whether the editor may; the admin knows who that is."""
        raise NotImplementedError

    def clean_initiative(self) -> Initiative:
        initiative: Initiative = self.cleaned_data["initiative"]
        if not self.may_change(initiative):
            raise ValidationError(_("You may not change this initiative."), code="not_allowed")
        return initiative

    @property
    def initiative(self) -> Initiative | None:
        return self.instance.initiative if self.instance.pk else self.cleaned_data.get("initiative")

    def changes_what_is_public(self) -> bool:
        return self.initiative is not None and self.initiative.is_public and self.has_changed()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.initiative is not None and self.initiative.is_released and self.has_changed():
            if not self.instance.pk:
                told = _("This initiative is published: add the milestone on its own page, where its sources are.")
                self.add_error("initiative", told)
            elif not cleaned.get("citations"):
                self.add_error("citations", _("Nothing is published here without a source."))
        return cleaned
