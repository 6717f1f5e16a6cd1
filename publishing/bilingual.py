"""Text in two languages: columns `title_en` and `title_ja`, read as `record.title`."""

import unicodedata
from typing import Any, overload

from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import translation
from django.utils.functional import Promise

LANGUAGES = ("en", "ja")
# As social media name them.
LOCALES = {"en": "en_GB", "ja": "ja_JP"}

# Words that may be translated only when they are printed.
StrOrPromise = str | Promise


_ACCENTS = dict.fromkeys(range(0x300, 0x370))


class Text(str):
    """Words that know their language, so that a page can mark what is not in its own."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, words: str, language: str) -> "Text":
        text = super().__new__(cls, words)
        text.language = language
        return text


class Bilingual:
    """Reads `<name>_en` or `<name>_ja` in the active language, and the other where that one is empty.

    A class attribute, not a field: queries name the column (`filter(title_en=…)`, `order_by(in_order_of("title"))`).
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> "Bilingual": ...
    @overload
    def __get__(self, instance: models.Model, owner: type) -> Text: ...
    def __get__(self, instance: models.Model | None, owner: type) -> "Bilingual | Text":
        if instance is None:
            return self
        return read(instance, self.name)


def read(instance: Any, name: str) -> Text:
    language = active()
    for candidate in (language, *LANGUAGES):
        if words := getattr(instance, f"{name}_{candidate}"):
            return Text(words, candidate)
    return Text("", language)


def active() -> str:
    language = translation.get_language()
    return language if language in LANGUAGES else "en"


def in_order_of(name: str) -> Coalesce:
    """What to order by so that rows stand where the text that `read` gives puts them."""
    return Coalesce(NullIf(f"{name}_{active()}", Value("")), f"{name}_en")


def script_of(words: str) -> str:
    """ja where the words have kana or kanji, en otherwise: for text that is kept in one language only."""
    for character in words:
        if "぀" <= character <= "ヿ" or "一" <= character <= "鿿":
            return "ja"
    return "en"


def folded(words: str) -> str:
    """For finding by a part: without case, width and accents."""
    return unicodedata.normalize("NFKD", words).translate(_ACCENTS).casefold()


def tidy(words: str) -> str:
    """What is typed or read from a file as we keep it: NFC, lines ended by \\n, nothing that XML 1.0 forbids."""
    words = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in words if c in "\n\t" or _is_text(c)).strip()


def _is_text(character: str) -> bool:
    is_noncharacter = ord(character) & 0xFFFE == 0xFFFE
    return unicodedata.category(character) not in ("Cc", "Cs") and not is_noncharacter
