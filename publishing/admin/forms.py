"""The form of what can be published: the note for readers, and the warning that somebody else has saved."""

from typing import Any, cast

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from ..changes import differences
from ..documents import document_of, kind_of
from ..states import State


class PublishableForm(forms.ModelForm):
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

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.now = document_of(self.instance)
            self.initial["seen"] = signing.dumps(self.now, compress=True)

    def _tell_of_others(self) -> None:
        """Refuse once when somebody else has saved since this form was opened, and tell what they changed.

        The form that comes back has seen it: saving again is the editor's word that theirs is to stand.
        """
        try:
            seen = signing.loads(self.cleaned_data["seen"])
        except signing.BadSignature:
            self.add_error(None, _("This form was damaged on its way. Please open the record again."))
            return
        if seen == self.now:
            return
        again = cast(QueryDict, self.data).copy()
        again[self.add_prefix("seen")] = self.initial["seen"]
        self.data = again
        told = _(
            "%(who)s saved this record on %(when)s, after you opened it. Everything you typed is still here and not "
            "saved. Look at what they changed; saving again puts your version in place of theirs:"
        )
        changed = differences(kind_of(self.instance), seen, self.now)
        self.add_error(None, [told % self._last_save(), *(f"{one.field}: {one.old} → {one.new}" for one in changed)])

    def _last_save(self) -> dict[str, str]:
        here = ContentType.objects.get_for_model(self.instance)
        entry = LogEntry.objects.filter(content_type=here, object_id=str(self.instance.pk)).first()
        if entry is None:
            return {"who": str(_("Somebody")), "when": formats.date_format(timezone.now(), "DATETIME_FORMAT")}
        return {"who": str(entry.user), "when": formats.date_format(entry.action_time, "DATETIME_FORMAT")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and cleaned.get("seen"):
            self._tell_of_others()
        stays_public = self.instance.pk and self.instance.is_public and cleaned.get("state") == State.PUBLISHED
        if stays_public and not cleaned.get("change_note"):
            self.add_error("change_note", _("This record is public: tell readers what you changed, and why."))
        return cleaned
