"""
Every exception, so that a caller can see at a glance what can go wrong.

Problems of records are not exceptions: they are part of a report, and worded from the same catalogue.
What stands here stops a run: a file that cannot be read, a pack that is wrong, a call that is wrong.
An error is data: a code, values and a place. Its sentences stand in `messages/`, in both languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen

from pmi_compliance.base.messages.catalogue import advised, system_reason, worded, worded_with_advice
from pmi_compliance.base.text import LANGUAGES, Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pmi_compliance.base.text import Language


@frozen(init=False, eq=False, str=False)
class PmiError(Exception):
    """
    Root of all errors this library raises on purpose.

    Errors compare by value, survive `pickle`, and word themselves in either language:

    >>> from pmi_compliance import UsageError
    >>> error = UsageError("unknown", what="rule", name="fees", known=("fee", "licence"))
    >>> error.code, error.values["name"]
    ('unknown', 'fees')
    >>> print(error.text.in_language("en"))
    there is no rule `fees`; did you mean `fee`? known: fee, licence
    >>> error == UsageError("unknown", what="rule", name="fees", known=("fee", "licence"))
    True

    Args:
        code: The message; a key of the catalogue.
        place: Where it is: a file, a line of it, a question.
        values: What the placeholders of the message stand for.

    """

    #: Which message of the catalogue it is, such as `not_utf8`; it stays the same when the wording is bettered.
    code: str

    #: The values in the message, by name, such as `{"byte": 17}`.
    values: Mapping[str, Any]

    #: Where it is, such as `fees.csv:17`; empty where there is no place.
    place: str

    def __init__(self, code: str, /, *, place: object = "", **values: object) -> None:
        self.__attrs_init__(code, values, str(place))

    @property
    def message(self) -> Text:
        """What is wrong, in both languages, without the place."""
        return worded_with_advice(self.code, self.values)

    @property
    def text(self) -> Text:
        """What is wrong and where, in both languages."""
        place, message = printable(self.place), self.message
        return Text(f"{place}: {message.id}", f"{place}: {message.en}") if place else message

    def at(self, place: str) -> Self:
        """The same error at a place, which is put before the one it has."""
        return type(self)(self.code, place=": ".join(filter(None, (place, self.place))), **self.values)

    def __str__(self) -> str:
        return f"{self.text.id}\n{self.text.en}"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._state() == other._state()

    def __hash__(self) -> int:
        return hash((type(self), self.code, self.place))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), *self._state())

    def _state(self) -> tuple[Any, ...]:
        """All that makes one error differ from another of its class."""
        return self.code, self.values, self.place


def _restored(kind: type[PmiError], code: str, values: Mapping[str, Any], place: str) -> PmiError:
    """An error as it was before it was pickled or copied, whatever its class is made from."""
    error = kind.__new__(kind)
    error.__attrs_init__(code, values, place)
    return error


@frozen
class Diagnostic:
    """
    One thing that is wrong in a rule pack or condition, with its place and, where there is one, advice.

    >>> found = Diagnostic("wrong_date", {"text": "2025-02-30"}, "rule.yaml", 3, 7)
    >>> print(found.in_language("en"))
    rule.yaml:3:7: `2025-02-30` is not a date
    help: write `date("2025-01-31")`

    """

    #: Which message of the catalogue it is; it stays the same when the wording is bettered.
    code: str

    #: The values in the message, by name.
    values: Mapping[str, Any] = field(factory=dict, hash=False)

    #: File it stands in, or a name given by the caller; empty for a condition given as text.
    file: str = ""

    #: Line and column, counted from 1; 0 where there is none.
    line: int = 0
    column: int = 0

    #: The line of source and how many characters of it are meant.
    source: str = ""
    width: int = 1

    @classmethod
    def pointing(
        cls, text: str, start: int, end: int, code: str, values: Mapping[str, Any], file: str = ""
    ) -> Self:
        """One that points at a span of a text: its line and column, and as much of it as stands on that line."""
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", start)
        line_end = len(text) if line_end < 0 else line_end
        return cls(
            code,
            values,
            file,
            line=text.count("\n", 0, start) + 1,
            column=start - line_start + 1,
            source=text[line_start:line_end],
            width=max(1, min(end, line_end) - start),
        )

    @property
    def message(self) -> Text:
        """What is wrong, in both languages, in lower case, without a full stop."""
        return worded(self.code, self.values)

    @property
    def help(self) -> Text:
        """What to do instead, in both languages; empty where there is nothing to say."""
        return advised(self.code, self.values)

    def in_language(self, language: Language) -> str:
        """Place, message, source and help, a line each, as the command line prints them."""
        return "\n".join([self._placed(language), *self._pointed(), *self._helped(language)])

    def __str__(self) -> str:
        return "\n".join(
            [
                *(self._placed(language) for language in LANGUAGES),
                *self._pointed(),
                *(line for language in LANGUAGES for line in self._helped(language)),
            ]
        )

    def _placed(self, language: Language) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        message = self.message.in_language(language)
        return f"{place}: {message}" if place else message

    def _pointed(self) -> list[str]:
        if not self.source or not self.column:
            return []
        # A tab or a wide character before the caret must not shift it.
        lead = "".join("\t" if sign == "\t" else " " for sign in self.source[: self.column - 1])
        return [f"   | {self.source}", f"   | {lead}{'^' * max(1, self.width)}"]

    def _helped(self, language: Language) -> list[str]:
        help_ = self.help.in_language(language)
        return [f"{_HELP.in_language(language)}: {help_}"] if help_ else []


_HELP = Text("saran", "help")


class PackError(PmiError):
    """
    A rule pack, a condition, a file of waivers or of settings is wrong; all its diagnostics at once.

    Args:
        diagnostics: At least one, each with its place.

    >>> from pmi_compliance import PackError
    >>> from pmi_compliance.expr.check import check
    >>> try:
    ...     check("1 + ", {})
    ... except PackError as error:
    ...     [(diagnostic.line, diagnostic.column) for diagnostic in error.diagnostics]
    [(1, 5)]

    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__("wrong_pack", diagnostics=tuple(diagnostics))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong, in the order of the files."""
        diagnostics: tuple[Diagnostic, ...] = self.values["diagnostics"]
        return diagnostics

    @property
    def message(self) -> Text:
        """All diagnostics, one beneath the other, in both languages."""
        return Text(
            *(
                "\n".join(diagnostic.in_language(language) for diagnostic in self.diagnostics)
                for language in LANGUAGES
            )
        )

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))


class UnknownPack(PmiError):
    """
    No pack of this name is bundled, and no folder of this name holds one.

    Its values are `name` and `known`, the names of the bundled packs.

    >>> from pmi_compliance import RulePack, UnknownPack
    >>> try:
    ...     RulePack.load("kupangg")
    ... except UnknownPack as error:
    ...     error.values["name"], "kupang" in error.values["known"]
    ('kupangg', True)

    """


class NoValueOn(PmiError):
    """
    A dated value was asked for a day on which none is in force.

    Its values are `day` and `first_day`, from which the first value is in force.
    """


class UnreadableInput(PmiError):
    """
    A file, folder or database cannot be read at all; what is wrong with single records is a problem, no error.

    Its place is the file, with the line where one is known. Its values depend on its code.

    >>> from pmi_compliance import Dataset, UnreadableInput
    >>> try:
    ...     Dataset.read("no-such-folder")
    ... except UnreadableInput as error:
    ...     error.code, error.place, error.message.en
    ('cannot_open', 'no-such-folder', 'cannot be opened: there is no file or folder of that name')

    """

    @classmethod
    def unopened(cls, path: object, error: OSError) -> Self:
        """That the system did not open a file."""
        return cls("cannot_open", place=path, reason=system_reason(error))


class UsageError(PmiError):
    """
    The caller asked for something that makes no sense: an unknown kind, format or day.

    Its values depend on its code; where a word is not known, they are `name` and `known`, what would have been taken.

    >>> from pmi_compliance import Dataset, UsageError
    >>> try:
    ...     Dataset.from_records({"placemnet": []})
    ... except UsageError as error:
    ...     print(error.message.en.partition("?")[0])
    there is no kind of record `placemnet`; did you mean `placement`

    """
