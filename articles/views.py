from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from initiatives.models import Initiative
from publishing.bilingual import in_order_of
from publishing.changes import history_of
from publishing.citations import file_of
from publishing.downloads import export_of
from publishing.elsewhere import elsewhere
from publishing.feeds import feed_of
from publishing.pages import list_page
from publishing.readers import keep, reader_form, too_many

from . import exports, feeds
from .citations import article_reference
from .forms import CommentForm
from .listings import ArticleListing
from .models import Article
from .pages import body_of, numbered_sources, public_addresses
from .structured import article_nodes


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, ArticleListing(request.GET))


@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    article = Article.objects.published().for_page().filter(slug=slug).first()
    if article is None:
        return elsewhere(request, Article, slug)
    addresses = public_addresses([article])
    sources = numbered_sources(article)
    claims = article.claims.published().for_export()
    context = {
        "article": article,
        "body": body_of(article, addresses.get, {source.url: number for number, source in sources}),
        "sources": sources,
        "initiatives": Initiative.objects.published().filter(articles=article).order_by(in_order_of("title"), "slug"),
        "claims": claims,
        "history": history_of(article),
        "reference": article_reference(request, article),
        "nodes": article_nodes(request, article, claims),
        "comments": article.comments.published().order_by("sent_at", "pk"),
    }
    return render(request, "articles/article_detail.html", context)


@require_safe
def article_citation(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    article = Article.objects.published().filter(slug=slug).first()
    if article is None:
        return elsewhere(request, Article, slug)
    return file_of(article_reference(request, article), form)


@reader_form
def comment(request: HttpRequest, slug: str) -> HttpResponse:
    article = Article.objects.published().filter(slug=slug).first()
    if article is None:
        return elsewhere(request, Article, slug)
    form = CommentForm(request.POST if request.method == "POST" else None, about=f"comment:{article.public_id}")
    if form.is_valid():
        if keep(request, form, article=article) is None:
            return too_many(request, form)
        return redirect(f"{request.path}?sent")
    return render(
        request, "articles/comment.html", {"article": article, "form": form, "is_sent": "sent" in request.GET}
    )


@require_safe
def article_feed(request: HttpRequest, form: str) -> HttpResponseBase:
    return feed_of(request, ArticleListing(request.GET), feeds.ARTICLES, form)


@require_safe
def article_export(request: HttpRequest, form: str) -> HttpResponseBase:
    return export_of(request, ArticleListing(request.GET), exports.ARTICLES, form)
