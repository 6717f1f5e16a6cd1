"""What the page of an initiative arranges; works on the rows that `for_page()` has loaded."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .models import Citation, Initiative, Participation


def participations_by_side(initiative: Initiative) -> list[tuple[str, str, list[Participation]]]:
    """(side, heading, participations): Europe, Japan, then others, each only where there are any."""
    headings = {"eu": _("Europe"), "jp": _("Japan"), "other": _("International")}
    participations = list(initiative.participations.all())
    sides = (
        (side, heading, [p for p in participations if p.partner.side == side]) for side, heading in headings.items()
    )
    return [(side, heading, some) for side, heading, some in sides if some]


def parts_of(participations: Iterable[Participation]) -> list[tuple[Initiative, list[Participation]]]:
    """A partner's initiatives in the order given, each with all the parts it has there."""
    parts: dict[Initiative, list[Participation]] = {}
    for participation in participations:
        parts.setdefault(participation.initiative, []).append(participation)
    return list(parts.items())


def facts_by_source(initiative: Initiative) -> list[tuple[Citation, list[tuple[str, str]]]]:
    """Each source of the record with the facts that rest on it: (anchor on the page, words)."""
    facts: dict[int, list[tuple[str, str]]] = {}
    for milestone in initiative.milestones.all():
        _note(facts, milestone.citations.all(), f"#milestone-{milestone.key}", str(milestone.date))
    for place, outcome in enumerate(initiative.outcomes.all(), start=1):
        _note(facts, outcome.citations.all(), f"#outcome-{outcome.key}", _("outcome %(number)s") % {"number": place})
    for funding in initiative.funding.all():
        _note(facts, funding.citations.all(), f"#funding-{funding.key}", str(funding.money))
    return [(citation, facts.get(citation.pk, [])) for citation in initiative.citations.all()]


def _note(facts: dict, citations, anchor: str, words: str) -> None:
    for citation in citations:
        facts.setdefault(citation.pk, []).append((anchor, words))
