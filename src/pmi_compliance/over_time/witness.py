"""
durable-rules as a shadow engine: it is asked what a loop of ours is asked, and its answers are compared with the loop's.

It never decides. It runs in a child process, for some of what it can be asked ends the process that asks; a child that
dies or does not answer gives a notice, and a new one is asked. A session or a book of cases has such an engine only where
its caller hands one in: `AuditSession(..., shadow=ShadowEngine.of_chains)`, `CaseBook(..., shadow=ShadowEngine.of_chart)`.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import weakref
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.text import Text, printable
from pmi_compliance.packs.charts import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pmi_compliance.packs.chains import Chain
    from pmi_compliance.packs.charts import Chart

#: A child that says nothing for so many seconds is taken for one that hangs.
PATIENCE = 20.0

#: Asked together: few enough to be answered long before patience ends.
_BLOCK = 2_000

#: What the engine compares correctly, in bytes.
_LONGEST_KEY = 1_000


def installed() -> bool:
    """Whether durable-rules can run here; it cannot on Python 3.13 and later."""
    return sys.version_info < (3, 13) and find_spec("durable_rules_engine") is not None


def shadow_engine() -> type[ShadowEngine] | None:
    """The shadow engine where it can run; `None` elsewhere. The commands use what this gives."""
    return ShadowEngine if installed() else None


class ShadowEngine:
    """
    A child process that knows one set of rules or one chart.

    Args:
        setup: The rules or states it answers about; a child gets them when it starts.
        patience: After so many seconds without an answer the child is ended.

    """

    def __init__(self, setup: Mapping[str, Any], patience: float = PATIENCE) -> None:
        self.setup, self.patience = setup, patience
        #: Differences and children that did not answer; whoever shows the answers shows these, too.
        self.notices: list[Text] = []
        self.child: subprocess.Popen[bytes] | None = None
        self.lines: queue.Queue[bytes] = queue.Queue()

    def __getstate__(self) -> dict[str, Any]:
        # A child stays with the process that started it; a copy starts its own.
        return {"setup": self.setup, "patience": self.patience, "notices": self.notices}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["setup"], state["patience"])  # type: ignore[misc]
        self.notices = [*state["notices"]]

    @classmethod
    def of_chains(cls, chains: Iterable[Chain], patience: float = PATIENCE) -> ShadowEngine:
        """An engine for chains: each pattern is a property, and each later one must meet the first."""
        rules = {name: properties for chain in chains for name, properties in _rules(chain).items()}
        return cls({"rules": rules}, patience)

    @classmethod
    def of_chart(cls, chart: Chart, patience: float = PATIENCE) -> ShadowEngine:
        """An engine for the life of cases."""
        # It wants a state that nothing leads to; a case begins in it, until it is opened.
        states = {"": {OPEN: chart.begins}, **{name: state.events for name, state in chart.states.items()}}
        return cls({"states": states}, patience)

    def compare_chains(
        self, asked: Sequence[tuple[Chain, str, Sequence[int]]], answers: Sequence[bool]
    ) -> None:
        """
        Compare what fires with what the loop answered; a difference gives a notice, and the loop's answer holds.

        Args:
            asked: Chain, id of the common record, and the places of the patterns that are met.
            answers: Whether the loop concluded, for each of them.

        """
        for (chain, key, _), shadow, loop in zip(asked, self.fired(asked), answers, strict=True):
            if shadow is not None and shadow is not loop:
                self._note_difference(f"{chain.id} {printable(key)}")

    def compare_case(self, case: str, events: Sequence[str], state: str) -> None:
        """Compare where a history leads with the state that the chart gives."""
        histories = self.states([events])
        if histories is not None and histories[0][-1] != state:
            self._note_difference(f"{printable(case)}: {histories[0][-1]} / {state}")

    def _note_difference(self, difference: str) -> None:
        self.notices.append(
            Text(
                f"durable-rules menjawab lain ({difference}); yang berlaku: jawaban mesin kita sendiri",
                f"durable-rules answers otherwise ({difference}); what holds is the answer of our own loop",
            )
        )

    def fired(self, asked: Sequence[tuple[Chain, str, Sequence[int]]]) -> list[bool | None]:
        """
        For each chain and key, whether it fires when the patterns at these places are met.

        `None` where it could not be asked: the key is longer than what it compares, or it could not answer.
        """
        questions = [
            (key, [_property(chain, place) for place in sorted(places, reverse=True)])
            if places and _is_askable(key)
            else None
            for chain, key, places in asked
        ]
        answers = self.ask([question for question in questions if question is not None])
        if answers is None:
            return [None] * len(asked)
        fired = iter(answers)
        return [
            None
            if question is None and places
            else question is not None and {*_rules(chain)} <= {*next(fired)}
            for (chain, _, places), question in zip(asked, questions, strict=True)
        ]

    def states(self, histories: Sequence[Sequence[str]]) -> list[list[str]] | None:
        """The states that each history of events leads through; `None` if it could not answer."""
        answers = self.ask(histories)
        return None if answers is None else [[step.split(">")[1] for step in steps] for steps in answers]

    def ask(self, questions: Sequence[Any]) -> list[list[str]] | None:
        """The answers; `None` if two children in a row did not give them. What is asked is lost on no side."""
        answers: list[list[str]] = []
        for start in range(0, len(questions), _BLOCK):
            block = questions[start : start + _BLOCK]
            answered = self._answer({"ask": block})
            if answered is None:
                answered = self._answer({"ask": block})
            if answered is None:
                return None
            answers += answered
        return answers

    def _answer(self, question: Mapping[str, Any]) -> Any:
        """The answer to one question; `None` if the child is gone."""
        try:
            if self.child is None:
                self.child = self._started()
                self._exchange(self.child, self.setup)
            return self._exchange(self.child, question)
        except (OSError, ValueError) as error:
            self._lost(error)
            return None

    def _exchange(self, child: subprocess.Popen[bytes], line: Mapping[str, Any]) -> Any:
        assert child.stdin is not None
        child.stdin.write(json.dumps(line).encode() + b"\n")
        child.stdin.flush()
        try:
            answer = self.lines.get(timeout=self.patience)
        except queue.Empty:
            raise TimeoutError(f"no answer in {self.patience:g} s") from None
        if not answer:
            raise _Ended(child.wait())
        return json.loads(answer)["answer"]

    def _started(self) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [sys.executable, "-m", "pmi_compliance.over_time.witness_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._ends = weakref.finalize(self, _end, child)
        # Not every system can wait for a pipe with a limit; a thread that sleeps in a read can.
        self.lines = queue.Queue()
        threading.Thread(target=_read, args=(child.stdout, self.lines), daemon=True).start()
        return child

    def _lost(self, error: Exception) -> None:
        self.close()
        self.notices.append(
            Text(
                f"durable-rules tidak menjawab ({error}); jawaban tetap dari mesin kita sendiri",
                f"durable-rules did not answer ({error}); the answers are those of our own loop",
            )
        )

    def close(self) -> None:
        """End the child; another starts when it is asked again."""
        if self.child is not None:
            self._ends()
            self.child = None


class _Ended(ValueError):
    """The child ended."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the process ended with {code}")


def _read(pipe: Any, lines: queue.Queue[bytes]) -> None:
    """Every line, and an empty one when there are no more."""
    with pipe:
        for line in pipe:
            lines.put(line)
    lines.put(b"")


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    with suppress(OSError):  # what was not read is lost with it
        if child.stdin is not None:
            child.stdin.close()


def _is_askable(key: str) -> bool:
    """Whether the engine compares a key as we do: not too long, and text that can be sent at all."""
    try:
        return 0 < len(key.encode()) < _LONGEST_KEY
    except UnicodeEncodeError:
        return False


def _property(chain: Chain, place: int) -> str:
    return f"{chain.id}/{place}"


def _rules(chain: Chain) -> dict[str, list[str]]:
    """The rules of a chain: it fires when all of them do."""
    first, *others = (_property(chain, place) for place in range(len(chain.when)))
    return (
        {f"{chain.id}/{first}": [first]}
        if not others
        else {f"{chain.id}:{other}": [first, other] for other in others}
    )
