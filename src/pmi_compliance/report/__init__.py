"""Formats of a report, by name. A format decides nothing; it writes what the report says."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.extras import needing
from pmi_compliance.base.files import is_stream, write_whole
from pmi_compliance.base.given import given_path, read
from pmi_compliance.report.secret import beside, kept

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.report.settings import Settings


@frozen
class Format:
    """One form of a report."""

    #: The module beside this one that writes it.
    module: str
    #: The function in that module.
    function: str
    #: The endings of its files.
    endings: tuple[str, ...]
    #: Other endings that agree with what it writes, where it is asked for by name.
    others: tuple[str, ...] = ()
    #: Whether it is not for a screen.
    binary: bool = False
    #: Whether it shows a seal, where there is a secret for one.
    has_seal: bool = False
    #: Whether it is written by an office, which settings tell of.
    is_letter: bool = False

    def write(
        self,
        report: Report,
        language: Language,
        secret: bytes | None = None,
        settings: Settings | None = None,
    ) -> Iterable[bytes]:
        """
        Write a report in this form.

        Args:
            report: The report.
            language: The language of forms that hold one.
            secret: What seals are keyed with; without one there is none.
            settings: The office that letters come from; without them its places are left blank.

        Returns:
            The bytes, piece by piece.

        Raises:
            UsageError: If a library that the form needs is not installed.

        """
        with needing("reports", "form"):
            module = import_module(f"{__name__}.{self.module}")
        more: dict[str, object] = {"secret": secret} if self.has_seal else {}
        if self.is_letter:
            more["settings"] = settings
        pieces: Iterable[bytes] = getattr(module, self.function)(report, language, **more)
        return pieces


FORMATS = {
    "table": Format("table", "to_table", (".txt",)),
    "json": Format("json", "to_json", (".json",), has_seal=True),
    "jsonl": Format("json", "to_jsonl", (".jsonl", ".ndjson")),
    "csv": Format("rows", "to_csv", (".csv",)),
    "csv-excel": Format("rows", "to_csv_for_excel", (), (".csv",)),
    "parquet": Format("rows", "to_parquet", (".parquet",), binary=True),
    "arrow": Format("rows", "to_arrow", (".arrow", ".arrows"), binary=True),
    "xlsx": Format("workbook", "to_xlsx", (".xlsx",), binary=True),
    "html": Format("page", "to_html", (".html", ".htm"), has_seal=True),
    "letters": Format("letters_page", "to_letters", (), (".html", ".htm"), is_letter=True),
    "docx": Format("letters_docx", "to_docx", (".docx",), binary=True, is_letter=True),
    "junit": Format("junit", "to_junit", (".xml",)),
    "sarif": Format("sarif", "to_sarif", (".sarif", ".sarif.json"), (".json",)),
    "github": Format("github", "to_github", (), (".txt",)),
    "oscal": Format("oscal", "to_oscal", (".oscal.json",), (".json",)),
}


def write_report(
    report: Report,
    path: str | Path,
    form: str | None = None,
    language: Language = "id",
    *,
    secret: bytes | None = None,
    settings: Settings | None = None,
) -> None:
    """
    Write a report to a file, whole or not at all.

    Args:
        report: The report.
        path: The file; it is replaced if it is there.
        form: A name in `FORMATS`; without one, what the ending of the file's name says.
        language: The language of forms that hold one.
        secret: What the seal is keyed with, at least 32 octets. Without one, that of a JSON file is kept in a file beside
            it (`laporan.json.secret`, for its owner alone), and a page has no seal.
        settings: The office that letters come from; without them its places are left blank.

    Raises:
        UsageError: If the file cannot be written, there is no such form, its ending is not one of that form, or a library
            that it needs is not installed.

    >>> from datetime import date
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pmi_compliance import Dataset, audit, default_packs, write_report
    >>> report = audit(Dataset.read("examples/quickstart"), default_packs(), as_of=date(2025, 10, 31))
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "temuan.csv"
    ...     write_report(report, path, language="en")
    ...     len(path.read_text(encoding="utf-8").splitlines())
    879

    """
    if not hasattr(report, "counts"):
        raise UsageError("report_expected", argument="report", read=read(report))
    path = given_path("path", path)
    form = format_of(path, form)
    if secret is None and form == "json":
        secret = secret_beside(path)
    pieces = FORMATS[form].write(report, language, secret, settings)
    write_whole(path, pieces, private=report.disclosure == "full")


def secret_beside(path: Path) -> bytes | None:
    """
    The secret that is kept beside a report in JSON, a new one where there is none; `None` beside a device or pipe.

    Raises:
        UsageError: If the file beside it holds no secret, or cannot be written.

    """
    is_no_file = path.exists() and not path.is_file()
    return None if is_no_file else kept(beside(path))


def format_of(path: Path, asked: str | None = None) -> str:
    """
    The form in which a file is written: that which is asked for, or that which the ending of its name tells.

    A device or a pipe, and a file whose name has no ending, take any form that is asked for.

    Args:
        path: The file.
        asked: A name in `FORMATS`, if one is asked for.

    Raises:
        UsageError: If there is no such form, no form has that ending, or the ending is not one of the form.

    """
    if asked is not None and asked not in FORMATS:
        raise UsageError("unknown", what="form", name=asked, known=tuple(FORMATS))
    endings = {ending: name for name, form in FORMATS.items() for ending in form.endings}
    # `.oscal.json` is more than `.json`.
    longest = (
        ending for ending in sorted(endings, key=len, reverse=True) if path.name.lower().endswith(ending)
    )
    ending = next(longest, path.suffix.lower())
    if asked is None:
        if ending not in endings:
            raise UsageError("no_form_in_name", place=path, endings=tuple(sorted(endings)))
        return endings[ending]
    other = endings.get(ending)
    if other is not None and FORMATS[asked].is_letter and FORMATS[other].is_letter:
        return other  # the same letters, as a Word document
    fitting = (*FORMATS[asked].endings, *FORMATS[asked].others)
    if ending and ending not in fitting and not is_stream(path):
        raise UsageError("not_an_ending_of_form", place=path, form=asked, endings=fitting)
    return asked
