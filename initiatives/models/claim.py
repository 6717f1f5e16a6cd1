import hashlib
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.bilingual import Bilingual, tidy
from publishing.fields import UrlField
from publishing.models import TidyModel

from ..querysets import ClaimQuerySet

if TYPE_CHECKING:
    from .initiative import Initiative


class Claim(TidyModel):
    """A statement made in public about one or more initiatives, checked against the sources."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        PARTLY = "partly", _("partly confirmed")
        UNCONFIRMED = "unconfirmed", _("unconfirmed")
        CONTRADICTED = "contradicted", _("contradicted")

    key = models.SlugField(max_length=80, unique=True, editable=False)
    says_en = models.TextField(_("what is claimed (English)"), validators=[MaxLengthValidator(1000)])
    says_ja = models.TextField(_("what is claimed (Japanese)"), blank=True)
    where_en = models.CharField(_("where it is claimed (English)"), max_length=300, blank=True)
    where_ja = models.CharField(_("where it is claimed (Japanese)"), max_length=300, blank=True)
    where_url = UrlField(_("address of the claim"), max_length=700, blank=True)
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict, db_index=True)
    note_en = models.TextField(_("what the sources show (English)"), blank=True)
    note_ja = models.TextField(_("what the sources show (Japanese)"), blank=True)
    added_at = models.DateTimeField(_("added on"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(pgettext_lazy("date", "changed on"), default=timezone.now, editable=False)
    initiatives: "models.ManyToManyField[Initiative, ClaimAbout]" = models.ManyToManyField(
        "Initiative", through="ClaimAbout", related_name="claims", verbose_name=_("initiatives")
    )

    says = Bilingual()
    where = Bilingual()
    note = Bilingual()

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return self.says

    def get_absolute_url(self) -> str:
        return reverse("initiatives:claim", args=[self.key])

    def clean(self) -> None:
        same = Claim.objects.filter(key=self.key or claim_key(self.says_en)).exclude(pk=self.pk)
        if same.exists():
            raise ValidationError({"says_en": _("This claim is in the record already.")})

    def save(self, *args, **kwargs) -> None:
        """*Changed on* moves only where the claim says something else than what is kept; one query more."""
        self.tidy()
        if not Claim.objects.filter(pk=self.pk, **self._said).exists():
            self.changed_at = timezone.now()
        super().save(*args, **kwargs)

    @property
    def _said(self) -> dict[str, str]:
        dates = ("added_at", "changed_at")
        names = [field.attname for field in self._meta.concrete_fields if not field.primary_key]
        return {name: getattr(self, name) for name in names if name not in dates}

    def tidy(self) -> None:
        super().tidy()
        self.key = self.key or claim_key(self.says_en)


class ClaimAbout(models.Model):
    """That a claim is about an initiative."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="abouts", verbose_name=_("claim"))
    initiative = models.ForeignKey(
        "Initiative", on_delete=models.CASCADE, related_name="claim_abouts", verbose_name=_("initiative")
    )
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [models.UniqueConstraint(name="claimabout_once", fields=["claim", "initiative"])]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.claim}"


def claim_key(says: str) -> str:
    """The same statement has the same key, in whichever record or article it stands."""
    says = tidy(says)
    words = slugify(says)
    if words and len(words) <= 60:
        return words
    digest = hashlib.sha256(says.encode()).hexdigest()[:6]
    return f"{words[:54].rpartition('-')[0] or 'claim'}-{digest}"
