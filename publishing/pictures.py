"""What a record says about its picture: words for those who cannot see it, whose it is, what in it matters.

`WithCover` holds the columns of a cover; the rest turns such columns into fields of a document and back.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .bilingual import Bilingual, StrOrPromise, Text, active
from .documents import Document, Problem, Schema, described, text_columns, text_fields, words_of
from .images import ImageField
from .renditions import Crop

CENTRE = 50


class Licence(NamedTuple):
    label: StrOrPromise
    address: str = ""  # where its terms can be read; empty where the credit says all there is


LICENCES = {
    "cc-by-4.0": Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "cc-by-sa-4.0": Licence("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "cc-by-3.0": Licence("CC BY 3.0", "https://creativecommons.org/licenses/by/3.0/"),
    "cc-by-sa-3.0": Licence("CC BY-SA 3.0", "https://creativecommons.org/licenses/by-sa/3.0/"),
    "cc0": Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "public-domain": Licence(_("public domain"), "https://creativecommons.org/publicdomain/mark/1.0/"),
    "eu-reuse": Licence(_("European Union, reuse permitted"), "https://eur-lex.europa.eu/eli/dec/2011/833/oj"),
    "jp-pdl-1.0": Licence(
        _("Public Data License (Japan) 1.0"),
        "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
    ),
    "permission": Licence(_("used with permission")),
    "mark": Licence(_("mark of its owner")),
}
LICENCE_CHOICES = [(code, licence.label) for code, licence in LICENCES.items()]
LICENCE_LABELS: dict[str, StrOrPromise] = dict(LICENCE_CHOICES)
LICENCE: Schema = {"enum": list(LICENCES)}
# A file of the storage: a folder and a name in it.
FILE: Schema = {"type": "string", "pattern": r"^[a-z0-9-]+/[A-Za-z0-9][A-Za-z0-9._-]*$", "maxLength": 100}
PERCENT: Schema = {"type": "integer", "minimum": 0, "maximum": 100}


def licence_field() -> models.CharField:
    return models.CharField(
        _("licence of the picture"),
        max_length=20,
        blank=True,
        choices=LICENCE_CHOICES,
        help_text=_("Under what terms we may show it; the page links to them."),
    )


def credit_field() -> models.CharField:
    return models.CharField(
        _("credit of the picture"),
        max_length=300,
        blank=True,
        help_text=_("Whose picture it is, as its owner wants to be named. Stands under the picture."),
    )


def _percent(label: Any, help_text: Any = "") -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, default=CENTRE, validators=[MaxValueValidator(100)], help_text=help_text
    )


class WithCover(models.Model):
    """A record that may have a picture; where it has none, its page gets a drawing."""

    # Width to height of the picture in a card; the style sheet says the same.
    card_ratio = 5 / 2

    cover = ImageField(
        _("cover picture"),
        upload_to="covers/",
        blank=True,
        help_text=_("Without one, the page gets a drawing of its own."),
        crop="cover_crop",
    )
    cover_alt_en = models.CharField(
        _("what the picture shows (English)"), max_length=300, blank=True, help_text=_("For those who cannot see it.")
    )
    cover_alt_ja = models.CharField(_("what the picture shows (Japanese)"), max_length=300, blank=True)
    cover_decorative = models.BooleanField(
        _("the picture only decorates"),
        default=False,
        help_text=_("Ticked: who cannot see it misses nothing, and is told nothing."),
    )
    cover_credit = credit_field()
    cover_licence = licence_field()
    cover_focus_x = _percent(
        _("focal point, from the left (%)"),
        _("Cards show the part of the picture around this point. A click on the picture sets both numbers."),
    )
    cover_focus_y = _percent(_("focal point, from the top (%)"))

    cover_alt = Bilingual()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_cover_focus",
                condition=Q(cover_focus_x__range=(0, 100), cover_focus_y__range=(0, 100)),
                violation_error_message=_("The focal point lies in the picture: from 0 to 100 per cent."),
            )
        ]

    @property
    def cover_crop(self) -> Crop:
        return Crop(self.card_ratio, self.cover_focus_x, self.cover_focus_y)

    @property
    def cover_words(self) -> Text:
        """What stands for the picture where it cannot be seen."""
        return Text("", active()) if self.cover_decorative else self.cover_alt

    @property
    def cover_terms(self) -> Licence | None:
        return LICENCES.get(self.cover_licence)


# As documents

CREDIT = described(words_of(300), _("Whose picture it is, as its owner wants to be named."))
TERMS = described(LICENCE, _("Under what terms the picture may be shown."))
COVER: dict[str, Schema] = {
    "cover": described(FILE, _("The picture at the head of its page: a folder and a file.")),
    "cover_alt": described(words_of(300), _("What the picture shows, in English.")),
    "cover_alt_ja": described(words_of(300), _("What the picture shows, in Japanese.")),
    "cover_decorative": described({"type": "boolean"}, _("Whether the picture only decorates and shows nothing.")),
    "cover_credit": CREDIT,
    "cover_licence": TERMS,
    "cover_focus_x": described(PERCENT, _("What matters in the picture, from the left in percent; 50 is left out.")),
    "cover_focus_y": described(PERCENT, _("What matters in the picture, from the top in percent; 50 is left out.")),
}
LOGO: dict[str, Schema] = {
    "logo": described(FILE, _("Its logo: a folder and a file.")),
    "logo_alt": described(words_of(300), _("What the logo shows, in English.")),
    "logo_alt_ja": described(words_of(300), _("What the logo shows, in Japanese.")),
    "logo_credit": CREDIT,
    "logo_licence": TERMS,
}
# Where a card cuts is no news to readers.
QUIET = frozenset({"cover_focus_x", "cover_focus_y"})


def cover_fields(record: WithCover) -> Document:
    """What is as usual is left out."""
    return {
        "cover": record.cover.name,
        **text_fields(record, "cover_alt"),
        "cover_decorative": record.cover_decorative or None,
        "cover_credit": record.cover_credit,
        "cover_licence": record.cover_licence,
        "cover_focus_x": None if record.cover_focus_x == CENTRE else record.cover_focus_x,
        "cover_focus_y": None if record.cover_focus_y == CENTRE else record.cover_focus_y,
    }


def cover_columns(document: Document) -> dict[str, Any]:
    return {
        **{name: document.get(name, "") for name in ("cover", "cover_credit", "cover_licence")},
        **text_columns(document, "cover_alt"),
        "cover_decorative": document.get("cover_decorative", False),
        "cover_focus_x": document.get("cover_focus_x", CENTRE),
        "cover_focus_y": document.get("cover_focus_y", CENTRE),
    }


def without_usual(document: Document) -> Document:
    """A document written by hand may say what goes without saying."""
    usual = {"cover_decorative": False, "cover_focus_x": CENTRE, "cover_focus_y": CENTRE}
    return {name: value for name, value in document.items() if name not in usual or value != usual[name]}


def undescribed(document: Document) -> Iterator[Problem]:
    """A picture that says nothing to those who cannot see it, and that is not there for decoration only."""
    said = ("cover_alt", "cover_alt_ja", "cover_decorative")
    if "cover" in document and not any(document.get(name) for name in said):
        told = _("Say what the picture shows, for those who cannot see it, or tick that it only decorates.")
        yield Problem("cover_alt", str(told))
