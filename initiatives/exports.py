"""The lists of the record as files: which columns each has, what JSON says of a row, and what schema.org knows of it."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from django.template.defaultfilters import yesno
from django.utils.translation import gettext_lazy as _

from publishing.bilingual import StrOrPromise
from publishing.countries import country_name
from publishing.documents import Document, Names, kind_of, without_empty
from publishing.exports import (
    Column,
    Export,
    Identity,
    code_columns,
    date_columns,
    display,
    field_column,
    in_languages,
    list_column,
    list_columns,
    source_column,
    text_columns,
)
from publishing.known import known_of
from publishing.presentation import as_they_are

from .documents.rows import claim_row, milestone_fields, number, source_fields
from .listings import InitiativeListing
from .models import Citation, Claim, Initiative, Milestone, Partner, Source, Theme
from .querysets import ClaimQuerySet, InitiativeQuerySet, MilestoneQuerySet, PartnerQuerySet


def public_names() -> Names:
    """What the documents of an export may name; kept like all that is known of a list."""
    return known_of(InitiativeListing).fact("public names", _public_names)


def _public_names() -> Names:
    named = {"theme": (Theme, "slug"), "partner": (Partner, "slug"), "initiative": (Initiative, "slug")} | {
        "source": (Source, "url"),
        "claim": (Claim, "key"),
    }
    return {
        name: set(model._default_manager.published().values_list(field, flat=True))  # type: ignore[attr-defined]
        for name, (model, field) in named.items()
    }


def public_document(record: Any, names: Names) -> Document:
    kind = kind_of(record)
    return kind.prune(kind.to_document(record), names)


def theme_columns(heading: StrOrPromise, themes: Callable[[Any], Any]) -> list[Column]:
    return list_columns(heading, themes, attrgetter("slug"), attrgetter("name"))


def cited(citations: Iterable[Citation]) -> list[Source]:
    return [citation.source for citation in sorted(citations, key=attrgetter("position"))]


def addresses(sources: Iterable[Source]) -> list[str]:
    return [source.url for source in sources]


# Initiatives


_parts, _funding = attrgetter("listed_participations"), attrgetter("listed_funding")


def _countries(initiative: Any) -> list[str]:
    return sorted({part.partner.country for part in _parts(initiative)} - {""})


def _initiative_node(initiative: Any, identity: Identity) -> Document:
    is_research = initiative.kind == Initiative.Kind.RESEARCH_PROJECT
    return {
        "@type": "ResearchProject" if is_research else "Project",
        "name": in_languages(initiative, "title"),
        "alternateName": initiative.acronym,
        "description": in_languages(initiative, "summary"),
        "keywords": [theme.name for theme in initiative.listed_themes],
        "foundingDate": initiative.start.iso if initiative.start else "",
        "dissolutionDate": initiative.end.iso if initiative.end else "",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": row.scheme, "value": row.value}
            for row in initiative.listed_identifiers
        ],
        "member": [
            {
                "@type": "OrganizationRole",
                "roleName": part.get_role_display(),
                "member": {"@type": "Organization", "@id": identity(part.partner), "name": part.partner.name},
            }
            for part in _parts(initiative)
        ],
        "funding": [
            {
                "@type": "MonetaryGrant",
                "name": in_languages(row, "what"),
                "amount": {"@type": "MonetaryAmount", "value": number(row.amount), "currency": row.currency},
            }
            for row in _funding(initiative)
        ],
        "subjectOf": addresses(cited(initiative.listed_citations)),
    }


INITIATIVES = Export(
    name="initiatives",
    load=InitiativeQuerySet.for_export,
    load_whole=InitiativeQuerySet.for_documents,
    codes=("kind", "status"),
    names=public_names,
    document=public_document,
    node=_initiative_node,
    columns=[
        Column(_("Slug"), attrgetter("slug")),
        field_column(Initiative, "acronym"),
        *text_columns(Initiative, "title"),
        Column(_("the Japanese title is official"), lambda one: yesno(one.title_ja_official)),
        *code_columns(Initiative, "kind"),
        *code_columns(Initiative, "status"),
        *date_columns(Initiative, "start"),
        *date_columns(Initiative, "end"),
        *theme_columns(_("Themes"), attrgetter("listed_themes")),
        *list_columns(_("Partners"), _parts, attrgetter("partner.slug"), attrgetter("partner.name")),
        *list_columns(_("Roles of partners"), _parts, attrgetter("role"), lambda part: display(part, "role")),
        *list_columns(_("Country of partners"), _countries, str, country_name),
        field_column(Initiative, "programme"),
        *list_columns(
            _("Identifiers"),
            attrgetter("listed_identifiers"),
            lambda row: f"{row.scheme}: {row.value}",
            str,
        ),
        list_column(_("Amounts"), _funding, lambda row: number(row.amount)),
        list_column(_("Currencies of the amounts"), _funding, attrgetter("currency")),
        list_column(_("What the amounts are (English)"), _funding, attrgetter("what_en")),
        list_column(_("What the amounts are (Japanese)"), _funding, attrgetter("what_ja")),
        *text_columns(Initiative, "summary", "body"),
        field_column(Initiative, "last_checked"),
        Column(_("Changed on"), lambda one: one.public_change.date()),
        source_column(lambda one: cited(one.listed_citations)),
    ],
)


# Partners


def _initiatives_of(partner: Any) -> list[Initiative]:
    """Once each, however many roles it has there."""
    return list(dict.fromkeys(part.initiative for part in partner.public_parts))


def _partner_document(partner: Any, names: Names) -> Document:
    return {
        **public_document(partner, names),
        "initiatives": [initiative.slug for initiative in _initiatives_of(partner)],
    }


def _partner_node(partner: Any, identity: Identity) -> Document:
    return {
        "@type": "Organization",
        "name": in_languages(partner, "name"),
        "alternateName": partner.acronym,
        "description": in_languages(partner, "note"),
        "address": without_empty(
            {"@type": "PostalAddress", "addressCountry": partner.country, "addressLocality": partner.city}
        ),
        "sameAs": [address for address in (partner.website, partner.ror) if address],
        "memberOf": [{"@id": identity(one)} for one in _initiatives_of(partner)],
    }


PARTNERS = Export(
    name="partners",
    load=PartnerQuerySet.for_export,
    codes=("kind", "country"),
    document=_partner_document,
    node=_partner_node,
    columns=[
        Column(_("Slug"), attrgetter("slug")),
        field_column(Partner, "acronym"),
        *text_columns(Partner, "name", "former_name"),
        *code_columns(Partner, "kind"),
        *code_columns(Partner, "country"),
        *(field_column(Partner, name) for name in ("city", "latitude", "longitude", "website", "ror")),
        Column(_("Number of initiatives"), attrgetter("total")),
        *list_columns(_("Initiatives"), _initiatives_of, attrgetter("slug"), attrgetter("title")),
        *text_columns(Partner, "note"),
    ],
)


# Milestones


def _milestone_sources(milestone: Any) -> list[Source]:
    return cited(milestone.listed_citations)


def _milestone_document(milestone: Milestone, _names: Names) -> Document:
    """As in the initiative's document, with the addresses of its sources in place of what they are called there."""
    document = {
        "initiative": milestone.initiative.slug,
        **milestone_fields(milestone),
        "key": milestone.key,
        "sources": addresses(_milestone_sources(milestone)),
    }
    return without_empty(document)


def _milestone_node(milestone: Milestone, identity: Identity) -> Document:
    return {
        "@type": "Event",
        "name": in_languages(milestone, "title"),
        "description": in_languages(milestone, "note"),
        "startDate": milestone.moment.isoformat() if milestone.moment else milestone.date.iso,
        "about": {"@id": identity(milestone.initiative)},
        "subjectOf": addresses(_milestone_sources(milestone)),
    }


MILESTONES = Export(
    name="milestones",
    load=MilestoneQuerySet.for_export,
    codes=("kind", "time_zone"),
    item={"initiative": "initiative__slug", "key": "key"},
    document=_milestone_document,
    node=_milestone_node,
    columns=[
        *date_columns(Milestone, "date"),
        Column(_("time"), lambda one: one.time.isoformat("minutes") if one.time else None),
        *code_columns(Milestone, "time_zone"),
        *code_columns(Milestone, "kind"),
        *text_columns(Milestone, "title", "note"),
        *list_columns(_("Initiative"), lambda one: [one.initiative], attrgetter("slug"), attrgetter("title")),
        *theme_columns(_("Themes"), attrgetter("initiative.listed_themes")),
        source_column(_milestone_sources),
    ],
)


# Sources


def _source_node(source: Source, _identity: Identity) -> Document:
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else {},
        "datePublished": source.published.iso if source.published else "",
        "sameAs": source.url,
        "archivedAt": source.archive_url,
    }


SOURCES = Export(
    name="sources",
    load=as_they_are,
    codes=("kind",),
    item={"id": "pk"},
    document=lambda source, _names: without_empty(source_fields(source)),
    node=_source_node,
    columns=[
        field_column(Source, "title"),
        field_column(Source, "publisher"),
        field_column(Source, "url"),
        *date_columns(Source, "published"),
        *code_columns(Source, "kind"),
        field_column(Source, "archive_url"),
        field_column(Source, "gone_on"),
        Column(Source._meta.get_field("last_answered_at").verbose_name, attrgetter("last_answered_on")),
        Column(_("Number of initiatives"), attrgetter("total")),
    ],
)


# Claims

# What schema.org can read of a verdict: a rating from 1 to 4, beside its words. Unconfirmed is none.
RATINGS = {Claim.Verdict.CONTRADICTED: 1, Claim.Verdict.PARTLY: 3, Claim.Verdict.CONFIRMED: 4}


def _sources_about(claim: Any) -> list[Source]:
    """What it was checked against: those of the initiatives it is about, each once."""
    return list(dict.fromkeys(source for one in claim.public_initiatives for source in cited(one.citations.all())))


def _claim_document(claim: Any, _names: Names) -> Document:
    return without_empty({**claim_row(claim), "initiatives": [one.slug for one in claim.public_initiatives]})


def _claim_node(claim: Any, identity: Identity) -> Document:
    rating = {
        "@type": "Rating",
        "ratingValue": RATINGS.get(claim.verdict),
        "bestRating": 4,
        "worstRating": 1,
        "alternateName": display(claim, "verdict"),
    }
    appearance = {"@type": "CreativeWork", "name": in_languages(claim, "where"), "url": claim.where_url}
    return {
        "@type": "ClaimReview",
        "claimReviewed": in_languages(claim, "says"),
        "reviewBody": in_languages(claim, "note"),
        "reviewRating": without_empty(rating),
        "author": {"@type": "Organization", "name": str(_("Alliance"))},
        "itemReviewed": without_empty(
            {"@type": "Claim", "appearance": without_empty(appearance) if claim.where_url else None}
        ),
        "about": [{"@id": identity(one)} for one in claim.public_initiatives],
        "citation": addresses(_sources_about(claim)),
    }


CLAIMS = Export(
    name="claims",
    load=ClaimQuerySet.for_export,
    codes=("verdict",),
    item={"key": "key"},
    document=_claim_document,
    node=_claim_node,
    columns=[
        *text_columns(Claim, "says"),
        *code_columns(Claim, "verdict"),
        *text_columns(Claim, "note", "where"),
        field_column(Claim, "where_url"),
        *list_columns(_("Initiatives"), attrgetter("public_initiatives"), attrgetter("slug"), attrgetter("title")),
        source_column(_sources_about),
    ],
)
