"""Files of records that somebody goes on writing: what each change of them changes in the audit."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from attrs import evolve

from pmi_compliance.base.errors import UsageError
from pmi_compliance.over_time.session import AuditSession, diff_findings, merge_changes
from pmi_compliance.records.reading import files_of, is_database, read_files
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.records.store import RecordStore, StoredRecord, keyed_by_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import date
    from pathlib import Path

    from pmi_compliance.over_time.session import Change
    from pmi_compliance.packs.model import RulePack
    from pmi_compliance.records.reading import RawRecord


class Following:
    """
    A session over files and folders.

    Args:
        paths: As for `Dataset.read`.
        packs: The rules and chains.
        as_of: The audit date.
        options: Further arguments of `AuditSession`.

    Raises:
        UnreadableInput: If a path does not exist or a file cannot be read as a whole.
        UsageError: If a path is the address of a database; only files tell that they changed.

    """

    def __init__(
        self, paths: Sequence[str | Path], packs: Sequence[RulePack], *, as_of: date, **options: Any
    ) -> None:
        for path in filter(is_database, map(str, paths)):
            raise UsageError(
                f"{path}: hanya berkas dan folder yang dapat diikuti, bukan basis data",
                f"{path}: only files and folders can be followed, no databases",
            )
        self.paths, self.packs, self.as_of, self.options = paths, packs, as_of, options
        self.session: AuditSession
        self.kinds: frozenset[str] = frozenset()
        self.raws: dict[Hashable, RawRecord] = {}
        self._seen = self._waiting = self._stamps()
        self._read()

    def look(self) -> Change | None:
        """
        What changed since the last look; `None` while nothing did.

        A file that is being written is left alone until it stays as it is from one look to the next.

        Raises:
            UnreadableInput: If a path is gone, or a file cannot be read as a whole.

        """
        now, before = self._stamps(), self._waiting
        self._waiting = now
        if now == self._seen or now != before:
            return None
        self._seen = now
        return self._read()

    def _stamps(self) -> dict[str, tuple[int, int]]:
        """When each file was last written, and how large it is; what is not there is told when it is read."""
        found = {}
        for file in files_of(self.paths):
            with suppress(FileNotFoundError):
                told = file.stat()
                found[str(file)] = (told.st_mtime_ns, told.st_size)
        return found

    def _read(self) -> Change:
        supplied, found = read_files(self.paths, bundled_model())
        raws = keyed_by_name(found)
        if supplied != self.kinds:
            return self._anew(frozenset(supplied), raws)
        changes = [
            self.session.edit(key, StoredRecord.of(raws[key], bundled_model()) if key in raws else None)
            for key in sorted(self.raws.keys() | raws.keys(), key=str)
            if self.raws.get(key) != raws.get(key)
        ]
        self.raws = raws
        return merge_changes(changes)

    def _anew(self, kinds: frozenset[str], raws: dict[Hashable, RawRecord]) -> Change:
        """Other kinds of records are supplied, so everything may be another."""
        before = {one.fingerprint: one for one in self.session.findings} if self.kinds else {}
        drawn = {one.fingerprint: one for one in self.session.conclusions} if self.kinds else {}
        ledger = RecordStore(kinds)
        for key, raw in raws.items():
            ledger.edit(key, StoredRecord.of(raw, bundled_model()))
        self.session = AuditSession(self.packs, as_of=self.as_of, records=ledger, **self.options)
        self.kinds, self.raws = kinds, raws
        now = {one.fingerprint: one for one in self.session.findings}
        held = {one.fingerprint: one for one in self.session.conclusions}
        return evolve(
            diff_findings(before, now),
            concluded=tuple(one for name, one in held.items() if drawn.get(name) != one),
            withdrawn=tuple(one for name, one in drawn.items() if name not in held),
        )
