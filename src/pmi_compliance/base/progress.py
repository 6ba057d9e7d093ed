"""How far long work is, reported to whoever wants to know."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Protocol

    from pmi_compliance.base.text import Language, Text

    class Progress(Protocol):
        """Is called now and then."""

        def __call__(self, what: Text, done: int, whole: int | None) -> None:
            """What is done, how much of it, and out of how much; `None` where that is not known yet."""


T = TypeVar("T")


def silent(what: Text, done: int, whole: int | None) -> None:
    """Report nothing."""


def counted(
    values: Iterable[T], progress: Progress, what: Text, whole: int | None, every: int = 1_000
) -> Iterator[T]:
    """The same values; now and then `progress` is called with how many of them were taken."""
    for number, value in enumerate(values):
        if number % every == 0:
            progress(what, number, whole)
        yield value


@contextmanager
def on_screen(language: Language) -> Iterator[Progress]:
    """Bars on a terminal; nothing where there is none, or where the library that draws them is not installed."""
    try:
        from rich import progress  # noqa: PLC0415
        from rich.console import Console  # noqa: PLC0415  slow to import, and an extra
    except ModuleNotFoundError:
        yield silent
        return
    if not sys.stderr.isatty():
        yield silent
        return
    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeElapsedColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[Text, progress.TaskID] = {}

        def report(what: Text, done: int, whole: int | None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what.in_language(language), total=whole)
            bars.update(tasks[what], completed=done, total=whole)

        yield report
