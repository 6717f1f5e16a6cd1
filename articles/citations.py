from django.http import HttpRequest

from publishing.citations import ARTICLE, Reference, reference_to

from .models import Article


def article_reference(request: HttpRequest, article: Article) -> Reference:
    return reference_to(
        request, article, ARTICLE, title=article.title, summary=article.standfirst, author=article.author
    )
