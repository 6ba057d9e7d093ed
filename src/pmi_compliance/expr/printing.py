"""Tree to text: the shortest condition that reads as the same tree."""

from __future__ import annotations

from pmi_compliance.expr.functions import FUNCTIONS
from pmi_compliance.expr.syntax import BINARY, MEMBER, UNARY
from pmi_compliance.expr.tree import (
    Call,
    Comprehension,
    Constant,
    FirstKnown,
    Has,
    ListOf,
    Name,
    Node,
    Select,
)


def to_text(node: Node) -> str:
    """
    Write a tree as a condition; `parse(to_text(tree)) == tree`.

    A `FirstKnown` is written `a ?? b`, for readers: no text is parsed as one.
    """
    return _written(node, 0)


def source_of(node: Node) -> str:
    """What a node was written as, on one line; of one that nobody wrote, what it reads as."""
    return " ".join((node.words or to_text(node)).split())


def _written(node: Node, floor: int) -> str:
    binds, text = _form(node)
    return f"({text})" if binds < floor else text


def _form(node: Node) -> tuple[int, str]:
    """How tightly the text binds, and the text."""
    match node:
        case Constant(value):
            # A negative number is a sign and a number: `-1` in `-1.size()` must keep its brackets.
            tight = UNARY if isinstance(value, int) and not isinstance(value, bool) and value < 0 else MEMBER
            return tight, _constant(value)
        case Name(name):
            return MEMBER, name
        case Select(operand, field):
            return MEMBER, f"{_written(operand, MEMBER)}.{field}"
        case Has(operand, field):
            return MEMBER, f"has({_written(operand, MEMBER)}.{field})"
        case Comprehension(macro, source, variable, body):
            return MEMBER, f"{_written(source, MEMBER)}.{macro}({variable}, {_written(body, 0)})"
        case ListOf(items):
            return MEMBER, f"[{', '.join(_written(item, 0) for item in items)}]"
        case FirstKnown(options):
            return 0, " ?? ".join(_written(option, 1) for option in options)
        case Call("?:", (test, yes, no)):
            return 0, f"{_written(test, 1)} ? {_written(yes, 0)} : {_written(no, 0)}"
        case Call("!", (operand,)):
            return UNARY, f"!{_written(operand, UNARY)}"
        case Call("neg", (operand,)):
            # `-` before a number would be read as part of it.
            tight = MEMBER + 1 if isinstance(operand, Constant) else UNARY
            return UNARY, f"-{_written(operand, tight)}"
        case Call(operator, arguments) if operator in BINARY:
            binds = BINARY[operator]
            first = binds + 1 if operator in {"&&", "||"} else binds
            parts = [
                _written(arguments[0], first),
                *(_written(argument, binds + 1) for argument in arguments[1:]),
            ]
            return binds, f" {operator} ".join(parts)
        case Call(function, arguments) if FUNCTIONS[function].form == "method":
            inner = ", ".join(_written(argument, 0) for argument in arguments[1:])
            return MEMBER, f"{_written(arguments[0], MEMBER)}.{function}({inner})"
        case Call(function, arguments):
            return MEMBER, f"{function}({', '.join(_written(argument, 0) for argument in arguments)})"


def _constant(value: bool | int | str | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    signs = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
    return '"' + "".join(signs.get(sign, sign) for sign in value) + '"'
