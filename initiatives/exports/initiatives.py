from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from publishing.countries import country_name
from publishing.documents import Document
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

from ..citations import initiative_reference
from ..documents.rows import number
from ..models import Initiative
from ..querysets import InitiativeQuerySet
from .shared import addresses, cited, public_document, public_names, slug_column, theme_columns

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
    changed=attrgetter("public_change"),
    reference=initiative_reference,
    columns=[
        slug_column(_("What the record is called: the last part of its address.")),
        field_column(Initiative, "acronym", _("The short name it goes by.")),
        *text_columns(Initiative, "title", about=_("Its title in that language, where it has one.")),
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
        *(
            list_column(
                heading,
                _funding,
                attrgetter(f"what_{language}"),
                name=f"amount_descriptions_{language}",
                about=_("What each amount is, in the same order."),
            )
            for language, heading in (
                ("en", _("What the amounts are (English)")),
                ("ja", _("What the amounts are (Japanese)")),
            )
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
