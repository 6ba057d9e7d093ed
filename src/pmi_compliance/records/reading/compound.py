"""The container of `.xls`: streams in sectors, `[MS-CFB]`."""

from __future__ import annotations

import struct

#: Sectors are numbered up to here; what follows are marks.
_LAST = 0xFFFFFFFA

#: How many sectors are listed in the header.
_IN_HEADER = 109


def stream_of(data: bytes, name: str) -> bytes:
    """
    A stream of a container.

    Args:
        data: The whole container.
        name: What the stream is called.

    Raises:
        ValueError, struct.error: If the container is damaged, or has no such stream.

    """
    size, small_size = (1 << struct.unpack_from("<H", data, at)[0] for at in (30, 32))
    (directory,) = struct.unpack_from("<I", data, 48)
    least, small_table, _, next_list = struct.unpack_from("<IIII", data, 56)
    if size not in {512, 4096} or small_size != 64:
        raise ValueError(size)

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    listed = [*struct.unpack_from(f"<{_IN_HEADER}I", data, 76)]
    seen: set[int] = set()
    while next_list < _LAST and next_list not in seen:
        seen.add(next_list)
        *more, next_list = struct.unpack(f"<{size // 4}I", sector(next_list))
        listed += more
    table = [next_ for number in listed if number < _LAST for next_ in _numbers(sector(number))]

    def chain(first: int, table: list[int]) -> list[int]:
        numbers: list[int] = []
        while first < _LAST:
            if first >= len(table) or len(numbers) > len(table):
                raise ValueError(first)
            numbers.append(first)
            first = table[first]
        return numbers

    def read(first: int) -> bytes:
        return b"".join(map(sector, chain(first, table)))

    entries = read(directory)
    small: bytes | None = None
    for at in range(0, len(entries) - 127, 128):
        entry = entries[at : at + 128]
        first, length = struct.unpack_from("<II", entry, 116)
        if entry[66] == 5:
            small = read(first)
        if entry[66] == 2 and _name(entry).casefold() == name.casefold():
            if length >= least:
                return read(first)[:length]
            small_numbers = _numbers(read(small_table))
            pieces = (
                (small or b"")[number * 64 : number * 64 + 64] for number in chain(first, small_numbers)
            )
            return b"".join(pieces)[:length]
    # So it is with a password: the workbook is another stream, which nobody can read.
    raise ValueError(f"not a zip file, and no stream {name}")


def _numbers(octets: bytes) -> list[int]:
    return [*struct.unpack(f"<{len(octets) // 4}I", octets[: len(octets) // 4 * 4])]


def _name(entry: bytes) -> str:
    (length,) = struct.unpack_from("<H", entry, 64)
    return entry[: max(0, length - 2)].decode("utf-16-le", "replace")
