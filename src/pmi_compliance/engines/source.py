"""Python source while it is written: lines in blocks, names for values, and what is at hand where."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import CodeType

    from pmi_compliance.engines.trace import Relations
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.records.index import Paths

#: How many rules are kept ready for the next audit: more than one audit judges, and few enough to hold in memory.
PREPARED = 1024


class WrittenValue:
    """
    Python text for a value, and whether it can be `None`.

    `unless` and `otherwise` are the two halves of a text that is `None` on a condition:
    who leaves on unknown tests the first and then needs only the second.
    """

    __slots__ = ("known", "otherwise", "simple", "text", "unless")

    def __init__(
        self, text: str, *, known: bool = False, simple: bool = False, unless: str = "", otherwise: str = ""
    ) -> None:
        self.text, self.known, self.simple = text, known, simple
        self.unless, self.otherwise = unless, otherwise

    @classmethod
    def of_tuple(cls, parts: Iterable[WrittenValue]) -> WrittenValue:
        """A tuple of values."""
        return cls(f"({''.join(f'{part.text}, ' for part in parts)})", known=True)


class SourceWriter:
    """Writes the body of a function, line by line."""

    def __init__(self) -> None:
        #: The lines so far.
        self.lines: list[str] = []
        #: How deep the next line stands.
        self.indent = 2
        self._count = 0
        #: Values that the source names, by name.
        self.space: dict[str, Any] = {}
        #: Values already at hand in this block, by what they are.
        self.have: dict[object, WrittenValue] = {}

    def put(self, line: str) -> None:
        """Write one line."""
        self.lines.append("    " * self.indent + line)

    def fresh(self) -> str:
        """A name that nothing has yet."""
        self._count += 1
        return f"v{self._count}"

    def bound(self, value: Any) -> str:
        """A name for a value that the source cannot write."""
        name = f"c{len(self.space)}"
        self.space[name] = value
        return name

    def stored(self, value: WrittenValue) -> WrittenValue:
        """A value that may be written more than once."""
        if value.simple:
            return value
        name = self.fresh()
        self.put(f"{name} = {value.text}")
        return WrittenValue(name, known=value.known, simple=True)

    def block(self, head: str) -> _Block:
        """Lines below a head; what they make at hand is not at hand behind them."""
        self.put(head)
        return _Block(self)


class _Block:
    """What is at hand inside a block is not at hand behind it."""

    def __init__(self, writer: SourceWriter) -> None:
        self.writer = writer

    def __enter__(self) -> None:
        self.have = dict(self.writer.have)
        self.writer.indent += 1

    def __exit__(self, *_: object) -> None:
        self.writer.have = self.have
        self.writer.indent -= 1


class Followed(NamedTuple):
    """A relation that a program follows, and what tells those apart whom it leads to, if that is all that is asked."""

    relation: Relation
    apart: tuple[Paths, int] | None

    def by(self, relations: Relations) -> Callable[[Any], Any]:
        """What follows it."""
        return (
            relations.related(self.relation)
            if self.apart is None
            else relations.told_apart(self.relation, *self.apart)
        )


@lru_cache(maxsize=PREPARED)
def compiled(source: str) -> CodeType:
    """The code of what was written, needed again where functions of it are replaced."""
    return compile(source, "<rule>", "exec")


def bracketed(text: str) -> str:
    """A text as part of another."""
    return text if text.isidentifier() or text[0] in "\"'(" or text.isdigit() else f"({text})"


#: For each macro: the line before the loop, the lines for each element, and the lines behind it.
#: The folds of `||` and `&&` leave the loop where one element settles them: see `fold`.
LOOPS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "exists": (
        "{name} = False",
        (),
        ("if {name} is False and type({source}) is not tuple: {name} = None",),
    ),
    "all": (
        "{name} = True",
        (),
        ("if {name} and type({source}) is not tuple: {name} = None",),
    ),
    "filter": (
        "{name}, {name}u = [], type({source}) is not tuple",
        ("if {body}: {name}.append({element})", "elif {body} is None: {name}u = True"),
        ("{name} = (Partial if {name}u else tuple)({name})",),
    ),
    "map": (
        "{name} = []",
        ("{name}.append({body})",),
        ("{name} = (Partial if type({source}) is not tuple else tuple)({name})",),
    ),
}
