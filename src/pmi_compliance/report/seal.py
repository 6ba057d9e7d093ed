"""
The seal of a report: keyed digests of what went in, and a Merkle root over the findings.

Whoever has the secret can check that nothing was changed; nobody else can seal a report anew, or try out what it hides.
One finding can be shown and checked without the others and without the secret: its proof reveals the salt of its own leaf.
Who holds what, and what each can learn, stands in CONTRIBUTING.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.digests import canonical, digest, path, root, verify_inclusion
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.text import Text
from pmi_compliance.report import old_seal
from pmi_compliance.report.secret import SealKey

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The version of reports that this program writes.
VERSION = 2

NOTE = Text(
    "Segel ini berkunci: hanya pemegang rahasianya yang dapat memeriksa laporan secara utuh atau menyegelnya lagi. "
    "Siapa yang membuatnya hanya dikatakan oleh tanda tangan.",
    "This seal is keyed: only the holder of its secret can check the whole report, or seal it again. "
    "Who made it is said by a signature only.",
)


@frozen
class Checked:
    """What came of checking a seal or a proof."""

    #: What is wrong.
    errors: tuple[Text, ...] = ()
    #: What could not be checked, and why.
    unchecked: tuple[Text, ...] = ()


def sealed(document: Mapping[str, Any], secret: bytes, *, records: str, waivers: str) -> dict[str, Any]:
    """
    A report, as JSON values, with its seal.

    Args:
        document: The report without a seal.
        secret: At least 32 octets that nobody else knows.
        records: The digest of the records, which is not shown.
        waivers: The digest of the waivers, which is not shown.

    Raises:
        UsageError: If the secret is too short to be one.

    """
    key = SealKey.of(secret, canonical([document, records, waivers]))
    seal = {
        "canonical": "RFC 8785",
        "tree": "RFC 6962",
        "keyed": "HMAC-SHA256",
        "name": key.name,
        "findings": len(document["findings"]),
        "inputs": records_digest(key, records),
        "waivers": key.digest("waivers", waivers.encode()),
        **_of_program(document),
        "note": NOTE.as_json(),
    }
    return {**document, "seal": {**seal, **_over_all(document, seal, key)}}


def records_digest(key: SealKey, digest_: str) -> str:
    """What a seal shows for the digest of records."""
    return key.digest("records", digest_.encode())


def _of_program(document: Mapping[str, Any]) -> dict[str, str]:
    """By what the records were judged; it is public, and needs no key."""
    return {"packs": digest(canonical(document["packs"])), "engine": document["engine"]["digest"]}


def _over_all(document: Mapping[str, Any], seal: Mapping[str, Any], key: SealKey) -> dict[str, str]:
    """The findings, and all the rest of a report with what its seal says."""
    rest = {name: value for name, value in document.items() if name not in {"findings", "seal"}}
    said = {name: value for name, value in seal.items() if name not in {"root", "rest", "signature"}}
    return {
        "root": root(_leaves(document, key)),
        "rest": key.digest("rest", canonical({**rest, "seal": said})),
    }


def _leaves(document: Mapping[str, Any], key: SealKey) -> list[bytes]:
    """A leaf for each finding, with the text of its rule."""
    return [
        _leaf(finding, document["rules"].get(finding["rule"]), key.salt(index))
        for index, finding in enumerate(document["findings"])
    ]


def _leaf(finding: Mapping[str, Any], rule: Mapping[str, Any] | None, salt: bytes) -> bytes:
    return salt + canonical({"finding": finding, "rule": rule})


# Checking


def check(document: Mapping[str, Any], secret: bytes | None = None) -> Checked:
    """
    Check the seal of a report, or the proof of one finding.

    Args:
        document: The report or proof, as `read_document` gives it.
        secret: The secret of the seal; without it the content of a report cannot be checked, that of a proof can.

    """
    if "seal" not in document:
        return Checked(errors=(_NO_SEAL,))
    if "path" in document:
        holds = old_seal.is_in_report(document) if is_old(document) else _is_in_report(document)
        return Checked(errors=() if holds else (_NOT_IN_REPORT,))
    if is_old(document):
        return Checked(errors=_differ(old_seal.names_that_differ(document)))
    return _check_report(document, secret)


def is_old(document: Mapping[str, Any]) -> bool:
    """Whether a report or proof is of the version whose seal has no key; its proofs say no version."""
    return bool(document.get("report_version", old_seal.VERSION) == old_seal.VERSION)


def _check_report(document: Mapping[str, Any], secret: bytes | None) -> Checked:
    seal = document["seal"]
    plain = {**_of_program(document), "findings": len(document["findings"])}
    errors = [name for name, value in plain.items() if seal[name] != value]
    if secret is None:
        return Checked(_differ(errors), (_NEEDS_SECRET,))
    again = _over_all(document, seal, SealKey.named(secret, seal["name"]))
    keyed = [name for name, value in again.items() if seal[name] != value]
    if len(keyed) == len(again) and not errors:
        return Checked(errors=(_OTHER_SECRET,))
    return Checked(_differ(errors + keyed))


def _differ(names: list[str]) -> tuple[Text, ...]:
    return tuple(
        Text(f"`{name}` tidak cocok dengan isi laporan", f"`{name}` does not match what the report holds")
        for name in names
    )


def _is_in_report(proof: Mapping[str, Any]) -> bool:
    seal = proof["seal"]
    leaf = _leaf(proof["finding"], proof["rule"], bytes.fromhex(proof["salt"]))
    return verify_inclusion(leaf, proof["index"], seal["findings"], proof["path"], seal["root"])


_NO_SEAL = Text(
    "laporan ini tidak bersegel; tulis ke berkas .json, atau sebut --secret",
    "this report has no seal; write it to a .json file, or give --secret",
)
_NOT_IN_REPORT = Text(
    "temuan ini tidak ada dalam laporan dengan akar itu", "this finding is not in the report with that root"
)
_NEEDS_SECRET = Text(
    "tanpa rahasia segel tidak diperiksa: isi temuan, isi laporan selebihnya, dan data asalnya",
    "not checked without the secret of the seal: what the findings say, what the rest says, and what it was made from",
)
_OTHER_SECRET = Text(
    "rahasia ini bukan rahasia segel laporan ini, atau seluruh isinya diubah",
    "this is not the secret of this report's seal, or all of the report was changed",
)


# Proofs


def proof(document: Mapping[str, Any], fingerprint: str, secret: bytes) -> dict[str, Any]:
    """
    The proof of one finding: the finding, the text of its rule, and the hashes that lead to the root of the seal.

    Args:
        document: A sealed report, as JSON values.
        fingerprint: The fingerprint of the finding, or its first characters.
        secret: The secret of the seal.

    Returns:
        The proof as JSON values.

    Raises:
        UsageError: If the report holds no such finding.

    """
    index = index_of(document, fingerprint)
    finding, seal = document["findings"][index], {**document["seal"]}
    if "signature" in seal:
        # What signs the whole report would let others try out what else it says.
        seal["signature"] = {name: value for name, value in seal["signature"].items() if name != "whole"}
    key = SealKey.named(secret, seal["name"])
    return {
        "report_version": document["report_version"],
        "finding": finding,
        "rule": document["rules"].get(finding["rule"]),
        "index": index,
        "salt": key.salt(index).hex(),
        "path": path(_leaves(document, key), index),
        "seal": seal,
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
