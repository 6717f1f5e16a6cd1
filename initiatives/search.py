"""What of the record can be found, by which texts, and how it is shown among results."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from publishing.bilingual import LANGUAGES, active
from publishing.countries import country_name
from publishing.documents import Touched, latest_documents, records_named
from publishing.templatetags.text import marked, period, time
from search.index import Said, Subject, owned, register, subject_of
from search.results import Found

from .models import Citation, Claim, ClaimAbout, Initiative, Milestone, Participation, Partner, Source, Theme


def both(record: Any, *names: str) -> list[str]:
    return [getattr(record, f"{name}_{language}") for name in names for language in LANGUAGES]


def in_readers_order(record: Any, *names: str) -> list[tuple[str, str]]:
    """(language, text) of the fields, those in the page's language first."""
    languages = sorted(LANGUAGES, key=lambda language: language != active())
    return [(language, getattr(record, f"{name}_{language}")) for language in languages for name in names]


def _not_in(title: str, acronym: str) -> str:
    return "" if acronym.casefold() in title.casefold() else acronym


def _said_by_initiatives(rows: QuerySet[Initiative]) -> Iterator[Said]:
    for one in rows.prefetch_related("themes", "participations__partner", "outcomes", "identifiers"):
        partners = [part.partner for part in one.participations.all()]
        yield Said(
            pk=one.pk,
            exact=[one.acronym, *(identifier.value for identifier in one.identifiers.all())],
            names=both(one, "title"),
            words=[
                *both(one, "summary", "body"),
                one.programme,
                *(name for theme in one.themes.all() for name in both(theme, "name")),
                *(name for partner in partners for name in [*both(partner, "name", "former_name"), partner.acronym]),
                *(text for outcome in one.outcomes.all() for text in both(outcome, "text")),
            ],
        )


def _found_initiatives(rows: QuerySet[Initiative]) -> Iterator[Found]:
    for one in rows.prefetch_related("outcomes"):
        outcomes = [text for outcome in one.outcomes.all() for text in in_readers_order(outcome, "text")]
        yield Found(
            pk=one.pk,
            mark=f"initiative:{one.slug}",
            title=one.title,
            address=one.get_absolute_url(),
            kind=capfirst(one.get_kind_display()),
            short=_not_in(one.title, one.acronym),
            facts=period(one.start, one.end, one.has_ended),
            texts=[*in_readers_order(one, "summary", "body"), *outcomes],
        )


def _said_by_partners(rows: QuerySet[Partner]) -> Iterator[Said]:
    for one in rows:
        yield Said(
            pk=one.pk,
            exact=[one.acronym, one.ror_id],
            names=both(one, "name", "former_name"),
            words=[one.city, *_country_names(one.country), *both(one, "note")],
        )


def _country_names(code: str) -> list[str]:
    names = []
    for language in LANGUAGES:
        with override(language):
            names.append(country_name(code))
    return names


def _found_partners(rows: QuerySet[Partner]) -> Iterator[Found]:
    for one in rows:
        yield Found(
            pk=one.pk,
            mark=f"partner:{one.slug}",
            title=one.name,
            address=one.get_absolute_url(),
            kind=capfirst(one.get_kind_display()),
            short=_not_in(one.name, one.acronym),
            facts=one.country_name,
            texts=in_readers_order(one, "note", "former_name"),
        )


def _said_by_milestones(rows: QuerySet[Milestone]) -> Iterator[Said]:
    for one in rows.select_related("initiative"):
        yield Said(
            pk=one.pk,
            owner=one.initiative_id,
            names=both(one, "title"),
            words=[*both(one, "note"), *both(one.initiative, "title"), one.initiative.acronym, str(one.date.year)],
        )


def _found_milestones(rows: QuerySet[Milestone]) -> Iterator[Found]:
    for one in rows.select_related("initiative"):
        yield Found(
            pk=one.pk,
            mark=f"milestone:{one.initiative.slug}:{one.key}",
            title=one.title,
            address=one.get_absolute_url(),
            kind=_("Milestone"),
            facts=format_html("{} · {}", time(one.date), marked(one.initiative.title)),
            texts=in_readers_order(one, "note"),
        )


def _said_by_sources(rows: QuerySet[Source]) -> Iterator[Said]:
    for one in rows:
        yield Said(pk=one.pk, names=[one.title], words=[one.publisher, one.url])


def _found_sources(rows: QuerySet[Source]) -> Iterator[Found]:
    for one in rows:
        yield Found(
            pk=one.pk,
            mark=f"source:{one.pk}",
            title=one.heading,
            address=one.get_absolute_url(),
            kind=_("Source"),
            facts=marked(one.byline),
        )


def _said_by_claims(rows: Any) -> Iterator[Said]:
    for one in rows.for_list():
        about = [title for initiative in one.public_initiatives for title in both(initiative, "title")]
        yield Said(pk=one.pk, names=both(one, "says"), words=[*both(one, "where", "note"), *about])


def _found_claims(rows: QuerySet[Claim]) -> Iterator[Found]:
    for one in rows:
        yield Found(
            pk=one.pk,
            mark=f"claim:{one.key}",
            title=one.says,
            address=one.get_absolute_url(),
            kind=_("Claim"),
            facts=capfirst(one.get_verdict_display()),
            texts=in_readers_order(one, "note"),
        )


INITIATIVES = Subject(
    name="initiative",
    number=1,
    label=_("Initiatives"),
    public=lambda: Initiative.objects.published(),
    said=_said_by_initiatives,
    found=_found_initiatives,
    worth=1.0,
)
PARTNERS = Subject(
    name="partner",
    number=2,
    label=_("Partners"),
    public=lambda: Partner.objects.published(),
    said=_said_by_partners,
    found=_found_partners,
    worth=0.85,
)
MILESTONES = Subject(
    name="milestone",
    number=3,
    label=_("Milestones"),
    public=lambda: Milestone.objects.published(),
    said=_said_by_milestones,
    found=_found_milestones,
    worth=0.6,
    owned_by=INITIATIVES,
)
SOURCES = Subject(
    name="source",
    number=5,
    label=_("Sources"),
    public=lambda: Source.objects.published(),
    said=_said_by_sources,
    found=_found_sources,
    worth=0.5,
)
CLAIMS = Subject(
    name="claim",
    number=6,
    label=_("Claims"),
    public=lambda: Claim.objects.published(),
    said=_said_by_claims,
    found=_found_claims,
    worth=0.5,
)


def touched_by_initiatives(initiatives: Sequence[Initiative]) -> Touched:
    """Also what they brought into public with them, or take out of it; and what others share with a draft."""
    pks = [one.pk for one in initiatives]
    documents = latest_documents(initiatives)
    sources = Citation.objects.filter(initiative__in=pks).values_list("source", flat=True)
    claims = ClaimAbout.objects.filter(initiative__in=pks).values_list("claim", flat=True)
    parts = Participation.objects.filter(initiative__in=pks).values_list("partner", flat=True)
    partners = {part["partner"] for document in documents for part in document.get("partners", [])}
    addresses = {source["url"] for document in documents for source in document.get("sources", [])}
    keys = {claim["key"] for document in documents for claim in document.get("claims", [])}
    milestones = Milestone.objects.filter(initiative__in=pks).values_list("pk", flat=True)
    return {
        INITIATIVES: pks,
        MILESTONES: [*milestones, *owned(MILESTONES, pks)],
        PARTNERS: [*parts, *(partner.pk for partner in records_named(Partner, partners).values())],
        SOURCES: [*sources, *Source.objects.filter(url__in=addresses).values_list("pk", flat=True)],
        CLAIMS: [*claims, *Claim.objects.filter(key__in=keys).values_list("pk", flat=True)],
    }


def touched_by_partners(partners: Sequence[Partner]) -> Touched:
    """Also the initiatives, which are found by the names of those who take part."""
    pks = [one.pk for one in partners]
    parts = Participation.objects.filter(partner__in=pks)
    return {PARTNERS: pks, INITIATIVES: parts.values_list("initiative", flat=True)}


def touched_by_themes(themes: Sequence[Theme]) -> Touched:
    """Initiatives and articles, which are found by the names of their themes."""
    pks = [one.pk for one in themes]
    # The relation and not the app: initiatives do not import articles.
    articles: Any = Theme._meta.get_field("articles").related_model
    return {
        INITIATIVES: Initiative.objects.filter(themes__in=pks).values_list("pk", flat=True),
        subject_of(articles): articles.objects.filter(topics__in=pks).values_list("pk", flat=True),
    }


def register_subjects() -> None:
    for subject in (INITIATIVES, PARTNERS, MILESTONES, SOURCES, CLAIMS):
        register(subject)
