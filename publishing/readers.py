"""What readers send us: their words wait until an editor has looked, and so do we with showing them.

Visitors have no account and no cookie, and keep none. What guards the forms instead is a signed stamp that says for
which page and when a form was made, a box that only robots fill in, and a count of what an address has sent.
"""

import ipaddress
import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .bilingual import active
from .models import TidyModel

SALT = "publishing.readers"
# Nobody reads a form and fills it in faster; a robot does.
LEAST_SECONDS = 3
DAY = 24 * 60 * 60
# What one address may send, comments and reports together, and in which time.
SENDINGS, WINDOW = 10, 60 * 60

ROBOT = _("Something filled in a box that only robots see. We have emptied it: please send the form once more.")
QUICK = _("That was very quick. Please wait a few seconds and send the form once more.")
OLD = _("The form was open for too long. Please look it over and send it once more.")

WAITING = "waiting"


class FromReader(TidyModel):
    """Words of a reader, and what an editor decided. Each kind has its `state`, of which “waiting” is the first."""

    # Whoever presses the button twice has sent one thing: the second carries the key of the same form.
    key = models.CharField(max_length=64, unique=True, default=secrets.token_hex, editable=False)
    email = models.EmailField(
        _("e-mail"), help_text=_("To answer the reader. It is never shown to the public, and in no export.")
    )
    language = models.CharField(_("language of the page"), max_length=2, choices=settings.LANGUAGES, default="en")
    sent_at = models.DateTimeField(_("sent on"), default=timezone.now, db_index=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )

    class Meta:
        abstract = True
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_decided_has_time",
                condition=Q(state=WAITING, decided_at__isnull=True) | (~Q(state=WAITING) & Q(decided_at__isnull=False)),
            ),
        ]

    def decide(self, state: str, *, by: User) -> None:
        """Saved by whoever calls this."""
        self.state = state
        self.decided_at, self.decided_by = (None, None) if state == WAITING else (timezone.now(), by)


class ReaderForm(forms.ModelForm):
    """Of a page that is called `about`: a stamp that was made for another page does not count."""

    homepage = forms.CharField(
        label=_("Leave this box empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, about: str) -> None:
        super().__init__(data, label_suffix="")
        self.about, self.key = about, ""
        self.initial["stamp"] = self._new_stamp()

    @property
    def words(self) -> dict[str, Any]:
        """What the reader typed, by column."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in self._meta.fields or ()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if trouble := self._trouble(cleaned):
            self.add_error(None, trouble)
        return cleaned

    def _trouble(self, cleaned: dict[str, Any]) -> Any:
        try:
            about, self.key, made_at = signing.loads(cleaned.get("stamp", ""), salt=SALT, max_age=DAY)
        except signing.BadSignature:
            about = made_at = None
        if about != self.about:
            self._show_instead(stamp=self._new_stamp())
            return OLD
        if cleaned.get("homepage", ROBOT):
            self._show_instead(homepage="")
            return ROBOT
        return QUICK if time.time() - made_at < LEAST_SECONDS else None

    def _show_instead(self, **values: str) -> None:
        """In the boxes of a form that goes back, whatever was sent in them."""
        self.data = {**self.data.dict(), **values}  # type: ignore[attr-defined]

    def _new_stamp(self) -> str:
        return signing.dumps([self.about, secrets.token_hex(), time.time()], salt=SALT)


def reader_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the page of a form that readers send. It holds the time at which it was made, so nobody may keep it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("Sec-Fetch-Site") == "cross-site" and request.method == "POST":
            raise PermissionDenied
        return view(request, *args, **kwargs)

    stored_nowhere = cache_control(no_store=True)(require_http_methods(["GET", "HEAD", "POST"])(guarded))
    # Django's token against forged forms needs a cookie, and protects what a visitor may do by being logged in. Here
    # everybody may do the same: a forged form could only send what its forger may send as well. That it comes from
    # our page, and lately, is in its signed stamp; what other sites make a browser send is refused above.
    return csrf_exempt(stored_nowhere)


def keep(request: HttpRequest, form: ReaderForm, **columns: Any) -> Any:
    """What a valid form says, kept once however often it is sent; None where its address has sent too much."""
    rows = form._meta.model._default_manager
    if not rows.filter(key=form.key).exists() and not _may_send(request):
        return None
    kept, _is_new = rows.get_or_create(key=form.key, defaults={**form.words, **columns, "language": active()})
    return kept


def too_many(request: HttpRequest, form: ReaderForm) -> HttpResponse:
    """With what was typed, so that it is not lost."""
    response = render(request, "429.html", {"boxes": form.boxes}, status=429)
    response["Retry-After"] = str(WINDOW)
    return response


def _may_send(request: HttpRequest) -> bool:
    """Each sending of an address takes one of so many places, which are free again after the window.

    `cache.add` takes a place for one of two workers only, where counting up would lose one of two sendings.
    """
    _forget_senders()
    sender = salted_hmac(SALT, _address_of(request), algorithm="sha256").hexdigest()
    return any(cache.add(f"reader:{sender}:{place}", True, WINDOW) for place in range(SENDINGS))


def _forget_senders() -> None:
    """Those whose window is over. Redis does so by itself, Django's table only where it overflows."""
    if isinstance(caches["default"], DatabaseCache):
        table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 - named in our settings


def _address_of(request: HttpRequest) -> str:
    """The visitor's, not that of our proxy, which adds it last; of IPv6 the network, all of which one visitor has."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    is_network = ip.version == 6 and ip.ipv4_mapped is None
    return str(ipaddress.ip_network((address, 64), strict=False)) if is_network else address
