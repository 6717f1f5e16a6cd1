"""What was said of the made-up initiatives, and what changed in them: a publication each, claims and articles.

Imported once Django is ready.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from articles.models import Article
from initiatives.models import Claim, ClaimAbout, Initiative
from initiatives.models.claim import claim_key
from publishing.models import Change, Revision
from publishing.states import State

from . import words
from .big_record import MARK, TODAY, Dice, keep


def make(dice: Dice, initiatives: int) -> None:
    _make_publications(dice)
    _make_claims(dice, initiatives)
    _make_articles(dice, initiatives)


def _make_publications(dice: Dice) -> None:
    """Of every initiative the first one, and a major one that moved its status and reworded its summary."""
    columns = ("pk", "public_id", "slug", "status", "title_en", "title_ja", "summary_en", "summary_ja", "changed_at")
    rows = list(Initiative.objects.order_by("pk").values_list(*columns, named=True))

    def revisions(row: Any) -> Iterator[Revision]:
        now = {
            "slug": row.slug,
            "title": row.title_en,
            "title_ja": row.title_ja,
            "status": row.status,
            "summary": row.summary_en,
            "summary_ja": row.summary_ja,
        }
        before = now | {"status": "announced", "summary": row.summary_en.rpartition(". ")[0]}
        first = row.changed_at - dt.timedelta(days=90)
        for number, (document, made_at) in enumerate([(before, first), (now, row.changed_at)]):
            yield Revision(
                pk=2 * row.pk + number,
                kind="initiative",
                record=row.public_id,
                document=document,
                origin=Revision.Origin.EDITOR if number else Revision.Origin.DATASET,
                made_at=made_at,
                note=dice.common(words.SENTENCES)[0].format(**dice.filling(words.SUBJECTS)[0]) if number else "",
                is_major=bool(number),
            )

    def changes(row: Any) -> Iterator[Change]:
        before = row.summary_en.rpartition(". ")[0]
        later = 2 * row.pk + 1
        yield Change(revision_id=2 * row.pk, kind=Change.Kind.NEW)
        yield Change(revision_id=later, kind=Change.Kind.STATUS, path="status", old="announced", new=row.status)
        yield Change(revision_id=later, kind=Change.Kind.TEXT, path="summary", old=before, new=row.summary_en)

    keep(revision for row in rows for revision in revisions(row))
    keep(change for row in rows for change in changes(row))


def _make_claims(dice: Dice, initiatives: int) -> None:
    """One for every tenth initiative."""

    def claim(number: int) -> Claim:
        (says_en, says_ja), (note_en, note_ja) = dice.common(words.SENTENCES), dice.common(words.SENTENCES)
        english, japanese = dice.filling(words.SUBJECTS)
        says = f"{says_en.format(**english)} ({english['name']} {number})"
        return Claim(
            pk=number,
            key=claim_key(says),
            says_en=says,
            says_ja=says_ja.format(**japanese),
            verdict=dice.common(Claim.Verdict.values),
            note_en=note_en.format(**english),
            note_ja=note_ja.format(**japanese),
            added_at=TODAY,
            changed_at=TODAY,
        )

    total = max(initiatives // 10, 1)
    keep(claim(number) for number in range(1, total + 1))
    keep(ClaimAbout(claim_id=number, initiative_id=number * 10) for number in range(1, total + 1))


def _make_articles(dice: Dice, initiatives: int) -> None:
    """One for every hundredth initiative, of some forty paragraphs."""

    def article(number: int) -> Article:
        english, japanese = dice.filling(words.SUBJECTS)
        title_en, title_ja = dice.common(words.SENTENCES)
        told = [dice.common(words.SENTENCES) for _paragraph in range(40)]
        changed_at = dice.moment()
        return Article(
            pk=number,
            public_id=dice.uuid(),
            dataset=MARK,
            slug=f"article-{number:05}",
            state=State.PUBLISHED,
            publish_at=changed_at,
            created_at=changed_at,
            changed_at=changed_at,
            told_at=changed_at,
            title_en=title_en.format(**english)[:200],
            title_ja=title_ja.format(**japanese)[:200],
            body_en="".join(f"<p>{said.format(**english)}</p>" for said, _japanese in told),
            body_ja="".join(f"<p>{said.format(**japanese)}</p>" for _english, said in told),
            author_en=english["name"],
        )

    total = max(initiatives // 100, 1)
    about = Article.initiatives.through
    keep(article(number) for number in range(1, total + 1))
    keep(about(article_id=number, initiative_id=number * 100) for number in range(1, total + 1))
