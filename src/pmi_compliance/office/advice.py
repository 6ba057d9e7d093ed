"""What comes out of a self-check: what to bring, what to get, and whom to ask. It is no verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text, printable, written
from pmi_compliance.packs.model import severity_rank
from pmi_compliance.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.interviews import Interview, Question
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language

#: How many points are listed for one authority.
_MOST = 5


@frozen(eq=False)
class Advice:
    """What to do after the answers that a self-check got."""

    #: The title of the interview.
    title: Text
    #: The audit of the records that the answers make.
    report: Report
    #: How many questions were answered.
    known: int
    #: How many questions were asked whose answer is not known.
    unknown: int
    #: Documents that are there, to be brought.
    bring: tuple[Text, ...]
    #: What to get, ask for or do.
    get: tuple[Text, ...]
    #: Findings that fail a rule, if the answers are right.
    breaches: tuple[Finding, ...]
    #: Findings that a person has to look at.
    reviews: tuple[Finding, ...]
    #: What is not known yet, by the nearest authority that can be asked; last, without a code, where a rule names none.
    confirm: Mapping[str, tuple[Finding, ...]]

    def lines(self, language: Language) -> list[str]:
        """The advice as text in one language, line by line."""
        breaches = (
            f"{finding.message.in_language(language)} {finding.remediation.in_language(language)}"
            for finding in self.breaches
        )
        reviews = (
            f"{finding.title.in_language(language)}: {finding.remediation.in_language(language)}"
            for finding in self.reviews
        )
        return [
            f"{self.title.in_language(language)}, {written(self.report.as_of, language)}",
            _BASIS.filled({"known": self.known, "unknown": self.unknown}).in_language(language),
            *_section(_BRING, (text.in_language(language) for text in self.bring), language),
            *_section(_GET, (text.in_language(language) for text in self.get), language),
            *_section(_BREACHES, breaches, language),
            *_section(_REVIEWS, reviews, language),
            *_section(_CONFIRM, self._questions(language), language),
            _NO_VERDICT.in_language(language),
        ]

    def _questions(self, language: Language) -> Iterator[str]:
        """A line for each authority: its name and what to ask it."""
        for code, findings in self.confirm.items():
            name = self.report.authorities.get(code, _ANYBODY).in_language(language)
            titles = [finding.title.in_language(language) for finding in findings]
            yield f"{name}: {shortened(titles, _MOST, '; ')}"


_BASIS = Text(
    "Dasar: jawaban sendiri ({known} diketahui, {unknown} tidak), dinilai menurut aturan yang berlaku pada tanggal itu.",
    "Basis: one's own answers ({known} known, {unknown} not), judged by the rules of that day.",
)
_BRING = Text("Bawa", "Bring")
_GET = Text("Lengkapi atau minta", "Get or ask for")
_BREACHES = Text(
    "Belum sesuai aturan, bila jawaban ini benar", "Not as a rule asks, if these answers are right"
)
_REVIEWS = Text("Perlu dilihat petugas", "For an official to look at")
_CONFIRM = Text("Belum diketahui; tanyakan kepada", "Not known yet; ask")
_ANYBODY = Text("petugas", "an official")
_NO_VERDICT = Text(
    "Ini daftar untuk bertanya, bukan keputusan, dan bukan alasan menahan keberangkatan.",
    "This is a list of what to ask. It decides nothing and is no ground to hold anybody back.",
)


def _section(head: Text, points: Iterable[str], language: Language) -> Iterator[str]:
    """A heading and its points; nothing where there are no points."""
    lines = [f"  - {printable(point)}" for point in points]
    if lines:
        yield f"{head.in_language(language)}:"
        yield from lines


def advise(interview: Interview, answers: Mapping[str, Any], report: Report) -> Advice:
    """
    The advice that follows from the answers of an interview.

    Args:
        interview: The interview.
        answers: Answers by id of their question; `None` for what is not known.
        report: The audit of the records that the answers make.

    Returns:
        The advice.

    """
    asked = [question for question in interview.questions if question.id in answers]
    findings = [finding for finding in report.findings if interview.concerns(finding)]
    return Advice(
        title=interview.title,
        report=report,
        known=sum(answer is not None for answer in answers.values()),
        unknown=sum(answer is None for answer in answers.values()),
        bring=tuple(
            question.bring for question in asked if question.bring and _is_met(question, answers[question.id])
        ),
        get=tuple(
            text
            for question in asked
            if not _is_met(question, answers[question.id])
            if (text := question.otherwise or question.bring) is not None
        ),
        breaches=tuple(finding for finding in findings if finding.outcome is Outcome.FAIL or finding.not_due),
        reviews=tuple(
            finding for finding in findings if finding.outcome is Outcome.REVIEW and not finding.not_due
        ),
        confirm=_by_authority(
            [finding for finding in findings if finding.outcome is Outcome.UNKNOWN], report
        ),
    )


def _is_met(question: Question, answer: Any) -> bool:
    """Whether an answer is the expected one, or anything that is known where any will do."""
    return answer is question.expected if isinstance(answer, bool) else answer is not None


def _by_authority(findings: Iterable[Finding], report: Report) -> dict[str, tuple[Finding, ...]]:
    """Findings by the nearest authority they refer to, gravest first; what names no authority comes last."""
    grouped: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: severity_rank(finding.severity)):
        nearest_first = report.nearest(finding.refers_to)
        grouped.setdefault(nearest_first[0] if nearest_first else "", []).append(finding)
    # Of equal level, the one with the gravest finding comes first; a set would order them anew in each run.
    order = (*report.nearest([code for code in grouped if code]), "")
    return {code: tuple(grouped[code]) for code in order if code in grouped}
