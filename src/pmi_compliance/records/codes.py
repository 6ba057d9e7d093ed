"""What the codes of records are called, as the schemas of the library say it: the words stand there and nowhere else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pmi_compliance.base.text import Text
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a figure calls a fact that nobody wrote down.
NOT_KNOWN = Text("belum diketahui", "not known")


@cache
def code_names(path: str) -> Mapping[str, Text]:
    """
    What each code of a field is called.

    Args:
        path: The kind of record and the path of the field in it, without places in lists.

    Raises:
        KeyError: If there is no such field.

    >>> code_names("recruiter.offices.kind")["branch"]
    Text(id='cabang', en='branch')

    """
    kind, *steps = path.split(".")
    node = bundled_model().node_at(kind, steps)
    return {code: words.name for code, words in (node.item or node).codes.items()}


def scope_names() -> Mapping[str, Text]:
    """What the scopes of placements are called, with the one that is not known."""
    return {**code_names("placement.scope"), "unknown": NOT_KNOWN}
