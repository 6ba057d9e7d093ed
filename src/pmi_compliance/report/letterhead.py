"""What is the same in every letter of an office: who writes, when, where and by which numbers; clear blanks for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.base.text import Text, printable, written
from pmi_compliance.report.settings import Settings

if TYPE_CHECKING:
    from pmi_compliance.base.text import Language

#: Stands where somebody has to write something.
BLANK = "……"

_TELEPHONE = Text("Telepon {number}", "Telephone {number}")
_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@frozen
class Letterhead:
    """The frame of the letters of an office, in one language."""

    #: Who writes: the lines at the top.
    names: tuple[str, ...]
    #: Where the office is found, beneath its names.
    found_at: tuple[str, ...]
    #: Where and when it is written.
    place_and_day: str
    #: As what somebody signs.
    title: str
    #: What stands beneath the signature.
    signed: tuple[str, ...]


def letterhead(settings: Settings | None, language: Language) -> Letterhead:
    """
    The frame of letters.

    Args:
        settings: What an office says of itself, if it does.
        language: Of the letters.

    """
    said = settings or Settings()
    office, official = said.office, said.official
    telephone = (
        [_TELEPHONE.filled({"number": office.telephone}).in_language(language)] if office.telephone else []
    )
    day = written(said.letters.date, language) if said.letters.date else BLANK
    return Letterhead(
        names=(*map(_in_a_line, office.letterhead), _or_blank(office.name)),
        found_at=(_or_blank(office.address), *telephone),
        place_and_day=f"{_or_blank(said.letters.place)}, {day}",
        title=_or_blank(official.title),
        signed=(_or_blank(official.name), f"NIP {_or_blank(official.nip)}"),
    )


def number_of(settings: Settings | None, at: int) -> str:
    """
    The number of a letter.

    Args:
        settings: What an office says of its numbers, if it does.
        at: Which letter of this run it is, counted from 0.

    """
    said = (settings or Settings()).letters
    if said.number is None or said.next is None:
        return BLANK
    day = said.date
    return _in_a_line(
        said.number.format(
            number=said.next + at,
            month=_MONTHS[day.month - 1] if day else BLANK,
            year=day.year if day else BLANK,
        )
    )


def _or_blank(text: str | None) -> str:
    return _in_a_line(text or "") or BLANK


def _in_a_line(text: str) -> str:
    """What somebody wrote in several lines, in one."""
    return printable(" ".join(text.split()))
