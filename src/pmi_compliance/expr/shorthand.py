"""Macros that say something longer: what each one means is itself a condition, which takes its place in the tree."""

from __future__ import annotations

from attrs import frozen


@frozen
class Shorthand:
    """A macro that is written out while it is read."""

    #: What its arguments are called in `meaning`, the list before the dot apart, which is `list` there.
    arguments: tuple[str, ...]
    #: The condition that it stands for.
    meaning: str


_PAPER = (
    "list.holds(x, x.type == kind && x.status == 'held' && (day >= audit.date || x.issued_on <= day)"
    " && !(has(x.expires_on) && x.expires_on < day){more},"
    " x.type == kind && x.status in ['absent', 'forged', 'invalid', 'in_process']{meant})"
)

_DISPUTED = (
    "written(list).exists(x, x.type == kind && x.status == 'held'{more})"
    " && written(list).exists(x, x.type == kind && x.status in ['absent', 'forged']{more})"
)

_LAPSED = (
    "written(list).exists(x, x.type == kind && x.status == 'held' && has(x.expires_on) && x.expires_on < day)"
    " && !written(list).paper(kind, day{more})"
)

#: A stop that is over leaves what was before it; what begins on the same day and is another contradicts it.
_STANDS = (
    "list.exists(_one, _one.status in states && _one.from <= day && !(has(_one.until) && _one.until < day)"
    " && !list.exists(_other, (_other.from > _one.from || _other.from == _one.from && !(_other.status in states))"
    " && _other.from <= day"
    " && !(_other.status in ['partly_suspended', 'suspended'] && has(_other.until) && _other.until < day)))"
)


def _own_name(meaning: str) -> str:
    """The same with a variable that no author can have chosen, for a form that names none."""
    return meaning.replace("x.", "_paper.").replace("(x,", "(_paper,")


#: By name, and for each number of arguments. The variable `x` is a name that the author chooses, or one of its own.
SHORTHANDS: dict[str, dict[int, Shorthand]] = {
    "holds": {
        3: Shorthand(
            ("x", "yes", "no"),
            "written(list).exists(x, yes) || list.exists(x, false) && !written(list).exists(x, no)",
        )
    },
    "disputed": {
        1: Shorthand(("kind",), _own_name(_DISPUTED.format(more=""))),
        3: Shorthand(("kind", "x", "more"), _DISPUTED.format(more=" && more")),
    },
    "lapsed": {
        2: Shorthand(("kind", "day"), _own_name(_LAPSED.format(more=""))),
        4: Shorthand(("kind", "day", "x", "more"), _LAPSED.format(more=", x, more")),
    },
    "stands": {2: Shorthand(("states", "day"), _STANDS)},
    "contradicts": {
        1: Shorthand(
            ("day",),
            "list.exists(_one, list.exists(_other,"
            " _other.from == _one.from && _other.from <= day && _other.status != _one.status))",
        )
    },
    "paper": {
        2: Shorthand(("kind", "day"), _own_name(_PAPER.format(more="", meant=""))),
        # A paper that is not there has nothing of what is asked of it: what is said of it is heard all the same.
        4: Shorthand(("kind", "day", "x", "more"), _PAPER.format(more=" && more", meant="")),
        # Where there are several of a type, the one that is not there may be another than the one that is meant.
        5: Shorthand(
            ("kind", "day", "x", "more", "meant"), _PAPER.format(more=" && more", meant=" && meant")
        ),
    },
}
