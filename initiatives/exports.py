"""The lists of the record as files: which columns each has, what JSON says of a row, and what schema.org knows of it."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

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


def slug_column(about: StrOrPromise) -> Column:
    return Column(_("Slug"), attrgetter("slug"), "slug", about)


def theme_columns(heading: StrOrPromise, themes: Callable[[Any], Any], name: str, about: StrOrPromise) -> list[Column]:
    return list_columns(heading, themes, attrgetter("slug"), attrgetter("name"), name, about)


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
        slug_column(_("What the record is called: the last part of its address.")),
        field_column(Initiative, "acronym", _("The short name it goes by.")),
        *text_columns(Initiative, "title", about=_("Its title in that language; empty where there is none.")),
        field_column(
            Initiative, "title_ja_official", _("Whether the initiative calls itself so; if not, it is our translation.")
        ),
        *code_columns(Initiative, "kind", _("What it is.")),
        *code_columns(Initiative, "status", _("Where it stands.")),
        *date_columns(Initiative, "start"),
        *date_columns(Initiative, "end"),
        *theme_columns(
            _("Themes"), attrgetter("listed_themes"), "themes", _("Its fields of cooperation, “; ” between them.")
        ),
        *list_columns(
            _("Partners"),
            _parts,
            attrgetter("partner.slug"),
            attrgetter("partner.name"),
            "partners",
            _("The organisations that take part, “; ” between them; once for each role."),
        ),
        *list_columns(
            _("Roles of partners"),
            _parts,
            attrgetter("role"),
            lambda part: display(part, "role"),
            "roles",
            _("What part each of them has, in the same order."),
        ),
        *list_columns(
            _("Country of partners"),
            _countries,
            str,
            country_name,
            "countries",
            _("Where they are, each country once: ISO 3166-1, and EU for bodies of the European Union."),
        ),
        field_column(Initiative, "programme"),
        *list_columns(
            _("Identifiers"),
            attrgetter("listed_identifiers"),
            lambda row: f"{row.scheme}: {row.value}",
            str,
            "identifiers",
            _("Its names in the registers of others: the register, a colon, the name there; “; ” between them."),
        ),
        list_column(
            _("Amounts"),
            _funding,
            lambda row: number(row.amount),
            name="amounts",
            about=_("Its money, “; ” between the amounts. Never add them across currencies."),
        ),
        list_column(
            _("Currencies of the amounts"),
            _funding,
            attrgetter("currency"),
            name="amount_currencies",
            about=_("The currency of each amount, ISO 4217, in the same order."),
        ),
        list_column(
            _("What the amounts are (English)"),
            _funding,
            attrgetter("what_en"),
            name="amount_descriptions_en",
            about=_("What each amount is, in the same order."),
        ),
        list_column(
            _("What the amounts are (Japanese)"),
            _funding,
            attrgetter("what_ja"),
            name="amount_descriptions_ja",
            about=_("What each amount is, in the same order."),
        ),
        *text_columns(Initiative, "summary", about=_("What it is, who is in it and where it stands.")),
        *text_columns(Initiative, "body", about=_("The longer text. An empty line begins a paragraph.")),
        field_column(Initiative, "last_checked"),
        Column(
            _("Changed on"),
            lambda one: one.public_change.date(),
            "changed_on",
            _("The day on which readers could last see something new in the record."),
            type="date",
        ),
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
        slug_column(_("What the organisation is called: the last part of its address.")),
        field_column(Partner, "acronym", _("The short name it goes by.")),
        *text_columns(
            Partner, "name", about=_("Its name in that language; in Japanese only where one is established.")
        ),
        *text_columns(Partner, "former_name", about=_("What it was called before.")),
        *code_columns(Partner, "kind", _("What sort of organisation it is.")),
        *code_columns(Partner, "country"),
        field_column(Partner, "city", _("Where its seat is.")),
        field_column(Partner, "latitude", _("Of its seat, in degrees north (WGS 84).")),
        field_column(Partner, "longitude", _("Of its seat, in degrees east (WGS 84).")),
        field_column(Partner, "website", _("The address of its own site.")),
        field_column(Partner, "ror"),
        Column(
            _("Number of initiatives"),
            attrgetter("total"),
            "initiative_count",
            _("In how many initiatives of the record it takes part."),
            type="integer",
        ),
        *list_columns(
            _("Initiatives"),
            _initiatives_of,
            attrgetter("slug"),
            attrgetter("title"),
            "initiatives",
            _("The initiatives it takes part in, “; ” between them."),
        ),
        *text_columns(Partner, "note", about=_("What else there is to know of it.")),
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
        *list_columns(
            _("Initiative"),
            lambda one: [one.initiative],
            attrgetter("slug"),
            attrgetter("title"),
            "initiative",
            _("The initiative it belongs to."),
        ),
        field_column(Milestone, "key", _("What it is called among those of its initiative; it stays.")),
        *date_columns(Milestone, "date"),
        Column(
            _("time"),
            lambda one: one.time.isoformat("minutes") if one.time else None,
            "time",
            _("The hour, HH:MM, where it matters, as for a deadline."),
        ),
        *code_columns(Milestone, "time_zone", _("Whose clock shows that hour.")),
        *code_columns(Milestone, "kind", _("What happened, or will.")),
        *text_columns(Milestone, "title", about=_("What happened, in a line.")),
        *text_columns(Milestone, "note", about=_("What else there is to say of it.")),
        *theme_columns(
            _("Themes"),
            attrgetter("initiative.listed_themes"),
            "themes",
            _("The fields of cooperation of its initiative, “; ” between them."),
        ),
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
        field_column(Source, "publisher", _("Who published it.")),
        field_column(Source, "url", _("Where it is, or was.")),
        *date_columns(Source, "published"),
        *code_columns(Source, "kind", _("What sort of source it is.")),
        field_column(Source, "archive_url", _("A copy in a web archive.")),
        field_column(Source, "gone_on", _("The day from which the page no longer answered.")),
        Column(
            Source._meta.get_field("last_answered_at").verbose_name,
            attrgetter("last_answered_on"),
            "last_answered_on",
            _("The day on which the page was last seen to answer."),
            type="date",
        ),
        Column(
            _("Number of initiatives"),
            attrgetter("total"),
            "initiative_count",
            _("How many initiatives of the record cite it."),
            type="integer",
        ),
    ],
)


# Claims

# What schema.org can read of a verdict: a rating from 1 to 4, beside its words. Unconfirmed is none.
RATINGS = {Claim.Verdict.CONTRADICTED: 1, Claim.Verdict.PARTLY: 3, Claim.Verdict.CONFIRMED: 4}


def _sources_about(claim: Any) -> list[Source]:
    """Those of the initiatives it is about, each once."""
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
        field_column(Claim, "key", _("What the claim is called: the last part of its address.")),
        *text_columns(Claim, "says", about=_("What is claimed.")),
        *code_columns(Claim, "verdict", _("What the check found.")),
        *text_columns(Claim, "note", about=_("What the sources show.")),
        *text_columns(Claim, "where", about=_("Where it is claimed.")),
        field_column(Claim, "where_url", _("The address of the page that claims it.")),
        *list_columns(
            _("Initiatives"),
            attrgetter("public_initiatives"),
            attrgetter("slug"),
            attrgetter("title"),
            "initiatives",
            _("The initiatives it is about, “; ” between them."),
        ),
        list_column(
            _("Sources of the initiatives"),
            _sources_about,
            attrgetter("url"),
            between=" ",
            name="sources",
            about=_("The addresses of the sources of the initiatives it is about, a blank between them."),
        ),
    ],
)
