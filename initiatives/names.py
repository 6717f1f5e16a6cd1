"""Names in one form, so that two ways of writing the same name are equal."""

import re
import unicodedata
from collections.abc import Iterable

# Said of companies and institutions for the law's sake, and by some writers left out.
LEGAL_WORDS = re.compile(
    "the|co|company|corp|corporation|inc|incorporated|limited|llc|llp|ltd|plc|pte|pty"
    "|ab|ag|aps|as|asa|bv|ev|ggmbh|gmbh|kg|kgaa|kk|nv|oy|oyj|sa|sarl|sas|scarl|se|sl|spa|srl|株"
)
LEGAL_PHRASES = re.compile(
    "株式会社|有限会社|合同会社|国立大学法人|公立大学法人|学校法人|大学共同利用機関法人|国立研究開発法人|独立行政法人"
    "|(?:一般|公益|特定)?(?:社団|財団)法人|特定非営利活動法人"
)
# Written with or without: Co. and Co, S.A. and SA, l'Air and lAir.
_INSIDE_WORDS = re.compile(r"[.'’]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def normalised(name: str) -> str:
    """Without case, width, punctuation, spaces and legal words; a name of nothing else stays whole."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = _BETWEEN_WORDS.split(_INSIDE_WORDS.sub("", LEGAL_PHRASES.sub(" ", folded)))
    kept = "".join(word for word in words if not LEGAL_WORDS.fullmatch(word))
    return kept or _BETWEEN_WORDS.sub("", folded)


def marks_of(names: Iterable[str], *others: str) -> str:
    """Names in one form, and other marks by which near-duplicates are found, as a column: each between line ends."""
    marks = dict.fromkeys(mark for mark in (*map(normalised, names), *others) if mark)
    return "".join(f"\n{mark}\n" for mark in marks)


def acronym_mark(acronym: str, country: str) -> str:
    """Organisations of two countries may share an acronym; no name in one form has a colon."""
    return f"{country}:{normalised(acronym)}" if acronym else ""
