from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.bilingual import Bilingual
from publishing.models import Record

from ..querysets import ThemeQuerySet


class Theme(Record):
    """A field of cooperation; its colour is a hue, so that all themes are equally light and strong."""

    name_en = models.CharField(_("name (English)"), max_length=60, unique=True)
    name_ja = models.CharField(_("name (Japanese)"), max_length=60, blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    description_ja = models.TextField(_("description (Japanese)"), blank=True)
    hue = models.PositiveSmallIntegerField(
        _("hue"),
        default=0,
        validators=[MaxValueValidator(359)],
        help_text=_("The theme's colour as an angle, 0 to 359: 25 is red, 145 green, 250 blue."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Themes are listed in this order.")
    )

    name = Bilingual()
    description = Bilingual()

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [models.CheckConstraint(name="theme_hue_is_an_angle", condition=Q(hue__lte=359))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("initiatives:theme", args=[self.slug])

    @property
    def colour(self) -> str:
        """Light enough for a dark page and dark enough for a light one."""
        return f"oklch(0.66 0.15 {self.hue})"
