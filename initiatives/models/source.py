from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.bilingual import Text, script_of
from publishing.dates import PartialDateField
from publishing.fields import UrlField
from publishing.models import TidyModel

from ..querysets import SourceQuerySet


class Source(TidyModel):
    """A page or document on which facts rest; one row an address, however many records cite it."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official")
        PRESS = "press", _("press")
        ACADEMIC = "academic", _("academic")
        ORGANISATION = "organisation", _("organisation")

    title = models.CharField(_("title"), max_length=300, help_text=_("As the page has it, in its own language."))
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    url = UrlField(_("URL"), max_length=700, unique=True)
    published = PartialDateField(
        _("published on"), null=True, blank=True, help_text=_("As far as it is known: 2013, May 2013 or 17 May 2013.")
    )
    kind = models.CharField(
        pgettext_lazy("what it is", "kind"), max_length=20, choices=Kind, default=Kind.OFFICIAL, db_index=True
    )
    last_answered_at = models.DateTimeField(_("last answered"), null=True, blank=True, editable=False)
    archive_url = UrlField(_("archived copy"), max_length=700, blank=True)
    gone_on = models.DateField(
        _("no longer online since"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The day from which the page no longer answers. Readers are led to the archived copy instead."),
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("initiatives:source", args=[self.pk])

    @property
    def readable_at(self) -> str:
        """Where it can still be read: its archived copy if the page is gone; empty where there is none."""
        return self.archive_url if self.gone_on else self.url

    @property
    def heading(self) -> Text:
        """The title with its language, which is the page's and not the reader's."""
        return Text(self.title, script_of(self.title))

    @property
    def byline(self) -> Text:
        return Text(self.publisher, script_of(self.publisher))


class Citation(TidyModel):
    """A source in the numbered list of one initiative; the facts of that initiative point at it."""

    initiative = models.ForeignKey(
        "Initiative", on_delete=models.CASCADE, related_name="citations", verbose_name=_("initiative")
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source"))
    key = models.SlugField(max_length=40, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                name="citation_source_once",
                fields=["initiative", "source"],
                violation_error_message=_("This source stands in the list already."),
            ),
            models.UniqueConstraint(name="citation_key_once", fields=["initiative", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.source}"

    @property
    def number(self) -> int:
        """As readers see it: from 1."""
        return self.position + 1
