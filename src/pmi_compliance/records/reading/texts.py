"""Text files line by line, in the encodings that offices save them in, packed or not."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from typing import IO, TYPE_CHECKING, Any

from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.extras import needing
from pmi_compliance.records.reading import bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

#: Marks at the beginning of a text, the longest first, and the encoding that they tell.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_PART = 1 << 20


def is_packed(path: Path) -> bool:
    """Whether a file is packed, by its name."""
    return path.suffix.lower() in _UNPACKED


def is_empty(path: Path) -> bool:
    """
    Whether nothing stands in a file, or nothing but white space.

    Raises:
        UnreadableInput: If it cannot be read.

    """
    return not any(part.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe") for part in _parts(path))


def lines_of(path: Path, newline: str, encoding: str = "utf-8-sig") -> Iterator[str]:
    """
    The lines of a text, with their ends.

    Args:
        path: The file; one with the ending `.gz` or `.zst` is unpacked.
        newline: As for `open`.
        encoding: What `encoding_of` found.

    Raises:
        UnreadableInput: If it cannot be read, or is no text in this encoding.

    """
    try:
        with io.TextIOWrapper(_opened(path), encoding, newline=newline) as file:
            # A line may be all of a file, and is held as a whole.
            longest = bounds.current().memory_mb * 250_000
            while line := file.readline(longest):
                if len(line) == longest:
                    raise bounds.too_much("too_much_memory", "memory_mb", path)
                yield line
    except UnicodeError:
        raise UnreadableInput("not_utf8", place=path, byte=_not_text(path)) from None
    except (EOFError, zlib.error, OSError) as error:
        raise _unread(path, error) from None


def encoding_of(path: Path) -> str:
    """The encoding of a text: by its mark, else UTF-16 where every other octet is zero, else UTF-8."""
    head = next(_parts(path), b"")[:400]
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 3 and not any(head[first::2]) and all(head[1 - first :: 2]):
            return encoding
    return "utf-8-sig"


def is_utf8(path: Path) -> bool:
    """Whether a whole file is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for part in _parts(path):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


class _Bounded(io.BufferedReader):
    """What is unpacked, until it is too much."""

    def __init__(self, raw: IO[bytes], path: Path) -> None:
        super().__init__(raw)  # type: ignore[arg-type]
        self.path, self.count = path, 0
        self.packed = path.stat().st_size

    def read1(self, size: int = -1, /) -> bytes:
        part = super().read1(size)
        self.count += len(part)
        bounds.see_to_unpacked(self.count, self.packed, self.path, "file_too_large")
        return part


def _opened(path: Path) -> IO[bytes]:
    unpacked = _UNPACKED.get(path.suffix.lower())
    return path.open("rb") if unpacked is None else _Bounded(unpacked(path), path)


def _of_zstd(path: Path) -> Any:
    """What a file holds that is packed by Zstandard; Python reads it itself only from 3.14 on."""
    with needing("reading", "packed_file", str(path)):
        import pyarrow as pa  # noqa: PLC0415  few files are packed so
    return pa.CompressedInputStream(path.open("rb"), "zstd")


#: What opens packed files, by their endings.
_UNPACKED: Mapping[str, Callable[[Path], Any]] = {".gz": gzip.GzipFile, ".zst": _of_zstd}


def _parts(path: Path) -> Iterator[bytes]:
    try:
        with _opened(path) as file:
            while part := file.read1(_PART):  # type: ignore[attr-defined]
                yield part
    except (EOFError, zlib.error, OSError) as error:
        raise _unread(path, error) from None


def _unread(path: Path, error: Exception) -> UnreadableInput:
    """That a file does not open; what the system has no number for is said of what is packed in it."""
    if isinstance(error, OSError) and error.errno is not None:
        return UnreadableInput.unopened(path, error)
    return UnreadableInput("broken_packed", place=path, form=path.suffix.lower())


def _not_text(path: Path) -> int:
    """The first byte that is no text, counted from 1."""
    before = 0
    with _opened(path) as file:
        for line in file:
            try:
                line.decode()
            except UnicodeDecodeError as error:
                return before + error.start + 1
            before += len(line)
    return before
