"""What articles ask of editors."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from publishing.work import BEHIND, DRAFTS, LANGUAGES, REVIEW, SCHEDULED, Task, not_withdrawn

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
    Task(
        "untranslated",
        LANGUAGES,
        _("Japanese missing"),
        _("The title or the summary stands in English only."),
        untranslated,
    ),
    BEHIND,
    Task(
        "summary",
        LANGUAGES,
        _("Without a summary"),
        _("Lists, feeds and search results have nothing to say about them."),
        without_standfirst,
    ),
]
