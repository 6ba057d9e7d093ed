"""Reports in JSON and proofs, read back as they were written; what two readers would read differently is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.errors import UnreadableInput, UsageError
from pmi_compliance.base.json_once import KeyTwice, decoded_once
from pmi_compliance.records.documents import bundled_documents
from pmi_compliance.report import old_seal, seal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: The versions of reports that are read.
_VERSIONS = (old_seal.VERSION, seal.VERSION)


def read_document(path: Path) -> dict[str, Any]:
    """
    A report in JSON, or the proof of one finding, as it was written.

    Raises:
        UnreadableInput: If the file is neither, is of another version, or holds a key twice.

    """
    try:
        document = decoded_once(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableInput.unopened(path, error) from None
    except KeyTwice as error:
        raise UnreadableInput("json_key_twice", place=path, name=str(error)) from None
    except (ValueError, RecursionError):
        document = None
    if _is_of_another_version(document):
        raise UnreadableInput(
            "report_of_another_version", place=path, version=document["report_version"], known=_VERSIONS
        )
    if not (_is_report(document) or _is_proof(document)):
        raise UnreadableInput("not_a_report", place=path)
    readable: dict[str, Any] = document
    return readable


def read_report(path: Path) -> dict[str, Any]:
    """
    A report in JSON, as it was written.

    Raises:
        UnreadableInput: If the file is neither a report nor a proof, is of another version, or holds a key twice.
        UsageError: If it is the proof of one finding.

    """
    document = read_document(path)
    if "findings" not in document:
        raise UsageError("proof_instead_of_report", place=path)
    return document


def _is_of_another_version(document: Any) -> bool:
    version = document.get("report_version") if isinstance(document, dict) else None
    return isinstance(version, int) and not isinstance(version, bool) and version not in _VERSIONS


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


#: What a proof holds; one of version 1 says no version.
_OLD_KEYS = {"finding", "index", "path", "seal"}
_KEYS = _OLD_KEYS | {"report_version", "rule", "salt"}


def _is_proof(document: Any) -> bool:
    if not isinstance(document, dict) or document.keys() not in (_OLD_KEYS, _KEYS):
        return False
    is_old = document.keys() == _OLD_KEYS
    return (
        isinstance(document["finding"], dict)
        and isinstance(document["index"], int)
        and isinstance(document["path"], list)
        and all(isinstance(node, str) and _HASH.fullmatch(node) for node in document["path"])
        and isinstance(document["seal"], dict)
        and _is_seal(document["seal"], is_old=is_old)
        and (is_old or (isinstance(document["salt"], str) and _HASH.fullmatch(document["salt"]) is not None))
        and (is_old or isinstance(document["rule"], dict | None))
    )


def _is_seal(seal_: Mapping[str, Any], *, is_old: bool) -> bool:
    """Whether a seal is one after the schema of reports, and none of another version."""
    described = bundled_documents().by_name["report"]["properties"]["seal"]
    required = {*described["required"]} | (set() if is_old else {"keyed", "name"})
    return (
        required <= seal_.keys() <= required | {"signature"}
        and isinstance(seal_["findings"], int)
        and isinstance(seal_["root"], str)
        and isinstance(seal_.get("signature", {}), dict)
    )


_HASH = re.compile("[0-9a-f]{64}")
