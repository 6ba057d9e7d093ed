"""
How a run ends, whatever happens in it: with one of the codes of `exits`, and at most one line that says why.

A fault of the program must not look like findings, which is what Python's own code 1 says; and what an error of
another library tells may quote a record, so it is shown only to who asks for it.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.files import end, remove_all
from pmi_compliance.base.messages.catalogue import system_reason
from pmi_compliance.cli.arguments import TRACEBACK, write_note
from pmi_compliance.cli.exits import FAULT, INTERRUPTED, NO_READER, WRONG_USE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TextIO

    from pmi_compliance.base.errors import PmiError
    from pmi_compliance.base.text import Language


def ended(run: Callable[[], int], words: Sequence[str], spoken: Callable[[], Language]) -> int:
    """
    Run something to its end.

    Args:
        run: What is done; it gives an exit code.
        words: The words of the call.
        spoken: Gives the language of the call; asked only where something went wrong.

    Returns:
        The exit code.

    """
    _prepare()
    try:
        try:
            return run()
        finally:
            # What waits to be written is written while it can still be told how the run ends.
            for stream in _streams():
                stream.flush()
    except BrokenPipeError:
        # The reader left, as `head` does.
        _write_no_more(*_streams())
        return NO_READER
    except KeyboardInterrupt:
        remove_all()
        return complain(UsageError("interrupted"), spoken(), INTERRUPTED)
    except Exception as error:  # noqa: BLE001  whatever it is, it must not look like findings
        if isinstance(error, OSError) and error.filename is None:
            # What has no name is no file, but what the commands print on; the disk behind it may be full.
            _write_no_more(sys.stdout)
            return complain(UsageError("cannot_print", reason=system_reason(error)), spoken(), WRONG_USE)
        if TRACEBACK in words:
            traceback.print_exc()
        return complain(UsageError("fault", error=type(error).__name__, option=TRACEBACK), spoken(), FAULT)


def _prepare() -> None:
    """See to it that the run can be ended from outside and print whatever it reads."""
    # A process that was started without them has none.
    sys.stdout, sys.stderr = sys.stdout or _Closed(), sys.stderr or io.StringIO()
    for stream in _streams():
        # A terminal that cannot show a character must not lose the report.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)  # not every system has both
            # A run that is ended from outside still takes its private files with it; `nohup` lets it go on.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, end)


class _Closed(io.TextIOBase):
    """A standard output that was closed before the run began: whatever is printed on it would be lost."""

    def write(self, _: str) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def _streams() -> list[TextIO]:
    """Where the commands print."""
    return [sys.stdout, sys.stderr]


def _write_no_more(*streams: TextIO) -> None:
    """Let go of what waits to be written: at the end of the process that would be tried once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        # A stream that is no file of the system has no reader that could leave.
        with suppress(OSError):
            os.dup2(nowhere, stream.fileno())


def complain(error: PmiError, language: Language, code: int) -> int:
    """
    Say in a line why the run ended.

    Args:
        error: What was wrong.
        language: The language of the call.
        code: The exit code.

    Returns:
        The exit code.

    """
    try:
        write_note(error.text, language)
        sys.stderr.flush()
    except BrokenPipeError:
        raise
    except OSError:
        # Nobody can be told, and the code says what it says.
        _write_no_more(sys.stderr)
    return code
