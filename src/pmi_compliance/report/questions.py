"""
Which questions would settle most of what is unknown: few questions instead of many lines of unknowns.

A finding that is unknown names the smallest set of facts that decides it, whatever they turn out to be. A question asks
for one fact, or for the facts of one part of a record, of every record that lacks them; it settles a finding where nothing
else is lacking any more. Questions are chosen one by one, each time the one that settles most.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from pmi_compliance.auditing.interviews import interviews
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text
from pmi_compliance.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pmi_compliance.auditing.findings import Finding, Missing
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language

#: What the part is called.
QUESTIONS = Text("PERTANYAAN yang menjawab paling banyak", "QUESTIONS that settle most")

#: Questions that are chosen.
MOST_QUESTIONS = 10
#: Parts that a question names.
_MOST_PARTS = 5

#: What is asked for: a kind of record, and the part of it.
Topic: TypeAlias = "tuple[str, str]"

_WORKER, _P3MI = Text("pekerja", "the worker"), Text("P3MI", "the recruiter (P3MI)")
_BP3MI, _DINAS = Text("BP3MI", "BP3MI"), Text("Dinas", "the labour office")
#: Who can answer, by the part of a placement, and else by the kind of record.
_ANSWER: Mapping[str, tuple[Text, ...]] = {
    "worker": (_WORKER,), "costs": (_WORKER,), "kept": (_WORKER,), "indicators": (_WORKER,), "shelter": (_WORKER,),
    "actual_job": (_WORKER,), "actual_destination": (_WORKER,), "promised_job": (_WORKER,), "status": (_DINAS, _BP3MI),
    "selection": (_DINAS,), "recruited_in": (_WORKER, _DINAS), "orientation": (_BP3MI,), "departed_on": (_BP3MI, _WORKER),
    "clearance": (_BP3MI,), "documents": (_WORKER, _P3MI), "stopped": (_BP3MI,), "repatriation": (_BP3MI,),
}  # fmt: skip
_ANSWER_BY_KIND: Mapping[str, tuple[Text, ...]] = {
    "placement": (_P3MI, _WORKER), "recruiter": (_P3MI, _DINAS), "job_order": (_P3MI, _BP3MI), "case": (_DINAS, _BP3MI),
    "service_centre": (_DINAS,),
}  # fmt: skip


#: How the parts are asked for of which an office asks most often.
_ASKED: Mapping[str, Text] = {
    "/documents": Text(
        "Dokumen apa saja yang ada, atas nama siapa, dan siapa yang memegangnya?",
        "Which papers are there, in whose name, and who holds them?",
    ),
    "/costs": Text(
        "Biaya apa saja yang dikenakan, berapa, dan siapa yang membayar?",
        "What was charged, how much, and who paid?",
    ),
    "/kept": Text(
        "Adakah surat, ijazah, atau telepon pekerja yang ditahan, dan oleh siapa?",
        "Are papers, diplomas or the telephone of the worker kept by somebody, and by whom?",
    ),
    "/indicators": Text(
        "Adakah tipuan, ancaman, kekerasan, atau upah yang ditahan?",
        "Was there deceit, a threat, violence, or were wages kept back?",
    ),
    "/worker/identity_claims": Text(
        "Apa yang tertulis pada KTP, KK, ijazah, dan paspor: nama dan tanggal lahir?",
        "What do the KTP, family card, diploma and passport say: name and birth date?",
    ),
    "/worker/village_record": Text(
        "Sudahkah desa memeriksa dan mencatat pekerja, dan melaporkannya ke dinas?",
        "Has the village verified and recorded the worker, and told the labour office?",
    ),
    "/employment_agreement": Text(
        "Apa isi perjanjian kerja (jabatan, mulai, berakhir), dan pernahkah diubah?",
        "What does the employment agreement say (job, start, end), and was it ever changed?",
    ),
    "/social_security": Text(
        "Sudahkah pekerja terdaftar pada jaminan sosial, dan sampai kapan iurannya dibayar?",
        "Is the worker registered for social security, and until when are premiums paid?",
    ),
    "/training": Text(
        "Di mana pekerja dilatih, dan apakah lembaga itu berizin?",
        "Where was the worker trained, and is the provider licensed?",
    ),
    "/orientation": Text(
        "Sudahkah pekerja mengikuti orientasi (OPP): kapan, dan siapa yang menyelenggarakan?",
        "Did the worker attend the orientation (OPP): when, and who held it?",
    ),
    "/destination_profile": Text(
        "Apakah negara tujuan melindungi pekerja asing dengan hukum, perjanjian, atau jaminan sosial?",
        "Does the destination protect foreign workers by law, agreement or social security?",
    ),
}


@frozen
class Question:
    """One question, and what its answers would settle after those of the questions before it."""

    #: The kind of record that lacks the answer.
    kind: str
    #: JSON pointer to the part of the record that it asks for.
    pointer: str
    #: The question, in words.
    text: Text
    #: Who can answer.
    answered_by: tuple[Text, ...]
    #: How many pairs of rule and record are decided by then, whatever the answers are.
    pairs: int
    #: How many persons, or other records, these are about.
    persons: int
    #: How many further pairs need its answer, and others beside it: why it may come before one that settles more.
    needed: int

    def as_json(self) -> dict[str, Any]:
        """The question as JSON values, as reports hold it."""
        return {
            "kind": self.kind,
            "pointer": self.pointer,
            "ask": self.text.as_json(),
            "answered_by": [who.as_json() for who in self.answered_by],
            "pairs": self.pairs,
            "persons": self.persons,
            "needed": self.needed,
        }


def questions(report: Report, most: int = MOST_QUESTIONS) -> tuple[Question, ...]:
    """
    The questions that settle most of what is unknown, in the order in which to ask them.

    Args:
        report: The report.
        most: At most so many questions.

    """
    return report.made_once(_chosen, most)


def _chosen(report: Report, most: int) -> tuple[Question, ...]:
    lacking = _Lacking(report)
    known: set[Topic] = set()
    chosen: list[Question] = []
    while len(chosen) < most and (topic := best_next(lacking.patterns, known)) is not None:
        settled = {pattern for pattern in lacking.patterns if pattern - known == {topic}}
        needed = sum(number for pattern, number in lacking.patterns.items() if topic in pattern - known)
        known.add(topic)
        kind, pointer = topic
        first = pointer.split("/")[1]
        who = (_ANSWER.get(first) if kind == "placement" else None) or _ANSWER_BY_KIND.get(kind, (_DINAS,))
        persons = sum(
            number for patterns, number in lacking.records.items() if not settled.isdisjoint(patterns)
        )
        pairs = sum(lacking.patterns[pattern] for pattern in settled)
        text = _ask(report, topic, lacking.parts[topic])
        chosen.append(Question(kind, pointer, text, who, pairs, persons, needed - pairs))
    return tuple(chosen)


def best_next(patterns: Mapping[frozenset[Topic], int], known: set[Topic]) -> Topic | None:
    """
    The topic that settles most pairs next; of several, the one that most pairs wait for.

    Args:
        patterns: How many pairs lack exactly these topics.
        known: The topics that were asked.

    Returns:
        The topic; `None` where nothing is lacking.

    """
    settles: Counter[Topic] = Counter()
    waits: Counter[Topic] = Counter()
    for pattern, number in patterns.items():
        left = pattern - known
        for topic in left:
            settles[topic] += number if len(left) == 1 else 0
            waits[topic] += number
    return min(waits, key=lambda topic: (-settles[topic], -waits[topic], topic), default=None)


def question_lines(report: Report, language: Language) -> Iterator[str]:
    """The questions as lines, the last of which says how much of what is unknown they settle together."""
    for number, question in enumerate(questions(report), 1):
        who = ", ".join(one.in_language(language) for one in question.answered_by)
        yield f"{number}. {question.text.in_language(language)}"
        yield "   " + _SETTLES.filled(
            {"pairs": question.pairs, "persons": question.persons, "who": who}
        ).in_language(language)
        if question.needed:
            yield "   " + NEEDED.filled({"needed": question.needed}).in_language(language)
    if (together := settled_together(report)) is not None:
        yield together.in_language(language)


def settled_together(report: Report) -> Text | None:
    """How much of what is unknown the questions settle together; nothing where there is none."""
    listed = questions(report)
    if not listed:
        return None
    values = {
        "count": len(listed),
        "pairs": sum(question.pairs for question in listed),
        "unknown": report.outcomes[Outcome.UNKNOWN],
    }
    return _TOGETHER.filled(values)


_SETTLES = Text(
    "menjawab {pairs} pemeriksaan pada {persons} data; tanyakan kepada: {who}",
    "settles {pairs} checks of {persons} records; ask: {who}",
)
#: Why a question may come before one that settles more.
NEEDED = Text(
    "{needed} pemeriksaan lain juga memerlukan jawabannya, beserta jawaban lain",
    "{needed} other checks need its answer too, beside others",
)
_TOGETHER = Text(
    "Bersama-sama {count} pertanyaan ini menjawab {pairs} dari {unknown} pemeriksaan yang belum diketahui, apa pun "
    "jawabannya.",
    "Together these {count} questions settle {pairs} of the {unknown} checks that are unknown, whatever the answers are.",
)


class _Lacking:
    """What is lacking in a report."""

    def __init__(self, report: Report) -> None:
        #: How many pairs lack exactly these topics.
        self.patterns: Counter[frozenset[Topic]] = Counter()
        #: How many records, counted by persons, lack them in just these sets.
        self.records: Counter[frozenset[frozenset[Topic]]] = Counter()
        #: What the parts of each topic are called, and how many pairs lack each.
        self.parts: dict[Topic, Counter[tuple[str, Text]]] = defaultdict(Counter)
        unknown = (finding for finding in report.findings if finding.outcome is Outcome.UNKNOWN)
        for subject, findings in groupby(unknown, key=lambda finding: finding.subject):
            patterns = [self._pattern(finding) for finding in findings]
            self.patterns.update(pattern for pattern in patterns if pattern)
            person = report.people.get(subject.id) if subject.kind == "placement" else None
            self.records[frozenset(patterns)] += person.count if person else 1

    def _pattern(self, finding: Finding) -> frozenset[Topic]:
        topics = set()
        for missing in finding.missing:
            topic = _topic(finding, missing)
            topics.add(topic)
            self.parts[topic][missing.pointer.rstrip("-/"), missing.title] += 1
        return frozenset(topics)


def _topic(finding: Finding, missing: Missing) -> Topic:
    """The part of a record that a fact belongs to; of a worker each fact stands alone."""
    kind = missing.record.kind if missing.record else finding.subject.kind
    steps = missing.pointer.split("/")[1:]
    deep = 2 if steps[0] == "worker" else 1
    return kind, "/" + "/".join(steps[:deep]).removesuffix("_complete")


def _ask(report: Report, topic: Topic, parts: Counter[tuple[str, Text]]) -> Text:
    """The question in the words of a self-check where one asks for just this; else what the parts are called."""
    kind, pointer = topic
    if pointer in _ASKED:
        return _ASKED[pointer]
    names = [*dict.fromkeys(title for (_, title), _ in parts.most_common())]
    whole = {path for path, _ in parts} == {pointer}
    for interview in interviews(model=report.model).values() if whole else ():
        for question in interview.questions:
            path = "/" + "/".join(map(str, question.path))
            if (question.kind, path) == topic and not question.is_element and not question.inside:
                return question.text
    field = report.model.field_at(kind, tuple(pointer.split("/")[1:]))[0]
    title = field.title if field is not None and field.title is not None else names[0]
    others = [name for name in names if name != title]
    if not others:
        return Text(*(f"{words.rstrip('?')}?" for words in (title.id, title.en)))
    return Text(f"{title.id}: {_listed(others, 'id')}?", f"{title.en}: {_listed(others, 'en')}?")


def _listed(names: Sequence[Text], language: Language) -> str:
    return shortened([name.in_language(language).rstrip("?") for name in names], _MOST_PARTS, ", ")
