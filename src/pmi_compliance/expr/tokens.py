"""Text to tokens: the smallest parts of a condition, and the diagnostic that points at a part of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from pmi_compliance.base.errors import Diagnostic, PackError
from pmi_compliance.base.messages.conditions import HINTS
from pmi_compliance.base.text import NOTHING

if TYPE_CHECKING:
    from pmi_compliance.base.text import Text
    from pmi_compliance.expr.tree import Span

#: The longest condition that is read (clause 1.5).
MAX_LENGTH = 10_000

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


class Token:
    """A name, sign, number or string, and where it stands; the last of a condition is its end."""

    __slots__ = ("end", "kind", "start", "text", "value")

    def __init__(self, kind: str, text: str, start: int, end: int, value: object = None) -> None:
        self.kind, self.text, self.start, self.end, self.value = kind, text, start, end, value


def pointed(text: str, span: Span, code: str, /, **values: object) -> Diagnostic:
    """A diagnostic that points at a span of the condition's own text."""
    start, end = span
    return Diagnostic.pointing(text, min(start, len(text)), end, code, values)


def fail(text: str, span: Span, code: str, /, **values: object) -> NoReturn:
    """
    Refuse a condition.

    Raises:
        PackError: Always, with one diagnostic that points at a span of the text.

    """
    raise PackError((pointed(text, span, code, **values),))


def scan(text: str) -> list[Token]:
    """
    The tokens of a condition, in order.

    Raises:
        PackError: With one diagnostic, at the first place where no token begins.

    """
    if len(text) > MAX_LENGTH:
        fail(text, (0, 1), "condition_too_long", length=len(text), most=MAX_LENGTH)
    return _Scanner(text).scan()


def hint(text: str, at: int) -> Text:
    """What was meant by a sign that stands alone; empty where that is not known."""
    return HINTS.get(text[at : at + 1], NOTHING)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text

    def fail(self, span: Span, code: str, /, **values: object) -> NoReturn:
        fail(self.text, span, code, **values)

    def scan(self) -> list[Token]:
        tokens: list[Token] = []
        at = 0
        while at < len(self.text):
            match = _TOKEN.match(self.text, at)
            if match is None:
                self.fail((at, at + 1), "sign_without_meaning", sign=self.text[at], hint=hint(self.text, at))
            end = match.end()
            if match["float"]:
                self.fail((at, end), "fraction", number=match["float"])
            elif match["number"]:
                if match["unsigned"]:
                    self.fail((at, end), "unsigned_number")
                tokens.append(
                    Token("number", match["number"], at, end, self.number(match["number"], at, end))
                )
            elif match["quote"]:
                value, end = self.string(match, at)
                tokens.append(Token("string", "", at, end, value))
            elif not match["space"]:
                kind = "name" if match["name"] else "sign"
                tokens.append(Token(kind, match.group(), at, end))
            at = end
        tokens.append(Token("end", "", len(self.text), len(self.text)))
        return tokens

    def number(self, digits: str, start: int, end: int) -> int:
        value = (
            int(digits, 16) if digits[:2] in {"0x", "0X"} else int(digits) if len(digits) < 30 else 1 << 99
        )
        # One more than the largest is read, for `-9223372036854775808` is a number of the language.
        if value > 1 << 63:
            self.fail((start, end), "number_too_large")
        return value

    def string(self, match: re.Match[str], start: int) -> tuple[str, int]:
        prefix, quote = match["prefix"].lower(), match["quote"]
        if "b" in prefix:
            self.fail((start, match.end()), "bytes")
        if prefix not in {"", "r"}:
            self.fail((start, match.end()), "unknown_prefix", prefix=match["prefix"])
        at = match.end()
        parts: list[str] = []
        while True:
            if self.text.startswith(quote, at):
                return "".join(parts), at + len(quote)
            if at >= len(self.text) or (self.text[at] == "\n" and len(quote) == 1):
                self.fail((start, at), "string_not_closed", quote=quote)
            if self.text[at] == "\\" and not prefix:
                escape = _ESCAPE.match(self.text, at)
                if escape is None:
                    self.fail((at, at + 2), "unknown_escape")
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
            self.fail(escape.span(), "not_a_character")
        return chr(code)
