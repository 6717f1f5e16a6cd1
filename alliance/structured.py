from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing.addresses import absolute, in_language
from publishing.bilingual import LANGUAGES
from publishing.citations import Reference
from publishing.documents import Document
from publishing.exports import LICENCE, XLSX
from publishing.structured import page_node, publisher

from .lists import LISTS

TYPES = {"csv": "text/csv", "xlsx": XLSX, "json": "application/json", "jsonld": "application/ld+json"}


def data_nodes(request: HttpRequest, reference: Reference) -> list[Document]:
    dataset = dataset_node(request, reference)
    page = page_node(request, reference.path, _("Data"), type="CollectionPage", mainEntity={"@id": dataset["@id"]})
    return [page, dataset]


def dataset_node(request: HttpRequest, reference: Reference) -> Document:
    """The record as a whole; every list of it is a download."""
    downloads = [(kind, reverse(listing.export, args=[form])) for listing in LISTS for form, kind in TYPES.items()]
    return {
        "@type": "Dataset",
        "@id": f"{absolute(request, in_language(reference.path, 'en'))}#dataset",
        "url": reference.address,
        "name": reference.title,
        "description": _(
            "Which initiatives of the European Union and Japan in technology exist, who takes part, what happened when, "
            "with whose money – every fact with its source."
        ),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": list(LANGUAGES),
        "creator": publisher(request),
        "dateModified": reference.version.isoformat(),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": absolute(request, path)}
            for kind, path in [("application/zip", reverse("data_zip")), *downloads]
        ],
    }
