"""How much of a page of A4 a letter takes, about: so much is told that it fits, whichever program prints it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmi_compliance.report.letter_values import Block, Line
    from pmi_compliance.report.letterhead import Letterhead

#: What stands between the margins of a page, in points, less a little for fonts that are wider.
_PAGE = 740

#: Of the frame: names of an office, other lines, the number with the subject, to whom it goes, and the signature.
_NAME, _LINE, _SUBJECT, _TO, _SIGNED = 18, 13, 45, 55, 95

#: Of the body: a heading, what is between two paragraphs, and how many signs stand in a line.
_HEADING, _BETWEEN, _SIGNS = 26, 3, 88


def fits(head: Letterhead, body: Sequence[Block]) -> bool:
    """
    Whether a letter surely stands on one page.

    Args:
        head: What is the same in all letters.
        body: What is told.

    """
    frame = _NAME * len(head.names) + _LINE * (len(head.found_at) + 1) + _SUBJECT + _TO + _SIGNED
    return frame + sum(map(_height, body)) <= _PAGE


def _height(block: Block) -> int:
    return (_HEADING if block.heading else 0) + sum(map(_height_of_line, block.lines))


def _height_of_line(line: Line) -> int:
    # What stands beside is in smaller letters.
    signs = len(line.text) + 0.85 * len(line.beside)
    return _BETWEEN + _LINE * max(1, math.ceil(signs / _SIGNS))
