"""
A parser of calls that speaks the language that the call asks for.

The standard parser knows English alone, and quotes Python where a call is wrong.
Here every help text is a `Text`, and a wrong call is reported as every other error is.
"""

from __future__ import annotations

import argparse
import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.given import given_path
from pmi_compliance.base.text import Text
from pmi_compliance.base.words import code_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pmi_compliance.base.text import Language

_COMMAND = Text("PERINTAH", "COMMAND")
_COMMANDS = Text("perintah", "commands")
_HELP = Text("tampilkan bantuan ini", "show this help")
_OPTIONS = Text("pilihan", "options")
_USAGE = Text("cara pakai: ", "usage: ")
_VALUES = Text("argumen", "arguments")

#: What the standard parser says of wrong calls, and the message that says the same.
_WRONG_CALLS = {
    r"the following arguments are required: (?P<arguments>.*)": "arguments_missing",
    r"one of the arguments (?P<arguments>.*) is required": "arguments_missing",
    r"argument (?P<argument>.*): expected .* arguments?": "argument_without_value",
    r"argument (?P<argument>.*): ignored explicit argument .*": "argument_takes_no_value",
    r"argument (?P<argument>.*): not allowed with argument (?P<other>.*)": "arguments_exclude_each_other",
    r"ambiguous option: (?P<argument>.*) could match (?P<options>.*)": "option_ambiguous",
}


class _Formatter(argparse.HelpFormatter):
    """Writes the word before the usage in the language of its parser."""

    def __init__(self, prog: str, *, language: Language) -> None:
        super().__init__(prog)
        self._before_usage = _USAGE.in_language(language)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the usage."""
        super().add_usage(usage, actions, groups, self._before_usage if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """
    A parser of one command, in one language.

    Args:
        words: What the command does.
        language: The language of its help.
        settings: What the standard parser takes.

    """

    def __init__(self, *, words: Text, language: Language = "id", **settings: Any) -> None:
        super().__init__(
            description=sentence(words.in_language(language)),
            formatter_class=partial(_Formatter, language=language),
            add_help=False,
            **settings,
        )
        self.language = language
        self._commands: argparse._SubParsersAction[Parser] | None = None
        #: What the codes of an argument are called.
        self._words_of: dict[str, list[str]] = {}
        self._positionals.title = _VALUES.in_language(language)
        self._optionals.title = _OPTIONS.in_language(language)
        self.takes("-h", _HELP, "--help", action="help")

    def takes(
        self,
        name: str,
        words: Text,
        *others: str,
        metavar: Text | str | tuple[Text | str, ...] | None = None,
        codes: Mapping[str, Text] | None = None,
        **settings: Any,
    ) -> None:
        """
        Add an argument or option.

        Args:
            name: What it is called, such as `--lang`.
            words: What it is for.
            others: Other names of it.
            metavar: What stands for its value, or its values.
            codes: Its value is one of these, or what reports call it in either language.
            settings: What the standard parser takes.

        """
        if isinstance(metavar, tuple):
            settings["metavar"] = tuple(map(self._word, metavar))
        elif metavar is not None:
            settings["metavar"] = self._word(metavar)
        if codes is not None:
            settings |= {"choices": tuple(codes), "type": lambda text: code_of(text, codes) or text}
        if settings.get("type") is Path:
            settings["type"] = lambda text: given_path(name, text)
        action = self.add_argument(name, *others, help=self._word(words), **settings)
        self._words_of[action.dest] = [self._word(word) for word in (codes or {}).values()]

    def command(
        self, name: str, words: Text, run: Callable[[argparse.Namespace], int] | None = None
    ) -> Parser:
        """
        Add a command beneath this one.

        Args:
            name: What it is called.
            words: What it does.
            run: Does it; none where it has commands of its own.

        """
        if self._commands is None:
            self._commands = self.add_subparsers(
                title=self._word(_COMMANDS), dest="command", required=True, metavar=self._word(_COMMAND)
            )
        command: Parser = self._commands.add_parser(
            name, help=self._word(words), words=words, language=self.language
        )
        if run is not None:
            command.set_defaults(run=run)
        return command

    def _word(self, word: Text | str) -> str:
        return word if isinstance(word, str) else word.in_language(self.language)

    # Wrong calls

    def error(self, message: str) -> NoReturn:
        """
        Give up with what the standard parser says is wrong.

        Raises:
            UsageError: Always.

        """
        if self._commands is not None and message.endswith(f"required: {self._commands.metavar}"):
            self.refuse("command_missing", known=tuple(self._commands.choices))
        for pattern, code in _WRONG_CALLS.items():
            if match := re.fullmatch(pattern, message, re.DOTALL):
                self.refuse(code, **match.groupdict())
        self.refuse("wrong_call")

    def refuse(self, code: str, /, **values: object) -> NoReturn:
        """
        Give up with the sentence that says what is wrong: the whole usage before it would hide it.

        Raises:
            UsageError: Always.

        """
        raise UsageError(code, place=self.prog, **values)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """
        Understand a call; what is left over is refused here, where it is known which words would be understood.

        Raises:
            UsageError: If the call is wrong.

        """
        options, left = super().parse_known_args(args, namespace)
        if left:
            name = left[0].split("=", 1)[0] if left[0].startswith("-") else left[0]
            names = (name for action in self._actions for name in action.option_strings)
            known = tuple(name for name in names if name.startswith("--")) if name.startswith("-") else ()
            self.refuse("argument_unknown", name=name, known=known)
        return options, left

    def _print_message(self, message: str, file: Any = None) -> None:
        # The standard parser is silent about a reader that has left, and its run would count as whole.
        if message:
            (file or sys.stderr).write(message)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        known = tuple(dict.fromkeys([*map(str, action.choices), *self._words_of.get(action.dest, ())]))
        if action is self._commands:
            self.refuse("unknown", what="command", name=str(value), known=known)
        self.refuse("argument_not_listed", argument=_name_of(action), name=str(value), known=known)

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        try:
            return super()._get_value(action, arg_string)
        except UsageError as error:
            raise error.at(f"{self.prog}: {_name_of(action)}") from None


def sentence(words: str) -> str:
    """Words that stand in a list, as a sentence of their own."""
    return f"{words[:1].upper()}{words[1:]}."


def _name_of(action: argparse.Action) -> str:
    return "/".join(action.option_strings) or str(action.metavar or action.dest)
