"""Codes of places in conditions: one of no place can never be met, and is told where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.expr.functions import COMPARING
from pmi_compliance.expr.tree import Call, Constant, ListOf, Name, Select
from pmi_compliance.expr.types import ListType, RecordType, String
from pmi_compliance.records.regions import nearest_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.tree import Node
    from pmi_compliance.records.regions import Regions


def wrong_places(checked: Checked, regions: Regions) -> Iterator[tuple[Node, str]]:
    """The codes in a condition that are compared with places and stand for none, and where each stands."""
    for node in checked.nodes():
        if not isinstance(node, Call):
            continue
        is_place = [_is_place(checked, argument) for argument in node.arguments]
        if node.function == "region_within" or (node.function in COMPARING and any(is_place)):
            for argument in node.arguments:
                for word in sorted(_words(checked, argument)):
                    if regions.code_of(word) != word:
                        yield argument, word


def nearest_places(written: str, regions: Regions) -> str:
    """The places whose codes are most like one that does not exist, for a message."""
    meant = regions.code_of(written)
    codes = (meant,) if meant else nearest_codes(written, regions)
    return "; ".join(f"{code} {regions.full_name(code)}" for code in codes)


def _is_place(checked: Checked, node: Node) -> bool:
    if not isinstance(node, Select):
        return False
    owner = checked.type_of(node.operand)
    return isinstance(owner, RecordType) and node.field in owner.fields and owner.fields[node.field].is_place


def _words(checked: Checked, node: Node) -> frozenset[str]:
    """What a literal or parameter can be; nothing of a field."""
    if not isinstance(node, Constant | ListOf | Name | Select):
        return frozenset()
    type_ = checked.type_of(node)
    inner = type_.item if isinstance(type_, ListType) else type_
    return (inner.values or frozenset()) if isinstance(inner, String) else frozenset()
