"""Files that appear whole or not at all, and folders that go with the run."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.messages.catalogue import system_reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


#: Who may read and write a new file: its owner, or all as far as the user's mask allows it.
_PRIVATE, _OPEN = 0o600, 0o666

#: Files and folders that are there only while this process works on them.
_PASSING: set[Path] = set()


#: Files that are written, and take their names together: by their names, where they stand until then.
_WAITING: dict[Path, Path] = {}
_TOGETHER: list[bool] = []


@contextmanager
def together() -> Iterator[None]:
    """
    Let the files that are written meanwhile appear all together at the end, or none of them.

    Raises:
        UsageError: If one of them cannot take its name; then the others have not taken theirs.

    """
    _TOGETHER.append(True)
    try:
        yield
        if len(_TOGETHER) == 1:
            _take_names()
    finally:
        _TOGETHER.pop()
        if not _TOGETHER:
            for unfinished in _WAITING.values():
                remove(unfinished)
            _WAITING.clear()


def _take_names() -> None:
    """Give each file its name; where one cannot have it, all that stood there before is put back."""
    before: dict[Path, Path | None] = {}
    path = Path()
    try:
        for path, unfinished in _WAITING.items():
            before[path] = _kept_copy(path) if path.is_file() else None
            unfinished.replace(path)
    except OSError as error:
        for name, old_one in before.items():
            if old_one is None:
                if not _WAITING[name].exists():  # else it never took this name
                    remove(name)
            else:
                old_one.replace(name)
                remove(old_one)  # two names of one file stay two
        raise UsageError("cannot_write", place=path, reason=system_reason(error)) from None
    for old_one in before.values():
        if old_one is not None:
            remove(old_one)


def _kept_copy(path: Path) -> Path:
    """What a file holds, under another name beside it: it is never away from its own."""
    copy = path.parent / f".{path.name}.{secrets.token_hex(8)}"
    _PASSING.add(copy)
    try:
        copy.hardlink_to(path)
    except OSError:  # not every system has two names for a file
        shutil.copy2(path, copy)
    return copy


def standing(path: Path) -> Path:
    """Where the content of a file stands: under another name, while it waits for others."""
    return _WAITING.get(path.resolve(strict=False), path)


def private_folder(inside: str | Path | None = None) -> Path:
    """A folder that nobody else can read; gone when it is removed, or when the run is ended from outside."""
    folder = Path(inside or tempfile.gettempdir()) / f"pmi-compliance-{secrets.token_hex(8)}"
    _PASSING.add(folder)
    folder.mkdir(mode=0o700)
    return folder


def remove(path: Path) -> None:
    """Take a file or folder away, if it is there and can be."""
    with suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
    _PASSING.discard(path)


def end(number: int, _: object = None) -> None:
    """Answer a signal: take all along that is unfinished or private. An exception might be lost in a library."""
    remove_all()
    os._exit(128 + number)


def remove_all() -> None:
    """Take away all that is unfinished or private; nothing of the run is to come after that."""
    for path in [*_PASSING]:
        remove(path)


def make_folder(path: Path) -> None:
    """
    Make a folder, and those around it, where there is none.

    Raises:
        UsageError: If it cannot be made.

    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError("cannot_write", place=path, reason=system_reason(error)) from None


def write_whole(path: Path, pieces: Iterable[bytes], *, private: bool = False) -> None:
    """
    Write a file; when the run ends half-way, no part of it is left under its name.

    A device or a pipe, such as `/dev/stdout`, is written to as it is, and never replaced by a file. Whoever could not
    read a file that is replaced cannot read the new one.

    Args:
        path: The file.
        pieces: What is written, piece by piece.
        private: Whether it tells of persons: then only its owner can read it.

    Raises:
        UsageError: If it cannot be written.

    """
    if is_stream(path):
        _write_into(path, pieces)
        return
    if path.is_symlink():
        # What it leads to is written, and it stays what it is.
        path = _led_to(path)
    unfinished = path.parent / f".{path.name}.{secrets.token_hex(8)}"
    _PASSING.add(unfinished)
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE if private else _OPEN)
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
        if path.is_file():
            narrow(unfinished, path.stat().st_mode)
        if not _TOGETHER:
            unfinished.replace(path)
            return
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        _wait(path, unfinished)
    except OSError as error:
        raise UsageError("cannot_write", place=path, reason=system_reason(error)) from None
    finally:
        if unfinished not in _WAITING.values():
            remove(unfinished)


def _led_to(link: Path) -> Path:
    """
    Where a link leads.

    Raises:
        UsageError: If it leads to itself. Versions of Python say so with two errors, or give a link back.

    """
    with suppress(OSError, RuntimeError):
        path = link.resolve(strict=False)
        if not path.is_symlink():
            return path
    raise UsageError("cannot_write", place=link, reason=system_reason(OSError(errno.ELOOP, "")))


def _wait(path: Path, unfinished: Path) -> None:
    """Let a file wait for others; one of the same name that waits already is replaced."""
    path = path.resolve(strict=False)
    if path in _WAITING:
        remove(_WAITING[path])
    _WAITING[path] = unfinished


def is_stream(path: Path) -> bool:
    """Whether something is there that is written to as it is: a device or a pipe, such as `/dev/stdout`."""
    return path.exists() and not path.is_file() and not path.is_dir()


def narrow(path: Path, mode: int = _PRIVATE) -> None:
    """Take away who may read and write a file, as far as a mode does not allow it."""
    with suppress(OSError):  # of systems without modes, and of files of others
        now = stat.S_IMODE(path.stat().st_mode)
        if now & ~mode:
            path.chmod(now & mode)


def _write_into(path: Path, pieces: Iterable[bytes]) -> None:
    try:
        with path.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
    except BrokenPipeError:
        # Its reader has left: how the run ends then is not for a file to say.
        raise
    except OSError as error:
        raise UsageError("cannot_write", place=path, reason=system_reason(error)) from None
