"""The catalogue of the data for data portals: DCAT-AP 3, as JSON-LD.

The vocabularies of DCAT-AP are those of the Publications Office of the EU.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.bilingual import LANGUAGES, StrOrPromise
from publishing.datapackage import in_both
from publishing.documents import Document
from publishing.exports import LICENCE
from publishing.file_forms import FORMS, JSON, ZIP, FileForm

from .edition import ABOUT, TITLE, Edition

EU = "http://publications.europa.eu/resource/authority"
IANA = "https://www.iana.org/assignments/media-types"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
THEMES = ("TECH", "INTR")
KEYWORDS = (_("European Union"), _("Japan"), _("technology"), _("research"), _("cooperation"))


def catalogue(edition: Edition, lists: Iterable[Any]) -> Document:
    home = edition.absolute(reverse("data"))
    datasets = [_whole(edition), *(_list(edition, one) for one in lists)]
    return {
        "@context": CONTEXT,
        "@id": f"{home}#catalogue",
        "@type": "dcat:Catalog",
        **_described(edition, TITLE, ABOUT),
        "foaf:homepage": {"@id": home},
        "dct:license": _licence(),
        "dcat:themeTaxonomy": {"@id": f"{EU}/data-theme"},
        "dcat:dataset": datasets,
        "dcat:service": {
            "@id": edition.absolute(reverse("api:root")),
            "@type": "dcat:DataService",
            "dct:title": _in_languages(_("API of the record")),
            "dcat:endpointURL": {"@id": edition.absolute(reverse("api:root"))},
            "dcat:endpointDescription": {"@id": edition.absolute(reverse("api:openapi"))},
            "dcat:servesDataset": [{"@id": dataset["@id"]} for dataset in datasets],
            "dct:license": _licence(),
        },
    }


def _whole(edition: Edition) -> Document:
    files = [
        _distribution(edition, reverse("data_zip"), _("CSV files with their data package"), ZIP),
        _distribution(edition, reverse("data_json"), _("All records as JSON"), JSON),
    ]
    return _dataset(edition, reverse("data"), TITLE, ABOUT, files)


def _list(edition: Edition, one: Any) -> Document:
    files = [_distribution(edition, reverse(one.export, args=[form.name]), form.words, form) for form in FORMS]
    return _dataset(edition, reverse(one.listed_at), one.heading, one.lead, files)


def _dataset(edition: Edition, path: str, title: StrOrPromise, about: StrOrPromise, files: list[Document]) -> Document:
    page = edition.absolute(path)
    return {
        "@id": f"{page}#dataset",
        "@type": "dcat:Dataset",
        **_described(edition, title, about),
        "dct:identifier": f"{page}#dataset",
        "dcat:version": edition.day,
        "dcat:theme": [_term("data-theme", code) for code in THEMES],
        "dcat:keyword": [one for word in KEYWORDS for one in _in_languages(word)],
        "dcat:landingPage": {"@id": page, "@type": "foaf:Document"},
        "dcat:contactPoint": {
            "@id": f"{edition.absolute(reverse('about'))}#contact",
            "@type": "vcard:Organization",
            "vcard:fn": "The Alliance editors",
            "vcard:hasURL": {"@id": edition.absolute(reverse("about"))},
        },
        "dct:accessRights": _term("access-right", "PUBLIC"),
        "dct:accrualPeriodicity": _term("frequency", "IRREG"),
        "dct:spatial": [_term("continent", "EUROPE"), _term("country", "JPN")],
        "dcat:distribution": files,
    }


def _distribution(edition: Edition, path: str, title: StrOrPromise, form: FileForm) -> Document:
    address = edition.absolute(path)
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": _in_languages(title),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{IANA}/{form.media_type}"},
        "dct:format": _term("file-type", form.eu_type),
        "dct:license": _licence(),
        "dct:modified": _moment(edition),
        "dcatap:availability": _term("planned-availability", "STABLE"),
    }


def _described(edition: Edition, title: StrOrPromise, about: StrOrPromise) -> Document:
    return {
        "dct:title": _in_languages(title),
        "dct:description": _in_languages(about),
        "dct:publisher": {
            "@id": f"{edition.absolute(reverse('about'))}#publisher",
            "@type": "foaf:Agent",
            "foaf:name": "The Alliance editors",
        },
        "dct:language": [_term("language", code) for code in ("ENG", "JPN")],
        "dct:modified": _moment(edition),
    }


def _in_languages(words: StrOrPromise) -> list[Document]:
    said = in_both("", words)
    return [{"@language": language, "@value": text} for language, text in zip(LANGUAGES, said.values(), strict=True)]


def _term(list_: str, code: str) -> Document:
    """What it means its own page says."""
    return {"@id": f"{EU}/{list_}/{code}"}


def _licence() -> Document:
    return {"@id": LICENCE, "@type": "dct:LicenseDocument"}


def _moment(edition: Edition) -> Document:
    return {"@type": "xsd:dateTime", "@value": edition.changed_at.isoformat(timespec="seconds")}
