"""
Names of several persons where a record is about one: `Ones & Emi (adik)`, `1. Ana 2. Beni`.

Whose age and number stand beside them nobody can tell, so that nothing said of that person counts: a child would go as the
adult in the same cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pmi_compliance.records.documents import ProblemDetail
from pmi_compliance.records.json_schema import pointer
from pmi_compliance.records.place_names import codes_meant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.schema import RecordModel

SEVERAL = "several_persons"

#: The fields by which a group is known to be about one person.
NAME, _OF_ONE = "name", "birth_date"

_JOINS = r"dan|and|serta|beserta|bersama|dengan|dgn"
#: What a name may hold that is of several persons, as engines of queries read patterns too; most names hold none of it.
MAY_BE_SEVERAL = (
    r"(?i)[&+;/|,\\0-9*•\n]|[^ -~]|\s-\s"
    rf"|(?:^|\s)(?:{_JOINS}|dkk|cs|dua|tiga|berdua|bertiga|suami|a[.)])(?:\s|\.|\)|$)"
)
_MAY_BE = re.compile(MAY_BE_SEVERAL)

#: A longer text is no name.
_LONGEST = 300

_LETTER = r"[^\W\d_]"
#: Signs and words between two names, numbers and dashes before each, and words for how many they are.
_ARE_SEVERAL = re.compile(
    rf"{_LETTER}[.)\s]*[&+;][\s(]*(?!co\b)(?:{_LETTER}|\d{{1,2}}\b)"
    rf"|^[^(]*{_LETTER}{{3}}\s*[/|\\]\s*{_LETTER}{{3}}"
    rf"|{_LETTER}[.)]*\s+(?:{_JOINS})\s+\(?(?:{_LETTER}{{2}}|\d)"
    rf"|(?:^|[\s(])1\s*[.)]?\s*{_LETTER}.*[\s,;(]2\s*[.)]?\s*{_LETTER}|^\(?a[.)].*\sb[.)]"
    rf"|^[-*•]\s*{_LETTER}.*\s[-*•]\s*{_LETTER}"
    rf"|{_LETTER}[\s,]+(?:dkk|cs)\b\.?\s*$"
    r"|\b(?:[2-9]|[1-9]\d+|dua|tiga|empat|lima) ?(?:orang|org|bersaudara|bersodara)\b|\b(?:berdua|bertiga|suami istri)\b",
    re.IGNORECASE | re.DOTALL,
)
_BRACKETS = re.compile(r"\([^)]*\)")
#: What stands behind the comma after a name beside another name: titles, and what is said of the person.
_NO_NAME = re.compile(
    r".*[.\d].*|[A-Z]{1,4}|(?i:amd|spd|skep|keb|ns|ners|dra?s?|h|hj|haji|jr|sr|alias|als|bin|binti|alm|almh|almarhuma?h?"
    r"|umur|usia|anak|asal|dari|istri|suami|janda|duda|(?:amd|str|s) ?(?:kep|keb|ak|pd|si|tp|kom|sos))(?:\s.*)?",
    re.DOTALL,
)


def are_several(name: str) -> bool:
    """
    Whether a name seems to be of several persons.

    >>> are_several("Ones & Emi (adik)"), are_several("1. Ana 2. Beni"), are_several("Maria Dan"), are_several("Rut, S.Pd")
    (True, True, False, False)

    """
    if len(name) > _LONGEST or not _MAY_BE.search(name):
        return False
    if _ARE_SEVERAL.search(name):
        return True
    outside = _BRACKETS.sub(" ", name)
    lines = _names_in(outside.splitlines())
    # A long name may go on in the next line.
    words = {len(line.split()) > 1 for line in lines}
    return (len(lines) > 1 and len(words) == 1) or len(_names_in(" ".join(outside.split()).split(","))) > 1


def _names_in(parts: list[str]) -> list[str]:
    found = [part.strip() for part in parts if part.strip()]
    return [part for part in found if not _NO_NAME.fullmatch(part) and not codes_meant(part)]


def is_of_one(node: Node | None) -> bool:
    """Whether a group of facts is about one person, who has a name and a day of birth."""
    return node is not None and node.fields is not None and {NAME, _OF_ONE} <= node.fields.keys()


def several_persons(model: RecordModel, kind: str, value: Any) -> list[ProblemDetail]:
    """
    Where a record names several persons in place of one; a record that says it stands for several may.

    Args:
        model: The kinds of records.
        kind: The kind of the record.
        value: The record as JSON holds it.

    """
    groups = model.made_once(_groups_of_one, kind)
    if not groups or not isinstance(value, dict) or _counts_several(value):
        return []
    return [
        ProblemDetail(pointer([*path, NAME]), SEVERAL, {"field": NAME})
        for steps in groups
        for path, group in _at(value, steps, ())
        if isinstance(name := group.get(NAME), str) and are_several(name)
    ]


def _counts_several(value: dict[str, Any]) -> bool:
    return any(type(value.get(name)) is int and value[name] > 1 for name in ("count", "count_until"))


def _groups_of_one(model: RecordModel, kind: str) -> tuple[tuple[str, ...], ...]:
    return tuple(_paths(model.nodes[kind], ()))


def _paths(node: Node, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, part in node.parts.items():
        inner = part.item or part
        if is_of_one(inner):
            yield (*path, name)
        yield from _paths(inner, (*path, name))


def _at(
    value: Any, steps: tuple[str, ...], path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """The groups at a path, lists gone into."""
    if isinstance(value, list):
        for at, item in enumerate(value):
            yield from _at(item, steps, (*path, at))
    elif isinstance(value, dict):
        if not steps:
            yield path, value
        else:
            yield from _at(value.get(steps[0]), steps[1:], (*path, steps[0]))
