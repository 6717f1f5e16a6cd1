"""What articles and comments ask of editors."""

from dataclasses import replace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from publishing.work import (
    BEHIND,
    DRAFTS,
    READERS,
    REVIEW,
    SCHEDULED,
    UNTRANSLATED,
    WITHOUT_SUMMARY,
    Task,
    not_withdrawn,
)

from .models import Comment
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

COMMENT_WORK = [
    Task(
        "comments",
        READERS,
        _("Comments waiting"),
        _("Nobody but us has seen them: approve or reject them."),
        lambda rows: rows.filter(state=Comment.State.WAITING),
    ),
]
