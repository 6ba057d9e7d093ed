"""The exit codes of the command line, as README lists them."""

from __future__ import annotations

#: Nothing at or above `--fail-on`.
OK = 0

#: Something at or above it, or whatever else a command looks for.
FOUND = 1

#: The command line or a pack is wrong.
WRONG_USE = 2

#: Some records have problems, and nothing was found.
PROBLEMS = 3

#: An input cannot be read.
UNREADABLE = 4

#: The program itself is at fault; a number that no finding has (EX_SOFTWARE of sysexits.h).
FAULT = 70

#: Ended by Ctrl+C; what a shell says of other programs then.
INTERRUPTED = 130

#: Whoever reads the output left before its end, as `head` does; what a shell says of other programs then.
NO_READER = 141
