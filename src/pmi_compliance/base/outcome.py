"""
What a judgement can be, and how unknowns travel.

This module is the only place that knows the truth tables.
The back ends are tested against it; none repeats it.
`None` stands for unknown.
"""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """
    What an audit can say about one record under one rule.

    Each is equal to the word that stands for it in reports and in examples of rules, as severities are.

    >>> from pmi_compliance import Outcome
    >>> Outcome("not_applicable") is Outcome.NOT_APPLICABLE
    True
    >>> Outcome.FAIL == "fail"
    True
    >>> [outcome.value for outcome in Outcome]
    ['pass', 'fail', 'unknown', 'review', 'not_applicable', 'waived']

    """

    #: The duty applies and is met.
    PASS = "pass"  # noqa: S105  not a password
    #: The duty applies and is not met.
    FAIL = "fail"
    #: A fact is missing. Never counted as pass, never as fail.
    UNKNOWN = "unknown"
    #: The law is silent or ambiguous, or speaks of something a machine cannot see: a person decides.
    REVIEW = "review"
    #: The rule does not speak about this subject, or was not in force.
    NOT_APPLICABLE = "not_applicable"
    #: Would be a fail, and a waiver that is valid on the audit date covers it.
    WAIVED = "waived"


#: Outcomes that are listed only where everything is asked for.
QUIET = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})

#: Outcomes that an authority is informed of: a breach, and what a person decides.
REFERRED = frozenset({Outcome.FAIL, Outcome.REVIEW})

#: Outcomes that leave something to do: what is referred, and what is not known yet.
OPEN = REFERRED | {Outcome.UNKNOWN}


def negation(value: bool | None) -> bool | None:
    """Kleene's not."""
    return None if value is None else not value


def conjunction(*values: bool | None) -> bool | None:
    """Kleene's and: false if any is false, else unknown if any is unknown, else true."""
    return False if False in values else None if None in values else True


def disjunction(*values: bool | None) -> bool | None:
    """Kleene's or: true if any is true, else unknown if any is unknown, else false."""
    return True if True in values else None if None in values else False


#: The parts of a rule in the order in which they are judged: which answer settles the rule, and with what outcome.
#: A part that settles nothing leaves it to the next, the last one to `PASS`; one that is unknown leaves all unknown.
SETTLES: dict[str, tuple[bool, Outcome]] = {
    "in_force": (False, Outcome.NOT_APPLICABLE),
    "applies_when": (False, Outcome.NOT_APPLICABLE),
    "review_when": (True, Outcome.REVIEW),
    "requires": (False, Outcome.FAIL),
}


def verdict(
    applies: bool | None, review: bool | None, requires: bool | None, in_force: bool | None = True
) -> Outcome:
    """
    The outcome of a rule.

    A breach that is certain is never hidden by a reason for review of which nothing is known yet: a person decides.
    Where it is not known which law was in force, a rule that does not apply does not apply under any.

    Args:
        applies: Whether it applies; `None`, here and below, for unknown.
        review: Whether a person decides.
        requires: Whether what it requires is met.
        in_force: Whether it was in force.

    """
    if applies is False:
        return Outcome.NOT_APPLICABLE
    answers = (in_force, applies, review, requires)
    for answer, (settling, outcome) in zip(answers, SETTLES.values(), strict=True):
        if answer is None:
            hides_a_breach = outcome is Outcome.REVIEW and requires is False
            return outcome if hides_a_breach else Outcome.UNKNOWN
        if answer is settling:
            return outcome
    return Outcome.PASS
