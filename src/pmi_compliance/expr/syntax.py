"""
Text to tree; `printing` goes the other way.

A hand-written precedence parser, because its errors can say what was meant.
What CEL has and this profile leaves out is refused by name, with the reason.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NoReturn, cast

from attrs import evolve

from pmi_compliance.base.messages.conditions import AFTER, END, FOREIGN, HINTS, LEFT_OUT, MACRO_FORMS, STRING
from pmi_compliance.base.text import NOTHING, Text
from pmi_compliance.expr.functions import FUNCTIONS
from pmi_compliance.expr.shorthand import SHORTHANDS
from pmi_compliance.expr.tokens import fail, hint, scan
from pmi_compliance.expr.tree import (
    Call,
    Comprehension,
    Constant,
    Has,
    ListOf,
    Name,
    Node,
    Select,
    children,
    extent,
    with_children,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from pmi_compliance.expr.tokens import Token
    from pmi_compliance.expr.tree import Macro, Span

#: Limits that keep every condition small enough to read and safe to walk (clause 1.5).
MAX_DEPTH = 25
MAX_NODES = 2_000
MAX_LOOPS = 3

#: The macros, and how many arguments each takes.
MACROS: dict[str, tuple[int, ...]] = {
    "exists": (2,), "all": (2,), "filter": (2,), "map": (2, 3),
    **{name: tuple(forms) for name, forms in SHORTHANDS.items()},
}  # fmt: skip

BINARY = {  # operator: how tightly it binds
    "||": 1, "&&": 2,
    "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "in": 3,
    "+": 4, "-": 4, "*": 5, "/": 5,
}  # fmt: skip
UNARY, MEMBER = 6, 7

_RESERVED = frozenset({
    "as", "break", "const", "continue", "else", "for", "function", "if", "import",
    "let", "loop", "package", "namespace", "return", "var", "void", "while",
})  # fmt: skip


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
        self.tokens = scan(text)
        self.at = 0
        self.depth = 0
        self.nodes = 0

    def fail(self, span: Span, code: str, /, **values: object) -> NoReturn:
        fail(self.text, span, code, **values)

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self, text: str) -> Token | None:
        token = self.next
        if token.kind in {"sign", "name"} and token.text == text:
            self.at += 1
            return token
        return None

    def expect(self, text: str, after: str) -> Token:
        token = self.take(text)
        if token is None:
            self.fail(self.span(), "sign_expected", sign=text, after=AFTER[after], found=self.found())
        return token

    def span(self) -> Span:
        return self.next.start, max(self.next.end, self.next.start + 1)

    def found(self) -> Text:
        match self.next.kind:
            case "end":
                return END
            case "string":
                return STRING
            case _:
                return Text(f"`{self.next.text}`", f"`{self.next.text}`")

    def whole(self) -> Node:
        node = self.expression()
        if self.next.kind != "end":
            meant = self.missing_operator() if self.next.kind == "name" else hint(self.text, self.next.start)
            self.fail(self.span(), "operator_expected", found=self.found(), hint=meant)
        if extent(node)[2] > MAX_LOOPS:
            self.fail(node.span, "macros_too_deep", most=MAX_LOOPS)
        return node

    def missing_operator(self) -> Text:
        """What was meant where a name follows a value: a word of another language, or a second condition."""
        words = (self.next.text, self.tokens[self.at - 1].text if self.at else "")
        return next((HINTS[word] for word in words if word in HINTS), HINTS["two conditions"])

    def node(self, kind: Callable[..., Node], *parts: Any, span: Span) -> Node:
        """A new node, with the next number."""
        return self.numbered(kind(*parts, span=span, words=self.text[slice(*span)]))

    def numbered(self, node: Node) -> Node:
        """A node under the next number."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.fail(node.span, "too_many_parts", most=MAX_NODES)
        return with_children(node, children(node), number=self.nodes)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(self.span(), "too_deep", most=MAX_DEPTH)

    def expression(self) -> Node:
        self.deeper()
        node = self.binary(1)
        if self.take("?"):
            yes = self.expression()
            self.expect(":", "choice")
            no = self.expression()
            node = self.node(Call, "?:", (node, yes, no), span=(node.span[0], no.span[1]))
        self.depth -= 1
        return node

    def binary(self, floor: int) -> Node:
        left = self.unary()
        chain = 0
        while True:
            operator = self.next.text if self.next.kind in {"sign", "name"} else ""
            if operator == "%":
                self.left_out(operator, self.span())
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
                    self.fail(self.span(), "too_many_operators", most=MAX_DEPTH)
            left = self.node(Call, operator, tuple(arguments), span=(left.span[0], arguments[-1].span[1]))

    def unary(self) -> Node:
        token = self.next
        if self.take("!"):
            self.deeper()
            operand = self.unary()
            self.depth -= 1
            return self.node(Call, "!", (operand,), span=(token.start, operand.span[1]))
        if self.take("-"):
            if self.next.kind == "number":
                # The number belongs to the sign, else the smallest number could not be written.
                number = self.next
                self.at += 1
                value = -cast("int", number.value)
                return self.member(self.node(Constant, value, span=(token.start, number.end)))
            self.deeper()
            operand = self.unary()
            self.depth -= 1
            return self.node(Call, "neg", (operand,), span=(token.start, operand.span[1]))
        return self.member(self.primary())

    def member(self, node: Node) -> Node:
        links = 0
        while True:
            links += 1
            if links > MAX_DEPTH:
                self.fail(self.span(), "too_many_steps", most=MAX_DEPTH)
            if self.take("."):
                token = self.next
                if token.kind != "name":
                    self.fail(self.span(), "field_expected", found=self.found())
                self.at += 1
                node = self.method(node, token) if self.take("(") else self.select(node, token)
            elif self.next.text == "[":
                self.left_out("[]", self.span())
            elif self.next.text == "{" and isinstance(node, Name | Select):
                self.fail(self.span(), "makes_a_record")
            else:
                return node

    def select(self, node: Node, token: Token) -> Node:
        return self.node(Select, node, token.text, span=(node.span[0], token.end))

    def method(self, node: Node, token: Token) -> Node:
        place = (token.start, token.end)
        if token.text in MACROS:
            return self.macro(node, token)
        arguments, end = self.arguments()
        function = FUNCTIONS.get(token.text)
        if function is None or function.form == "operator":
            self.unknown_function(token.text, place)
        if function.form != "method":
            self.fail(place, "not_a_method", name=token.text)
        return self.node(Call, token.text, (node, *arguments), span=(node.span[0], end))

    def macro(self, source: Node, token: Token) -> Node:
        arguments, end = self.arguments()
        macro, place, span = token.text, (token.start, token.end), (source.span[0], end)
        if len(arguments) not in MACROS[macro]:
            expected = ", ".join(map(str, MACROS[macro]))
            form = MACRO_FORMS[macro]
            self.fail(
                place, "macro_arguments", macro=macro, expected=expected, count=len(arguments), form=form
            )
        if macro in SHORTHANDS:
            return self.written_out(source, token, arguments, span)
        variable, *rest = arguments
        name = self.variable(variable, macro)
        if len(rest) == 2:
            source = self.node(Comprehension, "filter", source, name, rest[0], span=span)
        return self.node(Comprehension, cast("Macro", macro), source, name, rest[-1], span=span)

    def variable(self, node: Node, macro: str) -> str:
        if not isinstance(node, Name):
            self.fail(node.span, "macro_name", macro=macro)
        return node.name

    def written_out(self, source: Node, token: Token, arguments: list[Node], span: Span) -> Node:
        """What a shorthand means, with the list and the arguments put in; nobody wrote the nodes in between."""
        shorthand = SHORTHANDS[token.text][len(arguments)]
        values = {"list": source, **dict(zip(shorthand.arguments, arguments, strict=True))}
        if "x" in values:
            self.variable(values["x"], token.text)
        tree = self.put_in(_meaning(shorthand.meaning), values, span)
        return evolve(tree, words=self.text[slice(*span)])

    def put_in(self, node: Node, values: Mapping[str, Node], span: Span) -> Node:
        """A node of a meaning and all below it, with values in the place of names."""
        if isinstance(node, Name) and node.name in values:
            return self.copied(values[node.name])
        parts = [self.put_in(part, values, span) for part in children(node)]
        node = with_children(node, parts)
        if isinstance(node, Comprehension) and isinstance(chosen := values.get(node.variable), Name):
            node = evolve(node, variable=chosen.name)
        return self.numbered(evolve(node, span=span, words=""))

    def copied(self, node: Node) -> Node:
        """A node that stands in a further place of the tree, and all below it."""
        return self.numbered(with_children(node, [*map(self.copied, children(node))]))

    def arguments(self) -> tuple[list[Node], int]:
        arguments: list[Node] = []
        while not (close := self.take(")")):
            if arguments:
                self.expect(",", "argument")
            arguments.append(self.expression())
        return arguments, close.end

    def primary(self) -> Node:
        token = self.next
        place = (token.start, token.end)
        match token.kind:
            case "number":
                self.at += 1
                value = cast("int", token.value)
                if value == 1 << 63:
                    self.fail(place, "number_too_large")
                return self.node(Constant, value, span=place)
            case "string":
                self.at += 1
                return self.node(Constant, token.value, span=place)
            case "name":
                self.at += 1
                return self.name(token)
            case "sign" if token.text in {"(", "["}:
                self.at += 1
                return self.bracket(token)
            case "sign" if token.text == "{":
                self.left_out("{}", place)
            case _:
                meant = hint(self.text, token.start) if token.kind != "end" else NOTHING
                self.fail(self.span(), "value_expected", found=self.found(), hint=meant)
        return None

    def name(self, token: Token) -> Node:
        place = (token.start, token.end)
        if token.text in _WORDS:
            return self.node(Constant, _WORDS[token.text], span=place)
        if token.text in _RESERVED or token.text == "in":
            self.fail(place, "reserved_word", word=token.text)
        if not self.take("("):
            return self.node(Name, token.text, span=place)
        arguments, end = self.arguments()
        if token.text == "has":
            if len(arguments) == 1 and isinstance(arguments[0], Select):
                return self.node(Has, arguments[0].operand, arguments[0].field, span=(token.start, end))
            self.fail(place, "has_arguments")
        if token.text in MACROS:
            self.fail(place, "macro_without_list", macro=token.text)
        if token.text not in FUNCTIONS or FUNCTIONS[token.text].form == "operator":
            self.unknown_function(token.text, place)
        return self.node(Call, token.text, tuple(arguments), span=(token.start, end))

    def left_out(self, name: str, place: Span) -> NoReturn:
        self.fail(place, "left_out", name=name, reason=LEFT_OUT[name])

    def unknown_function(self, name: str, place: Span) -> NoReturn:
        if name in LEFT_OUT:
            self.left_out(name, place)
        functions = (name for name, function in FUNCTIONS.items() if function.form != "operator")
        known = tuple(sorted([*functions, *MACROS]))
        meant = {"meant": FOREIGN[name]} if name in FOREIGN else {}
        self.fail(place, "unknown_function", name=name, known=known, **meant)

    def bracket(self, opened: Token) -> Node:
        if opened.text == "(":
            node = self.expression()
            self.expect(")", "bracket")
            return node
        items: list[Node] = []
        while not (close := self.take("]")):
            if items:
                self.expect(",", "item")
                if close := self.take("]"):
                    break
            items.append(self.expression())
        return self.node(ListOf, tuple(items), span=(opened.start, close.end))


@cache
def _meaning(text: str) -> Node:
    return parse(text)


_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
