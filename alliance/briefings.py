"""What changed, record by record, with the sources that each record rests on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from articles.models import Article
from articles.pages import numbered_sources
from initiatives.models import Citation, Source
from publishing.bilingual import StrOrPromise, Text
from publishing.changes import Told
from publishing.documents import kind_named
from publishing.querysets import public

Numbered = list[tuple[int, Source]]


@dataclass(frozen=True)
class Section:
    """A record with its changes, the latest first. It is called as it was at the latest of them."""

    told: list[Told]
    sources: Numbered

    @property
    def title(self) -> Text:
        return self.told[0].title

    @property
    def address(self) -> str:
        return self.told[0].address

    @property
    def kind(self) -> StrOrPromise:
        return kind_named(self.told[0].revision.kind).model._meta.verbose_name


def briefing_of(told: Iterable[Told]) -> list[Section]:
    """The record that changed last comes first; a few queries."""
    by_record: dict[UUID, list[Told]] = {}
    for one in told:
        by_record.setdefault(one.record.public_id, []).append(one)
    sources = sources_of(by_record)
    return [Section(changes, sources.get(record, [])) for record, changes in by_record.items()]


def sources_of(records: Collection[UUID]) -> dict[UUID, Numbered]:
    """As they are numbered on the pages of the initiatives and articles among the records; others have none."""
    sources: dict[UUID, Numbered] = {}
    citations = Citation.objects.filter(public("initiative__"), initiative__public_id__in=records)
    for citation in citations.select_related("initiative", "source"):
        sources.setdefault(citation.initiative.public_id, []).append((citation.number, citation.source))
    for article in Article.objects.published().filter(public_id__in=records).prefetch_related("sources"):
        sources[article.public_id] = numbered_sources(article)
    return sources
