from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from initiatives.models import Claim, Initiative, Source, Theme
from publishing.bilingual import Bilingual
from publishing.html import clean_html, named_sources
from publishing.models import Publishable
from publishing.pictures import WithCover

from .querysets import ArticleManager

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
