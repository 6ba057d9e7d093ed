"""
The seal of reports of version 1, which has no secret: it is checked as it was, and never made.

Its digests can be guessed: whoever tries out all birth dates finds the one that gives the digest of the records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmi_compliance.base.digests import canonical, digest, root, verify_inclusion
from pmi_compliance.base.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The version of a report whose seal has no secret.
VERSION = 1

GUESSABLE = Text(
    "Segel laporan lama ini tidak berkunci: siapa pun yang dapat mengubah laporan dapat menyegelnya lagi, dan yang "
    "disamarkan dapat ditebak dari sidiknya dengan mencoba. Buat laporannya lagi bila akan dibagikan.",
    "The seal of this old report has no key: whoever can change the report can seal it again, and what is masked can be "
    "guessed from its digests by trying. Make the report again before it is handed on.",
)


def names_that_differ(document: Mapping[str, Any]) -> list[str]:
    """What of the seal of a report does not match what the report holds."""
    unsigned = {key: value for key, value in document["seal"].items() if key != "signature"}
    again = _made_again(document)
    return [name for name in again.keys() | unsigned.keys() if again.get(name) != unsigned.get(name)]


def is_in_report(proof: Mapping[str, Any]) -> bool:
    """Whether the finding of a proof leads to the root of its seal."""
    seal = proof["seal"]
    leaf = canonical(proof["finding"])
    return verify_inclusion(leaf, proof["index"], seal["findings"], proof["path"], seal["root"])


def _made_again(document: Mapping[str, Any]) -> dict[str, Any]:
    leaves = [canonical(finding) for finding in document["findings"]]
    rest = {key: value for key, value in document.items() if key not in {"findings", "seal"}}
    return {
        "canonical": "RFC 8785",
        "tree": "RFC 6962",
        "findings": len(leaves),
        "root": root(leaves),
        "rest": digest(canonical(rest)),
        "inputs": document["dataset"]["digest"],
        "packs": digest(canonical(document["packs"])),
        "waivers": document["audit"]["waivers"]["digest"],
        "engine": document["engine"]["digest"],
        "note": _NOTE.as_json(),
    }


_NOTE = Text(
    "Segel ini sidik, bukan tanda tangan: siapa pun yang dapat mengubah laporan dapat menyegelnya lagi. "
    "Bandingkan akarnya dengan yang diterima dari pembuat laporan, atau minta tanda tangan.",
    "This seal is a digest, not a signature: whoever can change the report can seal it again. "
    "Compare its root with the one received from the author of the report, or ask for a signature.",
)
