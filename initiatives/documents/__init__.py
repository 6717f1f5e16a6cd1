"""Themes, partners and initiatives as documents; the fields are those of the dataset files."""

from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from publishing.bilingual import StrOrPromise
from publishing.documents import Kind, labels_of, register
from publishing.pictures import LICENCE_LABELS, QUIET

from .. import schemas
from ..models import Claim, Funding, Identifier, Initiative, Milestone, Outcome, Partner, Source, Theme
from ..search import touched_by_initiatives, touched_by_partners, touched_by_themes
from .apply import initiative_columns, write_initiative_rows
from .checks import check_initiative, unfit_initiative
from .dates import date_milestones
from .initiatives import (
    initiative_document,
    initiative_offers,
    known_sources_and_claims,
    normalise_initiative,
    own_of_initiative,
    prune_initiative,
    stable_initiative,
)
from .merging import combined_initiative, combined_partner, initiatives_naming, rename_in_initiative
from .partners import (
    normalise_partner,
    normalise_theme,
    partner_columns,
    partner_document,
    theme_columns,
    theme_document,
)
from .shared import agree_on_shared_rows, meet_initiative, shared_by, sharing_with

DATASET = Path(__file__).parent.parent / "dataset"

LABELS = {
    "themes": Theme._meta.verbose_name_plural,
    "related": _("related initiatives"),
    "partners": Partner._meta.verbose_name_plural,
    "milestones": Milestone._meta.verbose_name_plural,
    "outcomes": Outcome._meta.verbose_name_plural,
    "funding": Funding._meta.verbose_name_plural,
    "sources": Source._meta.verbose_name_plural,
    "claims": Claim._meta.verbose_name_plural,
    "identifiers": Identifier._meta.verbose_name_plural,
    **labels_of(Initiative, Milestone, Outcome, Funding, Source, Claim),
}
WORDS: dict[str, Mapping[str, StrOrPromise]] = {
    "kind": dict([*Initiative.Kind.choices, *Milestone.Kind.choices, *Source.Kind.choices]),
    "status": dict(Initiative.Status.choices),
    "verdict": dict(Claim.Verdict.choices),
    "cover_licence": LICENCE_LABELS,
}


def register_kinds() -> None:
    register(
        Kind(
            name="theme",
            plural="themes",
            touches=touched_by_themes,
            folder=DATASET,
            model=Theme,
            schema=schemas.THEME,
            labels=labels_of(Theme),
            normalise=normalise_theme,
            columns=theme_columns,
            to_document=theme_document,
            public=lambda: Theme.objects.published().order_by("position", "slug"),
        )
    )
    register(
        Kind(
            name="partner",
            plural="partners",
            touches=touched_by_partners,
            folder=DATASET,
            model=Partner,
            schema=schemas.PARTNER,
            labels=labels_of(Partner) | {"coordinates": _("coordinates")},
            words={"kind": dict(Partner.Kind.choices), "logo_licence": LICENCE_LABELS},
            normalise=normalise_partner,
            columns=partner_columns,
            to_document=partner_document,
            combine=combined_partner,
            public=lambda: Partner.objects.published().order_by("id"),
        )
    )
    register(
        Kind(
            name="initiative",
            plural="initiatives",
            touches=touched_by_initiatives,
            folder=DATASET,
            model=Initiative,
            schema=schemas.INITIATIVE,
            references={"themes": "theme", "related": "initiative", "partner": "partner"},
            labels=LABELS,
            words=WORDS,
            normalise=normalise_initiative,
            columns=initiative_columns,
            rows=write_initiative_rows,
            to_document=initiative_document,
            public=lambda: Initiative.objects.published().for_documents().order_by("id"),
            agree=agree_on_shared_rows,
            stable=stable_initiative,
            own=own_of_initiative,
            shared=shared_by,
            sharing=sharing_with,
            quiet=QUIET | {"last_checked", "ja_translates"},
            offers=initiative_offers,
            known=known_sources_and_claims,
            check=check_initiative,
            prune=prune_initiative,
            unfit=unfit_initiative,
            meet=meet_initiative,
            combine=combined_initiative,
            naming=initiatives_naming,
            rename=rename_in_initiative,
            kept=date_milestones,
        )
    )
