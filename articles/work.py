"""What articles ask of editors."""

from dataclasses import replace

from django.db.models import Q, QuerySet

from publishing.work import BEHIND, DRAFTS, REVIEW, SCHEDULED, UNTRANSLATED, WITHOUT_SUMMARY, not_withdrawn

from .querysets import ArticleQuerySet


def untranslated(rows: ArticleQuerySet) -> QuerySet:
    is_lacking = Q(title_ja="") | Q(body_ja="") | (Q(standfirst_ja="") & ~Q(standfirst_en=""))
    return not_withdrawn(rows).filter(is_lacking)


def without_standfirst(rows: ArticleQuerySet) -> QuerySet:
    return not_withdrawn(rows).filter(standfirst_en="")


ARTICLE_WORK = [
    REVIEW,
    SCHEDULED,
    DRAFTS,
    replace(UNTRANSLATED, which=untranslated),
    BEHIND,
    replace(WITHOUT_SUMMARY, which=without_standfirst),
]
