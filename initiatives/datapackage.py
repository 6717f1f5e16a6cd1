"""The record of initiatives as files of the data package: the lists, and the rows that a list has in one cell."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from publishing.bilingual import StrOrPromise
from publishing.datapackage import BATCH, Resource, in_batches
from publishing.exports import Column, Export, code_columns, field_column, list_columns, source_column, text_columns
from publishing.presentation import as_they_are
from publishing.querysets import public

from .documents.rows import FACTS
from .exports import CLAIMS, INITIATIVES, MILESTONES, PARTNERS, SOURCES
from .exports.shared import cited, key_column, slug_column
from .models import (
    Citation,
    Claim,
    Funding,
    Initiative,
    Milestone,
    Outcome,
    Participation,
    Partner,
    Source,
    Theme,
)

BELONGS = {"initiative": ("initiatives", "slug")}
RESTS = {"source": ("sources", "url")}


class Rest(NamedTuple):
    """That a fact rests on a source."""

    fact: str
    initiative: str
    key: str
    source: str


def of_list(
    export: Export, title: StrOrPromise, about: StrOrPromise, rows: Callable[[], QuerySet], *key: str, **more: Any
) -> Resource:
    return Resource(
        export.name, title, about, export.columns, lambda: in_batches(export.load(rows())), key, page=_page, **more
    )


def _page(row: Any) -> str:
    return row.get_absolute_url()


def _page_of_initiative(row: Any) -> str:
    return row.initiative.get_absolute_url()


def named_columns(name: str, heading: StrOrPromise, about: StrOrPromise, words: str) -> list[Column]:
    """Of the record that a row belongs to: its slug, and what it is called."""
    get = attrgetter(name)
    return list_columns(heading, lambda row: [get(row)], attrgetter("slug"), attrgetter(words), name, about)


def _initiative_columns() -> list[Column]:
    return named_columns("initiative", _("Initiative"), _("The initiative it belongs to."), "title")


def _fact_sources() -> Column:
    return source_column(lambda fact: cited(fact.citations.all()))


def _facts(model: Any) -> Iterator[Any]:
    citations = Citation.objects.select_related("source")
    facts = model.objects.published().select_related("initiative")
    return in_batches(facts.prefetch_related(Prefetch("citations", citations)))


def _rests() -> Iterator[Rest]:
    for name, _letter, model in FACTS:
        fact = model._meta.model_name  # type: ignore[attr-defined]
        rows = model.citations.through.objects.filter(public(f"{fact}__initiative__")).order_by("pk")  # type: ignore[attr-defined]
        columns = (f"{fact}__initiative__slug", f"{fact}__key", "citation__source__url")
        yield from (Rest(name, *row) for row in rows.values_list(*columns).iterator(chunk_size=BATCH))


# What they take part in has a file of its own; a batch with those that take part in most would hold half of it.
PARTNERS_ALONE = replace(
    PARTNERS, load=as_they_are, columns=[column for column in PARTNERS.columns if column.name != "initiatives"]
)

RESOURCES = [
    of_list(
        INITIATIVES,
        _("Initiatives"),
        _("What the EU and Japan do together in technology, from a treaty to a research project."),
        Initiative.objects.published,
        "slug",
    ),
    of_list(
        PARTNERS_ALONE,
        _("Partners"),
        _("The organisations that take part."),
        lambda: Partner.objects.published().with_counts(),
        "slug",
    ),
    Resource(
        "participations",
        _("Participations"),
        _("Who takes part in what, and as what; a row for each role. It rests on the sources of the initiative."),
        [
            *_initiative_columns(),
            *named_columns("partner", _("Partner"), _("The organisation that takes part."), "name"),
            *code_columns(Participation, "role", _("As what it takes part.")),
            field_column(
                Participation, "amount", _("What it contributes, in its own currency; empty where not known.")
            ),
            field_column(Participation, "currency", _("The currency of the contribution, ISO 4217.")),
        ],
        lambda: in_batches(
            Participation.objects.filter(public("initiative__")).select_related("initiative", "partner")
        ),
        ("initiative", "partner", "role"),
        BELONGS | {"partner": ("partners", "slug")},
        _page_of_initiative,
    ),
    of_list(
        MILESTONES,
        _("Milestones"),
        _("What happened when, and what is announced."),
        Milestone.objects.published,
        "initiative",
        "key",
        references=BELONGS,
    ),
    Resource(
        "funding",
        _("Funding"),
        _(
            "Who pays how much, and for what. Amounts are as their sources have them, never converted: do not add them "
            "across currencies."
        ),
        [
            *_initiative_columns(),
            key_column(Funding),
            field_column(Funding, "amount", _("How much it is, in its own currency.")),
            field_column(Funding, "currency", _("The currency of the amount, ISO 4217.")),
            *text_columns(
                Funding, "what", about=_("What the amount is: EU contribution, total cost, Japanese funding …")
            ),
            _fact_sources(),
        ],
        lambda: _facts(Funding),
        ("initiative", "key"),
        BELONGS,
        _page_of_initiative,
    ),
    Resource(
        "outcomes",
        _("Outcomes"),
        _("What has come of an initiative."),
        [
            *_initiative_columns(),
            key_column(Outcome),
            *text_columns(Outcome, "text", about=_("What has come of it, in a sentence.")),
            _fact_sources(),
        ],
        lambda: _facts(Outcome),
        ("initiative", "key"),
        BELONGS,
        _page_of_initiative,
    ),
    of_list(
        SOURCES,
        _("Sources"),
        _("The pages and documents on which the facts rest."),
        lambda: Source.objects.published().with_counts(),
        "url",
    ),
    Resource(
        "citations",
        _("Citations"),
        _("The numbered list of sources of each initiative."),
        [
            *_initiative_columns(),
            Column(
                _("Number"),
                attrgetter("number"),
                "number",
                _("The number of the source in the list of the initiative, as readers see it."),
                type="integer",
            ),
            Column(_("Source"), attrgetter("source.url"), "source", _("The address of the source."), format="uri"),
        ],
        lambda: in_batches(Citation.objects.filter(public("initiative__")).select_related("initiative", "source")),
        ("initiative", "source"),
        BELONGS | RESTS,
        _page_of_initiative,
    ),
    Resource(
        "fact_sources",
        _("Sources of facts"),
        _("Which milestone, amount or outcome rests on which source."),
        [
            Column(
                _("Sort of fact"),
                attrgetter("fact"),
                "fact",
                _("The file in which the fact stands."),
                constraints={"enum": [name for name, _letter, _model in FACTS]},
            ),
            Column(_("Initiative"), attrgetter("initiative"), "initiative", _("The initiative it belongs to.")),
            Column(_("Key"), attrgetter("key"), "key", _("What it is called among those of its initiative; it stays.")),
            Column(_("Source"), attrgetter("source"), "source", _("The address of the source."), format="uri"),
        ],
        _rests,
        ("fact", "initiative", "key", "source"),
        BELONGS | RESTS,
    ),
    Resource(
        "themes",
        _("Themes"),
        _("The fields of cooperation."),
        [
            slug_column(_("What the theme is called: the last part of its address.")),
            *text_columns(Theme, "name", about=_("Its name in that language.")),
            *text_columns(Theme, "description", about=_("What belongs to it.")),
        ],
        lambda: in_batches(Theme.objects.published()),
        ("slug",),
        page=_page,
    ),
    of_list(
        CLAIMS,
        _("Claims"),
        _("What was said in public about initiatives, checked against the sources."),
        Claim.objects.published,
        "key",
    ),
]
