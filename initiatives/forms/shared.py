"""Rows of sources and claims, which may belong to several initiatives.

They are typed in full all the same, so that a whole initiative is written on one page. A new row that names a
known source (by address) or claim (by its words) uses that one as it is, and fills in only what it lacks;
changing a row changes the shared thing.
"""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import construct_instance, model_to_dict
from django.utils.translation import gettext_lazy as _

from publishing.admin import doubt
from publishing.models import new_key

from ..models import Citation, Claim, ClaimAbout, Source
from ..models.claim import claim_key
from .rows import PositionedFormSet


def _box(model: type[models.Model], name: str, **attrs: Any) -> Any:
    """The form field of a model's column, for a row that is not of that model."""
    field = model._meta.get_field(name).formfield()  # type: ignore[union-attr]
    assert field is not None  # noqa: S101 - every column named below is editable
    field.widget.attrs.update(attrs)
    return field


class SharedRowForm(forms.ModelForm):
    """A link to a shared thing (`target`), edited as if the thing stood in the row itself."""

    target: str
    target_fields: list[str]

    def __init__(self, *args: Any, may_change_shared: bool = True, **kwargs: Any) -> None:
        """Who may not change shared things uses the known ones as they are."""
        self.may_change_shared = may_change_shared
        instance = kwargs.get("instance")
        if instance is not None and instance.pk:
            shared = model_to_dict(getattr(instance, self.target), self.target_fields)
            kwargs["initial"] = shared | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def named_target(self) -> models.Model | None:
        """The shared thing that the row names: that of the row itself, another that is known, or None: a new one."""
        raise NotImplementedError

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or not self.has_changed():
            return
        own = getattr(self.instance, self.target) if self.instance.pk else None
        target = self.named_target()
        if self.errors:
            return
        if target is None:
            target = self.instance._meta.get_field(self.target).related_model()
        elif not self.may_change_shared:
            setattr(self.instance, self.target, target)
            return
        elif target != own:
            lacking = [name for name in self.target_fields if getattr(target, name) in (None, "")]
            construct_instance(self, target, lacking)
        if target == own or target.pk is None:
            construct_instance(self, target, self.target_fields)
        try:
            target.full_clean()
        except ValidationError as error:
            for name, messages in error.error_dict.items():
                for message in messages:
                    self.add_error(name if name in self.fields else None, message)
        setattr(self.instance, self.target, target)

    def save(self, commit: bool = True) -> Any:
        target = getattr(self.instance, self.target)
        target.save()
        setattr(self.instance, self.target, target)
        return super().save(commit)


class CitationForm(SharedRowForm):
    target = "source"
    target_fields = ["url", "title", "publisher", "published", "kind"]

    url = _box(Source, "url", size=40)
    title = _box(Source, "title", size=40)
    publisher = _box(Source, "publisher", size=20)
    published = _box(Source, "published", size=12)
    kind = _box(Source, "kind")

    class Meta:
        model = Citation
        fields: list[str] = []

    def named_target(self) -> Source | None:
        """A known page by the very address; by nearly the same one, or with another title, the editor is asked."""
        url = self.cleaned_data["url"]
        known = Source.objects.filter(url=url).first()
        typed = self.cleaned_data["title"]
        if known and known != self._own and typed != known.title and "title" in self.changed_data:
            told = _("Other records cite this page as “%(title)s”, and so will this one.")
            doubt(self, "title", told % {"title": known.title})
        if known is None and (near := Source.objects.filter(url__in=spellings(url)).first()):
            told = _("The record has this page as %(url)s. Use that address, unless it is another page.")
            doubt(self, "url", told % {"url": near.url})
        return known

    @property
    def _own(self) -> Source | None:
        return self.instance.source if self.instance.pk else None


class ClaimForm(SharedRowForm):
    target = "claim"
    target_fields = ["says_en", "says_ja", "where_en", "where_ja", "where_url", "verdict", "note_en", "note_ja"]

    says_en = _box(Claim, "says_en", rows=2)
    says_ja = _box(Claim, "says_ja", rows=2)
    where_en = _box(Claim, "where_en")
    where_ja = _box(Claim, "where_ja")
    where_url = _box(Claim, "where_url")
    verdict = _box(Claim, "verdict")
    note_en = _box(Claim, "note_en", rows=3)
    note_ja = _box(Claim, "note_ja", rows=3)

    class Meta:
        model = ClaimAbout
        fields: list[str] = []

    def named_target(self) -> Claim | None:
        if self.instance.pk:
            return self.instance.claim
        return Claim.objects.filter(key=claim_key(self.cleaned_data["says_en"])).first()


class CitationFormSet(PositionedFormSet):
    def clean(self) -> None:
        """One row an address, also against what other rows had before: they are saved one after the other."""
        super().clean()
        numbers: dict[str, int] = {}
        for number, form in enumerate(self.forms, start=1):
            if form.instance.pk and (before := form.initial.get("url")):
                numbers.setdefault(before, number)
        for number, form in enumerate(self.forms, start=1):
            url = getattr(form, "cleaned_data", {}).get("url")
            if url and form not in self.deleted_forms and numbers.setdefault(url, number) != number:
                form.add_error("url", _("This is source %(number)d already.") % {"number": numbers[url]})

    def save_new(self, form: Any, commit: bool = True) -> Any:
        # No number: an edit that waits and a file or a merger must not give two sources the same key.
        form.instance.key = f"s{new_key()}"
        form.instance.position = self.instance.citations.count()
        return super().save_new(form, commit)

    def citation(self, number: int) -> Citation | None:
        """The source of a row as the page numbers them, from 1; None for a row that is empty or goes."""
        if not 1 <= number <= len(self.forms):
            return None
        form = self.forms[number - 1]
        is_there = bool(form.instance.pk or form.has_changed()) and form not in self.deleted_forms
        return form.instance if is_there else None


class ClaimFormSet(PositionedFormSet):
    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            claim = getattr(form.instance, "claim", None) if form.has_changed() or form.instance.pk else None
            if claim is None or form in self.deleted_forms or form.errors:
                continue
            key = claim.key or claim_key(claim.says_en)
            if key in seen:
                form.add_error("says_en", _("This claim stands in the list already."))
            seen.add(key)


def spellings(url: str) -> set[str]:
    """The same address as it is written elsewhere: http or https, with or without www., a last slash, a fragment."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    path = parts.path.rstrip("/")
    return {
        urlunsplit((scheme, f"{www}{host}", f"{path}{slash}", parts.query, ""))
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("", "/")
    } - {url}
