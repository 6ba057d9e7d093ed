"""
What is only alleged, and what is left of a record without it.

A record says who stands behind it: `standing: alleged` of all that it holds, or `alleged: [costs]` of single facts that
only one side says. Nothing of this is established.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmi_compliance.expr.types import RecordType

#: The fields that say so, and are facts about the record and not about what happened.
STANDING = frozenset({"standing", "alleged"})

_KEPT = STANDING | {"id"}


def is_wholly_alleged(data: Mapping[str, Any]) -> bool:
    """Whether all that a record holds is only alleged."""
    return data.get("standing") == "alleged"


def is_alleged(data: Mapping[str, Any], fact: str) -> bool:
    """Whether a fact of a record is only alleged."""
    return is_wholly_alleged(data) or fact in (data.get("alleged") or ())


def alleges(data: Mapping[str, Any]) -> bool:
    """Whether something that a record holds is only alleged."""
    return bool(data.get("alleged")) or is_wholly_alleged(data)


def established(kind: RecordType, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    A record without what is only alleged, as if nobody had said it.

    Args:
        kind: The type of the record.
        data: What it holds, and the records that it is related to where these stand in it.

    Returns:
        The same object where nothing is alleged.

    """
    if not alleges(data):
        return data

    def is_kept(name: str) -> bool:
        relation = kind.fields[name].relation if name in kind.fields else None
        if relation is not None and relation.shape == "many":
            return True
        fact = name.removesuffix("_complete") if relation is None else relation.key.split(".")[0]
        return fact in _KEPT or not is_alleged(data, fact)

    return {name: value for name, value in data.items() if is_kept(name)}
