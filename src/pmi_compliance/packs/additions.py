"""What packs add to the records that there are, read from their folders: `facts.yaml`, and the places of `regions.csv`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.base.errors import Diagnostic, PackError
from pmi_compliance.packs import yaml
from pmi_compliance.packs.facts import FACTS, read_facts
from pmi_compliance.packs.files import PACK, REGIONS
from pmi_compliance.packs.finding import dependency
from pmi_compliance.packs.versions import Needed
from pmi_compliance.records.additions import Additions
from pmi_compliance.records.regions import IS_PLACE, KECAMATAN, PROVINCE, REGENCY, bundled_regions, places_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pmi_compliance.packs.yaml import Document

#: What was read last of each folder, while its files stay the same.
_KNOWN: dict[Path, tuple[tuple[bytes, ...], Additions | None]] = {}


def additions_of(folder: Path) -> tuple[Additions, ...]:
    """
    What a pack adds, and what those add that it depends on.

    What is wrong with its head, or with those of others, is told where they are read.

    Raises:
        PackError: With every mistake in what it adds.

    """
    return tuple(
        added for head, place in _with_needed(folder, ()) if (added := _own(head, place)) is not None
    )


def _with_needed(folder: Path, above: tuple[Path, ...]) -> Iterator[tuple[Document, Path]]:
    """The head of a pack and of each that it needs, with their folders; a circle ends where it closes."""
    try:
        head = yaml.read(folder / PACK, schema="pack")
        needed = [dependency(folder, Needed.of(name).pack) for name in head.value.get("depends_on", ())]
    except PackError:
        return
    for place in needed:
        if place is not None and place not in (folder, *above):
            yield from _with_needed(place, (folder, *above))
    yield head, folder


def _own(head: Document, folder: Path) -> Additions | None:
    files = [folder / REGIONS, folder / FACTS]
    read = tuple(path.read_bytes() if path.is_file() else b"" for path in files)
    state = (head.text.encode(), *read)
    if not any(read):
        return None
    if folder in _KNOWN and _KNOWN[folder][0] == state:
        return _KNOWN[folder][1]
    diagnostics: list[Diagnostic] = []
    places = _places(head, folder / REGIONS, diagnostics)
    facts = read_facts(folder / FACTS, head.value, diagnostics)
    if diagnostics:
        raise PackError(diagnostics)
    added = Additions(head.value["id"], places, facts.fields, facts.kinds, facts.relations)
    _KNOWN[folder] = state, added
    return added


def _places(head: Document, path: Path, diagnostics: list[Diagnostic]) -> dict[str, str]:
    """The places of a pack: each lies where its law is, inside of one that there is."""
    if not path.is_file():
        return {}
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackError([Diagnostic("not_utf8", {"byte": error.start + 1}, str(path))]) from None
    seat = head.value["jurisdiction"].removeprefix("ID-")
    seen: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        values = {"line": line.strip(), "seat": seat}
        if number == 1 and line.strip() != "code,name":
            diagnostics.append(Diagnostic("regions_without_head", values, str(path), number, 1, line))
        if number == 1 or not line.strip() or line.startswith("#"):
            continue
        code, _, name = line.partition(",")
        wrong = _wrong_place(code, name.strip(), seat, seen)
        if wrong is not None:
            diagnostics.append(
                Diagnostic(wrong, {**values, "code": code}, str(path), number, 1, line, len(line))
            )
        seen[code] = name.strip()
    return {} if diagnostics else places_in(text)


def _wrong_place(code: str, name: str, seat: str, seen: dict[str, str]) -> str | None:
    """What is wrong with a line of the table; `None`: nothing."""
    known = bundled_regions().names
    around = code.rpartition(".")[0]
    if not IS_PLACE.fullmatch(code) or not name or len(code) in {PROVINCE, REGENCY}:
        return "not_a_place_line"
    if not code.startswith(f"{seat}."):
        return "place_outside"
    if code in known or code in seen:
        return "place_known"
    if around not in known and around not in seen:
        return "place_in_no_place"
    # A village of NTT is known already, or there is none of the code.
    return "place_known" if len(code) > KECAMATAN and code[:PROVINCE] in bundled_regions().whole else None
