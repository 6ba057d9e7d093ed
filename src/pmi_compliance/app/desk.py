"""
What lies on the desk of whoever sits at the window: the files that were brought, how they are understood, and audits.

All of it is in memory or in a private folder that goes with the program. Only in a folder that the office names reports,
mappings and the book of cases are kept. Nothing here knows of pages.
"""

from __future__ import annotations

import contextlib
import re
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from pmi_compliance.auditing.run import Auditor
from pmi_compliance.base.errors import PmiError, UsageError
from pmi_compliance.base.files import private_folder, remove, write_whole
from pmi_compliance.base.text import Text
from pmi_compliance.records.importing import understand
from pmi_compliance.records.reading import Mapping, within
from pmi_compliance.records.reading.mapping import beside as mapping_beside
from pmi_compliance.report import FORMATS
from pmi_compliance.report.compare import differences
from pmi_compliance.report.read_back import read_report
from pmi_compliance.report.secret import beside, kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.progress import Progress
    from pmi_compliance.base.text import Language
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.records.dataset import Dataset
    from pmi_compliance.records.importing import Import
    from pmi_compliance.report.compare import Difference
    from pmi_compliance.report.settings import Settings

#: How long one piece of work may take, in seconds.
MOST_SECONDS = 300

#: Signs of the name of a file that are kept; the rest could be a path, or a command of a system.
_NOT_IN_NAMES = re.compile(r"[^\w .()+-]")
_LONGEST_NAME = 80

#: How the files of reports in the folder of an office are called.
_REPORT = re.compile(r"laporan-(?P<day>\d{4}-\d{2}-\d{2})-(?P<number>\d+)\.json")

_TOO_LONG = Text(
    "Pekerjaan ini dihentikan setelah {seconds} detik. Bagi berkasnya, lalu ulangi.",
    "This work was ended after {seconds} seconds. Divide the file and do it again.",
)
#: What is said of a fault of the program.
FAULT = Text(
    "Program ini keliru; data Anda tidak berubah. Laporkan kepada pengelola: {kind}.",
    "The program is at fault; your data did not change. Report to whoever keeps it: {kind}.",
)
READING = Text("membaca berkas", "reading the files")


class TooLong(Exception):
    """A piece of work took longer than it may."""


@define(eq=False)
class Job:
    """A piece of work that goes on while pages are shown."""

    #: What is being done, how much of it, and out of how much.
    what: Text = READING
    done: int = 0
    whole: int | None = None
    #: Whether it has ended.
    ended: bool = False
    #: What went wrong.
    error: Text | None = None
    #: The number of the audit that came out of it.
    audit: int | None = None


@frozen(eq=False)
class Audited:
    """One audit, as long as the window is open."""

    #: Its place, counted from 1.
    number: int
    #: The names of the files.
    files: tuple[str, ...]
    #: The records.
    dataset: Dataset = field(repr=False)
    #: What makes the same report with personal values.
    auditor: Auditor = field(repr=False)
    #: The report, masked.
    report: Report = field(repr=False)
    #: What the seal is keyed with.
    secret: bytes = field(repr=False)
    #: What changed since the audit before it; `None` if there is none.
    changes: tuple[Difference, ...] | None = field(repr=False)

    def page(self, language: Language, *, disclose: str) -> bytes:
        """The report as a page; with personal values it is made anew and kept by nobody."""
        report = self.report
        if disclose != report.disclosure:
            report = self.auditor.audit(self.dataset, as_of=report.as_of, disclose=disclose)
        return b"".join(FORMATS["html"].write(report, language, self.secret))


class Desk:
    """
    What lies on the desk.

    Args:
        packs: The rule packs.
        settings: The office.
        folder: Where reports, mappings and the book of cases are kept; without one, nothing is.

    Raises:
        UsageError: If the folder is none.

    """

    def __init__(self, packs: Iterable[RulePack], settings: Settings, folder: Path | None = None) -> None:
        if folder is not None and not folder.is_dir():
            raise UsageError("no_folder", place=folder)
        #: The rule packs.
        self.packs = tuple(packs)
        #: The office.
        self.settings = settings
        #: Where what is kept is kept.
        self.folder = None if folder is None else folder.resolve()
        self._private = private_folder().resolve()
        self._files = self._private / "berkas"
        self._files.mkdir()
        self._working = threading.Lock()
        #: The names of the files that were brought.
        self.names: tuple[str, ...] = ()
        #: What columns mean, by table and heading, as whoever sits here answered.
        self.answers: dict[str, dict[str, str]] = {}
        self._understood: Import | None = None
        #: The audits, the earliest first.
        self.audits: list[Audited] = []
        #: The work that goes on, or went on last.
        self.job: Job | None = None

    def close(self) -> None:
        """Take away all that is not to be kept."""
        remove(self._private)

    # Files

    def bring(self, name: str, content: bytes) -> None:
        """Put a file on the desk, in place of one of the same name."""
        known = {each.casefold(): each for each in self.names}
        name = _plain_name(name)
        name = known.get(name.casefold(), name)
        (self._files / name).write_bytes(content)
        if self.folder is not None:
            mapping = mapping_beside(name).name
            if (self.folder / mapping).is_file():
                (self._files / mapping).write_bytes((self.folder / mapping).read_bytes())
        self.names = (*(each for each in self.names if each != name), name)
        self._understood = None

    def clear(self) -> None:
        """Take all files off the desk."""
        remove(self._files)
        self._files.mkdir()
        self.names, self.answers, self._understood = (), {}, None

    @property
    def mapping(self) -> Mapping | None:
        """What was answered about columns, together; `None` if nothing was."""
        return Mapping.of(self.answers) if self.answers else None

    def answer(self, table: str, heading: str, written: str) -> None:
        """Say what a column of a table means, as a mapping writes it."""
        self.answers.setdefault(table, {})[heading] = written
        self._understood = None

    def understood(self) -> Import:
        """
        How the files are understood.

        Raises:
            PmiError: If one cannot be read as a whole, or an answer fits no column.

        """
        if self._understood is None:
            with self._here():
                self._understood = understand(*self.names, mapping=self.mapping)
        return self._understood

    def forget_answers(self) -> None:
        """Take back what was answered about columns."""
        self.answers, self._understood = {}, None

    def mended(self, name: str, language: Language) -> bytes:
        """
        One of the files as a workbook with its problems marked.

        Raises:
            PmiError: If it is no table, or too large.

        """
        from pmi_compliance.report.mending import mended  # noqa: PLC0415  needs a library of its own

        with self._here():
            dataset = understand(name, mapping=self.mapping).dataset
            return mended(Path(name), dataset, language, mapping=self.mapping).content

    @contextlib.contextmanager
    def _here(self) -> Iterator[None]:
        """One piece of work at a time, within bounds, in the folder of the files: places are told by names alone."""
        with self._working, contextlib.chdir(self._files), within(self.settings.reading):
            yield

    # Auditing

    def start(self, as_of: date, pack_ids: Iterable[str]) -> Job:
        """
        Begin an audit of what lies on the desk.

        Args:
            as_of: The audit date.
            pack_ids: The packs that are used.

        Raises:
            UsageError: If nothing lies there, no pack was chosen, or other work goes on.

        """
        chosen = {*pack_ids}
        packs = [pack for pack in self.packs if pack.id in chosen]
        if not self.names or not packs:
            raise UsageError("nothing_to_audit")
        if self.job is not None and not self.job.ended:
            raise UsageError("work_goes_on")
        job = self.job = Job()

        def work(progress: Progress) -> None:
            self.understood()
            job.audit = self._audit(packs, as_of, progress)

        threading.Thread(target=self._run, args=(job, work), daemon=True).start()
        return job

    def _run(self, job: Job, work: Callable[[Progress], None]) -> None:
        limit = time.monotonic() + MOST_SECONDS

        def progress(what: Text, done: int, whole: int | None) -> None:
            job.what, job.done, job.whole = what, done, whole
            if time.monotonic() > limit:
                raise TooLong

        try:
            work(progress)
        except PmiError as error:
            job.error = error.text
        except TooLong:
            job.error = _TOO_LONG.filled({"seconds": MOST_SECONDS})
        except Exception as error:  # noqa: BLE001  whoever waits must be told, and a thread has nobody else to tell
            job.error = FAULT.filled({"kind": type(error).__name__})
        finally:
            job.ended = True

    def _audit(self, packs: list[RulePack], as_of: date, progress: Progress) -> int:
        dataset, auditor = self.understood().dataset, Auditor(packs)
        report = auditor.audit(dataset, as_of=as_of, progress=progress)
        before = self.audits[-1].report.as_json() if self.audits else self._last_kept()
        changes = None if before is None else tuple(differences(before, report.as_json()))
        number = len(self.audits) + 1
        path = self._place(as_of)
        secret = kept(beside(path))
        self.audits.append(Audited(number, self.names, dataset, auditor, report, secret, changes))
        if self.folder is not None:
            write_whole(path, FORMATS["json"].write(report, "id", secret))
            self._keep_mapping()
        return number

    def _place(self, as_of: date) -> Path:
        """Where the report of an audit is kept, or only its secret, as long as the window is open."""
        folder = self.folder or self._private
        numbers = [int(found["number"]) for path in folder.iterdir()
                   if (found := _REPORT.match(path.name)) and found["day"] == as_of.isoformat()]  # fmt: skip
        return folder / f"laporan-{as_of.isoformat()}-{max(numbers, default=0) + 1}.json"

    def _last_kept(self) -> dict[str, Any] | None:
        """The last report in the folder of the office; one that cannot be read is passed over."""
        if self.folder is None:
            return None
        paths = [path for path in self.folder.iterdir() if _REPORT.fullmatch(path.name)]
        for path in sorted(paths, key=lambda each: each.stat().st_mtime, reverse=True):
            with contextlib.suppress(PmiError):
                return dict(read_report(path))
        return None

    def _keep_mapping(self) -> None:
        if not self.answers or self.folder is None:
            return
        understood = self.understood()
        for name in dict.fromkeys(table.origin.file for table in understood.tables if table.origin.file):
            write_whole(self.folder / mapping_beside(name).name, [understood.mapping("id", name).encode()])

    def audit(self, number: int) -> Audited | None:
        """The audit of a number, if there is one."""
        return self.audits[number - 1] if 0 < number <= len(self.audits) else None

    @property
    def book(self) -> Path:
        """The file of the book of cases; without a folder of the office it goes with the window."""
        return (self.folder or self._private) / "kasus.db"


def _plain_name(name: str) -> str:
    """A name that is no path, and says as much of the file as it did."""
    last = re.split(r"[/\\]", name)[-1]
    path = Path(_NOT_IN_NAMES.sub("_", last.lstrip("~")).strip(" .") or "berkas")
    return path.stem[:_LONGEST_NAME] + path.suffix[:10]
