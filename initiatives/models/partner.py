from decimal import Decimal
from urllib.parse import urlsplit

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from publishing.bilingual import Bilingual, Text, active
from publishing.countries import EUROPE, country_choices, country_name
from publishing.fields import UrlField
from publishing.images import ImageField
from publishing.models import Record, TidyModel
from publishing.money import CURRENCIES, Money
from publishing.pictures import LICENCES, Licence, credit_field, licence_field

from ..names import acronym_mark, marks_of
from ..querysets import PartnerQuerySet


class Partner(Record):
    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("government")
        EU_INSTITUTION = "eu-institution", _("EU institution")
        FUNDING_AGENCY = "funding-agency", _("funding agency")
        RESEARCH_ORGANISATION = "research-organisation", _("research organisation")
        UNIVERSITY = "university", _("university")
        COMPANY = "company", _("company")
        ASSOCIATION = "association", _("association")
        INTERNATIONAL_ORGANISATION = "international-organisation", _("international organisation")
        INFRASTRUCTURE = "infrastructure", pgettext_lazy("kind of partner", "infrastructure")

    name_en = models.CharField(_("name (English)"), max_length=200, db_index=True)
    name_ja = models.CharField(
        _("name (Japanese)"), max_length=200, blank=True, help_text=_("Only where an established Japanese name exists.")
    )
    former_name_en = models.CharField(_("former name (English)"), max_length=200, blank=True)
    former_name_ja = models.CharField(_("former name (Japanese)"), max_length=200, blank=True)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    kind = models.CharField(pgettext_lazy("what it is", "kind"), max_length=30, choices=Kind)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        choices=country_choices,
        db_index=True,
        help_text=_("EU for bodies of the European Union. Empty for international bodies."),
    )
    city = models.CharField(_("city"), max_length=80, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    website = UrlField(_("website"), max_length=500, blank=True)
    ror = models.CharField(
        _("ROR id"),
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(r"^https://ror\.org/0[a-z0-9]{6}\d{2}$", _("A ROR id looks like https://ror.org/057zh3y96."))
        ],
        help_text=_("The organisation's address in the Research Organization Registry, ror.org."),
    )
    logo = ImageField(_("logo"), upload_to="partners/", blank=True)
    logo_alt_en = models.CharField(
        _("what the logo shows (English)"),
        max_length=300,
        blank=True,
        help_text=_("For those who cannot see it. Empty: “Logo of” and the name."),
    )
    logo_alt_ja = models.CharField(_("what the logo shows (Japanese)"), max_length=300, blank=True)
    logo_credit = credit_field()
    logo_licence = licence_field()
    note_en = models.TextField(_("note (English)"), blank=True)
    note_ja = models.TextField(_("note (Japanese)"), blank=True)

    marks = models.TextField(
        blank=True, editable=False, help_text=_("Names, acronym and ROR id in the form in which near-duplicates agree.")
    )

    name = Bilingual()
    former_name = Bilingual()
    note = Bilingual()
    logo_alt = Bilingual()

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name_en", "slug"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.UniqueConstraint(
                name="partner_ror_once",
                fields=["ror"],
                condition=~Q(ror=""),
                violation_error_message=_("Another partner has this ROR id already."),
            ),
            models.CheckConstraint(
                name="partner_country_code", condition=Q(country="") | Q(country__gte="AA", country__lte="ZZ")
            ),
            models.CheckConstraint(
                name="partner_place_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("A place needs both latitude and longitude."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym and self.acronym != self.name else str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("initiatives:partner", args=[self.slug])

    def tidy(self) -> None:
        super().tidy()
        names = [self.name_en, self.name_ja, self.former_name_en, self.former_name_ja]
        self.marks = marks_of(names, acronym_mark(self.acronym, self.country), self.ror)

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def website_host(self) -> str:
        return urlsplit(self.website).netloc.removeprefix("www.")

    @property
    def logo_words(self) -> Text:
        return self.logo_alt or Text(gettext("Logo of %(partner)s") % {"partner": self.name}, active())

    @property
    def logo_terms(self) -> Licence | None:
        return LICENCES.get(self.logo_licence)

    @property
    def ror_id(self) -> str:
        return self.ror.rpartition("/")[2]

    @property
    def side(self) -> str:
        """Which strand it stands on: jp, eu or other."""
        if self.country == "JP":
            return "jp"
        return "eu" if self.country in EUROPE else "other"


class Participation(TidyModel):
    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        CO_CHAIR = "co-chair", _("co-chair")
        SIGNATORY = "signatory", _("signatory")
        FUNDER = "funder", _("funder")
        HOST = "host", _("host")
        PARTICIPANT = "participant", _("participant")

    initiative = models.ForeignKey(
        "Initiative", on_delete=models.CASCADE, related_name="participations", verbose_name=_("initiative")
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="participations", verbose_name=_("partner")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.PARTICIPANT)
    amount = models.DecimalField(
        _("contribution"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, choices=CURRENCIES)
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(
                name="participation_once_per_role",
                fields=["initiative", "partner", "role"],
                violation_error_message=_("This partner stands here twice in the same role."),
            ),
            models.CheckConstraint(
                name="participation_amount_has_currency",
                condition=Q(amount__isnull=True, currency="") | (Q(amount__gt=0) & ~Q(currency="")),
                violation_error_message=_("A contribution needs an amount above zero and its currency."),
            ),
        ]
        indexes = [models.Index(fields=["partner", "initiative"], name="participation_of_partner")]

    def __str__(self) -> str:
        return f"{self.partner} – {self.get_role_display()}"

    @property
    def contribution(self) -> Money | None:
        return Money(self.amount, self.currency) if self.amount is not None else None
