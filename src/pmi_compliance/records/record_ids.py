"""
What records go by: without signs that nobody sees, and where the id tells of a person, by a pseudonym.

Two ids that look the same are the same. Ids stand in every report, whatever is masked, so that a NIK, somebody's telephone
or the name of a person goes by a pseudonym, the same in every run; it is made with a secret that stays with the office, for
of a plain digest anybody could try out all NIK of a district.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from pmi_compliance.records.person_names import Bearer, name_in
from pmi_compliance.records.persons import is_of_one
from pmi_compliance.records.regions import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.reading.raw import Origin, RawRecord
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

#: A telephone of Indonesia: in one run of digits, or in groups as people write them.
TELEPHONE = r"(?:\+?62[ .-]?|0)8[0-9]{2}[0-9]{6,9}|(?:\+?62[ .-]?|0)8[0-9]{2}[ .-][0-9]{3,4}[ .-][0-9]{3,5}"
_TELEPHONE = re.compile(rf"(?<![0-9])(?:{TELEPHONE})(?![0-9])")
#: Numbers of licences and files have such groups behind another number or letters.
_OF_A_NUMBER = re.compile(r"[\w/-]")


def telephone_in(id_: object) -> str | None:
    """
    The digits of the telephone that an id holds beside a name: `Om Beny 0812-3745-1111`.

    Digits alone may be any number that an office gave to a record.

    >>> telephone_in("Om Beny 0812-3745-1111"), telephone_in("081237451111"), telephone_in("KPG-0812-2024-0001")
    ('081237451111', None, None)

    """
    found = _TELEPHONE.search(id_) if isinstance(id_, str) else None
    if found is None or not re.search(r"[^\W\d_]", found.string):
        return None
    before = found.string[found.start() - 1 : found.start()]
    digits = re.sub(r"[^0-9]", "", found[0])
    is_one_run = found[0].lstrip("+").isdigit()
    if not is_one_run and _OF_A_NUMBER.fullmatch(before):
        return None
    return re.sub(r"^62", "0", digits)


def _told(id_: object, bearer: Bearer = Bearer.THING) -> tuple[str, str] | None:
    """Of an id that tells of a person by what, and that itself: the same however it is written."""
    if (telephone := telephone_in(id_)) is not None:
        return "HP", telephone
    if is_nik(id_):
        return "NIK", _digits(id_)
    digits = _digits(id_).lstrip("+") if bearer is Bearer.FIRM_OR_PERSON else ""
    if _BARE_TELEPHONE.fullmatch(digits):
        return "HP", re.sub(r"^62", "0", digits)
    if bearer is Bearer.FIRM_OR_PERSON and _PASSPORT.fullmatch(digits):
        return "PASPOR", digits
    name = name_in(_seen(id_), bearer) if isinstance(id_, str) else None
    return None if name is None else ("ORANG", name)


#: A telephone without a name: where firms and brokers go by ids, nobody numbers them so.
_BARE_TELEPHONE = re.compile(r"(?:62|0)8[1-9][0-9]{7,10}")


#: A passport of Indonesia: it stands where a firm or broker belongs when columns slipped by one.
_PASSPORT = re.compile(r"[ABCEX][0-9]{7}")


def is_personal(id_: object, bearer: Bearer = Bearer.THING) -> bool:
    """Whether an id tells of a person, so that a record goes by a pseudonym."""
    return _told(id_, bearer) is not None


def _digits(id_: object) -> str:
    return _SIGNS.sub("", str(int(id_)) if isinstance(id_, float) and id_.is_integer() else str(id_))


def pseudonym(id_: object, bearer: Bearer = Bearer.THING) -> str:
    """
    What a record goes by whose id tells of a person; the same number or name, written in any way, gives the same.

    Args:
        id_: The id.
        bearer: What goes by the id.

    """
    kind, number = _told(id_, bearer) or ("NIK", _digits(id_))
    made = hmac.new(_secret(), number.encode(), hashlib.sha256).hexdigest()
    return f"{kind}-{made[:12]}"


def known_as(id_: Any, bearer: Bearer = Bearer.THING) -> Any:
    r"""
    What a record goes by: its id as it is seen, unless that tells of a person.

    Args:
        id_: The id.
        bearer: What goes by the id.

    >>> known_as("\ufeffP\u200b1 ")
    'P1'

    """
    if is_personal(id_, bearer):
        return pseudonym(id_, bearer)
    return _seen(id_) if isinstance(id_, str) else id_


def _seen(text: str) -> str:
    """A text without what cannot be seen: marks of direction and width, blanks around it, letters put together."""
    if text.isascii():
        return text.strip()
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFC", seen).strip()


def id_fields(model: RecordModel, kind: str) -> Mapping[str, Bearer]:
    """The fields of a kind that hold its id, and ids of others, with what goes by each."""
    return model.made_once(_id_fields, kind)


def _id_fields(model: RecordModel, kind: str) -> Mapping[str, Bearer]:
    others = {relation.key: bearer_of(model, relation.target) for relation in model.keyed(kind)}
    return {"id": bearer_of(model, kind), **others}


def bearer_of(model: RecordModel, kind: str) -> Bearer:
    """What records of a kind stand for, by what their schema describes."""
    parts = model.nodes[kind].parts
    if "kind" in parts and "individual" in (parts["kind"].values or ()):
        return Bearer.FIRM_OR_PERSON
    return Bearer.PERSON if any(map(is_of_one, parts.values())) else Bearer.THING


def with_plain_ids(raws: Iterable[RawRecord], model: RecordModel, notes: ReadingNotes) -> Iterator[RawRecord]:
    """
    Records under the ids by which they are known, also where others name them.

    Args:
        raws: The records.
        model: The kinds of records.
        notes: Takes that ids were replaced, once for each file or sheet.

    """
    for raw in raws:
        fields = id_fields(model, raw.kind)
        changed = _changed(raw.value, fields) if isinstance(raw.value, dict) else {}
        for key in changed:
            code = _note_of(raw.value[key], fields[key], is_own=key == "id")
            if code is not None:
                notes.add(raw.origin.table, code)
        yield evolve(raw, value={**raw.value, **changed}, text=None) if changed else raw


def _note_of(id_: object, bearer: Bearer, *, is_own: bool) -> str | None:
    """What is noted of an id that was replaced; that another is named by a NIK is noted where that is its own."""
    kind, _ = _told(id_, bearer) or ("", "")
    if is_own or kind not in {"", "NIK"}:
        return _NOTES[kind]
    return None


_NOTES = {
    "NIK": "record_number_is_a_nik",
    "HP": "id_holds_a_telephone",
    "ORANG": "id_is_a_name",
    "PASPOR": "id_is_a_passport",
    "": "record_number_unseen",
}


@frozen
class Pseudonym:
    """Whom a pseudonym stands for, and where that is written; for the office alone."""

    #: What reports show.
    name: str
    #: The NIK in digits, or the telephone or name as it is written.
    written: str
    #: The kind of the record that names it, and where that was read.
    kind: str
    origin: Origin


def pseudonyms(raws: Iterable[RawRecord], model: RecordModel) -> tuple[Pseudonym, ...]:
    """
    Whom the pseudonyms in reports on some records stand for, each once, by the first record that names it.

    Args:
        raws: The records as they were read.
        model: The kinds of records.

    """
    found: dict[str, Pseudonym] = {}
    for raw in raws:
        value = raw.value if isinstance(raw.value, dict) else {}
        for key, bearer in id_fields(model, raw.kind).items():
            held = value.get(key)
            for id_ in held if isinstance(held, list) else [held]:
                if is_personal(id_, bearer):
                    name = pseudonym(id_, bearer)
                    written = _digits(id_) if is_nik(id_) else str(id_)
                    found.setdefault(name, Pseudonym(name, written, raw.kind, raw.origin))
    return tuple(sorted(found.values(), key=lambda one: one.name))


def _changed(value: Mapping[str, Any], fields: Mapping[str, Bearer]) -> dict[str, Any]:
    """The keys of a record that are known as something else."""
    changed: dict[str, Any] = {}
    for key, bearer in fields.items():
        if (held := value.get(key)) is None:
            continue
        ids = held if isinstance(held, list) else [held]
        known = [known_as(id_, bearer) for id_ in ids]
        if any(one is not id_ and one != id_ for one, id_ in zip(known, ids, strict=True)):
            changed[key] = known if isinstance(held, list) else known[0]
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
