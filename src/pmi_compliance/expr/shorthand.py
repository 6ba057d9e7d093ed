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
    " x.type == kind && x.status in ['absent', 'forged', 'invalid', 'in_process'])"
)

#: By name, and for each number of arguments. The variable `x` is a name that the author chooses, or one of its own.
SHORTHANDS: dict[str, dict[int, Shorthand]] = {
    "holds": {
        3: Shorthand(
            ("x", "yes", "no"),
            "written(list).exists(x, yes) || list.exists(x, false) && !written(list).exists(x, no)",
        )
    },
    "paper": {
        2: Shorthand(
            ("kind", "day"), _PAPER.format(more="").replace("x.", "_paper.").replace("(x,", "(_paper,")
        ),
        4: Shorthand(("kind", "day", "x", "more"), _PAPER.format(more=" && more")),
    },
}
