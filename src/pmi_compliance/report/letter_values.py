"""What a letter is: lines, parts of them and a frame, the same whichever program prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import frozen

if TYPE_CHECKING:
    from pmi_compliance.base.text import Language
    from pmi_compliance.report.letterhead import Letterhead


@frozen
class Line:
    """A line of a letter."""

    text: str
    #: How much it matters.
    weight: Literal["plain", "strong", "soft"] = "plain"
    #: What stands behind it in smaller letters.
    beside: str = ""


@frozen
class Block:
    """A part of a letter: paragraphs, a list, or boxes to tick."""

    lines: tuple[Line, ...]
    #: What stands above it; empty where nothing does.
    heading: str = ""
    form: Literal["text", "list", "boxes"] = "text"


@frozen
class Letter:
    """One page, in one language."""

    #: Whom it is for: a key of `READERS`, `recruiter`, or `office` for what is not handed over.
    reader: str
    #: The id of the record that it is about; empty for the office.
    name: str
    #: What it is about.
    title: str
    #: To whom it goes, line by line.
    to: tuple[str, ...]
    #: The number that the office gives it; empty for the office itself.
    number: str
    body: tuple[Block, ...]

    @property
    def is_sent(self) -> bool:
        """Whether somebody gets it; else it stays in the office."""
        return self.reader != "office"


@frozen
class Letters:
    """All letters about a report, and what is the same in each."""

    language: Language
    #: What all of them are about.
    title: str
    #: Who writes, when and where.
    head: Letterhead
    letters: tuple[Letter, ...]
