import secrets
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .bilingual import Bilingual, StrOrPromise, tidy
from .querysets import PendingEditQuerySet, RevisionQuerySet
from .states import WAITING, State


def new_key() -> str:
    """A name for a child row that stays with it when its words change."""
    return secrets.token_hex(4)


class TidyModel(models.Model):
    """Text that is typed in is kept in one form: NFC, without control characters."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        self.tidy()
        super().save(*args, **kwargs)

    def tidy(self) -> None:
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if isinstance(value, str) and isinstance(field, models.CharField | models.TextField):
                setattr(self, field.attname, tidy(value))

    def clean_fields(self, exclude=None) -> None:
        self.tidy()
        super().clean_fields(exclude=exclude)


class Record(TidyModel):
    """What has a document: an address of its own, a history, a place in the dataset files."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters a-z, digits, and hyphens between them."))
        ],
        help_text=_("The last part of the page's address: a-z, 0-9, hyphens."),
    )
    dataset = models.CharField(max_length=40, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(pgettext_lazy("date", "changed on"), default=timezone.now, editable=False)
    # The last change that readers were told of, a major one; empty until there is one.
    told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        taken = OldAddress.objects.filter(kind=self._meta.model_name, slug=self.slug).exclude(record=self.public_id)
        if taken.exists():
            raise ValidationError({"slug": _("Another record had this address before, and readers still come by it.")})
        waiting = PendingEdit.objects.filter(kind=self._meta.model_name, document__slug=self.slug)
        if waiting.exclude(record=self.public_id).exists():
            raise ValidationError({"slug": _("An edit that waits gives another record this address.")})


class Publishable(Record):
    state = models.CharField(
        pgettext_lazy("of publication", "state"),
        max_length=10,
        choices=State,
        default=State.DRAFT,
        db_index=True,
        help_text=_("Only what is published, and whose time has come, can be seen by the public."),
    )
    publish_at = models.DateTimeField(
        _("publish at"), null=True, blank=True, db_index=True, help_text=_("Empty: at once when published.")
    )

    ja_translates = models.DateField(
        _("the Japanese translates the version of"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Empty: the current version."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    desk_note = models.TextField(
        _("note for colleagues"),
        blank=True,
        help_text=_("What is still to do, or why it was sent back. Readers never see it."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True, editable=False)
    withdrawn_reason_en = models.TextField(
        _("reason for withdrawing (English)"), blank=True, help_text=_("Readers who come to the address see it.")
    )
    withdrawn_reason_ja = models.TextField(_("reason for withdrawing (Japanese)"), blank=True)

    withdrawn_reason = Bilingual()

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "publish")
        constraints = [
            models.CheckConstraint(
                name="%(class)s_published_has_time",
                condition=~Q(state=State.PUBLISHED) | Q(publish_at__isnull=False),
                violation_error_message=_("What is published needs the time from which it is public."),
            ),
            models.CheckConstraint(
                name="%(class)s_withdrawn_has_reason",
                condition=~Q(state=State.WITHDRAWN) | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason_en="")),
                violation_error_message=_("Readers are told why something was withdrawn: give a reason."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.state == State.WITHDRAWN and not self.withdrawn_reason_en:
            raise ValidationError(
                {"withdrawn_reason_en": _("Readers are told why something was withdrawn: give a reason.")}
            )

    @property
    def public_since(self) -> datetime:
        """When the public could first see it; only for what is published."""
        if self.publish_at is None:
            raise ValueError(f"{self} has never been published")
        return self.publish_at

    @property
    def public_change(self) -> datetime:
        """When the public could last see something new: the change, or the publication that came after it."""
        return max(self.changed_at, self.public_since)

    @property
    def is_public(self) -> bool:
        """The same rule as `published()`, for one record that is at hand."""
        return self.state == State.PUBLISHED and self.publish_at is not None and self.publish_at <= timezone.now()

    @property
    def is_released(self) -> bool:
        """Public now, or from an hour on without anybody looking again."""
        return self.state == State.PUBLISHED

    def tidy(self) -> None:
        super().tidy()
        if self.state == State.PUBLISHED and self.publish_at is None:
            self.publish_at = timezone.now()
        if self.state != State.WITHDRAWN:
            self.withdrawn_at = None
        elif self.withdrawn_at is None:
            self.withdrawn_at = timezone.now()


class OldAddress(models.Model):
    """A slug a record had before; it redirects for ever and is never given to another record of its kind."""

    kind = models.CharField(max_length=20)
    slug = models.SlugField(max_length=80)
    record = models.UUIDField(help_text=_("The record's public_id."))
    since = models.DateTimeField(default=timezone.now)
    was = models.UUIDField(
        null=True,
        help_text=_(
            "The public_id of the record that had this address until it was merged into the one it leads to, whose "
            "history also shows the revisions of the other. Empty: the record had it itself."
        ),
    )
    was_public = models.BooleanField(
        default=False, help_text=_("Readers could see what was merged: only then does its history stay public.")
    )

    class Meta:
        ordering = ["-since"]
        constraints = [models.UniqueConstraint(name="oldaddress_once", fields=["kind", "slug"])]
        indexes = [models.Index(fields=["record"], name="oldaddress_of_record")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


class Revision(models.Model):
    """What a record said at one publication: its whole document, never changed afterwards."""

    class Origin(models.TextChoices):
        EDITOR = "editor", _("an editor")
        DATASET = "dataset", _("a dataset file")

    kind = models.CharField(max_length=20)
    record = models.UUIDField(help_text=_("The record's public_id."))
    document = models.JSONField()
    # What the dataset file said, where it may describe shared sources in words that do not hold.
    from_file = models.JSONField(null=True)
    origin = models.CharField(max_length=10, choices=Origin)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    note = models.TextField(blank=True)
    is_major = models.BooleanField(default=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        permissions = [("delete_records", "Can delete records and leave no trace")]
        indexes = [models.Index(fields=["record", "origin", "made_at"], name="revision_of_record")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.document.get('slug')} {self.made_at:%Y-%m-%d %H:%M}"


class PendingEdit(models.Model):
    """What a record will say, once somebody publishes it or its hour comes; one a record.

    Beside a public record it is an edit that readers do not see yet: its whole document, and the one it was
    begun from. For a record that is not public yet it is the hour of its first publication, without a base.
    """

    kind = models.CharField(max_length=20)
    record = models.UUIDField(unique=True, help_text=_("The record's public_id."))
    base = models.JSONField(null=True)
    document = models.JSONField()
    state = models.CharField(max_length=10, choices=[(state.value, state.label) for state in WAITING], db_index=True)
    publish_at = models.DateTimeField(null=True, db_index=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    note = models.TextField(blank=True)
    is_major = models.BooleanField(default=False)
    is_current = models.BooleanField(default=False, help_text=_("The Japanese says what the English says."))
    trouble = models.TextField(blank=True, help_text=_("Why it could not be published when its time came."))

    objects = PendingEditQuerySet.as_manager()

    class Meta:
        ordering = ["publish_at", "made_at"]
        constraints = [
            models.CheckConstraint(
                name="pendingedit_scheduled_has_time",
                condition=~Q(state=State.PUBLISHED) | Q(publish_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.document.get('slug')}, {self.stage}"

    @property
    def stage(self) -> StrOrPromise:
        """What it waits for: to be finished, to be reviewed, or its hour."""
        return _("scheduled") if self.state == State.PUBLISHED else self.get_state_display()


class Change(models.Model):
    """One field that a publication changed, as it was and as it is; both are parts of documents."""

    class Kind(models.TextChoices):
        NEW = "new", _("new record")
        STATUS = "status", _("status")
        DATE = "date", _("date")
        PARTNER = "partner", _("partner")
        MILESTONE = "milestone", _("milestone")
        FUNDING = "funding", _("funding")
        SOURCE = "source", _("source")
        TEXT = "text", _("text")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("merged with")
        BACK = "back", _("published again")

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind, db_index=True)
    path = models.CharField(max_length=200)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.revision}: {self.path}"


class Import(models.Model):
    """A file between its preview and its import; gone with the import, or after a day."""

    KEPT_FOR = timedelta(days=1)

    table = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class PublicVersion(models.Model):
    """A single row; see `publishing.version`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField()
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
