from typing import Self

from django.apps import apps
from django.db import models

from publishing.querysets import PublishableQuerySet


class ArticleQuerySet(PublishableQuerySet):
    def for_cards(self) -> Self:
        return self.prefetch_related("topics")

    def for_page(self) -> Self:
        return self.prefetch_related("topics", "claims", "sources")

    def for_documents(self) -> Self:
        return self.prefetch_related("topics", "initiatives", "claims")

    def for_export(self) -> Self:
        return self.for_documents().prefetch_related("sources")

    def for_feed(self) -> Self:
        return self.prefetch_related("topics")


ArticleManager = models.Manager.from_queryset(ArticleQuerySet)


class CommentQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What the public may see now: approved, and under an article that is public."""
        articles = apps.get_model("articles", "Article").objects.published()
        return self.filter(state="approved", article__in=articles)
