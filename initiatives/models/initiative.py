from typing import NamedTuple
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.bilingual import Bilingual, StrOrPromise
from publishing.dates import PartialDateField, not_before
from publishing.models import Publishable, TidyModel
from publishing.pictures import WithCover

from ..names import marks_of
from ..querysets import ENDED, InitiativeQuerySet
from .theme import Theme


class Initiative(WithCover, Publishable):
    """Anything the two sides do together, from a treaty to a research project."""

    card_ratio = 4

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("agreement")
        DIALOGUE = "dialogue", _("dialogue")
        PARTNERSHIP = "partnership", _("partnership")
        MEMORANDUM = "memorandum", _("memorandum")
        PROGRAMME = "programme", _("programme")
        CALL = "call", pgettext_lazy("kind of initiative", "call")
        RESEARCH_PROJECT = "research-project", _("research project")
        SUPPORT_ACTION = "support-action", _("support action")
        INFRASTRUCTURE = "infrastructure", _("infrastructure")
        NETWORK = "network", _("network")
        INITIATIVE = "initiative", pgettext_lazy("kind of initiative", "initiative")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        NEGOTIATING = "negotiating", _("negotiating")
        ANNOUNCED = "announced", _("announced")
        ACTIVE = "active", _("active")
        COMPLETED = "completed", _("completed")
        SUPERSEDED = "superseded", _("superseded")

    kind = models.CharField(pgettext_lazy("what it is", "kind"), max_length=20, choices=Kind, db_index=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, db_index=True)
    title_en = models.CharField(_("title (English)"), max_length=200)
    title_ja = models.CharField(_("title (Japanese)"), max_length=200, blank=True)
    title_ja_official = models.BooleanField(
        _("the Japanese title is official"),
        default=False,
        help_text=_("Not ticked: it is our translation, and the page says so."),
    )
    acronym = models.CharField(_("acronym"), max_length=40, blank=True, db_index=True)
    summary_en = models.TextField(
        _("summary (English)"),
        blank=True,
        help_text=_("Two to four sentences: what it is, who is in it, where it stands."),
    )
    summary_ja = models.TextField(_("summary (Japanese)"), blank=True)
    body_en = models.TextField(
        _("text (English)"),
        blank=True,
        help_text=_("Longer text, if there is more to say. An empty line begins a paragraph."),
    )
    body_ja = models.TextField(_("text (Japanese)"), blank=True)
    themes = models.ManyToManyField(Theme, related_name="initiatives", verbose_name=_("themes"))
    start = PartialDateField(
        _("start"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("As far as it is known: 2013, May 2013 or 17 May 2013. Empty: not known."),
    )
    end = PartialDateField(_("end"), null=True, blank=True, help_text=_("Empty: open, or not known."))
    programme = models.CharField(
        _("programme"),
        max_length=100,
        blank=True,
        db_index=True,
        help_text=_("The funding programme, as FP7-INCO or Horizon 2020."),
    )
    related = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="related_from",
        verbose_name=_("related initiatives"),
        help_text=_("Shown on both pages."),
    )
    last_checked = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day an editor last compared this record with its sources."),
    )

    marks = models.TextField(
        blank=True, editable=False, help_text=_("Its titles in the form in which near-duplicates agree.")
    )

    title = Bilingual()
    summary = Bilingual()
    body = Bilingual()

    objects = InitiativeQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ["title_en", "slug"]
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        constraints = [
            *Publishable.Meta.constraints,
            *WithCover.Meta.constraints,
            models.CheckConstraint(
                name="initiative_end_not_before_start",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | not_before("end", "start"),
                violation_error_message=_("The end is before the start."),
            ),
        ]
        indexes = [models.Index(fields=["-changed_at"], name="initiative_changed")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("initiatives:detail", args=[self.slug])

    def clean(self) -> None:
        """The constraint's rule once more, so that a form says it beside the field."""
        super().clean()
        if self.start and self.end and self.end.last < self.start.first:
            raise ValidationError({"end": _("The end is before the start.")})

    def tidy(self) -> None:
        super().tidy()
        self.marks = marks_of([self.title_en, self.title_ja])

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED


class Scheme(NamedTuple):
    label: StrOrPromise
    address: str  # with {} for the value; empty where the scheme has no pages


class Identifier(TidyModel):
    """A name an initiative has in somebody else's register."""

    SCHEMES = {
        "cordis": Scheme("CORDIS", "https://cordis.europa.eu/project/id/{}"),
        "grant-doi": Scheme("DOI", "https://doi.org/{}"),
        "jst": Scheme("JST", ""),
        "topic": Scheme(_("call topic"), ""),
        "celex": Scheme("CELEX", "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{}"),
        "council_decision": Scheme(_("Council decision"), ""),
    }

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="identifiers", verbose_name=_("initiative")
    )
    scheme = models.CharField(
        _("register"), max_length=20, choices=[(name, scheme.label) for name, scheme in SCHEMES.items()]
    )
    value = models.CharField(_("identifier"), max_length=100)
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(
                name="identifier_once",
                fields=["initiative", "scheme", "value"],
                violation_error_message=_("This identifier stands here twice."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"

    def get_absolute_url(self) -> str:
        """The register's own page; empty where it has none."""
        return self.SCHEMES[self.scheme].address.format(quote(self.value, safe="/()"))
