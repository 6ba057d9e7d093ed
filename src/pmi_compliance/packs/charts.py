"""The chart of a pack: which states a case goes through, read and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.base.frozen import frozen as frozen_value
from pmi_compliance.base.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmi_compliance.base.errors import Diagnostic
    from pmi_compliance.packs.model import Authority
    from pmi_compliance.packs.yaml import Document

#: The first event of every case.
OPEN = "open"

#: What a scheduler says of a state that lasts too long; no chart names it.
OVERDUE = "overdue"


@frozen(eq=False)
class State:
    """One state of a case."""

    #: What it is called.
    title: Text
    #: After so many days it is overdue; `None`: never.
    days: int | None
    #: The state that each event leads to.
    events: Mapping[str, str]


@frozen(eq=False)
class Chart:
    """The life of a case, and the ladder of authorities that it can be referred to."""

    #: What it is called.
    title: Text
    #: The state of a case that was just opened.
    begins: str
    #: Its states, by name.
    states: Mapping[str, State]
    #: What each event is called, by name.
    events: Mapping[str, Text]
    #: Codes of the authorities that a case can be referred to, from the lowest up.
    ladder: tuple[str, ...]
    #: The event by which a case is referred.
    refers_by: str
    #: What a reader should know about how the text was understood.
    note: Text | None
    #: Where the law says it.
    citations: tuple[Mapping[str, str], ...]
    #: The authorities of the pack, by code.
    authorities: Mapping[str, Authority]


def chart_in(
    document: Document, authorities: Mapping[str, Authority], diagnostics: list[Diagnostic]
) -> Chart:
    """The chart of one file."""
    node = document.value
    states = {
        name: State(Text.of(state["title"]), state.get("days"), state["events"])
        for name, state in node["states"].items()
    }
    ladder = node["ladder"]

    if node["begins"] not in states:
        diagnostics.append(document.unknown("/begins", "state", node["begins"], states))
    for name, state in states.items():
        for event, to in state.events.items():
            at = f"/states/{name}/events/{event}"
            if to not in states:
                diagnostics.append(document.unknown(at, "state", to, states))
            if event not in node["events"]:
                diagnostics.append(document.diagnostic(at, "event_without_words", key=True, event=event))
    diagnostics += [
        document.diagnostic(f"/events/{event}", "event_of_every_chart", key=True)
        for event in sorted({OPEN, OVERDUE} & node["events"].keys())
    ]
    if ladder["refers_by"] not in node["events"]:
        diagnostics.append(
            document.unknown("/ladder/refers_by", "event", ladder["refers_by"], node["events"])
        )
    for place, code in enumerate(ladder["steps"]):
        if code not in authorities:
            diagnostics.append(document.unknown(f"/ladder/steps/{place}", "authority", code, authorities))
    return Chart(
        title=Text.of(node["title"]),
        begins=node["begins"],
        states=states,
        events={name: Text.of(text) for name, text in node["events"].items()},
        ladder=tuple(ladder["steps"]),
        refers_by=ladder["refers_by"],
        note=Text.of(ladder["note"]) if "note" in ladder else None,
        citations=frozen_value(tuple(ladder["citations"])),
        authorities=authorities,
    )
