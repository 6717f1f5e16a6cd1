from collections.abc import Iterator

from django.urls import URLPattern, path

from publishing.api import Collection

from . import views
from .collections import COLLECTIONS

app_name = "api"


def of_collection(collection: Collection) -> Iterator[URLPattern]:
    name = {"name": collection.name}
    item = "/".join(
        f"<{'int' if lookup == 'pk' else 'slug'}:{parameter}>" for parameter, lookup in collection.item.items()
    )
    yield path(f"{collection.name}/", views.collection_list, name, name=collection.name)
    yield path(f"{collection.name}/{item}/", views.collection_item, name, name=f"{collection.name}_item")


urlpatterns = [
    path("", views.root, name="root"),
    path("openapi.json", views.description, name="openapi"),
    path("docs", views.docs, name="docs"),
    *(pattern for collection in COLLECTIONS.values() for pattern in of_collection(collection)),
]
