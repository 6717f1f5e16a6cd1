from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing import version
from publishing.addresses import absolute, in_language
from publishing.bilingual import LANGUAGES
from publishing.documents import Document
from publishing.exports import LICENCE, XLSX
from publishing.structured import publisher

EXPORTS = (
    "initiatives:export",
    "initiatives:partner_export",
    "initiatives:milestone_export",
    "initiatives:source_export",
    "initiatives:claim_export",
    "articles:export",
)
TYPES = {"csv": "text/csv", "xlsx": XLSX, "json": "application/json", "jsonld": "application/ld+json"}


def dataset_node(request: HttpRequest, path: str) -> Document:
    """The record as a whole, for the page at that path; every list of it is a download."""
    return {
        "@type": "Dataset",
        "@id": f"{absolute(request, in_language(reverse('home'), 'en'))}#dataset",
        "url": absolute(request, path),
        "name": _("Alliance: the public record of EU–Japan technology cooperation"),
        "description": _(
            "Which initiatives of the European Union and Japan in technology exist, who takes part, what happened when, "
            "with whose money – every fact with its source."
        ),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": list(LANGUAGES),
        "creator": publisher(request),
        "dateModified": version.moved_at().date().isoformat(),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": absolute(request, reverse(export, args=[form])),
            }
            for export in EXPORTS
            for form, kind in TYPES.items()
        ],
    }
