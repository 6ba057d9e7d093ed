"""
The only place where durable-rules runs: a process of its own, which may die at any time without harm.

It reads one JSON value a line and answers each with one. It knows no law and keeps nothing: whatever it is asked comes
with all that it needs, in a session that is gone when it has answered. What durable-rules cannot bear never reaches it:
one equality between two plain facts is all that a rule holds, and no more than 30 rules stand in one ruleset.
"""

from __future__ import annotations

import json
import sys
import warnings
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from durable import engine

#: From the second on, the sharing of conditions among more rules breaks the engine's limits.
_RULES = 30

#: The one session of each ruleset that is ever open.
_SID = "one"


def joins(rules: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """
    Rulesets of the form that was proved safe, by their names.

    Args:
        rules: For each rule one property, or two that must be equal in two facts.

    """
    names = sorted(rules)
    for start in range(0, len(names), _RULES):
        ruleset: dict[str, Any] = {"begin": {"all": [{"p": {"$ex": {"begin": 1}}}], "run": "begin"}}
        for name in names[start : start + _RULES]:
            left, *right = rules[name]
            # A fixed name for the first fact: others change the answers of other rules.
            parts: list[dict[str, Any]] = [{"p": {"$ex": {left: 1}}}]
            parts += [{"q": {other: {"p": left}}} for other in right]
            ruleset[name] = {"all": parts, "run": name}
        yield f"joins{start // _RULES}", ruleset


def state_chart(states: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """A state chart: for each state the events that it knows, and where they lead."""
    return {
        state: {
            event: {"all": [{"m": {"event": event}}], "to": to, "run": f"{event}>{to}"}
            for event, to in events.items()
        }
        for state, events in states.items()
    }


class Engine:
    """durable-rules without its threads, and with actions that only write down that they ran."""

    def __init__(self, rulesets: Mapping[str, Any]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from durable import engine  # noqa: PLC0415  absent on many machines

        class Quiet(engine.Host):  # type: ignore[misc]
            def _run(self) -> None:
                """No thread of its own: nothing happens but what is asked for."""

            def get_action(self, name: str) -> Callable[[Any], None]:
                def ran(_: Any) -> None:
                    fired.append(name)

                return ran

        self.fired: list[str] = []
        fired = self.fired
        self.unhandled = engine.MessageNotHandledException
        self.host: engine.Host = Quiet()
        # It takes its argument apart: a copy.
        self.host.register_rulesets(json.loads(json.dumps(rulesets)))

    def post(self, ruleset: str, number: int, fact: Mapping[str, Any], *, event: bool = False) -> list[str]:
        """What ran on one fact or event."""
        self.fired.clear()
        message = {**fact, "sid": _SID, "id": f"{number}"}
        with warnings.catch_warnings():
            # It asks Python for the time in a way that later versions will not know.
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                state = (self.host.post if event else self.host.assert_fact)(ruleset, message)
            except self.unhandled:
                return []
        if state and "exception" in state:
            raise RuntimeError(state["exception"])
        return [*self.fired]

    def forget(self, ruleset: str) -> None:
        """End the session; it must have run something before."""
        self.host.delete_state(ruleset, _SID)


class Joins:
    """Which rules fire for the facts of one key."""

    def __init__(self, rules: Mapping[str, Sequence[str]]) -> None:
        self.rulesets = dict(joins(rules))
        self.engine = Engine(self.rulesets)
        #: For each property the rulesets that have a rule about it.
        self.where: dict[str, list[str]] = {}
        for name, ruleset in self.rulesets.items():
            about = (properties for rule, properties in rules.items() if rule in ruleset)
            for property_ in dict.fromkeys(chain.from_iterable(about)):
                self.where.setdefault(property_, []).append(name)

    def ask(self, key: str, properties: Sequence[str]) -> list[str]:
        """The rules that fire when facts with these properties, all with one key, are asserted one by one."""
        fired: set[str] = set()
        for ruleset in dict.fromkeys(name for property_ in properties for name in self.where[property_]):
            self.engine.post(ruleset, 0, {"begin": 1})
            for number, property_ in enumerate(properties, 1):
                if ruleset in self.where[property_]:
                    fired.update(self.engine.post(ruleset, number, {property_: key}))
            self.engine.forget(ruleset)
        return sorted(fired)


class Charts:
    """Through which states a history leads."""

    def __init__(self, states: Mapping[str, Mapping[str, str]]) -> None:
        self.engine = Engine({"case$state": state_chart(states)})

    def ask(self, events: Sequence[str]) -> list[str]:
        """What ran on each event, as `event>state`."""
        ran: list[str] = []
        for number, event in enumerate(events, 1):
            ran += self.engine.post("case", number, {"event": event}, event=True) or [f"{event}>?"]
        if ran:
            self.engine.forget("case")
        return ran


def main() -> None:
    """Answer until there is nothing more to read."""
    engine: Joins | Charts | None = None
    for line in sys.stdin:
        question = json.loads(line)
        answer: Any = None
        if "rules" in question:
            engine = Joins(question["rules"])
        elif "states" in question:
            engine = Charts(question["states"])
        elif isinstance(engine, Joins):
            answer = [engine.ask(key, properties) for key, properties in question["ask"]]
        elif isinstance(engine, Charts):
            answer = [engine.ask(events) for events in question["ask"]]
        sys.stdout.write(json.dumps({"answer": answer}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
