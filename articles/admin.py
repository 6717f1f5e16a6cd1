from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from publishing.admin import PublishableAdmin, PublishableWorkAdmin, ReaderAdmin, links_to

from .forms import ArticleForm
from .models import Article, Comment
from .work import ARTICLE_WORK, COMMENT_WORK


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


@admin.register(Comment)
class CommentAdmin(ReaderAdmin):
    work = COMMENT_WORK
    list_display = ["title", "name", "article", "state", "sent_at"]
    list_filter = ["state", "language"]
    list_select_related = ["article"]
    search_fields = ["name", "email", "text", "article__title_en", "article__title_ja"]
    actions = ["approve", "reject", "mark_as_spam"]
    fieldsets = [
        (_("What was written"), {"fields": ["article_links", "name", "write_to", "language", "sent_at", "text"]}),
        (_("What becomes of it"), {"fields": ["state", ("decided_at", "decided_by"), "seen"]}),
    ]

    @admin.display(description=_("comment"))
    def title(self, comment: Comment) -> str:
        return str(comment)

    @admin.display(description=_("article"))
    def article_links(self, comment: Comment) -> Any:
        return links_to(comment.article, comment.article.title)

    @admin.action(description=_("Approve: show them under their articles"), permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self.decide_all(request, queryset, Comment.State.APPROVED)

    @admin.action(description=_("Reject"), permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self.decide_all(request, queryset, Comment.State.REJECTED)

    @admin.action(description=_("Mark as spam"), permissions=["change"])
    def mark_as_spam(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self.decide_all(request, queryset, Comment.State.SPAM)
