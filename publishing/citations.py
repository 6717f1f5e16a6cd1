"""How something of ours is cited: in a sentence on its page, and in the forms that reference managers read.

A citation names the version that it speaks of: the day on which readers last saw something new. Its address is good for
ever, as old ones lead to it. A day of access stands in none: a page is the same for everybody who asks.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from .addresses import absolute
from .bilingual import StrOrPromise, Text, active
from .dates import PartialDate
from .file_forms import BIBTEX, CSL_JSON, RIS, FileForm
from .models import Publishable


class Type(NamedTuple):
    """What is cited, as each form calls it; the last two are the fields in which it names the site."""

    name: str
    bibtex: str
    ris: str
    csl: str
    ris_site: str
    csl_site: str


RECORD = Type("record", "online", "ELEC", "webpage", "T2", "container-title")
ARTICLE = Type("article", "online", "ELEC", "webpage", "T2", "container-title")
DATASET = Type("dataset", "dataset", "DATA", "dataset", "PB", "publisher")


@dataclass(frozen=True)
class Reference:
    """`path` is the page that is cited; it ends in a slash, and the files of the citation lie below it. Where nobody is
    named as `author` the site itself is. `published` is given where that day counts for more than the version's.
    """

    type: Type
    key: str
    path: str
    address: str
    title: Text
    version: dt.date
    summary: Text | str = ""
    author: Text | None = None
    published: dt.date | None = None
    # The same as JSON.
    api: str = ""

    @property
    def site(self) -> str:
        return _("Alliance")

    @property
    def by(self) -> Text:
        return self.author or Text(self.site, active())

    @property
    def issued(self) -> dt.date:
        return self.published or self.version

    @property
    def version_words(self) -> str:
        return _("Version of {day}").format(day=PartialDate.of(self.version))

    @property
    def files(self) -> list[tuple[StrOrPromise, str]]:
        """(what it is called, path) of each."""
        return [(form.words, f"{self.path}cite.{name}") for name, (form, _write) in FORMS.items()]


def reference_to(
    request: HttpRequest, record: Publishable, type: Type, *, title: Text, summary: Text, author: Text | None = None
) -> Reference:
    path = record.get_absolute_url()  # type: ignore[attr-defined]
    return Reference(
        type=type,
        key=f"alliance-{record._meta.model_name}-{record.slug}",
        path=path,
        address=absolute(request, path),
        title=title,
        version=record.public_change.date(),
        summary=summary,
        author=author,
        published=record.public_since.date() if author else None,
        api=reverse(f"api:{record._meta.model_name}s_item", args=[record.slug]),
    )


def file_of(reference: Reference, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    of, write = FORMS[form]
    response = HttpResponse(write(reference), content_type=of.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{reference.key}.{form}"'
    return response


def _line(words: str) -> str:
    return " ".join(words.split())


# BibTeX

# BibTeX counts braces even behind a backslash, so that a lone one would swallow the rest of the file.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BABEL = {"en": "english", "ja": "japanese"}


def _latex(words: str) -> str:
    return _line(words).translate(_LATEX)


def bibtex(reference: Reference) -> str:
    """For biber, and as far as they go for older programs: UTF-8, and titles keep their capitals. Those do not know `date`
    and `version`; `howpublished` is for them, as biblatex would set a `note` beside the version.
    """
    fields = {
        "author": f"{{{{{_latex(reference.by)}}}}}",
        "title": f"{{{{{_latex(reference.title)}}}}}",
        "date": f"{{{reference.issued.isoformat()}}}",
        "year": f"{{{reference.issued.year}}}",
        "month": _MONTHS[reference.issued.month - 1],
        "organization": f"{{{_latex(reference.site)}}}" if reference.author else "",
        "publisher": f"{{{_latex(reference.site)}}}" if reference.type is DATASET else "",
        "version": f"{{{reference.version.isoformat()}}}",
        "howpublished": f"{{{_latex(reference.version_words)}}}",
        "abstract": f"{{{_latex(reference.summary)}}}" if reference.summary else "",
        "url": f"{{{reference.address}}}",
        "langid": f"{{{_BABEL[reference.title.language]}}}",
    }
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items() if value)
    return f"@{reference.type.bibtex}{{{reference.key},\n{lines}}}\n"


# RIS


def _ris(reference: Reference) -> str:
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in _ris_fields(reference))


def _ris_fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", reference.type.ris
    yield "ID", reference.key
    yield "AU", reference.by
    yield "TI", reference.title
    yield reference.type.ris_site, reference.site
    yield "PY", str(reference.issued.year)
    yield "DA", f"{reference.issued:%Y/%m/%d}"
    yield "ET", reference.version_words
    yield "LA", reference.title.language
    if reference.summary:
        yield "AB", reference.summary
    yield "UR", reference.address
    yield "ER", ""


# CSL-JSON


def _csl(reference: Reference) -> str:
    item = {
        "id": reference.key,
        "type": reference.type.csl,
        "author": [{"literal": reference.by}],
        "title": reference.title,
        reference.type.csl_site: reference.site,
        "issued": {"date-parts": [[reference.issued.year, reference.issued.month, reference.issued.day]]},
        "version": reference.version.isoformat(),
        "language": reference.title.language,
        "abstract": reference.summary,
        "URL": reference.address,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


# By the end of a file's name.
FORMS: dict[str, tuple[FileForm, Callable[[Reference], str]]] = {
    form.name: (form, write) for form, write in [(BIBTEX, bibtex), (RIS, _ris), (CSL_JSON, _csl)]
}
