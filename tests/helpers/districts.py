"""A small pack of an invented district, to be handed on and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

if TYPE_CHECKING:
    from pathlib import Path

RULE = "contoh-2023-phone"

DISTRICT = {
    "pack.yaml": """id: contoh
version: 1.2.0
condition_language: 2
languages: [id, en]
title: {id: Kebijakan Contoh, en: Policy of Contoh}
jurisdiction: ID-33.02
default: false
depends_on: [uu-18-2017]
""",
    f"rules/{RULE}.yaml": f"""id: {RULE}
title: {{id: Nomor telepon, en: Phone number}}
subject: placement
severity: minor
basis: policy
confidence: verified
automation: full
in_force: {{from: 2023-02-01}}
act: departing
applies_when: placement.scope == "overseas"
requires: has(placement.worker.phone)
message: {{id: "{{placement.id}} tanpa telepon.", en: "{{placement.id}} has no phone."}}
remediation: {{id: Tulis nomornya., en: Write the number.}}
citations: [{{instrument: Peraturan Contoh 1/2023, article: "5"}}]
refers_to: [disnaker_kabupaten]
""",
    f"rules/{RULE}.examples.yaml": f"""rule: {RULE}
base: {{placement: {{scope: overseas, departed_on: 2024-05-01, worker: {{phone: "0800"}}}}}}
cases:
  - {{name: known, expect: pass}}
  - {{name: not known, given: {{placement: {{worker: {{phone: null}}}}}}, expect: fail}}
  - {{name: elsewhere, given: {{placement: {{scope: domestic}}}}, expect: not_applicable}}
  - {{name: before, given: {{placement: {{departed_on: 2022-05-01}}}}, expect: not_applicable}}
""",
}


def write_district(folder: Path, **changes: str) -> Path:
    """
    Write the pack into a new folder, and return it.

    Args:
        folder: The folder.
        changes: What stands in `pack.yaml` instead, by key: `depends_on="[ntt]"`.

    """
    for name, text in DISTRICT.items():
        lines = text.splitlines()
        if name == "pack.yaml":
            lines = [line for line in lines if line.partition(":")[0] not in changes]
            lines += [f"{key}: {value}" for key, value in changes.items()]
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder


def write_keys(folder: Path, name: str = "key") -> tuple[Path, Path]:
    """Write a new Ed25519 key, and return the files of its secret and its public part."""
    key = Ed25519PrivateKey.generate()
    secret, public = folder / f"{name}.pem", folder / f"{name}.pub.pem"
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return secret, public
