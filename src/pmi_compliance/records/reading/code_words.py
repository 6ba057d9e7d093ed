"""
Codes by the words that offices write for them: their names in both languages, and other words (`aliases.py`).

A word that may mean two codes is not read. A country that is misspelt is read where one country alone is near.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.text import Text, letters
from pmi_compliance.records.place_names import codes_meant
from pmi_compliance.records.reading.aliases import ALIASES, COUNTRIES, READ_EXACTLY
from pmi_compliance.records.reading.aliases_of import ALIASES_OF
from pmi_compliance.records.reading.understood import LONGEST, Understood, as_written, read_as

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pmi_compliance.records.json_schema import Node


def codes_reader(node: Node, path: str) -> Callable[[Any], Understood]:
    """What understands the cells of a column of codes, by what the schema says of it and the names that lead to it."""
    codes, aliases, of_countries = _codes(node), _aliases(node, path), _is_of_countries(node)

    def read(cell: Any) -> Understood:
        if not isinstance(cell, str | bool):
            return Understood(as_written(cell))
        text = str(cell) if isinstance(cell, bool) else cell
        if text in (node.values or ()) or len(text) > LONGEST:
            return Understood(cell)
        word = letters(text) or text
        if word in codes:
            return Understood(codes[word])
        if word not in aliases:
            near = (
                _country_near(word, {**aliases, **codes}) if of_countries and not codes_meant(text) else None
            )
            if near is None:
                return Understood(cell)
            return Understood(near, (read_as(text, _name_of(node, near)),))
        code = aliases[word]
        if code in COUNTRIES and code in node.codes:
            return Understood(code)
        return Understood(code, (read_as(text, _name_of(node, code)),))

    return read


def _name_of(node: Node, code: str) -> Text:
    return node.codes[code].name if code in node.codes else Text(code, code)


def _is_of_countries(node: Node) -> bool:
    return {*COUNTRIES} <= {*(node.values or ())}


#: A misspelt name has at least so many letters, and one of so many may have two slips instead of one; what is no more
#: than a code is no name.
_SHORTEST, _LONG, _CODE = 5, 8, 3


def _country_near(word: str, names: Mapping[str, str]) -> str | None:
    """The only country that a word without blanks and signs may be a slip of: `malasia`."""
    if len(word) < _SHORTEST:
        return None
    most = 2 if len(word) >= _LONG else 1
    near = [name for name in names if len(name) > _CODE and _are_near(word, name, most)]
    meant = {names[name] for name in near}
    return meant.pop() if len(meant) == 1 and max(map(len, near)) >= _SHORTEST else None


def _are_near(first: str, second: str, most: int) -> bool:
    """Whether at most so many letters must be changed, added, left out or changed with the next one."""
    if abs(len(first) - len(second)) > most:
        return False
    before: Sequence[int] = ()
    last: list[int] = [*range(len(second) + 1)]
    for at, letter in enumerate(first, 1):
        row = [at]
        for other_at, other in enumerate(second, 1):
            cost = min(last[other_at] + 1, row[-1] + 1, last[other_at - 1] + (letter != other))
            if at > 1 < other_at and (letter, other) == (second[other_at - 2], first[at - 2]):
                cost = min(cost, before[other_at - 2] + 1)
            row.append(cost)
        before, last = last, row
    return bool(last[-1] <= most)


def _codes(node: Node) -> Mapping[str, str]:
    """The code that each word means by the schema itself: itself in any letters, and its names."""
    return _of_one(
        (word, code)
        for code in node.values or ()
        for word in _names(node, code)
        if word != code or code not in READ_EXACTLY
    )


def _names(node: Node, code: str) -> list[str]:
    described = node.codes.get(code)
    if described is None:
        return [code]
    names = {described.name.id, described.name.en}
    # What stands in brackets says more of it.
    return [code, *names, *(re.sub(r" *\([^)]*\)", "", name) for name in names)]


def _aliases(node: Node, path: str) -> Mapping[str, str]:
    steps = path.split(".")
    ends = [".".join(steps[at:]) for at in range(len(steps))]
    own = next((ALIASES_OF[end] for end in ends if end in ALIASES_OF), {})
    tables = (COUNTRIES,) if _is_of_countries(node) else (ALIASES, own)
    return _of_one(
        (word, code)
        for table in tables
        for code, words in table.items()
        if code in (node.values or ())
        for word in words
    )


def _of_one(words: Any) -> Mapping[str, str]:
    """The code of each word that means no other."""
    meant: dict[str, set[str]] = {}
    for word, code in words:
        meant.setdefault(letters(word) or word, set()).add(code)
    return {word: codes.pop() for word, codes in meant.items() if len(codes) == 1}
