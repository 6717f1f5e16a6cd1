from typing import Self

from django.db import models

from publishing.querysets import PublishableQuerySet


class ArticleQuerySet(PublishableQuerySet):
    def for_cards(self) -> Self:
        return self.prefetch_related("topics")

    def for_page(self) -> Self:
        return self.prefetch_related("topics", "claims", "sources")

    def for_documents(self) -> Self:
        return self.prefetch_related("topics", "initiatives", "claims")

    def for_feed(self) -> Self:
        return self.prefetch_related("topics")


ArticleManager = models.Manager.from_queryset(ArticleQuerySet)
