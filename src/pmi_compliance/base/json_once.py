"""JSON of which every reader says the same: a key that stands twice in a group, and numbers that are none, are refused."""

from __future__ import annotations

import json
from typing import Any


class KeyTwice(Exception):
    """One reader takes the first, another the last: what was checked would not be what is shown."""


def decoded_once(text: str | bytes) -> Any:
    """
    What a JSON text says.

    Raises:
        KeyTwice: If a key stands twice in a group; it names the key.
        ValueError: If it is no JSON, or says `NaN` or `Infinity`.
        RecursionError: If it is nested too deeply.

    >>> from pmi_compliance.base.json_once import decoded_once
    >>> decoded_once('{"a": 1}')
    {'a': 1}

    """
    return json.loads(text, object_pairs_hook=_with_keys_once, parse_constant=_no_number)


def _with_keys_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        names = set[str]()
        for name, _ in pairs:
            if name in names:
                raise KeyTwice(name)
            names.add(name)
    return value


def _no_number(text: str) -> None:
    raise ValueError(text)
