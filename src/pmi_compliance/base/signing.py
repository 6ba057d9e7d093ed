"""Ed25519 signatures of JSON values: whoever has the public key sees who made them, and that nothing was changed since."""

from __future__ import annotations

import base64
from functools import partial
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.digests import canonical
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.extras import needing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

#: Stands around the import of the library that signs.
_signing = partial(needing, "reports", "signature")


def signature_of(values: Mapping[str, object], key: Path) -> dict[str, str]:
    """
    The signature of some values, with the public key.

    Args:
        values: What is signed, by what its signature is called.
        key: A file with an Ed25519 private key (PEM, PKCS#8).

    Raises:
        UsageError: If the file holds no such key.

    """
    private = _private(key)
    return {
        "algorithm": "Ed25519",
        "public_key": base64.b64encode(private.public_key().public_bytes_raw()).decode(),
        **{name: base64.b64encode(private.sign(canonical(value))).decode() for name, value in values.items()},
    }


def is_signature_of(signature: object, values: Mapping[str, object], key: Path) -> bool:
    """
    Whether a signature, as `signature_of` gives it, is one of these values by the holder of a public key.

    Args:
        signature: What stands for a signature, whatever it is.
        values: What is to be signed, by what its signature is called.
        key: A file with an Ed25519 public key (PEM).

    Raises:
        UsageError: If the file holds no such key.

    """
    with _signing():
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  only signatures need it

    public = _public(key)
    given: Any = signature
    try:
        if base64.b64decode(given["public_key"], validate=True) != public.public_bytes_raw():
            return False
        for name, value in values.items():
            public.verify(base64.b64decode(given[name], validate=True), canonical(value))
    except (InvalidSignature, TypeError, KeyError, ValueError):
        return False
    return True


def _private(path: Path) -> Ed25519PrivateKey:
    with _signing():
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
        from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    key: Ed25519PrivateKey = _key(
        path, lambda data: load_pem_private_key(data, password=None), Ed25519PrivateKey
    )
    return key


def _public(path: Path) -> Ed25519PublicKey:
    with _signing():
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415
        from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415

    key: Ed25519PublicKey = _key(path, load_pem_public_key, Ed25519PublicKey)
    return key


def _key(path: Path, load: Callable[[bytes], Any], kind: type) -> Any:
    """The key in a file; typed `Any`, for those of the library are abstract."""
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415  only signatures need it

    try:
        key = load(path.read_bytes())
    except (OSError, TypeError, ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, kind):
        raise UsageError("not_a_key", place=path)
    return key
