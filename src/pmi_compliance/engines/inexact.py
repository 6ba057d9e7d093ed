"""Which values of a condition may be days or numbers known in part, as its tree says before any record is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.expr.tree import Call, FirstKnown, ListOf, Name, Select
from pmi_compliance.expr.types import DATE

if TYPE_CHECKING:
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.tree import Node

#: Functions that give bounds of a day whatever they are asked about.
_BOUNDS = frozenset({"within", "birth_of"})

#: Functions that give something known in part where a day they are asked about is.
_COUNTS = frozenset({"age", "days_between", "months_between", "next_day"})

_CONTEXT = frozenset({Name("params"), Name("audit")})


def may_be_inexact(checked: Checked, node: Node) -> bool:
    """Whether a value may be a day or a number that is known in part."""
    match node:
        case Name():
            return checked.type_of(node) == DATE
        case Select(operand):
            return operand not in _CONTEXT and checked.type_of(node) == DATE
        case FirstKnown(options):
            return any(may_be_inexact(checked, option) for option in options)
        case Call("?:", (_, yes, no)):
            return may_be_inexact(checked, yes) or may_be_inexact(checked, no)
        case Call(function, arguments):
            return function in _BOUNDS or (
                function in _COUNTS and any(may_be_inexact(checked, argument) for argument in arguments)
            )
        case _:
            return False


def takes_bounds(call: Call, argument: Node) -> bool:
    """Whether an argument is a literal list whose days may be known in part; elements of all others are exact."""
    return call.function == "within" and isinstance(argument, ListOf)
