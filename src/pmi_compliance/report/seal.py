"""
The seal of a report: digests of what went in, and a Merkle root over the findings.

With it anybody can check whether a report was changed, and one finding can be shown and checked without the others.
A digest is not a signature: whoever can change the report can seal it again. A signature by an Ed25519 key binds it to
whoever holds the key.
"""

from __future__ import annotations

import base64
import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.digests import canonical, digest, path, root, verify_inclusion
from pmi_compliance.base.errors import UnreadableInput, UsageError
from pmi_compliance.base.extras import needing
from pmi_compliance.base.text import Text
from pmi_compliance.records.documents import bundled_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NOT_A_SIGNATURE = Text(
    "Segel ini sidik, bukan tanda tangan: siapa pun yang dapat mengubah laporan dapat menyegelnya lagi. "
    "Bandingkan akarnya dengan yang diterima dari pembuat laporan, atau minta tanda tangan.",
    "This seal is a digest, not a signature: whoever can change the report can seal it again. "
    "Compare its root with the one received from the author of the report, or ask for a signature.",
)


def sealed(document: Mapping[str, Any]) -> dict[str, Any]:
    """A report, as JSON values, with its seal; a seal that it has is replaced."""
    bare = {key: value for key, value in document.items() if key != "seal"}
    leaves = _leaves(bare)
    rest = {key: value for key, value in bare.items() if key != "findings"}
    seal = {
        "canonical": "RFC 8785",
        "tree": "RFC 6962",
        "findings": len(leaves),
        "root": root(leaves),
        "rest": digest(canonical(rest)),
        "inputs": bare["dataset"]["digest"],
        "packs": digest(canonical(bare["packs"])),
        "waivers": bare["audit"]["waivers"]["digest"],
        "engine": bare["engine"]["digest"],
        "note": NOT_A_SIGNATURE.as_json(),
    }
    return {**bare, "seal": seal}


def _leaves(document: Mapping[str, Any]) -> list[bytes]:
    return [canonical(finding) for finding in document["findings"]]


def seal_errors(document: Mapping[str, Any]) -> list[Text]:
    """
    Check the seal of a report, or the proof of one finding.

    Args:
        document: The report or proof, as `read_document` gives it.

    Returns:
        What is wrong; empty if the seal or proof holds.

    """
    if "seal" not in document:
        return [Text("laporan ini tidak bersegel; buat lagi dengan versi ini",
                     "this report has no seal; make it again with this version")]  # fmt: skip
    seal = document["seal"]
    if "path" in document:
        holds = verify_inclusion(
            canonical(document["finding"]),
            document["index"],
            seal["findings"],
            document["path"],
            seal["root"],
        )
        return [] if holds else [Text("temuan ini tidak ada dalam laporan dengan akar itu",
                                      "this finding is not in the report with that root")]  # fmt: skip
    unsigned = {key: value for key, value in seal.items() if key != "signature"}
    again = sealed(document)["seal"]
    return [
        Text(f"`{name}` tidak cocok dengan isi laporan", f"`{name}` does not match what the report holds")
        for name in again.keys() | unsigned.keys()
        if again.get(name) != unsigned.get(name)
    ]


def proof(document: Mapping[str, Any], fingerprint: str) -> dict[str, Any]:
    """
    The proof of one finding: the finding, and the hashes that lead from it to the root of the seal.

    Args:
        document: A sealed report, as JSON values.
        fingerprint: The fingerprint of the finding, or its first characters.

    Returns:
        The proof as JSON values.

    Raises:
        UsageError: If the report holds no such finding.

    """
    index = index_of(document, fingerprint)
    finding = document["findings"][index]
    return {
        "finding": finding,
        "index": index,
        "path": path(_leaves(document), index),
        "seal": document["seal"],
    }


def index_of(document: Mapping[str, Any], fingerprint: str) -> int:
    """
    The index of a finding among those of a report.

    Args:
        document: A report, as JSON values.
        fingerprint: The fingerprint of the finding, or its first characters.

    Returns:
        The index.

    Raises:
        UsageError: If there is none, or more than one.

    """
    places = [
        place
        for place, finding in enumerate(document["findings"])
        if finding["fingerprint"].startswith(fingerprint)
    ]
    if len(places) != 1:
        raise UsageError("not_one_finding", number=len(places), fingerprint=fingerprint)
    return places[0]


# Signatures

#: Stands around the import of the library that signs.
_signing = partial(needing, "reports", "signature")


def signed(document: Mapping[str, Any], key: Path) -> dict[str, Any]:
    """
    A sealed report, its seal signed by an Ed25519 private key (PEM, PKCS#8).

    Raises:
        UsageError: If the file holds no such key.

    """
    private = _private(key)
    seal = {name: value for name, value in document["seal"].items() if name != "signature"}
    public = private.public_key().public_bytes_raw()
    signature = {
        "algorithm": "Ed25519",
        "public_key": base64.b64encode(public).decode(),
        "value": base64.b64encode(private.sign(canonical(seal))).decode(),
    }
    return {**document, "seal": {**seal, "signature": signature}}


def signed_by(document: Mapping[str, Any], key: Path) -> bool:
    """
    Whether the seal of a report or proof is signed by the holder of a public key (PEM).

    Raises:
        UsageError: If the file holds no such key.

    """
    with _signing():
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  only signatures need it

    seal = dict(document.get("seal", {}))
    signature = seal.pop("signature", None)
    public = _public(key)
    try:
        public.verify(base64.b64decode(signature["value"]), canonical(seal))
    except (InvalidSignature, TypeError, KeyError, ValueError):
        return False
    return True


def _private(path_: Path) -> Ed25519PrivateKey:
    with _signing():
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
        from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    key: Ed25519PrivateKey = _key(
        path_, lambda data: load_pem_private_key(data, password=None), Ed25519PrivateKey
    )
    return key


def _public(path_: Path) -> Ed25519PublicKey:
    with _signing():
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415
        from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415

    key: Ed25519PublicKey = _key(path_, load_pem_public_key, Ed25519PublicKey)
    return key


def _key(path_: Path, load: Callable[[bytes], Any], kind: type) -> Any:
    """The key in a file; typed `Any`, for those of the library are abstract."""
    try:
        key = load(path_.read_bytes())
    except (OSError, TypeError, ValueError):
        key = None
    if not isinstance(key, kind):
        raise UsageError("not_a_key", place=path_)
    return key


# Reading a report back


def read_document(path_: Path) -> dict[str, Any]:
    """
    A report in JSON, or the proof of one finding, as it was written.

    Raises:
        UnreadableInput: If the file is neither.

    """
    try:
        document = json.loads(path_.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableInput.unopened(path_, error) from None
    except (ValueError, RecursionError):
        document = None
    if not (_is_report(document) or _is_proof(document)):
        raise UnreadableInput("not_a_report", place=path_)
    readable: dict[str, Any] = document
    return readable


def read_report(path_: Path) -> dict[str, Any]:
    """
    A report in JSON, as it was written.

    Raises:
        UnreadableInput: If the file is neither a report nor a proof.
        UsageError: If it is the proof of one finding.

    """
    document = read_document(path_)
    if "findings" not in document:
        raise UsageError("proof_instead_of_report", place=path_)
    return document


def _is_report(document: Any) -> bool:
    """The frame after its schema; of the findings, which are many, only what is used here."""
    if not isinstance(document, dict) or not isinstance(document.get("findings"), list):
        return False
    return not bundled_documents().problems("report", {**document, "findings": []}) and all(
        isinstance(finding, dict)
        and all(isinstance(finding.get(name), str) for name in ("fingerprint", "rule", "outcome"))
        and isinstance(finding.get("subject"), dict)
        for finding in document["findings"]
    )


def _is_proof(document: Any) -> bool:
    return (
        isinstance(document, dict)
        and isinstance(document.get("finding"), dict)
        and isinstance(document.get("index"), int)
        and isinstance(document.get("path"), list)
        and all(isinstance(node, str) and _HASH.fullmatch(node) for node in document["path"])
        and isinstance(document.get("seal"), dict)
        and isinstance(document["seal"].get("findings"), int)
        and isinstance(document["seal"].get("root"), str)
    )


_HASH = re.compile("[0-9a-f]{64}")
