"""
Signatures of reports and proofs by an Ed25519 key: who made them, for anybody who has the public key.

Two are made: one of the seal, which goes with every proof, and one of the whole report, which needs no secret to check
and never goes with a proof.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.signing import is_signature_of, signature_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def signed(document: Mapping[str, Any], key: Path) -> dict[str, Any]:
    """
    A sealed report, its seal signed by an Ed25519 private key (PEM, PKCS#8).

    Raises:
        UsageError: If the file holds no such key, or the report is signed already.

    """
    if "signature" in document["seal"]:
        raise UsageError("signed_already")
    signature = signature_of({"value": document["seal"], "whole": document}, key)
    return {**document, "seal": {**document["seal"], "signature": signature}}


def signed_by(document: Mapping[str, Any], key: Path) -> bool:
    """
    Whether a report, or the seal of a proof, is signed by the holder of a public key (PEM).

    Of a report that was signed as a whole, nothing was changed since; of an old one only the seal is signed.

    Raises:
        UsageError: If the file holds no such key.

    """
    seal = {**document.get("seal", {})}
    signature = seal.pop("signature", {})
    what = {"value": seal, **({"whole": {**document, "seal": seal}} if is_whole_report(document) else {})}
    return is_signature_of(signature, what, key)


def is_whole_report(document: Mapping[str, Any]) -> bool:
    """Whether it is a report whose signature, if it has one, covers all of it."""
    return "findings" in document and document["report_version"] > 1
