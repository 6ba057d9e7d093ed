"""Files of records that somebody goes on writing: what each change of them changes in the audit."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve

from pmi_compliance.base.errors import UsageError
from pmi_compliance.over_time.changes import diff_findings, merge_changes
from pmi_compliance.over_time.session import AuditSession
from pmi_compliance.records.reading import ReadingNotes, files_of, is_database, kinds_named, read_files
from pmi_compliance.records.schema import model_of
from pmi_compliance.records.store import RecordStore, StoredRecord, keyed_by_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.over_time.changes import Change
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.records.reading import RawRecord


class Following:
    """
    A session over files and folders.

    Args:
        paths: As for `Dataset.read`.
        packs: The rules and chains.
        as_of: The audit date.
        whole: The kinds of which the office says that all records are there, as for `Dataset.read`.
        options: Further arguments of `AuditSession`.

    Raises:
        UnreadableInput: If a path does not exist or a file cannot be read as a whole.
        UsageError: If a path is the address of a database, for only files can be watched, or a name in `whole` is no
            kind of record.

    """

    def __init__(
        self,
        paths: Sequence[str | Path],
        packs: Sequence[RulePack],
        *,
        as_of: date,
        whole: Iterable[str] = (),
        **options: Any,
    ) -> None:
        for path in filter(is_database, map(str, paths)):
            raise UsageError("database_not_followed", place=path)
        self.paths, self.packs, self.as_of, self.options = paths, packs, as_of, options
        self.model = model_of(packs)
        self.whole = kinds_named(whole, self.model)
        self.session: AuditSession
        #: The kinds that are supplied; `None` before the first look.
        self.kinds: frozenset[str] | None = None
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
        """When each file was last written, and how large it is; one that is gone is reported when it is read."""
        stamps = {}
        for file in files_of(self.paths):
            with suppress(FileNotFoundError):
                stat = file.stat()
                stamps[str(file)] = (stat.st_mtime_ns, stat.st_size)
        return stamps

    def _read(self) -> Change:
        supplied, records, said = read_files(self.paths, self.model, ReadingNotes())
        raws, kinds, whole = keyed_by_name(records), frozenset(supplied), (self.whole | said) & supplied
        if kinds != self.kinds or whole != self.session.store.whole:
            return self._start_anew(kinds, whole, raws)
        changes = [
            self.session.edit(key, StoredRecord.of(raws[key], self.model) if key in raws else None)
            for key in sorted(self.raws.keys() | raws.keys(), key=str)
            if self.raws.get(key) != raws.get(key)
        ]
        self.raws = raws
        return merge_changes(changes)

    def _start_anew(
        self, kinds: frozenset[str], whole: frozenset[str], raws: dict[Hashable, RawRecord]
    ) -> Change:
        """Other kinds of records are supplied, or said to be whole, so every outcome may be another."""
        before = None if self.kinds is None else self.session
        store = RecordStore(kinds, self.model, whole=whole)
        for key, raw in raws.items():
            store.edit(key, StoredRecord.of(raw, self.model))
        self.session = AuditSession(self.packs, as_of=self.as_of, records=store, **self.options)
        self.kinds, self.raws = kinds, raws
        old = _by_name(before.conclusions if before else ())
        new = _by_name(self.session.conclusions)
        return evolve(
            diff_findings(_by_name(before.findings if before else ()), _by_name(self.session.findings)),
            concluded=tuple(conclusion for name, conclusion in new.items() if old.get(name) != conclusion),
            withdrawn=tuple(conclusion for name, conclusion in old.items() if name not in new),
        )


_Part = TypeVar("_Part", "Finding", "Conclusion")


def _by_name(parts: Iterable[_Part]) -> dict[str, _Part]:
    return {part.fingerprint: part for part in parts}
