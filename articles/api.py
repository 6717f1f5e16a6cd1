from publishing.api import exported

from .documents import SCHEMA
from .exports import ARTICLES
from .listings import ArticleListing

COLLECTIONS = [
    exported(
        ARTICLES,
        SCHEMA,
        listing=ArticleListing,
        example="sort=-published&fields=slug,title,published,topics",
    )
]
