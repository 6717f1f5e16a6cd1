from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.models import Initiative, Source
from publishing.admin import PublishableForm
from publishing.documents import records_named
from publishing.fields import WordsField
from publishing.html import clean_html, named_records, named_sources
from publishing.readers import ReaderForm

from .models import Article, Comment


class ArticleForm(PublishableForm):
    """An article's links into the record must lead somewhere before it can be saved."""

    needed_in_both = ("title", "standfirst", "body")

    class Meta:
        model = Article
        fields = "__all__"

    def clean_body_en(self) -> str:
        return self._checked("body_en")

    def clean_body_ja(self) -> str:
        return self._checked("body_ja")

    def _checked(self, name: str) -> str:
        html = clean_html(self.cleaned_data[name])
        problems: list[Any] = []
        slugs, urls = named_records(html), named_sources(html)
        known_slugs = records_named(Initiative, slugs)
        known_urls = set(Source.objects.filter(url__in=urls).values_list("url", flat=True))
        problems += [
            ValidationError(_("The text links to initiative:%(slug)s, which does not exist."), params={"slug": slug})
            for slug in slugs
            if slug not in known_slugs
        ]
        problems += [
            ValidationError(_("The text cites %(url)s, which is not a source of the record."), params={"url": url})
            for url in urls
            if url not in known_urls
        ]
        if problems:
            raise ValidationError(problems)
        return html


class CommentForm(ReaderForm):
    class Meta:
        model = Comment
        fields = ["name", "email", "text"]
        field_classes = {"text": WordsField}
        labels = {"name": _("Name"), "email": _("E-mail (not published)"), "text": _("Comment")}
        help_texts = {"email": _("Only our editors see it."), "text": _("Plain text, up to 4,000 characters.")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "text": forms.Textarea(attrs={"rows": 8}),
        }
