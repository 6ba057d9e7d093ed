"""
What is left of a record without what says nothing: words for "not known", and values that no schema takes.

Whoever fills in a list puts a dash where nothing is known, and mistypes a date. Neither is a fact, and neither takes away
what else was written of a person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pmi_compliance.records.json_schema import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.schema import RecordModel

#: What offices write where nothing is known, folded; beside it signs without a letter or digit.
_WORDS = (
    r"n/?a", r"n\.a\.?", "#n/a", "nan", "nil", "null", "none", "unknown", "not known", "nihil", "kosong", "blank",
    r"belum(?: (?:ada|diketahui|diisi|jelas|tahu|terdata|diperiksa))?",
    r"(?:tidak|tdk|tak|ga|gak|nggak) (?:ada|tahu|diketahui|jelas|terdata)(?: data)?",
    "tanpa keterangan", "tba", "tbd", "x{2,}",
)  # fmt: skip
#: What a value counts as that cannot be read, by its field: as much doubt as it may have said. An allegation that is
#: misspelt is no fact, and who claims to be no migrant worker has claimed it.
_COUNTS_AS: Mapping[str, tuple[str, str]] = {
    "standing": ("standing", "alleged"),
    "alleged": ("standing", "alleged"),
    "claimed_exclusion": ("claimed_exclusion", "other"),
}
#: Digits that number nothing: zeros, and one digit again and again.
_DIGITS = ("0+", *(f"{digit}{{4,}}" for digit in range(1, 10)))
#: Signs that stand for nothing, dashes of all lengths among them.
_SIGNS = r"-‐‑‒–—―−_.?*/\\~=\s"
#: A text that says nothing, as engines of queries read patterns too.
NOTHING_SAID = rf"(?i)^\s*(?:[{_SIGNS}]+|{'|'.join((*_WORDS, *_DIGITS))})\s*$"
_IS_NOTHING = re.compile(NOTHING_SAID)
#: The signs that such a text begins with: what begins otherwise, as most do, is not looked at any further.
_FIRST = rf"[{_SIGNS}#nubktgx0-9]"
#: The same, of a text inside of canonical JSON.
_HOLDS_NOTHING = re.compile(rf'[:\[,]"(?={_FIRST}){NOTHING_SAID[len("(?i)^") : -1]}"[,\]}}]', re.IGNORECASE)


def says_nothing(text: str) -> bool:
    """
    Whether a text stands where nothing is known.

    >>> says_nothing("-"), says_nothing("belum ada"), says_nothing("0000"), says_nothing("penjahit")
    (True, True, True, False)

    """
    return _IS_NOTHING.match(text) is not None


def may_hold_nothing(text: bytes) -> bool:
    """Whether a record may hold a text that says nothing, by its canonical JSON; mostly it does not."""
    return _HOLDS_NOTHING.search(text.decode(errors="replace")) is not None


def without_nothing(model: RecordModel, kind: str, value: Any) -> tuple[Any, list[tuple[str, str]]]:
    """
    A record without texts that say nothing.

    Args:
        model: The kinds of records.
        kind: The kind of the record.
        value: The record as JSON holds it; it is not changed.

    Returns:
        The record, and of each such text the path of its field and what was written.

    """
    if not isinstance(value, dict):
        return value, []
    found = [*_nothing(model.nodes[kind], value, ())]
    if not found:
        return value, []
    words = [(".".join(step for step in path if isinstance(step, str)), text) for path, text in found]
    return _without(model, kind, value, [path for path, _ in found]), words


def _nothing(
    node: Node, value: Any, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts in a value that say nothing, with their paths; a code of a list says what the list says of it."""
    match value:
        case str() if says_nothing(value) and not _means_something(node, value, path):
            yield path, value.strip()
        case dict():
            for name, part in value.items():
                if name in node.parts:
                    yield from _nothing(node.parts[name], part, (*path, name))
        case list() if node.item is not None:
            for at, item in enumerate(value):
                yield from _nothing(node.item, item, (*path, at))


def _means_something(node: Node, text: str, path: tuple[str | int, ...]) -> bool:
    """Whether a list of codes holds the word, it is the code of a place without its dot, or a record goes by it."""
    is_name = path == ("id",) and any(map(str.isalnum, text))
    return is_name or text in (node.values or ()) or (node.format is not None and text.strip().isdecimal())


def without(model: RecordModel, kind: str, value: Mapping[str, Any], pointers: Iterable[str]) -> Any:
    """
    A record without what stands at some places, as if it had not been written.

    An element of a list leaves one behind of which nothing is known, and a list that is taken away is not complete.

    Args:
        model: The kinds of records.
        kind: The kind of the record.
        value: The record as JSON holds it; it is not changed.
        pointers: JSON pointers of what cannot be read.

    """
    paths = [*map(path_of, pointers)]
    left = _without(model, kind, value, paths)
    for path in paths:
        if path[0] in _COUNTS_AS:
            field, code = _COUNTS_AS[str(path[0])]
            left[field] = code
    return left


def _without(
    model: RecordModel, kind: str, value: Mapping[str, Any], paths: Iterable[tuple[str | int, ...]]
) -> Any:
    left = _copy(value)
    for path in paths:
        _take_away(model, kind, left, path)
    return left


def _take_away(model: RecordModel, kind: str, value: Any, path: tuple[str | int, ...]) -> None:
    for step in path[:-1]:
        try:
            value = value[step if isinstance(value, list) else str(step)]
        except (KeyError, IndexError, TypeError):
            return  # what is around it was taken away
    last = path[-1]
    if isinstance(value, list) and isinstance(last, int):
        value[last] = {} if _is_group(model, kind, path) else None
    elif isinstance(value, dict):
        value.pop(str(last), None)
        value.pop(f"{last}_complete", None)


def _is_group(model: RecordModel, kind: str, path: tuple[str | int, ...]) -> bool:
    """Whether a group of facts stands at a path; of a place that no schema knows nobody can say."""
    try:
        return model.node_at(kind, path).fields is not None
    except KeyError:
        return False


def _copy(value: Any) -> Any:
    match value:
        case dict():
            return {name: _copy(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_copy(inner) for inner in value]
        case _:
            return value
