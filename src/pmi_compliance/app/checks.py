"""
Self-checks as pages for a telephone: one question at a time, in big letters.

Nothing is kept: the answers so far travel in the page, and the next request brings them back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.routing import Route

from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.text import Text
from pmi_compliance.office.asking import SelfCheck

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from starlette.requests import Request
    from starlette.responses import Response

    from pmi_compliance.app.pages import Pages
    from pmi_compliance.auditing.interviews import Question

#: Who may check themselves.
WHO = {
    "candidate": Text("Calon pekerja migran", "A candidate"),
    "recruiter": Text("Perekrut", "A recruiter"),
}

#: Before the names of answers in forms.
_ANSWER = "answer|"


@frozen(eq=False)
class _Checks:
    pages: Pages

    async def ask(self, request: Request) -> Response:
        """The next question, or the advice."""
        who = request.path_params["who"]
        if who not in WHO:
            raise HTTPException(404)
        answers: dict[str, str] = {}
        if request.method == "POST":
            form = await self.pages.form_of(request)
            answers = {
                name.removeprefix(_ANSWER): str(value)
                for name, value in form.multi_items()
                if name.startswith(_ANSWER)
            }
            if (dropped := form.get("again")) is not None:
                # Who corrects an answer is asked again from there on.
                names = [*answers]
                start = names.index(str(dropped)) if dropped in names else len(names)
                answers = {name: answers[name] for name in names[:start]}
            if form.get("finish"):
                answers["finish"] = ""
        wants_advice = answers.pop("finish", None) is not None
        values = await run_in_threadpool(self._next, who, answers, self.pages.today(), advice=wants_advice)
        return self.pages.shown.page(request, "check.html.j2", who=who, title=WHO[who], **values)

    def _next(self, who: str, answers: Mapping[str, str], today: date, *, advice: bool) -> dict[str, Any]:
        """What is shown after some answers: a question with what was wrong with the last answer, or the advice."""
        check = SelfCheck(who, as_of=today, packs=self.pages.desk.packs)
        questions = {question.id: question for question in check.interview.questions}
        error, taken = None, {}
        for name, typed in answers.items():
            if name not in questions:
                continue
            try:
                check.answer(questions[name], typed)
                taken[name] = typed
            except UsageError as wrong:
                error = wrong.text
                break
        question = None if advice else check.next()
        given = [
            (name, questions[name].text, typed, _in_words(questions[name], typed))
            for name, typed in taken.items()
        ]
        lines = None
        if question is None:
            told = check.advice()
            lines = [Text(id_, en) for id_, en in zip(told.lines("id"), told.lines("en"), strict=True)]
        return {"question": question, "given": given, "error": error, "advice": lines}


def _in_words(question: Question, typed: str) -> Text:
    """An answer as it was put: a number stands for one of several, and nothing for not knowing."""
    if typed in {"", "?"}:
        return Text("tidak tahu", "not known")
    labels = {str(number): choice.label for number, choice in enumerate(question.choices, 1)}
    return labels.get(
        typed, {"ya": Text("ya", "yes"), "tidak": Text("tidak", "no")}.get(typed, Text(typed, typed))
    )


def check_routes(pages: Pages) -> list[Route]:
    """The pages of self-checks."""
    checks = _Checks(pages)
    return [Route("/check/{who}", checks.ask), Route("/check/{who}", checks.ask, methods=["POST"])]
