"""
The cases of a task force: what happened to each, in which state it is, what is overdue, and who is next.

A book is one SQLite file. An event is acknowledged when it is written down for good: whoever ends the program at any
point loses no event that was acknowledged, and an event that is told again is not written twice.
Days are given with each event; nothing here looks at a clock.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.base.errors import UnreadableInput, UsageError
from pmi_compliance.base.text import printable
from pmi_compliance.over_time.witness import ShadowEngine, asked_for
from pmi_compliance.packs.charts import OPEN, OVERDUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pmi_compliance.base.text import Text
    from pmi_compliance.packs.charts import Chart

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


_EVENTS = "SELECT id, case_id, event, on_day, authority FROM events"


@frozen
class Event:
    """What happened to a case on a day; `id` makes it one however often it is told."""

    id: str
    case: str
    event: str
    on: date
    #: Whom the case was referred to.
    authority: str | None = None


@frozen
class CaseState:
    """Where a case stands."""

    id: str
    state: str
    since: date
    #: The last day before its state is overdue; `None`: it never is.
    due: date | None
    #: Whether the scheduler said already that this state is overdue.
    told: bool
    #: The authority to go to next; `None` at the end of the ladder.
    next_authority: str | None
    #: Events that are possible now.
    events: tuple[str, ...]
    history: tuple[Event, ...]

    def is_overdue(self, on: date) -> bool:
        """Whether its state lasts too long on a day."""
        return self.due is not None and on > self.due


class CaseBook:
    """
    The cases in one file.

    Args:
        path: The file; it is made where there is none. `:memory:` keeps nothing.
        chart: The life of a case.
        engine: The chart itself says in which state a case is; `durable` has durable-rules told the same, and a
            difference is a notice. `auto` does so where it is installed, `loop` never.

    Raises:
        UnreadableInput: If the file is no book of cases.
        UsageError: If `engine` is no such word, or durable-rules is asked for and not installed.

    """

    def __init__(self, path: str | Path, chart: Chart, *, engine: str = "auto") -> None:
        self.chart = chart
        self.witness = ShadowEngine.of_chart(chart) if asked_for(engine) else None
        self._path = str(path)
        try:
            self._connection = sqlite3.connect(self._path, isolation_level=None, timeout=30)
            # An event is on the disk before it is acknowledged, and readers do not wait for writers.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.executescript(_TABLE)
            self._connection.execute(f"{_EVENTS} ORDER BY number LIMIT 1")
        except sqlite3.Error as error:
            raise UnreadableInput(
                self._path, f"bukan buku kasus: {error}", f"this is no book of cases: {error}"
            ) from None

    @property
    def notices(self) -> tuple[Text, ...]:
        """Where durable-rules said otherwise, or did not answer."""
        return () if self.witness is None else tuple(self.witness.notices)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        if self.witness is not None:
            self.witness.close()

    def __enter__(self) -> CaseBook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Events

    def open(self, case: str, *, on: date, id: str | None = None) -> CaseState:  # noqa: A002
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
        on: date,
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
            id: Names the event; told again with the same id, it is the same event. Without one, case, event, day and
                place in the history name it.

        Raises:
            UsageError: If the event is not possible, or an event of that id says something else. Nothing is written.

        """
        with closing(self._connection.cursor()) as cursor:
            # Nobody else writes between looking and writing.
            cursor.execute("BEGIN IMMEDIATE")
            try:
                history = self._history(case)
                made = Event(id or f"{case}/{len(history) + 1}", case, event, on, authority)
                known = self._known(made.id)
                if known is not None:
                    self._same(known, made)
                else:
                    self._check(history, made)
                    cursor.execute(
                        "INSERT INTO events (id, case_id, event, on_day, authority) VALUES (?, ?, ?, ?, ?)",
                        (made.id, case, event, on.isoformat(), authority),
                    )
                    history = (*history, made)
                cursor.execute("COMMIT")
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
        now = state_of(self.chart, case, history)
        if self.witness is not None:
            self.witness.compare_case(case, [one.event for one in history if one.event != OVERDUE], now.state)
        return now

    def tick(self, on: date) -> tuple[CaseState, ...]:
        """Say of every case whose state lasts too long on a day that it is overdue, once for each state."""
        return tuple(
            self.record(case.id, OVERDUE, on=on)
            for case in self.cases()
            if case.is_overdue(on) and not case.told
        )

    def case(self, id: str) -> CaseState:  # noqa: A002
        """
        Where a case stands.

        Raises:
            UsageError: If there is none.

        """
        history = self._history(id)
        if not history:
            raise UsageError(f"tidak ada kasus `{printable(id)}`", f"there is no case `{printable(id)}`")
        return state_of(self.chart, id, history)

    def cases(self) -> tuple[CaseState, ...]:
        """Where all cases stand, by id."""
        held: dict[str, list[Event]] = {}
        for event in self._events(f"{_EVENTS} ORDER BY number"):
            held.setdefault(event.case, []).append(event)
        return tuple(state_of(self.chart, case, held[case]) for case in sorted(held))

    def _history(self, case: str) -> tuple[Event, ...]:
        query = f"{_EVENTS} WHERE case_id = ? ORDER BY number"
        return tuple(self._events(query, case))

    def _known(self, id_: str) -> Event | None:
        query = f"{_EVENTS} WHERE id = ?"
        return next(self._events(query, id_), None)

    def _events(self, query: str, *values: str) -> Iterator[Event]:
        for id_, case, event, day, authority in self._connection.execute(query, values):
            yield Event(id_, case, event, date.fromisoformat(day), authority)

    def _same(self, known: Event, made: Event) -> None:
        if known != made:
            raise UsageError(
                f"kejadian `{printable(made.id)}` sudah tercatat sebagai: {_told(known)}",
                f"the event `{printable(made.id)}` is written down already as: {_told(known)}",
            )

    def _check(self, history: Sequence[Event], made: Event) -> None:
        chart, name = self.chart, printable(made.case)
        if made.event == OPEN or not history:
            if history:
                raise UsageError(f"kasus `{name}` sudah ada", f"the case `{name}` exists already")
            if made.event != OPEN:
                raise UsageError(f"tidak ada kasus `{name}`", f"there is no case `{name}`")
            if not made.case:
                raise UsageError("kasus tanpa nomor", "a case without an id")
            return
        now = state_of(chart, made.case, history)
        if made.event != OVERDUE and made.event not in now.events:
            able = ", ".join(now.events)
            raise UsageError(
                f"kasus `{name}` dalam keadaan `{now.state}`; kejadian yang mungkin: {able}; "
                f"terbaca: `{printable(made.event)}`",
                f"the case `{name}` is `{now.state}`; events that are possible: {able}; "
                f"read: `{printable(made.event)}`",
            )
        if made.on < history[-1].on:
            raise UsageError(
                f"{made.on} sebelum kejadian terakhir ({history[-1].on})",
                f"{made.on} is before the last event ({history[-1].on})",
            )
        if made.authority is not None and (
            made.event != chart.refers_by or made.authority not in chart.authorities
        ):
            raise UsageError(
                f"`{printable(made.authority)}` bukan kode instansi yang dirujuk",
                f"`{printable(made.authority)}` is no code of an authority that is referred to",
            )


def _told(event: Event) -> str:
    return " ".join(filter(None, (event.case, event.event, event.on.isoformat(), event.authority)))


def state_of(chart: Chart, case: str, history: Iterable[Event]) -> CaseState:
    """
    Where a case stands after its events, the first of which opened it.

    Raises:
        UsageError: If the chart does not know one of them where it happened.

    """
    events = tuple(history)
    state, since, told, step = chart.begins, events[0].on, False, 0
    for one in events[1:]:
        if one.event == OVERDUE:
            told = True
            continue
        to = chart.states[state].events.get(one.event)
        if to is None:
            raise UsageError(
                f"kasus `{printable(case)}`: bagan ini tidak mengenal `{printable(one.event)}` dalam keadaan `{state}`; "
                "buku dicatat dengan bagan lain",
                f"the case `{printable(case)}`: this chart knows no `{printable(one.event)}` in the state `{state}`; "
                "the book was written with another chart",
            )
        state, since, told = to, one.on, False
        if one.event == chart.refers_by:
            # Who is not on the ladder takes no step of it; who is, leaves those before behind.
            step = max(step, chart.ladder.index(one.authority) + 1) if one.authority in chart.ladder else step
    days = chart.states[state].days
    return CaseState(
        id=case,
        state=state,
        since=since,
        due=None if days is None else since + timedelta(days),
        told=told,
        next_authority=chart.ladder[step] if step < len(chart.ladder) else None,
        events=tuple(chart.states[state].events),
        history=events,
    )
