"""The book of cases as pages: what is open, what is overdue, what can happen next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse
from starlette.routing import Route

from pmi_compliance.base.dated import day_of
from pmi_compliance.base.errors import UsageError
from pmi_compliance.over_time.cases import CaseBook
from pmi_compliance.packs.directory import name_on

if TYPE_CHECKING:
    from datetime import date

    from starlette.requests import Request
    from starlette.responses import Response

    from pmi_compliance.app.pages import Pages
    from pmi_compliance.over_time.cases import CaseState
    from pmi_compliance.packs.charts import Chart


@frozen(eq=False)
class _Cases:
    pages: Pages
    chart: Chart

    async def listed(self, request: Request) -> Response:
        """The cases, overdue ones first."""
        today = self.pages.today()
        states = await run_in_threadpool(self._states)
        states.sort(key=lambda state: (not state.is_overdue(today), state.due or today.max, state.id))
        names = {code: name_on(self.chart.authorities[code], today) for code in self.chart.ladder}
        values: dict[str, Any] = {
            "states": states,
            "chart": self.chart,
            "names": names,
            "folder": self.pages.desk.folder,
        }
        return self.pages.shown.page(request, "cases.html.j2", today=today, **values)

    async def record(self, request: Request) -> Response:
        """Open a case, or write down what happened to one."""
        form = await self.pages.form_of(request)
        words = {name: str(form.get(name, "")).strip() for name in ("case", "event", "authority")}
        if not words["case"]:
            raise UsageError("no_id_given")
        await run_in_threadpool(self._record, day_of(str(form.get("on", ""))), **words)
        return RedirectResponse("/cases", 303)

    def _states(self) -> list[CaseState]:
        with CaseBook(self.pages.desk.book, self.chart) as book:
            return [*book.cases()]

    def _record(self, on: date, *, case: str, event: str, authority: str) -> None:
        with CaseBook(self.pages.desk.book, self.chart) as book:
            if event:
                book.record(case, event, on=on, authority=authority or None)
            else:
                book.open(case, on=on)


def case_routes(pages: Pages) -> list[Route]:
    """The pages of the book of cases; none where no pack has a chart of cases."""
    chart = next((pack.chart for pack in pages.desk.packs if pack.chart is not None), None)
    if chart is None:
        return []
    cases = _Cases(pages, chart)
    return [Route("/cases", cases.listed), Route("/cases", cases.record, methods=["POST"])]
