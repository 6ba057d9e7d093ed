"""One record: valid, as conditions see it, or excluded, with everything that is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from pmi_compliance.base.digests import canonical
from pmi_compliance.base.frozen import frozen as frozen_value
from pmi_compliance.records.documents import MAY_BE_BPS, ProblemDetail
from pmi_compliance.records.json_schema import pointer
from pmi_compliance.records.persons import SEVERAL, several_persons
from pmi_compliance.records.reading import Origin
from pmi_compliance.records.reading.cells import found_in
from pmi_compliance.records.reading.raw import is_broken, mended
from pmi_compliance.records.remarks import remarks_on
from pmi_compliance.records.unread import may_hold_nothing, without, without_nothing
from pmi_compliance.records.validation import typed, validated

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from pmi_compliance.base.text import Text
    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.reading.raw import RawRecord
    from pmi_compliance.records.schema import RecordModel


@frozen
class Record:
    """
    One valid record.

    >>> from pmi_compliance import Dataset
    >>> dataset = Dataset.from_records({"placement": [{"id": "P1", "departed_on": "2025-03-11"}]})
    >>> record = dataset.get("placement", "P1")
    >>> record.data["departed_on"]
    datetime.date(2025, 3, 11)

    """

    #: Its kind: `placement`, `recruiter` and so on.
    kind: str
    #: Its id, unique within its kind.
    id: str
    #: Its fields as conditions see them: nested dictionaries and tuples, not to be changed.
    data: Mapping[str, Any] = field(repr=False, eq=False)
    #: Where it was read.
    origin: Origin = Origin()
    #: What cannot be read of it, or is in doubt; such a fact counts as not known, and the record is judged.
    problems: tuple[Problem, ...] = field(default=(), repr=False, eq=False)


@frozen
class Problem:
    """
    What is wrong with one record of the input.

    >>> from pmi_compliance import Dataset
    >>> dataset = Dataset.from_records({"placement": [{"id": "P1", "departed_on": "soon"}]})
    >>> [problem] = dataset.problems
    >>> problem.id, problem.excluded, problem.details[0].pointer
    ('P1', False, '/departed_on')

    """

    #: The kind of the record, where it is known.
    kind: str | None
    #: Its id, where it has one.
    id: str | None
    #: Where it was read.
    origin: Origin
    #: Each thing that is wrong, with its place in the record.
    details: tuple[ProblemDetail, ...]
    #: Whether the record is excluded from the audit; otherwise it is audited all the same.
    excluded: bool = True


#: Codes of problems with a fact that is known all the same: a place that may be another, a record that is not there.
KEEPS_FACT = frozenset({MAY_BE_BPS, "record_missing", "record_excluded", "waiver_ended", "waiver_unused"})

#: Where a problem is one of the record itself: without an id, nothing that is said of it could be found again.
_WHOLE_RECORD = frozenset({"", "/id"})


def examine(
    model: RecordModel, raw: RawRecord, text: bytes, notes: ReadingNotes
) -> Record | list[ProblemDetail]:
    """
    Hold a record against its schema.

    What cannot be read makes that fact unknown, and the record is judged by the others.

    Args:
        model: The kinds of records.
        raw: The record as it was read.
        text: Its canonical JSON.
        notes: Takes what was read as not known.

    Returns:
        The record, or all that is wrong with one that cannot be judged: it has no id, or is none.

    """
    details, value = [*raw.details, *several_persons(model, raw.kind, raw.value)], raw.value
    if may_hold_nothing(text):
        value, words = without_nothing(model, raw.kind, value)
        text = canonical(value) if words else text
        for path, word in words:
            name = _title_of(path, raw, notes) or path
            notes.add(raw.origin.table, "word_for_missing", field=name, read=word)
    for code, name in remarks_on(value):
        notes.of_record(raw.origin.table, code, id_of(raw) or str(raw.origin), heading=name)
    data = None if details else validated(model, raw.kind, value, text)
    # A line that could not be read has a problem and no value; `null` written as a record has neither.
    if data is None and (value is not None or not details):
        known = {detail.pointer for detail in details}
        details += [detail for detail in model.problems(raw.kind, value) if detail.pointer not in known]
    if not isinstance(value, dict) or any(detail.pointer in _WHOLE_RECORD for detail in details):
        return details
    if data is None:
        unread = [_unread_at(detail) for detail in details if detail.code not in KEEPS_FACT]
        data = typed(model, raw.kind, without(model, raw.kind, value, unread) if unread else value)
    problems = tuple(problems_of(raw, details, notes, excluded=False))
    return Record(raw.kind, data["id"], frozen_value(data), raw.origin, problems)


def _unread_at(detail: ProblemDetail) -> str:
    """What counts as not known: the fact itself, and of a name of several persons all that is said of that one person."""
    return detail.pointer.rpartition("/")[0] if detail.code == SEVERAL else detail.pointer


def _title_of(path: str, raw: RawRecord, notes: ReadingNotes) -> Text | None:
    """What the field at a path is called in words, where it stands in a table with headings of its own."""
    place = pointer(path.split("."))
    tables = {origin.table: origin for origin in (raw.origin, *raw.parts.values())}.values()
    cells = (found_in(notes.cells_in(raw.kind, origin), place, raw.value) for origin in tables)
    return next((cell.title for cell in cells if cell is not None and cell.title is not None), None)


def details_of(examined: Record | list[ProblemDetail]) -> list[ProblemDetail]:
    """Each thing that is wrong with a record, whether it is valid all the same or not."""
    if isinstance(examined, Record):
        return [detail for problem in examined.problems for detail in problem.details]
    return examined


def id_of(raw: RawRecord) -> str | None:
    """The id of a record, if it can be one."""
    id_ = raw.value.get("id") if isinstance(raw.value, dict) else None
    return mended(id_) if isinstance(id_, str) and id_ else None


def text_of(raw: RawRecord) -> bytes:
    """The canonical JSON of a record."""
    return canonical(raw.value) if raw.text is None else raw.text


def value_at(data: Any, path: str) -> Any:
    """The value at a dotted path of a record, or `None` where nothing is known."""
    for step in path.split("."):
        data = data.get(step) if data is not None else None
    return data


def shared_id(count: int) -> ProblemDetail:
    """That several records bear one id."""
    return ProblemDetail("/id", "id_shared", {"count": count})


def dangling(key: str, target: str, id_: str, excluded: Container[tuple[str, str | None]]) -> ProblemDetail:
    """
    That a record names another that is not there.

    Args:
        key: The field that names it.
        target: The kind of the other record.
        id_: The id of the other record.
        excluded: Kind and id of the records that were excluded.

    """
    values = {"target": target, "id": id_}
    if (target, id_) in excluded:
        return ProblemDetail(f"/{key}", "record_excluded", values)
    return ProblemDetail(f"/{key}", "record_missing", values)


def dangling_in(
    model: RecordModel,
    rows: Mapping[str, Mapping[str, Record]],
    excluded: Iterable[RawRecord],
    notes: ReadingNotes,
) -> list[Problem]:
    """
    Records that name others which are not there; they are audited all the same.

    Args:
        model: The kinds of records.
        rows: The valid records of each kind that was supplied, by their ids.
        excluded: The records that are not valid.
        notes: What was noted while they were read: by it the columns of tables are known.

    """
    lost = {(raw.kind, id_of(raw)) for raw in excluded}
    problems = []
    for kind, records in rows.items():
        keys = [(relation.key, relation.target) for relation in model.keyed(kind) if relation.target in rows]
        for record in records.values():
            details = [
                dangling(key, target, id_, lost)
                for key, target in keys
                for id_ in _each(record.data.get(key))
                if id_ is not None and id_ not in rows[target]
            ]
            if details:
                problem = Problem(kind, record.id, record.origin, tuple(details), excluded=False)
                problems.append(located(problem, notes))
    return problems


def _each(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def problems_of(
    raw: RawRecord, details: Iterable[ProblemDetail], notes: ReadingNotes, *, excluded: bool = True
) -> list[Problem]:
    """
    One problem for each place that the details stand in: parts of a record may have rows of their own.

    Args:
        raw: The record.
        details: What is wrong with it.
        notes: What was noted while it was read: by it the columns of tables are known.
        excluded: Whether the record is excluded.

    """
    places: dict[Origin, list[ProblemDetail]] = defaultdict(list)
    for detail in details:
        inside = [
            part for part in raw.parts if detail.pointer == part or detail.pointer.startswith(f"{part}/")
        ]
        shown = evolve(detail, pointer=mended(detail.pointer)) if is_broken(detail.pointer) else detail
        # A row of a group in a group stands nearer than the one around it.
        places[raw.parts[max(inside, key=len)] if inside else raw.origin].append(shown)
    return [
        located(Problem(raw.kind, id_of(raw), origin, tuple(at_origin), excluded), notes, raw.value)
        for origin, at_origin in places.items()
    ]


def located(problem: Problem, notes: ReadingNotes, value: Any = None) -> Problem:
    """
    A problem of a row of a table, with the column of each detail.

    Args:
        problem: The problem.
        notes: What was noted while the table was read.
        value: The record, where it is at hand.

    """
    cells = notes.cells_in(problem.kind, problem.origin)
    if not cells:
        return problem
    details = (
        evolve(detail, cell=detail.cell or found_in(cells, detail.pointer, value))
        for detail in problem.details
    )
    return evolve(problem, details=tuple(details))


def problems_of_headers(notes: ReadingNotes) -> list[Problem]:
    """What is wrong with the headers of tables: of no record, and told once."""
    return [Problem(kind, None, origin, details, excluded=False) for kind, origin, details in notes.headers()]


def excluded_records(problems: Iterable[Problem]) -> int:
    """
    How many records are excluded.

    Args:
        problems: What is wrong with records. Several places of one record are one record, and of those that share an
            id each is one.

    """
    counts: dict[tuple[str | None, object], int] = {}
    for problem in problems:
        if problem.excluded:
            name = (problem.kind, problem.id or problem.origin)
            sharing = [detail.values["count"] for detail in problem.details if detail.code == "id_shared"]
            counts[name] = max(counts.get(name, 1), *sharing, 1)
    return sum(counts.values())


def unread_facts(problems: Iterable[Problem]) -> int:
    """How many facts of records that are judged cannot be read, and count as not known."""
    return sum(
        detail.code not in KEEPS_FACT
        for problem in problems
        if not problem.excluded
        for detail in problem.details
    )


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The order of problems in every report."""
    return tuple(sorted(problems, key=_place_in_order))


def _place_in_order(problem: Problem) -> tuple[Any, ...]:
    """Problems go by kind, then as whoever mends them goes through a file: from row to row."""
    origin = problem.origin
    place = (origin.file or "", origin.sheet or "", origin.line or origin.row or 0)
    return problem.kind or "", *place, problem.id or "", [detail.pointer for detail in problem.details]
