"""The articles as a file of the data package."""

from django.utils.translation import gettext_lazy as _

from initiatives.datapackage import of_list

from .exports import ARTICLES
from .models import Article

RESOURCES = [
    of_list(ARTICLES, _("Articles"), _("Articles that explain the initiatives."), Article.objects.published, "slug")
]
