from publishing.api import exported

from .documents import SCHEMA
from .exports import ARTICLES
from .listings import ArticleListing
from .models import Article

COLLECTIONS = [
    exported(
        ARTICLES,
        SCHEMA,
        page="articles:list",
        listing=ArticleListing,
        rows=lambda: Article.objects.published(),
        example="sort=-published&fields=slug,title,published,topics",
    )
]
