"""
How somebody reads a record who has only the article in front of him, and what a half-known record allows.

A predicate says which outcomes are *possible* whatever the facts are that nobody wrote. Is there one, the rule has to
say it; are there several, it has to leave the matter open: `unknown`, or a person decides.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

PASS, FAIL, REVIEW, UNKNOWN = ({word} for word in ("pass", "fail", "review", "unknown"))
OUTSIDE = {"not_applicable"}
OPEN = REVIEW | UNKNOWN

#: The days on which the acts came into force.
UU_18 = date(2017, 11, 22)
UU_39 = date(2004, 10, 18)
PP_59 = date(2021, 4, 7)
PP_22 = date(2022, 6, 8)
UU_6 = date(2011, 5, 5)
CIPTA_KERJA = date(2020, 11, 2)

Maybe = bool | None


@dataclass(frozen=True)
class Reading:
    """A predicate, with the rule and kind of record that it reads, and values that make a difference to it."""

    rule: str
    kind: str
    predicate: Callable[..., set[str]]
    #: By path of a fact, what a clerk may write there; `None` is nothing.
    facts: Mapping[str, list[Any]]


#: Every predicate by its rule.
READINGS: dict[str, Reading] = {}


def reads(rule: str, kind: str = "placement", **facts: list[Any]) -> Callable[..., Any]:
    """Mark a predicate as the second reading of a rule; of facts two underscores stand for a dot."""

    def register(predicate: Callable[..., set[str]]) -> Callable[..., set[str]]:
        named = {name.replace("__", "."): values for name, values in facts.items()}
        READINGS[rule] = Reading(rule, kind, predicate, named)
        return predicate

    return register


# Three values: yes, no, and nobody knows


def negated(fact: Maybe) -> Maybe:
    """No for yes."""
    return None if fact is None else not fact


def every(*facts: Maybe) -> Maybe:
    """Whether all of them hold."""
    return False if False in facts else None if None in facts else True


def some(*facts: Maybe) -> Maybe:
    """Whether one of them holds."""
    return negated(every(*map(negated, facts)))


def equals(value: Any, *others: Any) -> Maybe:
    """Whether a value is one of the others; of what is not written nobody knows."""
    return None if value is None else value in others


# What is possible, and what may be said of it


def possible(applies: Maybe, met: Maybe, breach: set[str] = FAIL) -> set[str]:
    """The outcomes that a duty may end in: it may not apply, be met, or be broken."""
    if applies is False:
        return OUTSIDE
    ends = (PASS if met is not False else set()) | (breach if met is not True else set())
    return ends | (OUTSIDE if applies is None else set())


def said(ends: set[str]) -> set[str]:
    """What a rule may say where so many ends are possible."""
    return ends if len(ends) == 1 else OPEN


def judged(applies: Maybe, met: Maybe, breach: set[str] = FAIL) -> set[str]:
    """What a rule may say of a duty."""
    return said(possible(applies, met, breach))


# Facts of a record


def fact(record: Mapping[str, Any] | None, path: str) -> Any:
    """The fact at a path such as `worker.birth_date`; `None` where it is not written."""
    for name in path.split("."):
        record = (record or {}).get(name)
    return record


def items(record: Mapping[str, Any], path: str) -> list[Any]:
    """What stands in a list."""
    return fact(record, path) or []


def whole(record: Mapping[str, Any], path: str) -> bool:
    """Whether a list is said to be all that there is."""
    return fact(record, f"{path}_complete") is True


def named(record: Mapping[str, Any], path: str, code: str) -> Maybe:
    """Whether a list of codes holds one: what is not in an open list is not known."""
    return code in items(record, path) or (False if whole(record, path) else None)


# Days, which may be known in part


@dataclass(frozen=True)
class Day:
    """A day somewhere between two days."""

    first: date = date.min
    last: date = date.max

    def by(self, other: "Day") -> Maybe:
        """Whether it is not after the other."""
        return True if self.last <= other.first else False if self.first > other.last else None

    def within(self, first: date, last: date = date.max) -> Maybe:
        """Whether it is one of these days."""
        return every(on(first).by(self), self.by(on(last)))


def on(day: date) -> Day:
    """This very day."""
    return Day(day, day)


def read(text: str | None) -> Day:
    """A day as a clerk writes it: `2025-03-11`, `2025-03`, `2025`, `../2017`, or nothing."""
    if not text:
        return Day()
    if "/" in text:
        start, end = text.split("/")
        return Day(
            date.min if start == ".." else read(start).first, date.max if end == ".." else read(end).last
        )
    parts = [int(part) for part in text.split("-")]
    first, last = [*parts, 1, 1][:3], [*parts, 12][:2]
    return Day(date(*first), date(*parts) if len(parts) == 3 else date(*last, monthrange(*last)[1]))


def years_after(day: date, years: int) -> date:
    """The birthday; who was born on 29 February has it on 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


# A placement: is it one abroad, has the worker left, and when

LEFT = ("departed", "working", "on_leave", "returned", "deceased", "sent_home")
STAYED = ("candidate", "ready", "prevented", "cancelled")
CREW = ("merchant_crew", "fishing_crew", "crew")


def abroad(placement: Mapping[str, Any]) -> Maybe:
    """UU 18/2017 Pasal 1 angka 2: work "di luar wilayah Republik Indonesia". What contradicts itself is not known."""
    scope = equals(placement.get("scope"), "overseas")
    if placement.get("scope_confirmed"):
        return scope
    country = negated(equals(placement.get("destination"), "ID"))
    return country if scope is None else scope if country in (None, scope) else None


def gone(placement: Mapping[str, Any], as_of: date) -> Maybe:
    """Whether the worker has left Indonesia by a day."""
    if placement.get("status") in LEFT:
        return True
    if placement.get("status") in STAYED:
        return False
    days = [placement.get(name) for name in ("departed_on", "arrived_on", "returned_on")]
    return True if any(day and read(day).last <= as_of for day in days) else None


def departure(placement: Mapping[str, Any], as_of: date) -> Day:
    """The day of the departure, or of what stopped it; who may still leave is looked at as of today."""
    recruited = read(placement.get("recruited_on")).first
    if placement.get("status") == "prevented":
        stopped = read(placement.get("stopped_on"))
        return Day(max(stopped.first, recruited), min(stopped.last, as_of))
    if gone(placement, as_of) is False:
        return on(as_of)
    day = read(placement.get("departed_on"))
    lasts = [day.last, *(read(placement.get(name)).last for name in ("arrived_on", "returned_on"))]
    return Day(max(day.first, recruited), min(*lasts, as_of))


def given_up(placement: Mapping[str, Any], as_of: date) -> Maybe:
    """Whether nobody will be placed any more."""
    if placement.get("status") == "cancelled":
        return True
    return None if placement.get("status") is None and gone(placement, as_of) is None else False


def crew(placement: Mapping[str, Any]) -> Maybe:
    """Whether the worker is crew of a ship."""
    return equals(placement.get("worker_category"), *CREW)


def about_departure(placement: Mapping[str, Any], as_of: date, since: date, until: date = date.max) -> Maybe:
    """Whether a law that was in force between two days looks at this departure at all; one given up is none."""
    within = departure(placement, as_of).within(since, until)
    return every(abroad(placement), within, negated(given_up(placement, as_of)))


def breach_of(placement: Mapping[str, Any], as_of: date) -> set[str]:
    """What a lack at departure is: a breach of who left without; who has not left may still get it."""
    return {True: FAIL, False: REVIEW, None: FAIL | REVIEW}[gone(placement, as_of)]


def days_later(text: str, days: int) -> Day:
    """The day so many days after a written one."""
    day = read(text)
    return Day(day.first + timedelta(days), day.last + timedelta(days))
