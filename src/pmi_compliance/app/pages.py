"""The pages of the window: from the files of an office to a report, and everything that is fetched from there."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pmi_compliance.app.desk import FAULT
from pmi_compliance.app.guard import TooLarge, form_token
from pmi_compliance.app.shown import Shown
from pmi_compliance.base.dated import day_of
from pmi_compliance.base.errors import PmiError
from pmi_compliance.base.text import Text, printable
from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.reading.files import is_table
from pmi_compliance.records.reading.headings import GUESS
from pmi_compliance.records.reading.mapping import beside
from pmi_compliance.records.reading.targets import EXTRA, LEFT_OUT
from pmi_compliance.report import FORMATS
from pmi_compliance.report.phrases import format_problem
from pmi_compliance.report.questions import question_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.requests import Request

    from pmi_compliance.app.desk import Audited, Desk

#: What may be fetched of an audit: the form, the name of the file, and what it is called.
FETCHED = {
    "xlsx": ("laporan.xlsx", Text("Buku kerja Excel", "Excel workbook")),
    "docx": ("surat.docx", Text("Surat (Word)", "Letters (Word)")),
    "json": ("laporan.json", Text("Laporan bersegel (JSON)", "Sealed report (JSON)")),
    "html": ("laporan.html", Text("Halaman ini sebagai berkas", "This page as a file")),
    "questions": ("pertanyaan.txt", Text("Lembar pertanyaan", "Sheet of questions")),
    "secret": (
        "laporan.json.secret",
        Text("Rahasia segel (simpan di kantor)", "Secret of the seal (keep it)"),
    ),
}

#: Problems, and changes, that a page lists; the workbook to mend lists all.
MOST_LISTED = 100
_MOST_FILES = 20

#: The frame of a report cannot reach the window, and only the script runs whose hash the page itself names.
_FRAMED = {"content-security-policy": "sandbox allow-scripts allow-modals; frame-ancestors 'self'"}

_NO_PAGE = Text("Halaman itu tidak ada.", "There is no such page.")
_NOT_UNDERSTOOD = Text(
    "Kiriman peramban tidak terbaca. Ulangi dari halaman ini.",
    "What the browser sent could not be read. Do it again from this page.",
)


class Pages:
    """
    The pages, over what lies on a desk.

    Args:
        desk: The desk.
        token: What a browser must know; forms carry what is derived from it.
        today: Gives the day that a form proposes; the window takes none by itself.
        end: Ends the window.

    """

    def __init__(self, desk: Desk, token: str, *, today: Any, end: Any) -> None:
        self.desk, self.today, self.end = desk, today, end
        self._form = form_token(token)
        self.shown = Shown(self._form)

    def application(self, static: Path, more: Iterable[Route]) -> Starlette:
        """
        All pages.

        Args:
            static: The folder of what pages load.
            more: Further pages.

        """
        routes = [
            Route("/", self.home),
            Route("/files", self.bring, methods=["POST"]),
            Route("/files/clear", self.clear, methods=["POST"]),
            Route("/columns", self.columns),
            Route("/columns", self.answer, methods=["POST"]),
            Route("/mended/{place:int}", self.mended),
            Route("/mapping/{place:int}", self.mapping),
            Route("/audits", self.start, methods=["POST"]),
            Route("/work", self.work),
            Route("/work.json", self.work_as_json),
            Route("/audits/{number:int}", self.audit),
            Route("/audits/{number:int}/page", self.report),
            Route("/audits/{number:int}/page", self.report, methods=["POST"]),
            Route("/audits/{number:int}/{form}", self.fetch),
            Route("/language/{language}", self.language),
            Route("/end", self.ending, methods=["POST"]),
            *more,
            Mount("/static", StaticFiles(directory=static)),
        ]
        handlers: dict[Any, Any] = {
            HTTPException: self.refused,
            PmiError: self.wrong,
            TooLarge: self.too_large,
            Exception: self.fault,
        }
        return Starlette(routes=routes, exception_handlers=handlers)

    async def form_of(self, request: Request, *, files: int = 0) -> Any:
        """
        What a form of the window sent; one that another page made is refused.

        Args:
            request: The request.
            files: How many files it may hold.

        """
        form = await request.form(max_files=files, max_fields=2_000, max_part_size=64 * 1024)
        if not hmac.compare_digest(str(form.get("form", "")).encode(), self._form.encode()):
            await form.close()
            raise HTTPException(403)
        return form

    # Errors

    def refusal(self, status: int, sentence: Text) -> Any:
        """An answer that says why nothing was done."""

        async def answer(scope: Any, receive: Any, send: Any) -> None:
            page = self.shown.page(None, "error.html.j2", status=status, sentence=sentence)
            await page(scope, receive, send)

        return answer

    def refused(self, request: Request, error: Any) -> Response:
        """A page that is not there, or a form that cannot be read."""
        sentence = _NO_PAGE if error.status_code == 404 else _NOT_UNDERSTOOD
        return self.shown.page(request, "error.html.j2", status=error.status_code, sentence=sentence)

    def wrong(self, request: Request, error: Any) -> Response:
        """What a user can mend."""
        return self.shown.page(request, "error.html.j2", status=400, sentence=error.text)

    def too_large(self, request: Request, error: Any) -> Response:
        """More bytes than the window takes."""
        return self.shown.page(request, "error.html.j2", status=413, sentence=error.sentence)

    def fault(self, request: Request, error: Exception) -> Response:
        """A fault of the program."""
        sentence = FAULT.filled({"kind": type(error).__name__})
        return self.shown.page(request, "error.html.j2", status=500, sentence=sentence)

    # From files to an audit

    async def home(self, request: Request) -> Response:
        """Where everything begins."""
        return self.shown.page(request, "home.html.j2", desk=self.desk, today=self.today())

    async def bring(self, request: Request) -> Response:
        """Take files."""
        form = await self.form_of(request, files=_MOST_FILES)
        try:
            for upload in form.getlist("file"):
                if not isinstance(upload, str) and upload.filename:
                    await run_in_threadpool(self.desk.bring, upload.filename, await upload.read())
        finally:
            await form.close()
        return _to("/columns" if self.desk.names else "/")

    async def clear(self, request: Request) -> Response:
        """Take the files off the desk."""
        await self.form_of(request)
        await run_in_threadpool(self.desk.clear)
        return _to("/")

    async def columns(self, request: Request) -> Response:
        """What was understood of the files, what is wrong in them, and what an audit needs to know."""
        if not self.desk.names:
            return _to("/")
        error = found = None
        try:
            found = await run_in_threadpool(self.desk.understood)
        except PmiError as wrong:
            error = wrong.text
        return self.shown.page(
            request,
            "columns.html.j2",
            desk=self.desk,
            today=self.today(),
            error=error,
            found=found,
            tables=[*_tables(found)] if found else [],
            problems=[*_problems(found)] if found else [],
            files=[(place, name, is_table(Path(name))) for place, name in enumerate(self.desk.names)],
            counts=[(found.dataset.model.name_of(kind), count) for kind, count in found.dataset.sizes.items()]
            if found
            else [],
            notes=[note.message for note in found.dataset.reading_notes] if found else [],
        )

    async def answer(self, request: Request) -> Response:
        """Take answers about columns; none at all takes earlier ones back."""
        form = await self.form_of(request)
        if form.get("forget"):
            self.desk.forget_answers()
        for name, written in form.multi_items():
            kind, _, rest = name.partition("|")
            table, _, heading = rest.partition("|")
            if kind == "column" and written:
                self.desk.answer(table, heading, str(written))
        return _to("/columns")

    async def mended(self, request: Request) -> Response:
        """A file with its problems marked."""
        name = self._name(request)
        content = await run_in_threadpool(self.desk.mended, name, self.shown.language(request))
        return _file(f"perbaikan-{Path(name).stem}.xlsx", content)

    async def mapping(self, request: Request) -> Response:
        """What columns mean, as the file that is read beside the data."""
        name = self._name(request)
        found = await run_in_threadpool(self.desk.understood)
        text = found.mapping(self.shown.language(request), name)
        return _file(beside(name).name, text.encode())

    def _name(self, request: Request) -> str:
        place: int = request.path_params["place"]
        if place >= len(self.desk.names):
            raise HTTPException(404)
        return self.desk.names[place]

    async def start(self, request: Request) -> Response:
        """Begin an audit."""
        form = await self.form_of(request)
        self.desk.start(day_of(str(form.get("as_of", ""))), map(str, form.getlist("pack")))
        return _to("/work")

    async def work(self, request: Request) -> Response:
        """How far an audit is; it leads on to the report."""
        job = self.desk.job
        if job is None:
            return _to("/")
        if job.audit is not None:
            return _to(f"/audits/{job.audit}")
        return self.shown.page(request, "work.html.j2", job=job)

    async def work_as_json(self, request: Request) -> Response:
        """The same for the script of that page."""
        job = self.desk.job
        if job is None:
            raise HTTPException(404)
        said = {
            "what": job.what.in_language(self.shown.language(request)),
            "done": job.done,
            "whole": job.whole,
        }
        return JSONResponse({**said, "ended": job.ended})

    # Reports

    def _audit(self, request: Request) -> Audited:
        audited = self.desk.audit(request.path_params["number"])
        if audited is None:
            raise HTTPException(404)
        return audited

    async def audit(self, request: Request) -> Response:
        """A report in its frame, what is new in it, and what can be fetched."""
        audited = self._audit(request)
        changes = audited.changes
        lines = None if changes is None else [
            Text(*(change.describe(spoken) for spoken in ("id", "en"))) for change in changes[:MOST_LISTED]
        ]  # fmt: skip
        return self.shown.page(
            request,
            "audit.html.j2",
            audited=audited,
            changes=lines,
            more=0 if changes is None else len(changes) - len(lines or ()),
            fetched=FETCHED,
            folder=self.desk.folder,
        )

    async def report(self, request: Request) -> Response:
        """The page of a report; with personal values only where a form asks, for this once."""
        audited = self._audit(request)
        disclose = "masked"
        if request.method == "POST":
            await self.form_of(request)
            disclose = "full"
        page = await run_in_threadpool(audited.page, self.shown.language(request), disclose=disclose)
        return HTMLResponse(page, headers=_FRAMED)

    async def fetch(self, request: Request) -> Response:
        """One of the forms of a report as a file."""
        audited, form = self._audit(request), request.path_params["form"]
        if form not in FETCHED:
            raise HTTPException(404)
        content = await run_in_threadpool(_content, audited, form, self.shown.language(request), self.desk)
        return _file(FETCHED[form][0], content)

    # The window itself

    async def language(self, request: Request) -> Response:
        """Remember a language, and go back."""
        language = request.path_params["language"]
        response = _to("/")
        if language in {"id", "en"}:
            response.set_cookie("pmi-language", language, httponly=True, samesite="strict")
        return response

    async def ending(self, request: Request) -> Response:
        """End the window."""
        await self.form_of(request)
        page = self.shown.page(request, "ended.html.j2")
        self.end()
        return page


def _content(audited: Audited, form: str, language: Any, desk: Desk) -> bytes:
    if form == "questions":
        return "\n".join(question_lines(audited.report, language)).encode("utf-8-sig")
    if form == "secret":
        return audited.secret
    return b"".join(FORMATS[form].write(audited.report, language, audited.secret, desk.settings))


def _to(path: str) -> Response:
    return RedirectResponse(path, 303)


def _file(name: str, content: bytes) -> Response:
    """A file to be kept, whatever its form; browsers do not show it."""
    plain = name.encode("ascii", "replace").decode().replace('"', "_").replace("?", "_")
    disposition = f'attachment; filename="{plain}"'
    return Response(
        content, media_type="application/octet-stream", headers={"content-disposition": disposition}
    )


def _tables(found: Any) -> Iterator[tuple[Any, Any, list[Any]]]:
    """Each table: its name for answers, the table, and for each column whether it is asked about."""
    known = tables_of(found.dataset.model)
    for table in found.tables:
        described = known.named(table.name)
        choices = [(EXTRA, Text("hanya disimpan", "only kept")), (LEFT_OUT, Text("tidak dibaca", "left out"))]
        if described is not None:
            choices += sorted(described.headings.items(), key=lambda pair: pair[1].id.casefold())
        asked = {
            column.meaning.heading
            for column in table.answerable()
            if column.is_open or column.meaning.how == GUESS
        }
        columns = [(column, column.meaning.heading in asked) for column in table.columns]
        yield table.part, table, [columns, choices]


def _problems(found: Any) -> Iterator[list[Text]]:
    """The lines of the first problems, in both languages."""
    dataset = found.dataset
    for problem in dataset.problems[:MOST_LISTED]:
        in_both = (format_problem(problem, spoken, dataset.model) for spoken in ("id", "en"))
        lines = [[place, *errors] for place, errors in in_both]
        yield [Text(printable(id_), printable(en)) for id_, en in zip(*lines, strict=True)]
