"""
The cases of a task force: what happened to each, in which state it is, what is overdue, and who is next.

A book is one SQLite file. An event is acknowledged when it is written down for good: whoever ends the program at any
point loses no event that was acknowledged, and an event that is recorded again is not written twice.
Days are given with each event; nothing here looks at a clock.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.base.errors import UnreadableInput, UsageError
from pmi_compliance.base.files import narrow
from pmi_compliance.base.given import given_day, given_path, read
from pmi_compliance.base.messages.libraries import DATABASE, in_own_words
from pmi_compliance.packs.charts import OPEN, OVERDUE, Chart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pmi_compliance.base.text import Text
    from pmi_compliance.over_time.witness import ShadowEngine

_TABLE = """
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    case_id TEXT NOT NULL,
    event TEXT NOT NULL,
    on_day TEXT NOT NULL,
    authority TEXT
);
CREATE INDEX IF NOT EXISTS by_case ON events (case_id, number);
"""


#: The path of a book that keeps nothing.
_NOWHERE = ":memory:"

_EVENTS = "SELECT id, case_id, event, on_day, authority FROM events"


@frozen
class Event:
    """What happened to a case on a day."""

    #: Names the event; recorded again with the same id, it is the same event.
    id: str
    #: The id of the case.
    case: str
    #: A word of the chart.
    event: str
    #: The day.
    on: date
    #: Whom the case was referred to.
    authority: str | None = None


@frozen
class CaseState:
    """
    Where a case stands.

    >>> from datetime import date
    >>> from pmi_compliance import CaseBook, RulePack
    >>> with CaseBook(":memory:", RulePack.load("kupang").chart) as book:
    ...     case = book.open("K-1", on=date(2025, 10, 1))
    >>> (case.state, case.since.isoformat(), case.is_overdue(date(2026, 10, 1)))
    ('opened', '2025-10-01', True)
    """

    #: The id of the case.
    id: str
    #: A state of the chart.
    state: str
    #: The day on which it came into that state.
    since: date
    #: The last day before its state is overdue; `None`: it never is.
    due: date | None
    #: Whether `CaseBook.tick` recorded already that this state is overdue.
    marked_overdue: bool
    #: The authority to go to next; `None` at the end of the ladder.
    next_authority: str | None
    #: Events that are possible now.
    events: tuple[str, ...]
    #: What happened to it, in order; the first event opened it.
    history: tuple[Event, ...]

    def is_overdue(self, on: date) -> bool:
        """Whether its state lasts too long on a day."""
        return self.due is not None and on > self.due


class CaseBook:
    """
    The cases in one file.

    >>> from datetime import date
    >>> from pmi_compliance import CaseBook, RulePack
    >>> with CaseBook(":memory:", RulePack.load("kupang").chart) as book:
    ...     opened = book.open("K-1", on=date(2025, 10, 1))
    ...     book.record("K-1", "triage", on=date(2025, 10, 2)).state
    'triaged'

    Args:
        path: The file; it is made where there is none. `:memory:` keeps nothing.
        chart: The life of a case.
        shadow: Makes an engine that answers beside the chart, such as `ShadowEngine.of_chart`; where they differ,
            the chart's answer holds and a notice reports it. Without one, only the chart answers.

    Raises:
        UnreadableInput: If the file is no book of cases.
        UsageError: If `chart` is none: not every pack has one.

    """

    def __init__(
        self, path: str | Path, chart: Chart, *, shadow: Callable[[Chart], ShadowEngine] | None = None
    ) -> None:
        if not isinstance(chart, Chart):
            raise UsageError("chart_expected", argument="chart", read=read(chart))
        #: The life of a case.
        self.chart = chart
        self._path = str(given_path("path", path))
        self._connection = _opened(self._path)
        #: The engine that answers beside the chart, if there is one.
        self.shadow = None if shadow is None else shadow(chart)

    @property
    def notices(self) -> tuple[Text, ...]:
        """Where the shadow engine answered otherwise, or did not answer."""
        return () if self.shadow is None else tuple(self.shadow.notices)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        if self.shadow is not None:
            self.shadow.close()

    def __enter__(self) -> CaseBook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Events

    def open(self, case: str, *, on: date | str, id: str | None = None) -> CaseState:  # noqa: A002
        """
        Open a case.

        Raises:
            UsageError: If it is there already.

        """
        return self.record(case, OPEN, on=on, id=id)

    def record(
        self,
        case: str,
        event: str,
        *,
        on: date | str,
        authority: str | None = None,
        id: str | None = None,  # noqa: A002
    ) -> CaseState:
        """
        Write down what happened to a case.

        Args:
            case: Its id.
            event: What happened; it must be possible in the state that the case is in.
            on: The day; not before the last event.
            authority: Whom it was referred to, by code; only where it was.
            id: Names the event; recorded again with the same id, it is the same event. Without one, case, event, day and
                place in the history name it.

        Raises:
            UsageError: If the event is not possible, or an event of that id says something else. Nothing is written.

        """
        on = given_day("on", on)
        texts = {"case": case, "event": event, "authority": authority or "", "id": id or ""}
        for argument, value in texts.items():
            if not isinstance(value, str):
                raise UsageError("text_expected", argument=argument, read=read(value))
        with closing(self._connection.cursor()) as cursor:
            # Nobody else writes between looking and writing.
            cursor.execute("BEGIN IMMEDIATE")
            try:
                history = self._history(case)
                new = Event(id or f"{case}/{len(history) + 1}", case, event, on, authority)
                known = self._known(new.id)
                if known is not None:
                    self._check_same(known, new)
                else:
                    self._check(history, new)
                    cursor.execute(
                        "INSERT INTO events (id, case_id, event, on_day, authority) VALUES (?, ?, ?, ?, ?)",
                        (new.id, case, event, on.isoformat(), authority),
                    )
                    history = (*history, new)
                cursor.execute("COMMIT")
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
        now = state_of(self.chart, case, history)
        if self.shadow is not None:
            self.shadow.compare_case(
                case, [event.event for event in history if event.event != OVERDUE], now.state
            )
        return now

    def tick(self, on: date) -> tuple[CaseState, ...]:
        """Record for every case whose state lasts too long on a day that it is overdue, once for each state."""
        return tuple(
            self.record(case.id, OVERDUE, on=on)
            for case in self.cases()
            if case.is_overdue(on) and not case.marked_overdue
        )

    def case(self, id: str) -> CaseState:  # noqa: A002
        """
        Where a case stands.

        Raises:
            UsageError: If there is none.

        """
        history = self._history(id)
        if not history:
            raise UsageError("unknown", what="case", name=id)
        return state_of(self.chart, id, history)

    def cases(self) -> tuple[CaseState, ...]:
        """Where all cases stand, by id."""
        histories: dict[str, list[Event]] = {}
        for event in self._events(f"{_EVENTS} ORDER BY number"):
            histories.setdefault(event.case, []).append(event)
        return tuple(state_of(self.chart, case, histories[case]) for case in sorted(histories))

    def _history(self, case: str) -> tuple[Event, ...]:
        query = f"{_EVENTS} WHERE case_id = ? ORDER BY number"
        return tuple(self._events(query, case))

    def _known(self, id_: str) -> Event | None:
        query = f"{_EVENTS} WHERE id = ?"
        return next(self._events(query, id_), None)

    def _events(self, query: str, *values: str) -> Iterator[Event]:
        for id_, case, event, day, authority in self._connection.execute(query, values):
            yield Event(id_, case, event, date.fromisoformat(day), authority)

    def _check_same(self, known: Event, new: Event) -> None:
        if known != new:
            raise UsageError("event_recorded_otherwise", id=new.id, recorded=_as_words(known))

    def _check(self, history: Sequence[Event], new: Event) -> None:
        chart = self.chart
        if new.event == OPEN or not history:
            if history:
                raise UsageError("case_exists", case=new.case)
            if new.event != OPEN:
                raise UsageError("unknown", what="case", name=new.case)
            if not new.case:
                raise UsageError("case_without_id")
            return
        now = state_of(chart, new.case, history)
        if new.event != OVERDUE and new.event not in now.events:
            raise UsageError(
                "event_not_possible", case=new.case, state=now.state, name=new.event, known=now.events
            )
        if new.on < history[-1].on:
            raise UsageError("before_last_event", day=new.on, last=history[-1].on)
        if new.authority is not None and (
            new.event != chart.refers_by or new.authority not in chart.authorities
        ):
            raise UsageError("authority_not_referred_to", authority=new.authority)


def _opened(path: str) -> sqlite3.Connection:
    """The file of a book; it is let go of where it is none."""
    connection = None
    try:
        if path != _NOWHERE and not Path(path).exists():
            # It tells of persons, and is for its owner alone from the first moment on.
            with suppress(OSError):  # what cannot be made is told by the database
                Path(path).touch(0o600)
        connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        # An event is on the disk before it is acknowledged, and readers do not wait for writers.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(_TABLE)
        connection.execute(f"{_EVENTS} ORDER BY number LIMIT 1")
        if path != _NOWHERE:
            for file in (path, f"{path}-wal", f"{path}-shm"):
                narrow(Path(file))
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise UnreadableInput("not_a_book", place=path, reason=in_own_words(DATABASE, error)) from None
    return connection


def _as_words(event: Event) -> str:
    return " ".join(filter(None, (event.case, event.event, event.on.isoformat(), event.authority)))


def state_of(chart: Chart, case: str, history: Iterable[Event]) -> CaseState:
    """
    Where a case stands after its events, the first of which opened it.

    Raises:
        UsageError: If the chart does not know one of them where it happened.

    """
    events = tuple(history)
    state, since, marked_overdue, step = chart.begins, events[0].on, False, 0
    for event in events[1:]:
        if event.event == OVERDUE:
            marked_overdue = True
            continue
        to = chart.states[state].events.get(event.event)
        if to is None:
            raise UsageError("event_not_in_chart", case=case, event=event.event, state=state)
        state, since, marked_overdue = to, event.on, False
        # Who is not on the ladder takes no step of it; who is, leaves those before behind.
        if event.event == chart.refers_by and event.authority in chart.ladder:
            step = max(step, chart.ladder.index(event.authority) + 1)
    days = chart.states[state].days
    return CaseState(
        id=case,
        state=state,
        since=since,
        due=None if days is None else since + timedelta(days),
        marked_overdue=marked_overdue,
        next_authority=chart.ladder[step] if step < len(chart.ladder) else None,
        events=tuple(chart.states[state].events),
        history=events,
    )
