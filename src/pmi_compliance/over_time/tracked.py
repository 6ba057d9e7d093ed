"""An audit date that moves on: it notes until which day every answer about it stays the same."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from attrs import define, evolve

from pmi_compliance.base.days import Span, bounds
from pmi_compliance.engines import CALLS, Program
from pmi_compliance.engines.calendar import counted, whole_days, whole_months, whole_years

if TYPE_CHECKING:
    from collections.abc import Callable


def tracked(program: Program) -> Program:
    """The same program, whose functions also note until when their answers about a `TrackedDate` hold."""
    functions = {name: _TRACKED[function] for name, function in program.functions.items()}
    return evolve(program, namespace={**program.namespace, **functions})


@define(eq=False)
class ValidityTracker:
    """Until when what was answered about the audit date holds: the first day on which an answer may be another."""

    today: date = date.min
    until: date | None = None

    def start(self, today: date) -> None:
        """Begin anew on a day."""
        self.today, self.until = today, None

    def on(self, day: date | None) -> None:
        """An answer may be another from this day on; days that are past, or beyond the calendar, change nothing."""
        if day is not None and day > self.today and (self.until is None or day < self.until):
            self.until = day

    def after(self, days: int) -> None:
        """An answer may be another after so many days; see `on`."""
        if 0 < days <= (date.max - self.today).days:
            self.on(self.today + timedelta(days))


def _after(day: date) -> date | None:
    return None if day == date.max else day + timedelta(1)


class TrackedDate(date):
    """The audit date: it moves on, while what it is compared with stays."""

    tracker: ValidityTracker

    @classmethod
    def of(cls, day: date, tracker: ValidityTracker) -> TrackedDate:
        """A day that notes what it is compared with."""
        tracked_date = cls(day.year, day.month, day.day)
        tracked_date.tracker = tracker
        return tracked_date

    def _reached(self, other: Any) -> None:
        """Another answer on the day itself."""
        if not isinstance(other, TrackedDate):
            self.tracker.on(other)

    def _passed(self, other: Any) -> None:
        """Another answer on the day after."""
        if not isinstance(other, TrackedDate):
            self.tracker.on(_after(other))

    # A day known in part is asked itself, and compares its bounds.

    def __lt__(self, other: date) -> bool:
        if isinstance(other, date):
            self._reached(other)
        return super().__lt__(other)

    def __le__(self, other: date) -> bool:
        if isinstance(other, date):
            self._passed(other)
        return super().__le__(other)

    def __gt__(self, other: date) -> bool:
        if isinstance(other, date):
            self._passed(other)
        return super().__gt__(other)

    def __ge__(self, other: date) -> bool:
        if isinstance(other, date):
            self._reached(other)
        return super().__ge__(other)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, date):
            self._reached(other)
            self._passed(other)
        return super().__eq__(other)

    def __hash__(self) -> int:
        # Who looks for it in a set asks whether it is this day, and tomorrow it is another.
        self.tracker.after(1)
        return super().__hash__()


class _TrackedDays(int):
    """A number of days from or to the audit date: it grows or shrinks by one each day."""

    tracker: ValidityTracker
    step: int

    @classmethod
    def of(cls, value: int, step: int, tracker: ValidityTracker) -> _TrackedDays:
        tracked_days = cls(value)
        tracked_days.tracker, tracked_days.step = tracker, step
        return tracked_days

    def _turns(self, other: int, *moves: int) -> None:
        """An answer is another once the number reaches the other, moved by one of these."""
        if isinstance(other, int):
            for move in moves:
                self.tracker.after((other + move - int(self)) * self.step)

    def __lt__(self, other: int) -> bool:
        self._turns(other, 0 if self.step > 0 else -1)
        return super().__lt__(other)

    def __le__(self, other: int) -> bool:
        self._turns(other, 1 if self.step > 0 else 0)
        return super().__le__(other)

    def __gt__(self, other: int) -> bool:
        self._turns(other, 1 if self.step > 0 else 0)
        return super().__gt__(other)

    def __ge__(self, other: int) -> bool:
        self._turns(other, 0 if self.step > 0 else -1)
        return super().__ge__(other)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, int):
            self._turns(other, 0, self.step)
        return super().__eq__(other)

    def __hash__(self) -> int:
        self.tracker.after(1)
        return super().__hash__()

    def __add__(self, other: int) -> int:
        return self._daily(int(self) + int(other))

    __radd__ = __add__

    def __sub__(self, other: int) -> int:
        return self._daily(int(self) - int(other))

    def __rsub__(self, other: int) -> int:
        return self._daily(int(other) - int(self))

    def __mul__(self, other: int) -> int:
        return self._daily(int(self) * int(other))

    __rmul__ = __mul__

    def __neg__(self) -> int:
        return self._daily(-int(self))

    def _daily(self, value: int) -> int:
        """What is computed of it is looked at again every day."""
        self.tracker.after(1)
        return value


#: Functions that compare, add or choose: the values themselves note it.
_NOTED = frozenset(
    {"&&", "||", "!", "?:", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "neg", "size", "sum", "min", "max",
     "settled", "within", "written"}
)  # fmt: skip


def _tracking(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that also notes until when its answer holds."""

    def call(*arguments: Any) -> Any:
        moving = [at for at, value in enumerate(arguments) if _tracker_of(value) is not None]
        if not moving:
            return function(*arguments)
        exact = _EXACT.get((name, moving[0]))
        if exact is not None and len(moving) == 1:
            return exact(*arguments)
        # Nothing is known of it but that it is the same until tomorrow.
        tracker = _tracker_of(arguments[moving[0]])
        assert tracker is not None
        tracker.after(1)
        return function(*map(_still, arguments))

    return call


def _tracker_of(value: Any) -> ValidityTracker | None:
    """What a value notes it to, if it moves, or if a bound of it does."""
    moving = (bound for bound in bounds(value) if isinstance(bound, TrackedDate | _TrackedDays))
    return next((bound.tracker for bound in moving), None)


def _still(value: Any) -> Any:
    if isinstance(value, TrackedDate):
        return date(value.year, value.month, value.day)
    if isinstance(value, Span):
        return Span(_still(value.lo), _still(value.hi), value.text)
    return int(value) if isinstance(value, _TrackedDays) else value


def _months(start: date, end: TrackedDate) -> int:
    months = whole_months(start, end)
    end.tracker.on(_after_months(start, months + 1))
    return months


def _age(birth: date, on: TrackedDate) -> int | None:
    years = whole_years(birth, on)
    if years is not None:
        on.tracker.on(_after_months(birth, 12 * (years + 1)))
    return years


def _after_months(start: date, months: int) -> date | None:
    """The first day on which so many months are completed."""
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= years <= date.max.year:
        return None
    first = date(years, month + 1, 1)
    last = first.replace(day=monthrange(years, month + 1)[1])
    # A month that has no such day is completed on the first of the next one.
    return first.replace(day=start.day) if start.day <= last.day else _after(last)


def _days(start: date, end: TrackedDate) -> int:
    return _TrackedDays.of(end.toordinal() - start.toordinal(), 1, end.tracker)


def _days_left(start: TrackedDate, end: date) -> int:
    return _TrackedDays.of(end.toordinal() - start.toordinal(), -1, start.tracker)


#: By the name of a function and the place of the audit date in it.
_EXACT: dict[tuple[str, int], Callable[..., Any]] = {
    ("age", 1): _age,
    ("months_between", 1): _months,
    ("days_between", 0): _days_left,
    ("days_between", 1): _days,
}

#: Functions that count from one exact day to another.
_COUNTS = {"age": whole_years, "months_between": whole_months, "days_between": whole_days}


def _tracked(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    if name in _NOTED:
        return function
    # Of days known in part the bounds are counted from, each with a note of its own.
    return counted(_tracking(name, _COUNTS[name])) if name in _COUNTS else _tracking(name, function)


#: The functions of the language that note until when their answers hold, by name.
_TRACKED = {name: _tracked(name, function) for name, function in CALLS.items()}
