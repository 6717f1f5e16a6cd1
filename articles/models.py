from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from initiatives.models import Claim, Initiative, Source, Theme
from publishing.bilingual import Bilingual, Text, script_of
from publishing.html import clean_html, named_sources
from publishing.models import Publishable
from publishing.pictures import WithCover
from publishing.readers import WAITING, FromReader

from .querysets import ArticleManager, CommentQuerySet

BODY_HELP = _(
    'HTML: paragraphs, headings, lists, tables, quotations, links. &lt;a href="initiative:ADDRESS"&gt; names an '
    'initiative, &lt;a href="https://…" rel="source"&gt; cites a source of the record.'
)


class Article(WithCover, Publishable):
    title_en = models.CharField(_("title (English)"), max_length=200)
    title_ja = models.CharField(_("title (Japanese)"), max_length=200, blank=True)
    standfirst_en = models.TextField(
        _("standfirst (English)"), blank=True, help_text=_("The two or three sentences under the title.")
    )
    standfirst_ja = models.TextField(_("standfirst (Japanese)"), blank=True)
    body_en = models.TextField(_("text (English)"), help_text=BODY_HELP)
    body_ja = models.TextField(_("text (Japanese)"), blank=True)
    author_en = models.CharField(_("author (English)"), max_length=120)
    author_ja = models.CharField(_("author (Japanese)"), max_length=120, blank=True)
    topics = models.ManyToManyField(Theme, blank=True, related_name="articles", verbose_name=_("topics"))
    initiatives = models.ManyToManyField(
        Initiative, blank=True, related_name="articles", verbose_name=_("initiatives it is about")
    )
    sources = models.ManyToManyField(Source, blank=True, related_name="articles", editable=False)
    claims = models.ManyToManyField(
        Claim,
        blank=True,
        related_name="articles",
        verbose_name=_("claims it makes"),
        help_text=_("The article shows how each of them stands."),
    )

    title = Bilingual()
    standfirst = Bilingual()
    body = Bilingual()
    author = Bilingual()

    objects = ArticleManager()

    class Meta(Publishable.Meta):
        ordering = ["-publish_at", "slug"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [*Publishable.Meta.constraints, *WithCover.Meta.constraints]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("articles:detail", args=[self.slug])

    def tidy(self) -> None:
        super().tidy()
        self.body_en = clean_html(self.body_en)
        self.body_ja = clean_html(self.body_ja)

    def note_sources(self) -> None:
        """Keep which sources the text cites, in either language, so that a source can list its articles."""
        addresses = named_sources(self.body_en) + named_sources(self.body_ja)
        self.sources.set(Source.objects.filter(url__in=addresses))


class Comment(FromReader):
    """Of a reader, under an article once it is approved."""

    class State(models.TextChoices):
        WAITING = WAITING, pgettext_lazy("of a comment", "waiting")
        APPROVED = "approved", pgettext_lazy("of a comment", "approved")
        REJECTED = "rejected", pgettext_lazy("of a comment", "rejected")
        SPAM = "spam", _("spam")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments", verbose_name=_("article"))
    name = models.CharField(_("name"), max_length=80, help_text=_("Stands with the comment."))
    text = models.TextField(_("comment"), max_length=4000)
    state = models.CharField(
        pgettext_lazy("of a comment", "state"),
        max_length=10,
        choices=State,
        default=State.WAITING,
        db_index=True,
        help_text=_("Readers see what is approved, and nothing else."),
    )

    objects = CommentQuerySet.as_manager()

    class Meta(FromReader.Meta):
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            *FromReader.Meta.constraints,
            models.CheckConstraint(
                name="comment_state", condition=Q(state__in=["waiting", "approved", "rejected", "spam"])
            ),
            models.CheckConstraint(name="comment_is_whole", condition=~Q(name="") & ~Q(email="") & ~Q(text="")),
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(80)

    @property
    def by(self) -> Text:
        """A name is written in its own script, whatever the language of the page."""
        return Text(self.name, script_of(self.name))

    @property
    def words(self) -> Text:
        return Text(self.text, self.language)

    def get_absolute_url(self) -> str:
        return f"{self.article.get_absolute_url()}#comment-{self.pk}"
