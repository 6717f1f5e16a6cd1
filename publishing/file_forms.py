"""The files in which something can be taken away."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileForm:
    """`name` is the end of the file's name, `words` what readers call it, `media_type` what IANA does. One whose
    standard does not say that it is in UTF-8 has to say so itself, as its `charset`. `eu_type` is its code in the list of
    file types of the Publications Office of the EU, for the catalogue.
    """

    name: str
    words: str
    media_type: str
    charset: str = ""
    eu_type: str = ""

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type


CSV = FileForm("csv", "CSV", "text/csv", "utf-8", eu_type="CSV")
XLSX = FileForm("xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", eu_type="XLSX")
JSON = FileForm("json", "JSON", "application/json", eu_type="JSON")
JSON_LD = FileForm("jsonld", "JSON-LD", "application/ld+json", eu_type="JSON_LD")
ZIP = FileForm("zip", "ZIP", "application/zip", eu_type="ZIP")

# For reference managers.
BIBTEX = FileForm("bib", "BibTeX", "application/x-bibtex", "utf-8")
RIS = FileForm("ris", "RIS", "application/x-research-info-systems", "utf-8")
CSL_JSON = FileForm("json", "CSL-JSON", "application/vnd.citationstyles.csl+json")

# What every list can be downloaded as.
FORMS = [CSV, XLSX, JSON, JSON_LD]
