"""A form remembers what the record said when it was opened, and tells what others have saved since."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..changes import Said, differences
from ..documents import Document, document_of, kind_of
from ..models import Record


class MemoryField(forms.CharField):
    """What a page remembers between two requests; it is no change of the record."""

    widget = forms.HiddenInput

    def has_changed(self, _initial: Any, _data: Any) -> bool:
        return False


class RememberingForm(forms.ModelForm):
    seen = MemoryField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.now = self._what_it_says()
            self.initial["seen"] = signing.dumps(self.now, compress=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and cleaned.get("seen"):
            self._tell_of_others()
        return cleaned

    def _what_it_says(self) -> Document:
        """A record's document, with its rows; of what has none, the words in its boxes."""
        if isinstance(self.instance, Record):
            return document_of(self.instance)
        return {name: _words_in(field, self.get_initial_for_field(field, name)) for name, field in self.fields.items()}

    def _differences(self, seen: Document) -> Iterable[Said]:
        if isinstance(self.instance, Record):
            return differences(kind_of(self.instance), seen, self.now)
        return [
            Said(self.fields[name].label or capfirst(name), seen.get(name, ""), words)
            for name, words in self.now.items()
            if words != seen.get(name)
        ]

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
        changes = [f"{said.field}: {said.old} → {said.new}" for said in self._differences(seen)]
        self.add_error(None, [told % self._last_save(), *changes])

    def _last_save(self) -> dict[str, str]:
        here = ContentType.objects.get_for_model(self.instance)
        entry = LogEntry.objects.filter(content_type=here, object_id=str(self.instance.pk)).first()
        who, when = (str(entry.user), entry.action_time) if entry else (str(_("Somebody")), timezone.now())
        return {"who": who, "when": formats.date_format(when, "DATETIME_FORMAT")}


def _words_in(field: forms.Field, value: Any) -> str:
    several = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(field.prepare_value(one)) for one in several if one not in (None, ""))
