"""
Signatures of reports and proofs by an Ed25519 key: who made them, for anybody who has the public key.

Two are made: one of the seal, which goes with every proof, and one of the whole report, which needs no secret to check
and never goes with a proof.
"""

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


def signed(document: Mapping[str, Any], key: Path) -> dict[str, Any]:
    """
    A sealed report, its seal signed by an Ed25519 private key (PEM, PKCS#8).

    Raises:
        UsageError: If the file holds no such key, or the report is signed already.

    """
    if "signature" in document["seal"]:
        raise UsageError("signed_already")
    private = _private(key)
    signature = {
        "algorithm": "Ed25519",
        "public_key": base64.b64encode(private.public_key().public_bytes_raw()).decode(),
        "value": base64.b64encode(private.sign(canonical(document["seal"]))).decode(),
        "whole": base64.b64encode(private.sign(canonical(document))).decode(),
    }
    return {**document, "seal": {**document["seal"], "signature": signature}}


def signed_by(document: Mapping[str, Any], key: Path) -> bool:
    """
    Whether a report, or the seal of a proof, is signed by the holder of a public key (PEM).

    Of a report that was signed as a whole, nothing was changed since; of an old one only the seal is signed.

    Raises:
        UsageError: If the file holds no such key.

    """
    with _signing():
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  only signatures need it

    public = _public(key)
    seal = {**document.get("seal", {})}
    signature = seal.pop("signature", {})
    what = {"value": seal, **({"whole": {**document, "seal": seal}} if is_whole_report(document) else {})}
    try:
        if base64.b64decode(signature["public_key"], validate=True) != public.public_bytes_raw():
            return False
        for name, value in what.items():
            public.verify(base64.b64decode(signature[name], validate=True), canonical(value))
    except (InvalidSignature, TypeError, KeyError, ValueError):
        return False
    return True


def is_whole_report(document: Mapping[str, Any]) -> bool:
    """Whether it is a report whose signature, if it has one, covers all of it."""
    return "findings" in document and document["report_version"] > 1


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
