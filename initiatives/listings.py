"""What can be asked of the lists of the record."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, F, Min, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from publishing.bilingual import Text, active, in_order_of, script_of
from publishing.countries import country_name, country_order
from publishing.dates import EARLIEST_YEAR, LATEST_YEAR
from publishing.documents import Schema
from publishing.facets import (
    Choice,
    ChoiceFacet,
    ColumnFacet,
    ConditionFacet,
    EitherFacet,
    Facet,
    Label,
    Options,
    RelatedFacet,
    labelled,
)
from publishing.filters import WordsFilter, from_filter, to_filter
from publishing.known import bitmaps
from publishing.listings import Listing
from publishing.presentation import Column, View
from publishing.querysets import latest_change_first, public

from .models import Citation, Claim, ClaimAbout, Initiative, Milestone, Participation, Partner, Source, Theme
from .models.source import SILENT_AFTER
from .querysets import ClaimQuerySet, InitiativeQuerySet, MilestoneQuerySet, to_come
from .search import CLAIMS, INITIATIVES, MILESTONES, PARTNERS, SOURCES


def theme_options() -> Options:
    return labelled(Theme.objects.published().values_list("slug", "name_en", "name_ja"), active())


def partner_options() -> Options:
    """Those with most initiatives first: of thousands only the first are shown."""
    partners = Partner.objects.published().with_counts().order_by(F("total").desc(), in_order_of("name"), "slug")
    return labelled(partners.values_list("slug", "name_en", "name_ja", "acronym"), active())


def country_options() -> Options:
    codes = Partner.objects.published().exclude(country="").order_by().values_list("country", flat=True).distinct()
    return [Choice(code, country_name(code), code) for code in sorted(codes, key=country_order)]


def programme_options() -> Options:
    names = (
        Initiative.objects.published().exclude(programme="").order_by("programme").values_list("programme", flat=True)
    )
    return [Choice(name, Text(name, "en")) for name in names.distinct()]


def claimed_options() -> Options:
    """The initiatives that claims are about."""
    claimed = Initiative.objects.published().filter(claim_abouts__isnull=False).distinct()
    return labelled(claimed.order_by(*by_title()).values_list("slug", "title_en", "title_ja", "acronym"), active())


class YearFacet(Facet):
    """What ran in a year, offered from the earliest known start to this year; others may be asked for as well."""

    template = "components/years.html"
    is_typed = True

    def find_options(self) -> Options:
        earliest = Initiative.objects.published().aggregate(Min("start"))["start__min"]
        this_year = timezone.now().year
        years = range(this_year, (earliest.year if earliest else this_year) - 1, -1)
        return [Choice(str(year), str(year)) for year in years]

    def accepts(self, value: str) -> bool:
        return len(value) == 4 and value.isascii() and value.isdigit() and EARLIEST_YEAR <= int(value) <= LATEST_YEAR

    def schema(self) -> Schema:
        return {"type": "string", "pattern": r"^\d{4}$"}

    def filter(self, qs: Any, value: list[str]) -> Any:
        return qs.active_in(int(value[-1])) if value else qs

    def find_sets(self, rows: Any, values: list[str]) -> dict[str, int]:
        spans = bitmaps(
            ((first, last), pk)
            for first, last, pk in rows.order_by().with_years().values_list("first_year", "last_year", "pk")
        )
        return {
            year: reduce(or_, (bits for (first, last), bits in spans.items() if first <= year <= last), 0)
            for year in values
        }


def when_conditions() -> dict[str, tuple[Label, Q]]:
    return {"upcoming": (_("To come"), to_come()), "past": (pgettext_lazy("of milestones", "Past"), ~to_come())}


def by_title() -> list[Any]:
    return [in_order_of("title"), "slug"]


def by_verdict() -> Case:
    """In the order in which the verdicts are declared, the firmest first."""
    return Case(*(When(verdict=verdict, then=Value(place)) for place, verdict in enumerate(Claim.Verdict.values)))


def public_abouts() -> QuerySet[ClaimAbout]:
    return ClaimAbout.objects.filter(public("initiative__"))


class InitiativeListing(Listing):
    listed_at = "initiatives:list"
    all_public = staticmethod(lambda: Initiative.objects.published())
    heading = _("Initiatives")
    lead = _("Agreements, dialogues, programmes and projects of the EU and Japan.")
    counted = ngettext_lazy("%(n)s initiative", "%(n)s initiatives", "n")
    feed = "initiatives:feed"
    export = "initiatives:export"
    api = "api:initiatives"
    sorts = {
        "-updated": (
            pgettext_lazy("sort", "Recently updated"),
            lambda: [latest_change_first(), F("start").desc(nulls_last=True), "slug"],
        ),
        "-start": (_("Latest start first"), lambda: [F("start").desc(nulls_last=True), "slug"]),
        "start": (_("Earliest start first"), lambda: [F("start").asc(nulls_last=True), "slug"]),
        "title": (_("By title"), by_title),
    }
    views = {
        "cards": View(_("Cards"), "initiatives/initiative_cards.html", InitiativeQuerySet.for_cards),
        "table": View(_("Table"), "components/table.html", InitiativeQuerySet.for_cards),
        "timeline": View(_("Timeline"), "initiatives/initiative_strip.html", InitiativeQuerySet.for_strip),
    }
    more_sorts = {
        "updated": (_("Longest unchanged first"), lambda: [latest_change_first().reverse_ordering(), "slug"]),
        "-title": (_("By title, backwards"), lambda: [in_order_of("title").desc(), "slug"]),
        "-end": (_("Latest end first"), lambda: [F("end").desc(nulls_last=True), "slug"]),
        "end": (_("Earliest end first"), lambda: [F("end").asc(nulls_last=True), "slug"]),
    }
    columns = {
        "title": Column(_("Initiative")),
        "kind": Column(pgettext_lazy("what it is", "Kind")),
        "status": Column(_("Status")),
        "start": Column(_("Start")),
        "end": Column(_("End")),
        "themes": Column(_("Themes")),
        "partners": Column(_("Partners"), is_number=True),
        "programme": Column(_("Programme"), is_shown=False),
        "updated": Column(_("Changed on"), is_shown=False),
        "checked": Column(_("Checked on"), is_shown=False),
    }
    cells = "initiatives/initiative_cells.html"

    q = WordsFilter(label=_("Words"), subject=INITIATIVES)
    theme = RelatedFacet(
        label=_("Theme"),
        related=Initiative.themes.through.objects.all,
        owner="initiative",
        value="theme__slug",
        options=theme_options,
    )
    status = ChoiceFacet(label=_("Status"), column="status", choices=Initiative.Status)
    kind = ChoiceFacet(label=pgettext_lazy("what it is", "Kind"), column="kind", choices=Initiative.Kind)
    country = RelatedFacet(
        label=_("Country of partners"),
        related=Participation.objects.all,
        owner="initiative",
        value="partner__country",
        options=country_options,
        is_open=False,
    )
    partner = RelatedFacet(
        label=_("Partner"),
        related=Participation.objects.all,
        owner="initiative",
        value="partner__slug",
        options=partner_options,
        is_open=False,
    )
    programme = ColumnFacet(label=_("Programme"), column="programme", options=programme_options, is_open=False)
    active_in = YearFacet(label=_("Ran in"), single=True, is_open=False)
    start_from = from_filter("start", _("Started from"))
    start_to = to_filter("start", _("Started until"))


class MilestoneListing(Listing):
    listed_at = "initiatives:milestone_list"
    all_public = staticmethod(lambda: Milestone.objects.published())
    heading = _("Milestones")
    lead = _("Everything that happened, and what is announced.")
    daily = ["when"]
    feed = "initiatives:milestone_feed"
    counted = ngettext_lazy("%(n)s milestone", "%(n)s milestones", "n")
    export = "initiatives:milestone_export"
    calendar = "initiatives:milestone_calendar"
    api = "api:milestones"
    sorts = {
        "-date": (_("Latest first"), lambda: ["-date", "initiative__slug", "position", "pk"]),
        "date": (_("Earliest first"), lambda: ["date", "initiative__slug", "position", "pk"]),
    }
    views = {
        "cards": View(_("List"), "initiatives/milestone_cards.html", MilestoneQuerySet.for_list),
        "table": View(_("Table"), "components/table.html", MilestoneQuerySet.for_list),
    }
    columns = {
        "title": Column(_("Milestone")),
        "date": Column(_("Date")),
        "kind": Column(pgettext_lazy("what it is", "Kind")),
        "initiative": Column(_("Initiative")),
        "note": Column(_("Note"), is_shown=False),
    }
    cells = "initiatives/milestone_cells.html"

    q = WordsFilter(label=_("Words"), subject=MILESTONES)
    when = ConditionFacet(label=_("When"), conditions=when_conditions, single=True)
    kind = ChoiceFacet(label=pgettext_lazy("what it is", "Kind"), column="kind", choices=Milestone.Kind)
    theme = RelatedFacet(
        label=_("Theme"),
        related=lambda: Milestone.objects.all(),
        owner="pk",
        value="initiative__themes__slug",
        options=theme_options,
    )


class PartnerListing(Listing):
    listed_at = "initiatives:partner_list"
    all_public = staticmethod(lambda: Partner.objects.published().with_counts())
    heading = _("Partners")
    lead = _("Ministries, agencies, universities, institutes and companies that take part.")
    counted = ngettext_lazy("%(n)s partner", "%(n)s partners", "n")
    feed = "initiatives:partner_list_feed"
    export = "initiatives:partner_export"
    api = "api:partners"
    sorts = {
        "name": (_("By name"), lambda: [in_order_of("name"), "slug"]),
        "-initiatives": (_("Most initiatives first"), lambda: ["-total", in_order_of("name"), "slug"]),
    }
    views = {
        "cards": View(_("List"), "initiatives/partner_cards.html"),
        "table": View(_("Table"), "components/table.html"),
    }
    more_sorts = {
        "-name": (_("By name, backwards"), lambda: [in_order_of("name").desc(), "slug"]),
        "initiatives": (_("Fewest initiatives first"), lambda: ["total", in_order_of("name"), "slug"]),
    }
    columns = {
        "name": Column(_("Organisation")),
        "acronym": Column(_("Acronym")),
        "kind": Column(pgettext_lazy("what it is", "Kind")),
        "country": Column(_("Country")),
        "city": Column(_("City"), is_shown=False),
        "initiatives": Column(_("Initiatives"), is_number=True),
        "website": Column(_("Website"), is_shown=False),
        "ror": Column(_("ROR id"), is_shown=False),
    }
    cells = "initiatives/partner_cells.html"

    q = WordsFilter(label=_("Words"), subject=PARTNERS)
    kind = ChoiceFacet(label=pgettext_lazy("what it is", "Kind"), column="kind", choices=Partner.Kind)
    theme = RelatedFacet(
        label=_("Theme"),
        related=lambda: Participation.objects.filter(public("initiative__")),
        owner="partner",
        value="initiative__themes__slug",
        options=theme_options,
    )
    country = ColumnFacet(label=_("Country"), column="country", options=country_options)


def publisher_options() -> Options:
    """Those with most sources first."""
    names = Source.objects.published().exclude(publisher="").order_by().values_list("publisher")
    return [
        Choice(name, Text(name, script_of(name)))
        for name, _number in names.annotate(number=Count("pk", distinct=True)).order_by("-number", "publisher")
    ]


class PublishedFacet(Facet):
    """The year in which a source was published."""

    def find_options(self) -> Options:
        sources: Any = Source.objects.published().with_year()
        return [Choice(year, year) for year in sources.order_by("-year").values_list("year", flat=True).distinct()]

    def condition(self, values: list[str]) -> Q:
        return Q(pk__in=Source.objects.published_in(values).values("pk"))

    def find_sets(self, rows: Any, values: list[str]) -> dict[str, int]:
        return bitmaps(rows.published_in(values).order_by().values_list("year", "pk"))


def answering_conditions() -> dict[str, tuple[Label, Q]]:
    """Each source is in one of them."""
    is_gone, is_silent = Q(gone_on__isnull=False), Q(failed_days__gte=SILENT_AFTER)
    is_seen = Q(last_answered_at__isnull=False)
    return {
        "answers": (_("Answers"), is_seen & ~is_silent & ~is_gone),
        "silent": (_("Has not answered lately"), is_silent & ~is_gone),
        "gone": (_("No longer online"), is_gone),
        "unseen": (_("Not checked yet"), ~is_seen & ~is_silent & ~is_gone),
    }


def article_sources() -> QuerySet:
    """The relation and not the app: initiatives do not import articles."""
    named: Any = Source._meta.get_field("articles")
    return named.field.remote_field.through.objects.filter(public("article__"))


class SourceListing(Listing):
    listed_at = "initiatives:source_list"
    all_public = staticmethod(lambda: Source.objects.published().with_counts())
    heading = _("Sources")
    lead = _("The pages and documents on which the facts rest.")
    counted = ngettext_lazy("%(n)s source", "%(n)s sources", "n")
    feed = "initiatives:source_feed"
    export = "initiatives:source_export"
    api = "api:sources"
    sorts = {
        "-published": (_("Latest first"), lambda: [F("published").desc(nulls_last=True), "title", "id"]),
        "title": (_("By title"), lambda: ["title", "id"]),
        "-initiatives": (_("Most cited first"), lambda: ["-total", "title", "id"]),
    }
    views = {
        "cards": View(_("List"), "initiatives/source_cards.html"),
        "table": View(_("Table"), "components/table.html"),
    }
    more_sorts = {
        "published": (_("Earliest first"), lambda: [F("published").asc(nulls_last=True), "title", "id"]),
        "-title": (_("By title, backwards"), lambda: ["-title", "id"]),
        "initiatives": (_("Least cited first"), lambda: ["total", "title", "id"]),
    }
    columns = {
        "title": Column(_("Source")),
        "publisher": Column(_("Publisher")),
        "published": Column(_("Published")),
        "kind": Column(pgettext_lazy("what it is", "Kind")),
        "initiatives": Column(_("Initiatives"), is_number=True),
        "answered": Column(_("Last answered"), is_shown=False),
        "address": Column(_("Address"), is_shown=False),
        "archive": Column(_("Archived copy"), is_shown=False),
    }
    cells = "initiatives/source_cells.html"

    q = WordsFilter(label=_("Words"), subject=SOURCES)
    kind = ChoiceFacet(label=pgettext_lazy("what it is", "Kind"), column="kind", choices=Source.Kind)
    theme = EitherFacet(
        RelatedFacet(
            label=_("Theme"),
            related=lambda: Citation.objects.filter(public("initiative__")),
            owner="source",
            value="initiative__themes__slug",
            options=theme_options,
        ),
        RelatedFacet(
            label=_("Topic"),
            related=article_sources,
            owner="source",
            value="article__topics__slug",
            options=theme_options,
        ),
    )
    publisher = ColumnFacet(label=_("Publisher"), column="publisher", options=publisher_options, is_open=False)
    year = PublishedFacet(label=_("Year of publication"), is_open=False)
    online = ConditionFacet(label=_("Online"), conditions=answering_conditions, is_open=False)


class ClaimListing(Listing):
    listed_at = "initiatives:claim_list"
    all_public = staticmethod(lambda: Claim.objects.published())
    heading = _("Claims")
    lead = _("Statements made in public about the initiatives, checked against the sources.")
    counted = ngettext_lazy("%(n)s claim", "%(n)s claims", "n")
    feed = "initiatives:claim_feed"
    export = "initiatives:claim_export"
    api = "api:claims"
    sorts = {
        "verdict": (_("By verdict"), lambda: [by_verdict(), "-pk"]),
        "-added": (_("Latest first"), lambda: ["-added_at", "-pk"]),
        "says": (_("By its words"), lambda: [in_order_of("says"), "pk"]),
    }
    views = {
        "cards": View(_("List"), "initiatives/claim_cards.html", ClaimQuerySet.for_list),
        "table": View(_("Table"), "components/table.html", ClaimQuerySet.for_list),
    }
    more_sorts = {
        "-verdict": (_("By verdict, backwards"), lambda: [by_verdict().desc(), "-pk"]),
        "-says": (_("By its words, backwards"), lambda: [in_order_of("says").desc(), "pk"]),
    }
    columns = {
        "says": Column(_("Claim")),
        "verdict": Column(_("Verdict")),
        "initiatives": Column(_("Initiatives")),
        "where": Column(_("Where it is claimed"), is_shown=False),
        "note": Column(_("What the sources show"), is_shown=False),
    }
    cells = "initiatives/claim_cells.html"

    q = WordsFilter(label=_("Words"), subject=CLAIMS)
    verdict = ChoiceFacet(label=_("Verdict"), column="verdict", choices=Claim.Verdict)
    theme = RelatedFacet(
        label=_("Theme"), related=public_abouts, owner="claim", value="initiative__themes__slug", options=theme_options
    )
    initiative = RelatedFacet(
        label=_("Initiative"),
        related=public_abouts,
        owner="claim",
        value="initiative__slug",
        options=claimed_options,
        is_open=False,
    )


class ThemeListing(Listing):
    """Without a page of its own: they all stand on the home page."""

    listed_at = "home"
    all_public = staticmethod(lambda: Theme.objects.published().with_counts())
    heading = _("Themes")
    lead = _("The fields of technology in which the EU and Japan work together.")
    counted = ngettext_lazy("%(n)s theme", "%(n)s themes", "n")
    sorts = {
        "position": (_("In the order of the home page"), lambda: ["position", "slug"]),
        "name": (_("By name"), lambda: [in_order_of("name"), "slug"]),
        "-initiatives": (_("Most initiatives first"), lambda: ["-total", "position", "slug"]),
    }
