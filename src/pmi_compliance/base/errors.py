"""
Every exception, so that a caller can see at a glance what can go wrong.

Problems of records are not exceptions: they are part of a report.
What stands here stops a run: a file that cannot be read, a pack that is wrong, a call that is wrong.
"""

from __future__ import annotations

from attrs import astuple, frozen


class PmiError(Exception):
    """
    Root of all errors this library raises on purpose.

    Errors compare by value, so that tests can compare objects instead of texts.
    """

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and astuple(self) == astuple(other)  # type: ignore[arg-type]

    def __hash__(self) -> int:
        return hash(astuple(self))  # type: ignore[arg-type]


@frozen
class Diagnostic:
    """One mistake in a rule pack or condition, with its place and, where there is one, a suggestion."""

    #: What is wrong, in lower case, without a full stop.
    message: str

    #: File it stands in, or a name given by the caller; empty for a condition given as text.
    file: str = ""

    #: Line and column, counted from 1; 0 where there is none.
    line: int = 0
    column: int = 0

    #: The line of source and how many characters of it are meant.
    source: str = ""
    width: int = 1

    #: What to do instead.
    help: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        lines = [f"{place}: {self.message}" if place else self.message]
        if self.source and self.column:
            # A tab or a wide character before the caret must not shift it.
            lead = "".join("\t" if sign == "\t" else " " for sign in self.source[: self.column - 1])
            lines += [f"   | {self.source}", f"   | {lead}{'^' * max(1, self.width)}"]
        if self.help:
            lines.append(f"help: {self.help}")
        return "\n".join(lines)


@frozen(eq=False, str=False)
class PackError(PmiError):
    """A rule pack, a condition or a waiver file is wrong; all its mistakes at once."""

    diagnostics: tuple[Diagnostic, ...]

    def __str__(self) -> str:
        return "\n".join(str(diagnostic) for diagnostic in self.diagnostics)


@frozen(eq=False, str=False)
class UnknownPack(PmiError):
    """No pack of this name is bundled, and no folder of this name holds one."""

    name: str
    known: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"tidak ada paket aturan `{self.name}`; yang tersedia: {', '.join(self.known)}\n"
            f"no rule pack `{self.name}`; bundled: {', '.join(self.known)}"
        )


@frozen(eq=False, str=False)
class NoValueOn(PmiError):
    """A dated value was asked for a day on which none is in force."""

    what: str
    day: str

    def __str__(self) -> str:
        return f"{self.what} has no value in force on {self.day}"


@frozen(eq=False, str=False)
class UnreadableInput(PmiError):
    """A file or folder of records cannot be read at all."""

    path: str
    reason_id: str
    reason_en: str

    @classmethod
    def unopened(cls, path: object, error: OSError) -> UnreadableInput:
        """What the system said when a file was to be opened."""
        return cls(str(path), f"tidak dapat dibuka: {error.strerror}", f"cannot be opened: {error.strerror}")

    def __str__(self) -> str:
        return f"{self.path}: {self.reason_id}\n{self.path}: {self.reason_en}"


@frozen(eq=False, str=False)
class UsageError(PmiError):
    """The caller asked for something that makes no sense: an unknown kind, format or severity."""

    message_id: str
    message_en: str

    def __str__(self) -> str:
        return f"{self.message_id}\n{self.message_en}"
