"""Forms of what readers see: the note for them, when it goes live, and what is asked before it does."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ..bilingual import LANGUAGES
from ..clocks import MomentField, is_to_come
from ..pending import pending_edit_of
from ..states import UNPUBLISHED, State
from .doubts import doubt
from .memory import RememberingForm
from .translations import TranslationForm, ask_about_translation

# What can become of a version of something that is public already.
FOR_LIVE = [
    (State.PUBLISHED, _("publish")),
    (State.REVIEW, _("hand in for review; readers keep seeing the present version")),
    (State.DRAFT, _("keep as a draft; readers keep seeing the present version")),
    (State.WITHDRAWN, _("withdraw")),
]


NOT_IN = {
    "en": _("There is nothing in English here."),
    "ja": _("There is nothing in Japanese here: readers will see the English."),
}


def publishes(data: Mapping[str, Any]) -> bool:
    """Whether a form that was sent wants its version to be seen by readers, whatever stands in its rows."""
    return data.get("state") == State.PUBLISHED


class NotedForm(RememberingForm):
    """Changing what the public sees takes a note, which the public sees as well."""

    change_note = forms.CharField(
        label=_("What changed, and why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Readers see it in the history. Needed when the record is public already."),
    )
    is_major = forms.BooleanField(
        label=_("a major change"),
        required=False,
        help_text=_("Major changes are listed for all readers, minor ones stay in the record's history."),
    )

    def changes_what_is_public(self) -> bool:
        """Whether saving this form changes a public page at once or at a set time."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.changes_what_is_public() and not cleaned.get("change_note") and "change_note" in self.fields:
            self.add_error("change_note", _("This record is public: tell readers what you changed, and why."))
        return cleaned


class PartForm(NotedForm):
    """Of what public records show: a partner, a source, a theme."""

    def changes_what_is_public(self) -> bool:
        if not self.instance.pk or not self.has_changed():
            return False
        return type(self.instance).objects.published().filter(pk=self.instance.pk).exists()


class PublishableForm(TranslationForm, NotedForm):
    """Of a public record it shows the edit that waits, if there is one; the tables say the same by then (`records`)."""

    publish_at = MomentField(
        label=_("Publish at"),
        required=False,
        help_text=_("Empty: at once. Otherwise from this hour on, without anybody doing anything."),
    )
    boxes = ("state", "publish_at", "desk_note")
    # Texts without which a page in that language has nothing to say.
    needed_in_both: tuple[str, ...] = ("title",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_live = bool(self.instance.pk) and self.instance.is_public
        self.public_since = self.instance.publish_at
        if "desk_note" in self.fields:
            self.fields["desk_note"].widget.attrs["rows"] = 2
        if self.is_live:
            self._offer_to_wait()

    def _offer_to_wait(self) -> None:
        edit = pending_edit_of(self.instance)
        self.initial["state"] = edit.state if edit else State.PUBLISHED
        self.initial["publish_at"] = edit.publish_at if edit else None
        if edit:
            self.initial.update(change_note=edit.note, is_major=edit.is_major, is_current=edit.is_current)
        if "state" in self.fields:
            cast(forms.ChoiceField, self.fields["state"]).choices = FOR_LIVE

    @property
    def waits(self) -> bool:
        """What was typed is kept beside what readers see, and shown to them later or never."""
        state = self.cleaned_data.get("state")
        return self.is_live and (state in UNPUBLISHED or (state == State.PUBLISHED and self.is_scheduled))

    @property
    def is_scheduled(self) -> bool:
        return is_to_come(self.cleaned_data.get("publish_at"))

    @property
    def publishes(self) -> bool:
        """Readers will see this version, at once or from an hour on."""
        return publishes(self.data)

    def changes_what_is_public(self) -> bool:
        return self.is_live and self.cleaned_data.get("state") == State.PUBLISHED

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.publishes:
            self.check_publication()
        if cleaned.get("state") == State.WITHDRAWN and self._has_new_hour:
            self.add_error("publish_at", _("Withdrawing takes effect at once: leave the hour empty."))
        return cleaned

    @property
    def _has_new_hour(self) -> bool:
        """Not the one since which something was public, that stands in the form of what was withdrawn."""
        return self.is_scheduled or (self.is_live and bool(self.cleaned_data.get("publish_at")))

    def check_publication(self) -> None:
        """What readers would miss; each app adds what its records must have."""
        for name in self.needed_in_both:
            missing = [language for language in LANGUAGES if not self.cleaned_data.get(f"{name}_{language}")]
            for language in missing:
                doubt(self, f"{name}_{language}", NOT_IN[language])
        if self.is_live and not self.cleaned_data.get("is_current"):
            ask_about_translation(self)
        if self.cleaned_data.get("cover") and not self.cleaned_data.get("cover_decorative"):
            self._check_words_of_picture()

    def _check_words_of_picture(self) -> None:
        said = [language for language in LANGUAGES if self.cleaned_data.get(f"cover_alt_{language}")]
        if not said:
            told = _("Say what the picture shows, for those who cannot see it, or tick that it only decorates.")
            self.add_error("cover_alt_en", told)
        for language in set(LANGUAGES) - set(said) if said else ():
            doubt(self, f"cover_alt_{language}", NOT_IN[language])

    def _post_clean(self) -> None:
        """A public record stays public from the day it was, whatever becomes of this version of it."""
        super()._post_clean()
        if self.is_live and self.instance.state != State.WITHDRAWN:
            self.instance.state, self.instance.publish_at = State.PUBLISHED, self.public_since
