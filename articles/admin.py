from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from publishing.admin import PublishableAdmin, PublishableWorkAdmin

from .forms import ArticleForm
from .models import Article
from .work import ARTICLE_WORK


@admin.register(Article)
class ArticleAdmin(PublishableWorkAdmin, PublishableAdmin):
    work = ARTICLE_WORK
    form = ArticleForm
    list_display = ["title_en", "author_en", "state", "waiting", "publish_at", "changed_at"]
    list_filter = ["state", "topics"]
    search_fields = ["title_en", "title_ja", "standfirst_en", "standfirst_ja", "slug"]
    ordering = ["-publish_at", "-changed_at"]
    prepopulated_fields = {"slug": ["title_en"]}
    autocomplete_fields = ["initiatives", "claims", "topics"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title_en", "title_ja"),
                    "slug",
                    ("author_en", "author_ja"),
                    ("standfirst_en", "standfirst_ja"),
                    ("body_en", "body_ja"),
                ]
            },
        ),
        PublishableAdmin.picture,
        (_("What it is about"), {"fields": ["topics", "initiatives", "claims"]}),
        PublishableAdmin.publication,
    ]

    def after_save(self, request: HttpRequest, record: Any, form: Any) -> None:
        record.note_sources()
        super().after_save(request, record, form)
