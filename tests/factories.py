"""The smallest valid record of each kind, Japanese in it from the start. Values that matter stand in the test."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from alliance.models import Subscribers
from articles.models import Article, Comment
from initiatives.models import (
    Citation,
    Claim,
    ClaimAbout,
    Correction,
    Funding,
    Identifier,
    Initiative,
    Milestone,
    Outcome,
    Participation,
    Partner,
    Source,
    Theme,
)
from publishing.dates import PartialDate
from publishing.states import State


def days_from_now(days: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)


# The columns of something that was taken back, for `update(**WITHDRAWN)`.
WITHDRAWN = {
    "state": State.WITHDRAWN,
    "withdrawn_at": dt.datetime(2026, 3, 1, tzinfo=dt.UTC),
    "withdrawn_reason_en": "It was never agreed.",
}


class PublishableFactory(DjangoModelFactory):
    """A draft, unless `published`, `in_review`, `scheduled` or `withdrawn` is asked for; what changed it last was major."""

    class Meta:
        abstract = True

    changed_at = factory.LazyFunction(timezone.now)
    told_at = factory.SelfAttribute("changed_at")

    class Params:
        published = factory.Trait(state=State.PUBLISHED, publish_at=factory.LazyFunction(lambda: days_from_now(-1)))
        in_review = factory.Trait(state=State.REVIEW)
        scheduled = factory.Trait(state=State.PUBLISHED, publish_at=factory.LazyFunction(lambda: days_from_now(1)))
        withdrawn = factory.Trait(
            state=State.WITHDRAWN,
            publish_at=factory.LazyFunction(lambda: days_from_now(-9)),
            withdrawn_reason_en="It was never agreed.",
            withdrawn_reason_ja="合意には至っていませんでした。",
        )


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    slug = factory.Sequence(lambda n: f"theme-{n}")
    name_en = factory.Sequence(lambda n: f"Theme {n}")
    name_ja = factory.Sequence(lambda n: f"分野{n}")
    position = factory.Sequence(lambda n: n % 1000)


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    slug = factory.Sequence(lambda n: f"partner-{n}")
    name_en = factory.Sequence(lambda n: f"Partner {n}")
    name_ja = factory.Sequence(lambda n: f"機関{n}")
    kind = Partner.Kind.UNIVERSITY
    country = "JP"


class InitiativeFactory(PublishableFactory):
    class Meta:
        model = Initiative
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"initiative-{n}")
    title_en = factory.Sequence(lambda n: f"Initiative {n}")
    title_ja = factory.Sequence(lambda n: f"協力{n}")
    summary_en = "What it is."
    summary_ja = "概要。"
    kind = Initiative.Kind.RESEARCH_PROJECT
    status = Initiative.Status.ACTIVE

    @factory.post_generation
    def themes(self, create, extracted, **kwargs) -> None:
        if create:
            self.themes.set(extracted if extracted is not None else [ThemeFactory()])


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = Participation

    initiative = factory.SubFactory(InitiativeFactory)
    partner = factory.SubFactory(PartnerFactory)


class IdentifierFactory(DjangoModelFactory):
    class Meta:
        model = Identifier

    initiative = factory.SubFactory(InitiativeFactory)
    scheme = "cordis"
    value = factory.Sequence(lambda n: f"{100000 + n}")


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    title = factory.Sequence(lambda n: f"出典{n}")
    url = factory.Sequence(lambda n: f"https://source.example/{n}")


class CitationFactory(DjangoModelFactory):
    """Comes last in its initiative's list."""

    class Meta:
        model = Citation

    initiative = factory.SubFactory(InitiativeFactory)
    source = factory.SubFactory(SourceFactory)
    position = factory.LazyAttribute(lambda citation: citation.initiative.citations.count())
    key = factory.LazyAttribute(lambda citation: f"s{citation.position + 1}")


class FactFactory(DjangoModelFactory):
    """A row of an initiative; `citations=[…]` are what it rests on."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    initiative = factory.SubFactory(InitiativeFactory)

    @factory.post_generation
    def citations(self, create, extracted, **kwargs) -> None:
        if create and extracted:
            self.citations.set(extracted)


class MilestoneFactory(FactFactory):
    class Meta:
        model = Milestone
        skip_postgeneration_save = True

    date = PartialDate(2013, 5, 17)
    kind = Milestone.Kind.SIGNING
    title_en = factory.Sequence(lambda n: f"Milestone {n}")
    title_ja = factory.Sequence(lambda n: f"節目{n}")


class OutcomeFactory(FactFactory):
    class Meta:
        model = Outcome
        skip_postgeneration_save = True

    text_en = factory.Sequence(lambda n: f"Outcome {n}")
    text_ja = factory.Sequence(lambda n: f"成果{n}")


class FundingFactory(FactFactory):
    class Meta:
        model = Funding
        skip_postgeneration_save = True

    amount = 1_000_000
    currency = "EUR"
    what_en = factory.Sequence(lambda n: f"EU contribution {n}")
    what_ja = factory.Sequence(lambda n: f"EU拠出額{n}")


class ClaimFactory(DjangoModelFactory):
    """`about=[…]` are the initiatives it is about."""

    class Meta:
        model = Claim
        skip_postgeneration_save = True

    says_en = factory.Sequence(lambda n: f"Claim {n}")
    says_ja = factory.Sequence(lambda n: f"主張{n}")
    verdict = Claim.Verdict.PARTLY

    @factory.post_generation
    def about(self, create, extracted, **kwargs) -> None:
        for initiative in extracted or []:
            ClaimAbout.objects.create(claim=self, initiative=initiative)


class ClaimAboutFactory(DjangoModelFactory):
    class Meta:
        model = ClaimAbout

    claim = factory.SubFactory(ClaimFactory)
    initiative = factory.SubFactory(InitiativeFactory)


class ArticleFactory(PublishableFactory):
    class Meta:
        model = Article
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"article-{n}")
    title_en = factory.Sequence(lambda n: f"Article {n}")
    title_ja = factory.Sequence(lambda n: f"記事{n}")
    standfirst_en = "What the facts add up to."
    standfirst_ja = "事実を積み上げる。"
    body_en = "<p>A text.</p>"
    body_ja = "<p>本文。</p>"
    author_en = "Editorial team"
    author_ja = "編集部"

    @factory.post_generation
    def cites(self, create, extracted, **kwargs) -> None:
        """What its text cites is known to the sources as well, as after saving in the admin."""
        if create:
            self.note_sources()

    @factory.post_generation
    def topics(self, create, extracted, **kwargs) -> None:
        if create and extracted:
            self.topics.set(extracted)

    @factory.post_generation
    def initiatives(self, create, extracted, **kwargs) -> None:
        if create and extracted:
            self.initiatives.set(extracted)

    @factory.post_generation
    def claims(self, create, extracted, **kwargs) -> None:
        if create and extracted:
            self.claims.set(extracted)


class FromReaderFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    email = factory.Sequence(lambda n: f"reader-{n}@mail.example")
    decided_at = factory.LazyAttribute(lambda sent: None if sent.state == "waiting" else days_from_now(0))


class CommentFactory(FromReaderFactory):
    """Waits, unless another state is asked for."""

    class Meta:
        model = Comment

    article = factory.SubFactory(ArticleFactory, published=True)
    name = factory.Sequence(lambda n: f"読者{n}")
    text = factory.Sequence(lambda n: f"Comment {n}")
    state = Comment.State.WAITING


class CorrectionFactory(FromReaderFactory):
    """Of an initiative, unless `about` is another record; waits, unless another state is asked for."""

    class Meta:
        model = Correction

    class Params:
        about = factory.SubFactory(InitiativeFactory, published=True)

    kind = factory.LazyAttribute(lambda report: report.about._meta.model_name)
    record = factory.LazyAttribute(lambda report: report.about.public_id)
    part = factory.Sequence(lambda n: f"終了 {n}")
    should_say = factory.Sequence(lambda n: f"May {2000 + n}")
    source = factory.Sequence(lambda n: f"https://checked.example/{n}")
    state = Correction.State.WAITING
    reason_en = factory.LazyAttribute(lambda report: "" if report.state == "waiting" else "The source says so.")


class SubscribersFactory(DjangoModelFactory):
    class Meta:
        model = Subscribers

    feed = factory.Sequence(lambda n: f"/initiatives/{n}/feed.rss")
    reader = "Feedly"
    day = factory.LazyFunction(lambda: timezone.now().date())
    number = 1
