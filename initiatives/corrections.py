"""What readers report: the form, and which record a report is about.

It may be of any kind that has a document, and is known by the id that survives a rename.
"""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from publishing.admin import NOT_IN, RememberingForm, doubt
from publishing.bilingual import Text
from publishing.documents import kind_named, kinds, records_named
from publishing.fields import WordsField
from publishing.models import OldAddress, Record
from publishing.readers import ReaderForm

from .models import Correction

ADDRESS = re.compile(r"([a-z]+):([a-z0-9-]{1,80})")


class CorrectionForm(ReaderForm):
    class Meta:
        model = Correction
        fields = ["part", "should_say", "source", "email"]
        field_classes = {"should_say": WordsField}
        labels = {
            "part": _("What is wrong?"),
            "should_say": _("What should it say?"),
            "source": _("Where can we check it?"),
            "email": _("E-mail, if you want an answer (not published)"),
        }
        help_texts = {
            "part": _("Which fact of the page, such as “the end” or “the second milestone”."),
            "should_say": _("Plain text, up to 2,000 characters."),
            "source": _("The address of a page or document, such as https://example.org/page"),
            "email": _("Only our editors see it."),
        }
        widgets = {
            "should_say": forms.Textarea(attrs={"rows": 5}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }


class AnswerForm(RememberingForm):
    class Meta:
        model = Correction
        fields = "__all__"
        widgets = {name: AdminTextareaWidget(attrs={"rows": 4}) for name in ("reason_en", "reason_ja")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("reason_en") and not cleaned.get("reason_ja"):
            doubt(self, "reason_ja", NOT_IN["ja"])
        return cleaned


def public_record(address: str) -> Record | None:
    """That of an address as `initiative:jeupiste`, also of one it had before; None where readers find nothing."""
    match = ADDRESS.fullmatch(address)
    if match is None or match[1] not in [kind.name for kind in kinds()]:
        return None
    model = kind_named(match[1]).model
    found = records_named(model, [match[2]]).get(match[2])
    return model._default_manager.published().filter(pk=found.pk).first() if found else None


def part_named(called: str, words: str) -> str:
    """What is wrong with a record, where a reader comes from the page of something in it that is no record itself."""
    return called % {"words": Truncator(words).chars(100)}


def records_of(corrections: Iterable[Correction], *, only_public: bool = False) -> dict[int, Record]:
    """By number; what was merged is the record it went into. At most two queries a kind."""
    corrections = list(corrections)
    records: dict[int, Record] = {}
    for kind in {correction.kind for correction in corrections}:
        of_kind = {correction.pk: correction.record for correction in corrections if correction.kind == kind}
        merged = OldAddress.objects.filter(kind=kind, was__in=of_kind.values()).values_list("was", "record")
        now = {number: dict(merged).get(record, record) for number, record in of_kind.items()}
        manager = kind_named(kind).model._default_manager
        rows = manager.published() if only_public else manager.all()
        found = rows.in_bulk(list(set(now.values())), field_name="public_id")
        records |= {number: found[record] for number, record in now.items() if record in found}
    return records


def called(record: Any) -> Text:
    return record.title if hasattr(record, "title") else record.name
