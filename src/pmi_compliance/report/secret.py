"""
The secret of a seal, and what is derived from it.

Without it anybody could try out what a report hides: a birth date has some 30,000 days, and the right one would give the
digest of the report. So digests are keyed. The secret is a file beside the report, for the office alone; all else
follows from it by HMAC-SHA256, so that the same report under the same secret is the same seal.
"""

from __future__ import annotations

import hmac
import re
import secrets
from typing import TYPE_CHECKING

from attrs import field, frozen

from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.files import standing, write_whole
from pmi_compliance.base.messages.catalogue import system_reason

if TYPE_CHECKING:
    from pathlib import Path

#: How many octets a secret has at least.
_SHORTEST = 32
_FORM = re.compile(r"\s*((?:[0-9a-fA-F]{2}){32,})\s*")


def beside(report: Path) -> Path:
    """The file that keeps the secret of a report: `laporan.json.secret` beside `laporan.json`."""
    return report.with_name(f"{report.name}.secret")


def kept(path: Path) -> bytes:
    """
    The secret that a file keeps; a new one, for its owner alone, where there is no such file.

    Raises:
        UsageError: If the file holds no secret, or cannot be read or written.

    """
    if not standing(path).exists():
        write_whole(path, [f"{secrets.token_hex(_SHORTEST)}\n".encode()], private=True)
    return read(path)


def read(path: Path) -> bytes:
    """
    The secret that a file keeps.

    Raises:
        UsageError: If the file holds none, or cannot be read.

    """
    try:
        found = _FORM.fullmatch(standing(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError("secret_unread", place=path, reason=system_reason(error)) from None
    except ValueError:
        found = None
    if found is None:
        raise UsageError("not_a_secret", place=path)
    return bytes.fromhex(found[1])


@frozen
class SealKey:
    """
    What seals one report. A secret may serve several reports: what a proof of one reveals is nothing in another.

    >>> key = SealKey.of(bytes(32), b"what the report says")
    >>> key.salt(0) != key.salt(1) != SealKey.of(bytes(32), b"what another says").salt(1)
    True
    """

    #: Tells this seal from others under the same secret; it may be known, and says nothing of either.
    name: str
    _key: bytes = field(repr=False)

    @classmethod
    def of(cls, secret: bytes, content: bytes) -> SealKey:
        """
        The key for what a report says.

        Raises:
            UsageError: If the secret is too short to be one.

        """
        if len(secret) < _SHORTEST:
            raise UsageError("secret_too_short", least=_SHORTEST)
        return cls.named(secret, _hmac(secret, b"name", content).hex())

    @classmethod
    def named(cls, secret: bytes, name: str) -> SealKey:
        """The key of a seal that bears this name."""
        return cls(name, _hmac(secret, b"seal", name.encode()))

    def salt(self, index: int) -> bytes:
        """What makes a leaf of the tree impossible to guess; only a proof of that leaf reveals it."""
        return _hmac(self._key, b"leaf", index.to_bytes(8, "big"))

    def digest(self, what: str, data: bytes) -> str:
        """The digest of something under this key, named."""
        return f"hmac-sha256:{_hmac(self._key, what.encode(), data).hex()}"


def _hmac(key: bytes, purpose: bytes, data: bytes) -> bytes:
    return hmac.digest(key, purpose + b"\0" + data, "sha256")
