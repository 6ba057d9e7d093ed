"""One message in Indonesian and English, and how money, dates and counts are written in each."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from pmi_compliance.base.days import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Language = Literal["id", "en"]

LANGUAGES: tuple[Language, ...] = ("id", "en")

_MONTHS = {
    "id": [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ],
    "en": [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ],
}  # fmt: skip

_YES_NO = {"id": {True: "ya", False: "tidak"}, "en": {True: "yes", False: "no"}}


@frozen
class Text:
    """
    The same words in both languages of the library; Indonesian comes first.

    >>> from datetime import date
    >>> from pmi_compliance import Text
    >>> text = Text(id="berangkat {day}", en="departed on {day}")
    >>> text.filled({"day": date(2025, 3, 11)}).in_language("id")
    'berangkat 11 Maret 2025'

    """

    #: In Indonesian.
    id: str
    #: In English.
    en: str

    @classmethod
    def of(cls, mapping: Mapping[str, str]) -> Text:
        """Make a text from a mapping with the keys `id` and `en`."""
        return cls(id=mapping["id"], en=mapping["en"])

    def in_language(self, language: Language) -> str:
        """The words in one language: `id` or `en`."""
        return self.id if language == "id" else self.en

    def filled(self, values: Mapping[str, object]) -> Text:
        """Put values into `{placeholders}`, written as the language writes them."""
        return Text(
            self.id.format_map({name: written(value, "id") for name, value in values.items()}),
            self.en.format_map({name: written(value, "en") for name, value in values.items()}),
        )

    def and_then(self, other: Text) -> Text:
        """The text, and behind it another."""
        return Text(f"{self.id} {other.id}", f"{self.en} {other.en}")

    def as_json(self) -> dict[str, str]:
        """The text as JSON values, as reports and packs hold it."""
        return {"id": self.id, "en": self.en}


@frozen
class Message(Text):
    """A sentence of the catalogue: what is wrong, in lower case, without a full stop, with `{placeholders}`."""

    #: What to do about it, where there is something to say.
    help: Text | None = None


#: No words at all.
NOTHING = Text("", "")

#: The advice of a message about a word that is not known: which is probably meant, and which are known.
SUGGESTION = Text("{suggestion}", "{suggestion}")


def written(value: object, language: Language) -> str:
    """A value as a reader of the language expects it: `1.500.000.000`, `15 Oktober 2025`, `ya`."""
    match value:
        case str():
            return printable(value)
        case bool():
            return _YES_NO[language][value]
        case int():
            grouped = f"{value:,}"
            return grouped.replace(",", ".") if language == "id" else grouped
        case date():
            return f"{value.day} {_MONTHS[language][value.month - 1]} {value.year}"
        case Span():
            return day_in_words(value.text, language)
        case Text():
            return value.in_language(language)
        case list() | tuple():
            return ", ".join(written(item, language) for item in value)
        case None:
            return "(tidak diketahui)" if language == "id" else "(unknown)"
        case _:
            return printable(str(value))


#: What stands behind a date whose source is in doubt, or that is only about right.
_DOUBTS = {
    "?": {"id": "{day} (diragukan)", "en": "{day} (in doubt)"},
    "~": {"id": "sekitar {day}", "en": "about {day}"},
    "%": {"id": "sekitar {day} (diragukan)", "en": "about {day} (in doubt)"},
}

#: A time that is open on one side or on none.
_SIDES = {
    (False, True): {"id": "sampai {last}", "en": "up to {last}"},
    (True, False): {"id": "sejak {first}", "en": "from {first}"},
    (True, True): {"id": "antara {first} dan {last}", "en": "between {first} and {last}"},
    (False, False): {"id": "(tidak diketahui)", "en": "(unknown)"},
}


def day_in_words(text: str, language: Language) -> str:
    """A date known in part, as `days.day_of` reads it, in words: `tahun 2014`, `Mei 2014`, `sampai 2017`."""
    if "/" not in text:
        words = _side(text, language)
        return f"tahun {words}" if text[:4] == words[:4] and language == "id" else words
    first, last = text.split("/")
    known = (first not in {"", ".."}, last not in {"", ".."})
    return _SIDES[known][language].format(first=_side(first, language), last=_side(last, language))


def _side(text: str, language: Language) -> str:
    if text[-1:] in _DOUBTS:
        return _DOUBTS[text[-1]][language].format(day=_side(text[:-1], language))
    year, *rest = text.split("-")
    month = [_MONTHS[language][int(rest[0]) - 1]] if rest else []
    return " ".join([*(str(int(day)) for day in rest[1:]), *month, year])


def printable(text: str) -> str:
    """Text that can stand anywhere: what steers a terminal, or no XML may hold, is replaced by a visible sign."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        "\ufffd" if unicodedata.category(sign) in {"Cc", "Cf", "Cs"} or sign in "\ufffe\uffff" else sign
        for sign in text
    )


def plain(text: str) -> str:
    """A text without regard to case and to blanks beside the words, and how many between them."""
    return " ".join(text.split()).casefold()


def split_words(text: str) -> list[str]:
    """
    The words of a text in small letters, without the signs between them.

    >>> split_words("PT. Misal_Jaya")
    ['pt', 'misal', 'jaya']

    """
    return re.findall(r"[^\W_]+", text.casefold())


def letters(text: str) -> str:
    """
    A word without blanks, hyphens, points and marks, in small letters: what two spellings of one name have in common.

    Other signs stay: `paspor?` is another word.

    >>> letters("Laki-Laki"), letters("Côte d'Ivoire")
    ('lakilaki', 'cotedivoire')

    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not (sign in _BETWEEN or unicodedata.combining(sign)))


#: What two spellings of one name may differ in.
_BETWEEN = frozenset(" \t\n-_.,:'’‘`()\u2010\u2011")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word a mistyped one most likely means, or `None`."""
    import difflib  # noqa: PLC0415  rare, and slow to import

    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def edited(first: str, second: str) -> str:
    """How one text becomes another: what is the same stands as it is, what changes as `[before→after]`."""
    import difflib  # noqa: PLC0415  rare, and slow to import

    parts = []
    for change, a, b, c, d in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        parts.append(first[a:b] if change == "equal" else f"[{first[a:b]}→{second[c:d]}]")
    return "".join(parts)
