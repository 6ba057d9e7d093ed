"""
durable-rules as a witness: it is told what a loop of ours was told, and what it says is held against the loop's answer.

It never decides. It runs in a child process, for some of what it can be asked ends the process that asks; a child that
dies or does not answer is told, and a new one is asked. Where durable-rules is not installed, there is no witness.
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

from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.text import Text, printable
from pmi_compliance.packs.charts import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pmi_compliance.packs.chains import Chain
    from pmi_compliance.packs.charts import Chart

ENGINES = ("auto", "loop", "durable")

#: A child that says nothing for so many seconds is taken for one that hangs.
PATIENCE = 20.0

#: Asked together: few enough to be answered long before patience ends.
_BLOCK = 2_000

#: What the engine compares correctly, in bytes.
_LONGEST_KEY = 1_000


def asked_for(engine: str) -> bool:
    """
    Whether a witness is to be heard.

    Args:
        engine: `loop`: never; `durable`: always; `auto`: where durable-rules is installed.

    Raises:
        UsageError: If there is no such engine, or it is not installed.

    """
    if engine not in ENGINES:
        known = ", ".join(ENGINES)
        raise UsageError(f"`engine` harus salah satu dari: {known}", f"`engine` must be one of: {known}")
    if engine == "durable" and not installed():
        raise UsageError(
            "durable-rules tidak terpasang: pip install 'pmi-compliance[live]', pada Python sebelum 3.13",
            "durable-rules is not installed: pip install 'pmi-compliance[live]', on Python before 3.13",
        )
    return engine != "loop" and installed()


def installed() -> bool:
    """Whether durable-rules can run here; it cannot on Python 3.13 and later."""
    return sys.version_info < (3, 13) and find_spec("durable_rules_engine") is not None


class ShadowEngine:
    """
    A child process that knows one set of rules or one chart.

    Args:
        knows: What it is told when it starts.
        patience: After so many seconds without an answer it is ended.

    """

    def __init__(self, knows: Mapping[str, Any], patience: float = PATIENCE) -> None:
        self.knows, self.patience = knows, patience
        #: What went wrong; whoever shows the answers shows this, too.
        self.notices: list[Text] = []
        self.child: subprocess.Popen[bytes] | None = None
        self.lines: queue.Queue[bytes] = queue.Queue()

    @classmethod
    def of_chains(cls, chains: Iterable[Chain], patience: float = PATIENCE) -> ShadowEngine:
        """A witness of chains: each pattern is a property, and each later one must meet the first."""
        return cls(
            {"rules": {rule: one for chain in chains for rule, one in _rules(chain).items()}}, patience
        )

    @classmethod
    def of_chart(cls, chart: Chart, patience: float = PATIENCE) -> ShadowEngine:
        """A witness of the life of cases."""
        # It wants a state that nothing leads to; a case begins in it, until it is opened.
        states = {"": {OPEN: chart.begins}, **{name: state.events for name, state in chart.states.items()}}
        return cls({"states": states}, patience)

    def compare_chains(self, asked: Sequence[tuple[Chain, str, Sequence[int]]], said: Sequence[bool]) -> None:
        """Hold what fires against what the loop said; a difference is told, and the loop's word stands."""
        for (chain, key, _), answer, ours in zip(asked, self.fired(asked), said, strict=True):
            if answer is not None and answer is not ours:
                self.note_difference(f"{chain.id} {printable(key)}")

    def compare_case(self, case: str, events: Sequence[str], state: str) -> None:
        """Hold where a history leads against the state that we keep."""
        answer = self.states([events])
        if answer is not None and answer[0][-1] != state:
            self.note_difference(f"{printable(case)}: {answer[0][-1]} / {state}")

    def note_difference(self, what: str) -> None:
        """Tell a difference."""
        self.notices.append(
            Text(
                f"durable-rules menjawab lain ({what}); yang berlaku: jawaban mesin kita sendiri",
                f"durable-rules answers otherwise ({what}); what holds is the answer of our own loop",
            )
        )

    def fired(self, asked: Sequence[tuple[Chain, str, Sequence[int]]]) -> list[bool | None]:
        """
        For each chain and key, whether it fires when the patterns at these places are met.

        `None` where it could not be asked: the key is longer than what it compares, or it could not answer.
        """
        told = [
            (key, [_property(chain, place) for place in sorted(places, reverse=True)])
            if places and _is_askable(key)
            else None
            for chain, key, places in asked
        ]
        answers = self.ask([one for one in told if one is not None])
        if answers is None:
            return [None] * len(asked)
        found = iter(answers)
        return [
            None if one is None and places else one is not None and {*_rules(chain)} <= {*next(found)}
            for (chain, _, places), one in zip(asked, told, strict=True)
        ]

    def states(self, histories: Sequence[Sequence[str]]) -> list[list[str]] | None:
        """The states that each history of events leads through; `None` if it could not answer."""
        answers = self.ask(histories)
        return None if answers is None else [[one.split(">")[1] for one in ran] for ran in answers]

    def ask(self, questions: Sequence[Any]) -> list[list[str]] | None:
        """The answers; `None` if two children in a row did not give them. What is asked is lost on no side."""
        answers: list[list[str]] = []
        for start in range(0, len(questions), _BLOCK):
            block = questions[start : start + _BLOCK]
            found = self._told({"ask": block})
            if found is None:
                found = self._told({"ask": block})
            if found is None:
                return None
            answers += found
        return answers

    def _told(self, what: Mapping[str, Any]) -> Any:
        """One question and its answer; `None` if the child is gone."""
        try:
            if self.child is None:
                self.child = self._started()
                self._exchange(self.child, self.knows)
            return self._exchange(self.child, what)
        except (OSError, ValueError) as error:
            self._lost(error)
            return None

    def _exchange(self, child: subprocess.Popen[bytes], what: Mapping[str, Any]) -> Any:
        assert child.stdin is not None
        child.stdin.write(json.dumps(what).encode() + b"\n")
        child.stdin.flush()
        try:
            line = self.lines.get(timeout=self.patience)
        except queue.Empty:
            raise TimeoutError(f"no answer in {self.patience:g} s") from None
        if not line:
            raise _Ended(child.wait())
        return json.loads(line)["answer"]

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
        else {f"{chain.id}:{one}": [first, one] for one in others}
    )
