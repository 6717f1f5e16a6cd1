from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.models import Claim
from initiatives.structured import claim_nodes
from publishing.documents import Document
from publishing.exports import record_node
from publishing.structured import page_node, picture_node, publisher

from .exports import ARTICLES
from .models import Article


def article_nodes(request: HttpRequest, article: Article, claims: Iterable[Claim]) -> list[Document]:
    node = record_node(request, article, ARTICLES.node)
    page = page_node(
        request,
        article.get_absolute_url(),
        article.title,
        above=[(_("Articles"), reverse("articles:list"))],
        mainEntity={"@id": node["@id"]},
    )
    more = {
        "image": picture_node(request, article.cover, article.cover_words),
        "inLanguage": article.body.language,
        "publisher": publisher(request),
        "license": page["license"],
        "mainEntityOfPage": {"@id": page["@id"]},
    }
    return [page, node | more, *claim_nodes(request, claims)]
