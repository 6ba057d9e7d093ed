"""Canonical JSON (RFC 8785), digests, and Merkle trees (RFC 6962), which prove one leaf without the others."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import msgspec

from pmi_compliance.base.days import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)


def canonical(value: object) -> bytes:
    """
    JSON in the one form of RFC 8785, for what reports hold: texts, whole numbers, truths, lists and objects.

    Their keys are ASCII, so that sorting by characters is sorting by UTF-16 units; there are no fractions.
    Of records, which may hold anything, fractions stand as Python writes them, and what JSON cannot hold as Python shows it.
    """
    return _JSON.encode(value).encode(errors="surrogatepass")


def _text_of(value: object) -> str:
    if isinstance(value, Span):
        return value.text
    raise TypeError


_WRITE = msgspec.json.Encoder(order="sorted", enc_hook=_text_of).encode


def written(value: object) -> bytes:
    """
    The same as `canonical` for what JSON without fractions holds, in a fifth of the time.

    What is none of JSON, such as dates, is written as the text or list that it would be.

    Raises:
        TypeError, ValueError: If it cannot be written.

    """
    return _WRITE(value)


def digest(data: bytes) -> str:
    """The SHA-256 digest, named."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def digest_of_files(paths: Iterable[Path]) -> str:
    """The digest of files by their bytes; their names and order do not matter."""
    digests = []
    for path in paths:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").digest())
    return digest(b"".join(sorted(digests)))


def _leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\0" + data).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree from its leaves up; the last of an odd number goes up as it is."""
    levels = [[_leaf(data) for data in leaves]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [_node(*below[at : at + 2]) for at in range(0, len(below) - 1, 2)]
        levels.append(above + below[len(above) * 2 :])
    return levels


def root(leaves: Sequence[bytes]) -> str:
    """The Merkle tree hash of the leaves, in hexadecimal."""
    return _levels(leaves)[-1][0].hex() if leaves else hashlib.sha256().hexdigest()


def path(leaves: Sequence[bytes], index: int) -> list[str]:
    """The hashes beside the way from a leaf to the root, from below."""
    hashes = []
    for level in _levels(leaves)[:-1]:
        beside = index ^ 1
        if beside < len(level):
            hashes.append(level[beside].hex())
        index //= 2
    return hashes


def verify_inclusion(leaf: bytes, index: int, count: int, beside: Sequence[str], top: str) -> bool:
    """Whether a leaf at a place among `count` leads to a root."""
    if not 0 <= index < count:
        return False
    reached, rest = _leaf(leaf), list(beside)
    while count > 1:
        if index ^ 1 < count:
            if not rest:
                return False
            other = bytes.fromhex(rest.pop(0))
            reached = _node(other, reached) if index % 2 else _node(reached, other)
        index, count = index // 2, (count + 1) // 2
    return not rest and reached.hex() == top
