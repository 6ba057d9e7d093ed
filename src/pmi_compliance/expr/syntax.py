"""
Text to tree; `printing` goes the other way.

A hand-written precedence parser, because its errors can say what was meant.
What CEL has and this profile leaves out is refused by name, with the reason.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn, cast

from pmi_compliance.base.errors import Diagnostic, PackError
from pmi_compliance.expr.functions import FUNCTIONS
from pmi_compliance.expr.tree import (
    Call,
    Comprehension,
    Constant,
    Has,
    ListOf,
    MapOf,
    Name,
    Node,
    Select,
    children,
)

if TYPE_CHECKING:
    from pmi_compliance.expr.tree import Macro, Span

#: Limits that keep every condition small enough to read and safe to walk (clause 1.5).
MAX_LENGTH = 10_000
MAX_DEPTH = 25
MAX_NODES = 2_000
MAX_LOOPS = 3

MACROS = ("exists", "all", "exists_one", "filter", "map")

BINARY = {  # operator: how tightly it binds
    "||": 1, "&&": 2,
    "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "in": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "%": 5,
}  # fmt: skip
UNARY, MEMBER = 6, 7

_RESERVED = frozenset({
    "as", "break", "const", "continue", "else", "for", "function", "if", "import",
    "let", "loop", "package", "namespace", "return", "var", "void", "while",
})  # fmt: skip

_TOKEN = re.compile(
    r"""(?P<space>(?:[ \t\r\n\f]|//[^\n]*)+)
      | (?P<float>\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+)
      | (?P<number>0[xX][0-9a-fA-F]+|\d+)(?P<unsigned>[uU]\b)?
      | (?P<prefix>[rRbB]{0,2})(?P<quote>\"\"\"|'''|\"|')
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]{}])""",
    re.VERBOSE,
)

_ESCAPE = re.compile(
    r"\\(?:(?P<simple>[abfnrtv\\?\"'`])|[xX](?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})"
    r"|U(?P<U>[0-9a-fA-F]{8})|(?P<octal>[0-3][0-7]{2}))"
)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class _Token:
    __slots__ = ("end", "kind", "start", "text", "value")

    def __init__(self, kind: str, text: str, start: int, end: int, value: object = None) -> None:
        self.kind, self.text, self.start, self.end, self.value = kind, text, start, end, value


def fault(text: str, span: Span, message: str, help: str = "") -> Diagnostic:  # noqa: A002
    """A diagnostic that points at a span of the condition's own text."""
    start = min(span[0], len(text))
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    return Diagnostic(
        message,
        line=text.count("\n", 0, start) + 1,
        column=start - line_start + 1,
        source=text[line_start:line_end],
        width=max(1, min(span[1], line_end) - start),
        help=help,
    )


def parse(text: str) -> Node:
    """
    Read a condition.

    Raises:
        PackError: With one diagnostic that points at the first place where the text stops making sense.

    """
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        if len(text) > MAX_LENGTH:
            self.fail((0, 1), f"the condition has {len(text):,} characters; at most {MAX_LENGTH:,} are read")
        self.tokens = self.scan()
        self.at = 0
        self.depth = 0
        self.nodes = 0

    def fail(self, span: Span, message: str, help: str = "") -> NoReturn:  # noqa: A002
        raise PackError((fault(self.text, span, message, help),))

    # Tokens

    def scan(self) -> list[_Token]:
        tokens: list[_Token] = []
        at = 0
        while at < len(self.text):
            match = _TOKEN.match(self.text, at)
            if match is None:
                self.fail((at, at + 1), f"`{self.text[at]}` has no meaning here", self.hint(at))
            end = match.end()
            if match["float"]:
                self.fail(
                    (at, end), f"`{match['float']}` is a fraction", "money and counts are whole numbers"
                )
            elif match["number"]:
                if match["unsigned"]:
                    self.fail((at, end), "unsigned numbers are not in the language", "leave out the `u`")
                tokens.append(
                    _Token("number", match["number"], at, end, self.number(match["number"], at, end))
                )
            elif match["quote"]:
                value, end = self.string(match, at)
                tokens.append(_Token("string", "", at, end, value))
            elif not match["space"]:
                kind = "name" if match["name"] else "sign"
                tokens.append(_Token(kind, match.group(), at, end))
            at = end
        tokens.append(_Token("end", "", len(self.text), len(self.text)))
        return tokens

    def hint(self, at: int) -> str:
        sign = self.text[at]
        return {"=": "compare with `==`", "&": "join with `&&`", "|": "join with `||`"}.get(sign, "")

    def number(self, digits: str, start: int, end: int) -> int:
        value = (
            int(digits, 16) if digits[:2] in {"0x", "0X"} else int(digits) if len(digits) < 30 else 1 << 99
        )
        # One more than the largest is read, for `-9223372036854775808` is a number of the language.
        if value > 1 << 63:
            self.fail((start, end), "this number does not fit into 64 bits")
        return value

    def string(self, match: re.Match[str], start: int) -> tuple[str, int]:
        prefix, quote = match["prefix"].lower(), match["quote"]
        if "b" in prefix:
            self.fail((start, match.end()), "bytes are not in the language", "leave out the `b`")
        if prefix not in {"", "r"}:
            self.fail((start, match.end()), f"`{match['prefix']}` does not begin a string")
        at = match.end()
        parts: list[str] = []
        while True:
            if self.text.startswith(quote, at):
                return "".join(parts), at + len(quote)
            if at >= len(self.text) or (self.text[at] == "\n" and len(quote) == 1):
                self.fail((start, at), f"the string is not closed with {quote}")
            if self.text[at] == "\\" and not prefix:
                escape = _ESCAPE.match(self.text, at)
                if escape is None:
                    self.fail((at, at + 2), "this escape is not known", r"write \\ for a backslash")
                parts.append(self.unescape(escape))
                at = escape.end()
            else:
                parts.append(self.text[at])
                at += 1

    def unescape(self, escape: re.Match[str]) -> str:
        if simple := escape["simple"]:
            return _SIMPLE.get(simple, simple)
        digits = escape["x"] or escape["u"] or escape["U"]
        code = int(digits, 16) if digits else int(escape["octal"], 8)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            self.fail(escape.span(), "this is not a character")
        return chr(code)

    # Tree

    @property
    def next(self) -> _Token:
        return self.tokens[self.at]

    def take(self, text: str) -> _Token | None:
        token = self.next
        if token.kind in {"sign", "name"} and token.text == text:
            self.at += 1
            return token
        return None

    def expect(self, text: str, after: str) -> _Token:
        token = self.take(text)
        if token is None:
            self.fail(self.span(), f"expected `{text}` {after}, found {self.found()}")
        return token

    def span(self) -> Span:
        return self.next.start, max(self.next.end, self.next.start + 1)

    def found(self) -> str:
        match self.next.kind:
            case "end":
                return "the end of the condition"
            case "string":
                return "a string"
            case _:
                return f"`{self.next.text}`"

    def whole(self) -> Node:
        node = self.expression()
        if self.next.kind != "end":
            help_ = self.hint(self.next.start) or (
                "join conditions with `&&` or `||`" if self.next.kind == "name" else ""
            )
            self.fail(self.span(), f"expected an operator or the end, found {self.found()}", help_)
        if _loops(node) > MAX_LOOPS:
            self.fail(node.span, f"macros stand inside each other more than {MAX_LOOPS} deep")
        return node

    def made(self, node: Node) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.fail(node.span, f"the condition has more than {MAX_NODES:,} parts", "split the rule")
        return node

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(self.span(), f"the condition is nested more than {MAX_DEPTH} deep", "split the rule")

    def expression(self) -> Node:
        self.deeper()
        node = self.binary(1)
        if self.take("?"):
            yes = self.expression()
            self.expect(":", "between the two answers of `?`")
            no = self.expression()
            node = self.made(Call("?:", (node, yes, no), (node.span[0], no.span[1])))
        self.depth -= 1
        return node

    def binary(self, floor: int) -> Node:
        left = self.unary()
        chain = 0
        while True:
            operator = self.next.text if self.next.kind in {"sign", "name"} else ""
            binds = BINARY.get(operator, 0)
            if binds < floor or not binds:
                return left
            self.at += 1
            arguments = [left, self.binary(binds + 1)]
            if operator in {"&&", "||"}:
                while self.take(operator):
                    arguments.append(self.binary(binds + 1))
            else:
                chain += 1
                if chain > MAX_DEPTH:
                    self.fail(
                        self.span(), f"more than {MAX_DEPTH} operators stand in a row", "split the rule"
                    )
            left = self.made(Call(operator, tuple(arguments), (left.span[0], arguments[-1].span[1])))

    def unary(self) -> Node:
        token = self.next
        if self.take("!"):
            self.deeper()
            operand = self.unary()
            self.depth -= 1
            return self.made(Call("!", (operand,), (token.start, operand.span[1])))
        if self.take("-"):
            if self.next.kind == "number":
                # The number belongs to the sign, else the smallest number could not be written.
                number = self.next
                self.at += 1
                value = -cast("int", number.value)
                return self.member(self.made(Constant(value, span=(token.start, number.end))))
            self.deeper()
            operand = self.unary()
            self.depth -= 1
            return self.made(Call("neg", (operand,), (token.start, operand.span[1])))
        return self.member(self.primary())

    def member(self, node: Node) -> Node:
        links = 0
        while True:
            links += 1
            if links > MAX_DEPTH:
                self.fail(self.span(), f"more than {MAX_DEPTH} steps stand in a row")
            if self.take("."):
                token = self.next
                if token.kind != "name":
                    self.fail(self.span(), f"expected a field after `.`, found {self.found()}")
                self.at += 1
                node = self.method(node, token) if self.take("(") else self.select(node, token)
            elif self.take("["):
                index = self.expression()
                close = self.expect("]", "after the index")
                node = self.made(Call("[]", (node, index), (node.span[0], close.end)))
            elif self.next.text == "{" and isinstance(node, Name | Select):
                self.fail(self.span(), "messages are not in the language: a condition makes no records")
            else:
                return node

    def select(self, node: Node, token: _Token) -> Node:
        return self.made(Select(node, token.text, (node.span[0], token.end)))

    def method(self, node: Node, token: _Token) -> Node:
        place = (token.start, token.end)
        if token.text in MACROS:
            return self.macro(node, token)
        arguments, end = self.arguments()
        function = FUNCTIONS.get(token.text)
        if function is None or function.form == "operator":
            self.unknown_function(token.text, place)
        if function.form != "method":
            self.fail(place, f"`{token.text}` is called as `{token.text}(…)`, not after a dot")
        return self.made(Call(token.text, (node, *arguments), (node.span[0], end)))

    def macro(self, source: Node, token: _Token) -> Node:
        arguments, end = self.arguments()
        wanted = "2 or 3" if token.text == "map" else "2"
        place = (token.start, token.end)
        if len(arguments) != 2 and not (token.text == "map" and len(arguments) == 3):
            self.fail(place, f"`{token.text}` takes {wanted} arguments, found {len(arguments)}",
                      f"write `list.{token.text}(x, condition on x)`")  # fmt: skip
        variable, *rest = arguments
        if not isinstance(variable, Name):
            self.fail(variable.span, f"the first argument of `{token.text}` is a new name for an element")
        span = (source.span[0], end)
        if len(rest) == 2:
            source = self.made(Comprehension("filter", source, variable.name, rest[0], span))
        kind = cast("Macro", token.text)
        return self.made(Comprehension(kind, source, variable.name, rest[-1], span))

    def arguments(self) -> tuple[list[Node], int]:
        found: list[Node] = []
        while not (close := self.take(")")):
            if found:
                self.expect(",", "or `)` after an argument")
            found.append(self.expression())
        return found, close.end

    def primary(self) -> Node:
        token = self.next
        place = (token.start, token.end)
        match token.kind:
            case "number":
                self.at += 1
                value = cast("int", token.value)
                if value == 1 << 63:
                    self.fail(place, "this number does not fit into 64 bits")
                return self.made(Constant(value, span=place))
            case "string":
                self.at += 1
                return self.made(Constant(cast("str", token.value), span=place))
            case "name":
                self.at += 1
                return self.name(token)
            case "sign" if token.text in {"(", "[", "{"}:
                self.at += 1
                return self.bracket(token)
            case _:
                self.fail(self.span(), f"expected a value, found {self.found()}",
                          self.hint(token.start) if token.kind != "end" else "")  # fmt: skip
        return None

    def name(self, token: _Token) -> Node:
        place = (token.start, token.end)
        if token.text in {"true", "false", "null"}:
            return self.made(Constant({"true": True, "false": False, "null": None}[token.text], span=place))
        if token.text in _RESERVED or token.text == "in":
            self.fail(place, f"`{token.text}` is a reserved word")
        if not self.take("("):
            return self.made(Name(token.text, place))
        arguments, end = self.arguments()
        if token.text == "has":
            if len(arguments) == 1 and isinstance(arguments[0], Select):
                return self.made(Has(arguments[0].operand, arguments[0].field, (token.start, end)))
            self.fail(place, "`has` takes one field", "write `has(record.field)`")
        if token.text in MACROS:
            self.fail(place, f"`{token.text}` follows a list", f"write `list.{token.text}(x, …)`")
        if token.text not in FUNCTIONS or FUNCTIONS[token.text].form == "operator":
            self.unknown_function(token.text, place)
        return self.made(Call(token.text, tuple(arguments), (token.start, end)))

    def unknown_function(self, name: str, place: Span) -> NoReturn:
        reason = _LEFT_OUT.get(name)
        if reason:
            self.fail(place, f"`{name}` is not in the language: {reason}")
        from pmi_compliance.base.text import nearest  # noqa: PLC0415  only for a mistake

        known = sorted(name for name, function in FUNCTIONS.items() if function.form != "operator")
        near = nearest(name, [*known, *MACROS])
        self.fail(
            place,
            f"unknown function `{name}`",
            f"did you mean `{near}`?" if near else f"known: {', '.join(known)}",
        )

    def bracket(self, opened: _Token) -> Node:
        if opened.text == "(":
            node = self.expression()
            self.expect(")", "to close `(`")
            return node
        if opened.text == "[":
            items: list[Node] = []
            while not (close := self.take("]")):
                if items:
                    self.expect(",", "or `]` in a list")
                    if close := self.take("]"):
                        break
                items.append(self.expression())
            return self.made(ListOf(tuple(items), (opened.start, close.end)))
        entries: list[tuple[Node, Node]] = []
        while not (close := self.take("}")):
            if entries:
                self.expect(",", "or `}` in a map")
                if close := self.take("}"):
                    break
            key = self.expression()
            self.expect(":", "between a key and its value")
            entries.append((key, self.expression()))
        return self.made(MapOf(tuple(entries), (opened.start, close.end)))


_LEFT_OUT = {
    "matches": "formats belong in the schema",
    "timestamp": 'clock times stay out; use `date("2025-01-31")`',
    "duration": "clock times stay out; use `days_between` or `months_between`",
    "double": "fractions stay out; money and counts are whole numbers",
    "uint": "use `int`",
    "bytes": "use strings",
    "type": "types are checked before a rule runs",
    "dyn": "types are checked before a rule runs",
    "now": "a rule is judged on a given date; use `judged_on` or `audit.date`",
}


def _loops(node: Node) -> int:
    below = max(map(_loops, children(node)), default=0)
    return below + isinstance(node, Comprehension)
