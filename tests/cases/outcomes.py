"""
What the rules say of the stories, beside what an honest person says: `python tests/cases/outcomes.py` prints it.

A story was written before its author looked at the rules; its facts stand as `records`, or as the `lists` of an office,
with the `problems` that are told of them. It says of each record which duty was looked at, which
outcomes an honest person `may` give and which one `must_not`; `duties.yaml` says which rule judges such a duty. What
the rules say wrongly today stands in the story as `wrong_today`, with the reason. `threats`, where it stands, says what
`must` be threatened beside a record, what `must_not_beside` it, and what `must_not` anywhere.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from pmi_compliance import Dataset, RulePack, default_packs
from pmi_compliance.auditing.backends import outcomes_in_memory
from pmi_compliance.auditing.selection import rules_of

HERE = Path(__file__).parent
STORED = HERE / "outcomes.txt"
PUBLISHED = HERE.parents[1] / "examples" / "real-cases"
NO_RULE = "no rule"


class _Loader(yaml.SafeLoader):
    """YAML in which a day stays the text that a clerk wrote, and `on` is a word."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    if first not in "oOyYnN"
}


def read(path: Path) -> Any:
    """What a file of YAML says."""
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)


#: The rules that judge a duty, by the words of the stories; where kinds of records have their own, by kind.
DUTIES: dict[str, Any] = read(HERE / "duties.yaml")


@cache
def packs() -> tuple[RulePack, ...]:
    """The packs that a user has who names none."""
    return default_packs()


@dataclass(frozen=True)
class Row:
    """One line of the table: what was said of one duty of one record."""

    story: str
    record: str
    duty: str
    rule: str
    said: str
    allowed: bool
    wrong_today: str | None = None

    @property
    def right(self) -> str:
        """`right`, `wrong`, `known` to be wrong, `mended` though it is noted as wrong, or nobody says anything."""
        if self.said == "-":
            return "-"
        names = ("mended", "known") if self.wrong_today else ("right", "wrong")
        return names[0] if self.allowed else names[1]


@dataclass(frozen=True)
class Story:
    """One story as it is written, and what the rules say of it."""

    name: str
    written: dict[str, Any]

    @cached_property
    def records(self) -> dict[str, list[dict[str, Any]]]:
        """The records by kind; of placements that differ in nothing but their ids the first, which stands for all."""
        kinds = self.written["records"]
        if isinstance(kinds, str):
            kinds = json.loads((PUBLISHED / kinds).read_text(encoding="utf-8"))
        different: dict[str, dict[str, Any]] = {}
        for placement in kinds.get("placements", ()):
            different.setdefault(json.dumps({**placement, "id": None}, sort_keys=True), placement)
        return {**kinds, "placements": [*different.values()]}

    @cached_property
    def dataset(self) -> Dataset:
        """The records as they are read; a problem that the story does not name is an error here."""
        dataset = self._read()
        told = [
            f"{problem.kind} {problem.id} {detail.pointer} {detail.code}"
            for problem in dataset.problems
            for detail in problem.details
        ]
        if told != self.written.get("problems", []):
            raise ValueError(f"{self.name}: {told}")
        return dataset

    def _read(self) -> Dataset:
        """The records of a story, or the lists that an office handed in, by the names of their files."""
        if "lists" not in self.written:
            return Dataset.from_records(self.records)
        with TemporaryDirectory() as folder:
            for name, text in self.written["lists"].items():
                Path(folder, name).write_text(text, encoding="utf-8")
            return Dataset.read(folder)

    @property
    def as_of(self) -> date:
        """The audit date."""
        return date.fromisoformat(self.written["as_of"])

    @cached_property
    def said(self) -> dict[str, dict[str, str]]:
        """The outcome of each rule, by record; reasons are not asked for, which take most of an audit."""
        said: dict[str, dict[str, str]] = {}
        rules = rules_of(packs(), include_unverified=False)
        for rule, record, outcome in outcomes_in_memory(rules, self.dataset, self.as_of):
            said.setdefault(f"{record.kind} {record.id}", {})[rule.id] = outcome.value
        return said

    def rows(self) -> Iterator[Row]:
        """What is expected, and after it what other rules fail or put before a person."""
        named: set[tuple[str, str]] = set()
        for statement in self.written["expect"]:
            for row in self._stated(statement):
                named.add((row.record, row.rule))
                yield row
        otherwise = self.written["otherwise"]
        known = otherwise.get("wrong_today", {})
        for record, outcomes in self.said.items():
            for rule, outcome in outcomes.items():
                forbidden = outcome in otherwise["must_not"]
                if (record, rule) not in named and (forbidden or outcome in ("fail", "review")):
                    yield Row(self.name, record, "also", rule, outcome, not forbidden, known.get(rule))

    def _stated(self, statement: dict[str, Any]) -> Iterator[Row]:
        """A row for each record that a statement is about, `placement *` about each placement, and for each rule."""
        kind, at = statement["record"].split()
        records = [name for name in self.said if at == "*" and name.startswith(f"{kind} ")] or [
            f"{kind} {at}"
        ]
        wrong = statement.get("wrong_today")
        rules = DUTIES[statement["duty"]]
        rules = _of_rule(rules, kind) or NO_RULE
        for record, rule in product(records, [rules] if isinstance(rules, str) else rules):
            said = "-" if rule == NO_RULE else self.said[record][rule]
            allowed = said in statement["may"] and said not in statement.get("must_not", ())
            yield Row(self.name, record, statement["duty"], rule, said, allowed, _of_rule(wrong, rule))


def _of_rule(written: Any, name: str) -> Any:
    """What is written for one rule or kind, or for all of them."""
    return written.get(name) if isinstance(written, dict) else written


def stories() -> list[Story]:
    """Every story, in the order of their names."""
    return [Story(path.stem, read(path)) for path in sorted((HERE / "stories").glob("*.yaml"))]


def table(told: list[Story]) -> str:
    """The table of all stories: what is said of each, and whether that is right."""
    lines = []
    for story in told:
        lines.append(f"{story.name}: {story.written['title']} (as of {story.written['as_of']})")
        lines += _grouped(list(story.rows()))
        lines.append("")
    return "\n".join(lines)


def _grouped(rows: list[Row]) -> Iterator[str]:
    """One line for records of which the same is said, counted."""
    same: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        alike = (row.right, row.said, row.duty, row.rule, row.wrong_today or "")
        same.setdefault(alike, []).append(row.record)
    for (right, said, duty, rule, why), records in same.items():
        who = records[0] if len(records) == 1 else f"{records[0]} and {len(records) - 1} more"
        yield f"  {right:7} {said:14} {who} | {duty} | {rule}" + (f" | {why}" if why else "")


if __name__ == "__main__":
    sys.stdout.write(table(stories()))
