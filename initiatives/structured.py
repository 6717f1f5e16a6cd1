"""The nodes of the pages of the record; what is loaded for a page is enough for them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing.documents import Document
from publishing.exports import in_languages, record_node
from publishing.structured import Step, page_node, picture_node, publisher

from .exports import CLAIMS, INITIATIVES, MILESTONES, PARTNERS, SOURCES
from .models import Claim, Initiative, Partner, Source, Theme


def initiative_nodes(request: HttpRequest, initiative: Initiative, claims: Iterable[Claim]) -> list[Document]:
    _as_in_exports(initiative, "themes", "identifiers", "funding", "citations", "participations")
    node = record_node(request, initiative, INITIATIVES.node)
    milestones = list(initiative.milestones.all())
    for milestone in milestones:
        _as_in_exports(milestone, "citations")
    page = page_node(
        request,
        initiative.get_absolute_url(),
        initiative.title,
        above=[_initiatives()],
        description=in_languages(initiative, "summary"),
        datePublished=initiative.public_since.date().isoformat(),
        dateModified=initiative.public_change.date().isoformat(),
        publisher=publisher(request),
        mainEntity={"@id": node["@id"]},
        citation=[record_node(request, one.source, SOURCES.node) for one in initiative.citations.all()],
    )
    events = [record_node(request, milestone, MILESTONES.node) for milestone in milestones]
    picture = picture_node(request, initiative.cover, initiative.cover_words)
    return [page, {**node, "image": picture, "event": events}, *claim_nodes(request, claims)]


def _as_in_exports(row: Any, *lists: str) -> None:
    """There they have names of their own."""
    for name in lists:
        setattr(row, f"listed_{name}", list(getattr(row, name).all()))


def claim_nodes(request: HttpRequest, claims: Iterable[Claim]) -> list[Document]:
    """Of claims as they are loaded for an export; the site is who checked them."""
    return [{**record_node(request, claim, CLAIMS.node), "author": publisher(request)} for claim in claims]


def claim_page_nodes(request: HttpRequest, claim: Claim) -> list[Document]:
    (node,) = claim_nodes(request, [claim])
    above = [(_("Claims"), reverse("initiatives:claim_list"))]
    page = page_node(request, claim.get_absolute_url(), claim.says, above=above, mainEntity={"@id": node["@id"]})
    return [page, node]


def partner_nodes(request: HttpRequest, partner: Partner) -> list[Document]:
    """Of a partner with its `public_parts`."""
    node = record_node(request, partner, PARTNERS.node)
    page = page_node(
        request,
        partner.get_absolute_url(),
        partner.name,
        type="ProfilePage",
        above=[(_("Partners"), reverse("initiatives:partner_list"))],
        mainEntity={"@id": node["@id"]},
    )
    return [page, {**node, "logo": picture_node(request, partner.logo, partner.logo_words)}]


def theme_nodes(request: HttpRequest, theme: Theme) -> list[Document]:
    path = theme.get_absolute_url()
    term = {
        "@type": "DefinedTerm",
        "name": in_languages(theme, "name"),
        "description": in_languages(theme, "description"),
    }
    return [page_node(request, path, theme.name, type="CollectionPage", above=[_initiatives()], about=term)]


def source_nodes(request: HttpRequest, source: Source) -> list[Document]:
    node = record_node(request, source, SOURCES.node)
    above = [(_("Sources"), reverse("initiatives:source_list"))]
    page = page_node(request, source.get_absolute_url(), source.title, above=above, mainEntity={"@id": node["@id"]})
    return [page, node]


def _initiatives() -> Step:
    return _("Initiatives"), reverse("initiatives:list")
