from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing.addresses import absolute, in_language
from publishing.bilingual import LANGUAGES
from publishing.citations import Reference
from publishing.documents import Document
from publishing.exports import LICENCE
from publishing.file_forms import FORMS, ZIP
from publishing.structured import page_node, publisher

from .lists import LISTS


def data_nodes(request: HttpRequest, reference: Reference) -> list[Document]:
    dataset = dataset_node(request, reference)
    page = page_node(request, reference.path, _("Data"), type="CollectionPage", mainEntity={"@id": dataset["@id"]})
    return [page, dataset]


def dataset_node(request: HttpRequest, reference: Reference) -> Document:
    """The record as a whole; every list of it is a download."""
    downloads = [(form, reverse(listing.export, args=[form.name])) for listing in LISTS for form in FORMS]
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
            {"@type": "DataDownload", "encodingFormat": form.media_type, "contentUrl": absolute(request, path)}
            for form, path in [(ZIP, reverse("data_zip")), *downloads]
        ],
    }
