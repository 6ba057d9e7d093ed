"""
Ids of records that are a person's NIK: each goes by a pseudonym, the same in every run, and is shown nowhere.

Ids stand in every report, whatever is masked. The pseudonym is made with a secret that stays with the office, for of a
plain digest anybody could try out all NIK of a district.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from pmi_compliance.records.regions import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.reading.raw import RawRecord
    from pmi_compliance.records.schema import RecordModel

#: The variable of the environment that names the file of the secret; without it, it lies with the user's settings.
KEY_FILE = "PMI_COMPLIANCE_KEY"

_SIGNS = re.compile(r"[\s'’.\-]")
#: Place of first registration, day of birth (of women with 40 added), month, year, and a number.
_NIK = re.compile(r"([1-9][0-9])[0-9]{4}(?:[04][1-9]|[1256][0-9]|[37][01])(?:0[1-9]|1[0-2])[0-9]{6}")


def is_nik(id_: object) -> bool:
    """
    Whether an id is written as a NIK is.

    >>> is_nik("5301064302920017"), is_nik(5301064302920017), is_nik("1234567890123456"), is_nik("P-1")
    (True, True, False, False)

    """
    if not isinstance(id_, str | int | float) or isinstance(id_, bool) or len(str(id_)) < _LENGTH:
        return False
    found = _NIK.fullmatch(_digits(id_))
    return found is not None and found[1] in names()


_LENGTH = 16


def _digits(id_: object) -> str:
    return _SIGNS.sub("", str(int(id_)) if isinstance(id_, float) and id_.is_integer() else str(id_))


def pseudonym(id_: object) -> str:
    """What a record goes by whose id is a NIK; the same NIK, written in any way, gives the same."""
    made = hmac.new(_secret(), _digits(id_).encode(), hashlib.sha256).hexdigest()
    return f"NIK-{made[:12]}"


def known_as(id_: Any) -> Any:
    """What a record goes by: its id, unless that is a NIK."""
    return pseudonym(id_) if is_nik(id_) else id_


def under_pseudonyms(
    raws: Iterable[RawRecord], model: RecordModel, notes: ReadingNotes
) -> Iterator[RawRecord]:
    """
    Records as they came, those apart whose id, or that of a record which they name, is a NIK.

    Args:
        raws: The records.
        model: The kinds of records.
        notes: Takes that ids were replaced, once for each file or sheet.

    """
    keys = {kind: ("id", *(relation.key for relation in model.keyed(kind))) for kind in model.kinds}
    for raw in raws:
        changed = _changed(raw.value, keys[raw.kind]) if isinstance(raw.value, dict) else {}
        if "id" in changed:
            notes.add(evolve(raw.origin, row=None, line=None), "record_number_is_a_nik")
        yield evolve(raw, value={**raw.value, **changed}, text=None) if changed else raw


def _changed(value: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """The keys of a record that are a NIK, under pseudonyms."""
    changed: dict[str, Any] = {}
    for key in keys:
        held = value.get(key)
        if isinstance(held, list):
            if any(map(is_nik, held)):
                changed[key] = [known_as(id_) for id_ in held]
        elif is_nik(held):
            changed[key] = pseudonym(held)
    return changed


@cache
def _secret() -> bytes:
    """The secret of this office; made when it is first needed, for this run alone where it cannot be kept."""
    path = _path()
    with suppress(OSError):
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "w", encoding="ascii") as file:
                    file.write(secrets.token_hex(32))
        if held := path.read_bytes().strip():
            return held
    return secrets.token_bytes(32)


def _path() -> Path:
    if named := os.environ.get(KEY_FILE):
        return Path(named)
    settings = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME")
    folder = Path(settings) if settings else Path.home() / ".config"
    return folder / "pmi-compliance" / "record-numbers.key"
