"""A form remembers what the record said when it was opened, and tells what others have saved since."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..changes import Said, differences
from ..clocks import moment_in_words
from ..documents import Document, document_of, kind_of
from ..models import Record


class MemoryField(forms.CharField):
    """What a page remembers between two requests; it is no change of the record."""

    widget = forms.HiddenInput

    def has_changed(self, _initial: Any, _data: Any) -> bool:
        return False


class RememberingForm(forms.ModelForm):
    seen = MemoryField(required=False)
    # Boxes of a record's form that hold something its document does not.
    boxes: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = lambda: signing.dumps(self.now, compress=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and cleaned.get("seen"):
            self._tell_of_others()
        return cleaned

    @cached_property
    def now(self) -> Document:
        """What it says: a record's document, with its rows, and the words in those boxes that are not in it."""
        document = document_of(self.instance) if isinstance(self.instance, Record) else None
        names = self.boxes if document is not None else list(self.fields)
        return {"document": document, "boxes": {name: self._words_in(name) for name in names if name in self.fields}}

    def _words_in(self, name: str) -> str:
        field = self.fields[name]
        if isinstance(field, MemoryField):
            return ""
        value = self.get_initial_for_field(field, name)
        if isinstance(value, dt.datetime):
            return moment_in_words(value)
        several = value if isinstance(value, list | tuple) else [value]
        words = [field.prepare_value(one) for one in several if one not in (None, "")]
        choices = dict(getattr(field, "choices", ())) if isinstance(field, forms.ChoiceField) else {}
        return ", ".join(str(choices.get(one, one)) for one in words)

    def _differences(self, seen: Document) -> Iterator[Said]:
        if self.now["document"] is not None:
            yield from differences(kind_of(self.instance), seen["document"], self.now["document"])
        for name, words in self.now["boxes"].items():
            if words != seen["boxes"].get(name, ""):
                yield Said(self.fields[name].label or capfirst(name), seen["boxes"].get(name, ""), words)

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
        again[self.add_prefix("seen")] = self.initial["seen"]()
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
