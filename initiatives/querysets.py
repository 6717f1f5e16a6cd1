"""What is public follows from one rule, `Initiative.objects.published()`; everything else asks it."""

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Greatest, Least, Substr
from django.utils import timezone

from publishing.dates import PartialDate, on_or_after
from publishing.querysets import PublishableQuerySet, public

# The statuses in which nothing runs any more.
ENDED = ("completed", "superseded")
# The fields that say in the document of an initiative when a milestone is.
WHEN = ("date", "precision", "time", "time_zone")

# What the rows of other lists call an initiative by.
NAMED_INITIATIVE = ("initiative__slug", "initiative__title_en", "initiative__title_ja")


def _model(name: str) -> Any:
    """The models import this module, so it finds them by name."""
    return apps.get_model("initiatives", name)


class InitiativeQuerySet(PublishableQuerySet):
    def with_years(self) -> Self:
        """Adds `first_year` and `last_year` of what is known to have run, as text.

        Its start must be known. Without a known end it runs on (9999) while its status says so; what has
        ended at an unknown time counts for the year it began in only.
        """
        ended = Case(When(status__in=ENDED, then=_year("start")), default=Value("9999"))
        return self.filter(start__isnull=False).annotate(
            first_year=_year("start"), last_year=Case(When(end__isnull=False, then=_year("end")), default=ended)
        )

    def active_in(self, year: int) -> Self:
        return self.filter(
            pk__in=self.with_years().filter(first_year__lte=str(year), last_year__gte=str(year)).values("pk")
        )

    def related_to(self, initiative: models.Model) -> Self:
        """Those it names as related and those that name it."""
        return self.filter(Q(related_from=initiative) | Q(related=initiative)).distinct()

    def for_cards(self) -> Self:
        return self.prefetch_related("themes", models.Prefetch("participations", _participations_with_partner()))

    def for_strip(self) -> Self:
        return self.prefetch_related("milestones")

    def for_page(self) -> Self:
        """Everything the page of one initiative shows, in a fixed number of queries."""
        Milestone = _model("Milestone")
        return self.prefetch_related(
            "themes",
            "identifiers",
            models.Prefetch("citations", _citations_with_source()),
            "funding__citations",
            "outcomes__citations",
            models.Prefetch("milestones", Milestone.objects.prefetch_related("citations__source")),
            models.Prefetch("participations", _participations_with_partner()),
        )

    def for_export(self) -> Self:
        """What a row of a table has cells for, as lists that are called `listed_…`: a queryset for each list of each row
        takes as long as all the rest.
        """
        return self.prefetch_related(
            _listed("themes"), _listed("identifiers"), _listed("funding"), _listed_citations(), _listed_participations()
        )

    def for_documents(self) -> Self:
        return self.for_page().prefetch_related(
            "related", models.Prefetch("claim_abouts", _model("ClaimAbout").objects.select_related("claim"))
        )

    def for_feed(self) -> Self:
        return self.prefetch_related(
            "themes",
            "milestones",
            "outcomes",
            "funding",
            "claims",
            models.Prefetch("participations", _participations_with_partner()),
            models.Prefetch("citations", _citations_with_source()),
        )


def _year(field: str) -> Substr:
    return Substr(Cast(field, models.CharField(max_length=10)), 1, 4)


def _listed(name: str) -> models.Prefetch:
    return models.Prefetch(name, to_attr=f"listed_{name}")


def _listed_citations() -> models.Prefetch:
    addresses = _citations_with_source().only("initiative", "position", "source__url")
    return models.Prefetch("citations", addresses, to_attr="listed_citations")


def _listed_participations() -> models.Prefetch:
    named = ("slug", "name_en", "name_ja", "country")
    parts = _participations_with_partner().only("initiative", "role", *(f"partner__{name}" for name in named))
    return models.Prefetch("participations", parts, to_attr="listed_participations")


def _citations_with_source() -> models.QuerySet:
    """Joined: Django asks for what many rows point at with an OR for each, and SQLite refuses more than a thousand."""
    return _model("Citation").objects.select_related("source")


def _public_citations() -> models.QuerySet:
    """Each with its initiative, which is public."""
    return _model("Citation").objects.filter(public("initiative__")).select_related("initiative")


def _participations_with_partner() -> models.QuerySet:
    return _model("Participation").objects.select_related("partner")


def to_come() -> Q:
    """Milestones from today on; one known to the month or year is to come until that month or year is over.

    The same as `Milestone.is_planned`, for rows in the database.
    """
    return on_or_after("date", PartialDate.of(timezone.now().date()))


class ThemeQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Themes are the site's own headings: all of them are public."""
        return self.all()

    def for_documents(self) -> Self:
        return self.all()

    def with_counts(self) -> Self:
        """Adds `total`, the number of public initiatives."""
        through = _model("Initiative").themes.through
        about = through.objects.filter(public("initiative__"), theme=OuterRef("pk"))
        return self.annotate(total=_count(about, "theme"))


class PartnerQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Organisations that take part in a public initiative."""
        Participation = _model("Participation")
        return self.filter(Exists(Participation.objects.filter(public("initiative__"), partner=OuterRef("pk"))))

    def for_documents(self) -> Self:
        return self.all()

    def with_counts(self) -> Self:
        """Adds `total`, the number of public initiatives it takes part in."""
        return self.annotate(total=_number_of_public("participations__initiative"))

    def for_export(self) -> Self:
        """Adds `public_parts`, what it takes part in for all to see."""
        parts = _model("Participation").objects.filter(public("initiative__")).select_related("initiative")
        named = parts.only("partner", *NAMED_INITIATIVE).order_by("initiative__slug", "role")
        return self.prefetch_related(models.Prefetch("participations", named, to_attr="public_parts"))

    def with_public_since(self) -> Self:
        return self.annotate(public_since=partner_public_since())

    def for_feed(self) -> Self:
        """Adds `public_since`, and `public_parts`, what it takes part in for all to see."""
        parts = _model("Participation").objects.filter(public("initiative__")).select_related("initiative")
        return self.with_public_since().prefetch_related(
            models.Prefetch("participations", parts.order_by("initiative__slug", "role"), to_attr="public_parts")
        )

    def together_with(self, partner: models.Model) -> Self:
        """The partners it shares public initiatives with, most first; adds `shared`."""
        initiatives = _model("Participation").objects.filter(partner=partner).values("initiative")
        return self.exclude(pk=partner.pk)._taking_part_in(initiatives)

    def about(self, theme: models.Model) -> Self:
        """Partners of public initiatives of a theme, most active first; adds `shared`, their number of these."""
        return self._taking_part_in(
            _model("Initiative").themes.through.objects.filter(theme=theme).values("initiative")
        )

    def _taking_part_in(self, initiatives: models.QuerySet) -> Self:
        return (
            self.filter(public("participations__initiative__"), participations__initiative__in=initiatives)
            .annotate(shared=models.Count("participations__initiative", distinct=True))
            .order_by("-shared", "name_en")
        )


class FactQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(public("initiative__"))


class MilestoneQuerySet(FactQuerySet):
    def upcoming(self) -> Self:
        return self.filter(to_come())

    def past(self) -> Self:
        return self.exclude(to_come())

    def for_list(self) -> Self:
        return self.select_related("initiative").prefetch_related("citations")

    def for_feed(self) -> Self:
        return self.select_related("initiative").prefetch_related("initiative__themes", "citations__source")

    def for_export(self) -> Self:
        fields = [field.name for field in self.model._meta.concrete_fields]
        return (
            self.select_related("initiative")
            .only(*fields, *NAMED_INITIATIVE, "initiative__publish_at")
            .prefetch_related(models.Prefetch("initiative__themes", to_attr="listed_themes"), _listed_citations())
        )

    def for_calendar(self) -> Self:
        """Adds `moves`: how many publications of its initiative have moved it."""
        Change = apps.get_model("publishing", "Change")
        moves = Change.objects.filter(
            revision__record=OuterRef("initiative__public_id"), path__in=[_path_of_milestone(name) for name in WHEN]
        )
        return (
            self.select_related("initiative")
            .prefetch_related("initiative__themes", models.Prefetch("citations", _citations_with_source()))
            .annotate(moves=_count(moves, "revision__record", "revision"))
        )


def _path_of_milestone(field: str) -> Concat:
    """How the changes of its initiative name a field of a milestone: `milestones[m1].date`."""
    return Concat(Value("milestones["), OuterRef("key"), Value(f"].{field}"), output_field=models.CharField())


class SourceQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Sources of public initiatives, and those that public articles name."""
        Citation = _model("Citation")
        cited = Exists(Citation.objects.filter(public("initiative__"), source=OuterRef("pk")))
        return self.filter(cited | Q(pk__in=self._named_by_articles()))

    def _named_by_articles(self) -> models.QuerySet:
        return self._articles().values("sources")

    def _articles(self) -> models.QuerySet:
        # The relation and not the app: initiatives do not import articles.
        Article: Any = self.model._meta.get_field("articles").related_model
        return Article.objects.published()

    def with_counts(self) -> Self:
        """Adds `total`, the number of public initiatives that cite it."""
        return self.annotate(total=_number_of_public("citations__initiative"))

    def with_year(self) -> Self:
        """Adds `year` of those whose date is known, as text."""
        return self.filter(published__isnull=False).annotate(year=_year("published"))

    def published_in(self, years: list[str]) -> Self:
        return self.with_year().filter(year__in=years)

    def for_export(self) -> Self:
        """Adds `public_citations` and `public_articles`, for whose sake it is listed."""
        articles = models.Prefetch(
            "articles", self._articles().only("slug").order_by("slug"), to_attr="public_articles"
        )
        citations = _public_citations().only("source", "initiative__slug").order_by("initiative__slug")
        return self._with(citations).prefetch_related(articles)

    def for_feed(self) -> Self:
        """Adds `public_since`, and `public_citations`, those of public initiatives."""
        citations = _public_citations().order_by("initiative__title_en")
        return self._with(citations).annotate(public_since=source_public_since())

    def _with(self, citations: models.QuerySet) -> Self:
        return self.prefetch_related(models.Prefetch("citations", citations, to_attr="public_citations"))


class ClaimQuerySet(models.QuerySet):
    def published(self) -> Self:
        About = _model("ClaimAbout")
        return self.filter(Exists(About.objects.filter(public("initiative__"), claim=OuterRef("pk"))))

    def for_list(self) -> Self:
        """Adds `public_initiatives`, those it is about."""
        return self._with(_model("Initiative").objects.published())

    def for_export(self) -> Self:
        """The same, each with its sources."""
        cited = models.Prefetch("citations", _citations_with_source())
        return self._with(_model("Initiative").objects.published().prefetch_related(cited))

    def with_public_since(self) -> Self:
        return self.annotate(public_since=claim_public_since())

    def for_feed(self) -> Self:
        """The same as for a list, and `public_since`."""
        return self.for_list().with_public_since()

    def _with(self, initiatives: models.QuerySet) -> Self:
        in_order = initiatives.order_by("claim_abouts__position", "pk")
        return self.prefetch_related(models.Prefetch("initiatives", in_order, to_attr="public_initiatives"))


def source_public_since() -> Greatest:
    """When the public could first see it: once it was there, with the first that cites it."""
    cited = _first_public(_model("Citation"), "source", "initiative")
    # The relation and not the app: initiatives do not import articles.
    named = _first_public(_model("Source")._meta.get_field("articles").field.remote_field.through, "source", "article")
    return Greatest("added_at", Least(Coalesce(cited, named), Coalesce(named, cited)))


def partner_public_since() -> Greatest:
    return Greatest("created_at", _first_public(_model("Participation"), "partner", "initiative"))


def claim_public_since() -> Greatest:
    return Greatest("added_at", _first_public(_model("ClaimAbout"), "claim", "initiative"))


def _first_public(link: Any, part: str, record: str) -> models.Subquery:
    """When the first public record that has the part was published."""
    links = link.objects.filter(public(f"{record}__"), **{part: OuterRef("pk")})
    return models.Subquery(links.order_by(f"{record}__publish_at").values(f"{record}__publish_at")[:1])


def _number_of_public(initiatives: str) -> models.Count:
    """Of the public initiatives that a row is joined to: each once, and quick for many rows as well as for few."""
    return models.Count(initiatives, filter=public(f"{initiatives}__"), distinct=True)


def _count(rows: models.QuerySet, group: str, what: str = "pk") -> Coalesce:
    counted = rows.order_by().values(group).annotate(n=models.Count(what, distinct=True)).values("n")
    return Coalesce(models.Subquery(counted), 0)
