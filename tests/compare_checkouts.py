"""
Whether two checkouts say the same of the same records: `python tests/compare_checkouts.py BEFORE AFTER [CORPORA]`.

Both audit the quick start, the real cases, the office's example and random corpora, which the first one draws.
Compared are all findings but for their wording: outcome, day, reasons, missing facts, members, sanctions, fingerprint;
the counts of every rule; the places of problems; and conclusions. It ends with 1 where they differ.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path
from typing import Any

#: What may be worded anew.
_WORDING = {"title", "message", "remediation", "text", "note"}


def _without_wording(value: Any) -> Any:
    """A finding or conclusion as JSON, its sentences left out."""
    if isinstance(value, dict):
        return {key: _without_wording(part) for key, part in value.items() if key not in _WORDING}
    return [_without_wording(part) for part in value] if isinstance(value, list) else value


def print_corpora(number: int) -> None:
    """Random records, a corpus a line; the same in every run."""
    from hypothesis import HealthCheck, Phase, given, settings

    from pmi_compliance.testing import strategies

    corpora: list[str] = []

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategies.datasets())
    def draw(tables: Any) -> None:
        corpora.append(json.dumps(tables, default=str))

    draw()
    print("\n".join(corpora))


def print_answers(corpora: Path, examples: Path) -> None:
    """What the checkout on the path says, a line for each finding, count, problem and conclusion."""
    from datetime import date
    from inspect import signature

    from pmi_compliance import Dataset, RulePack, audit, default_packs

    renamed = "include_passed" in signature(audit).parameters
    everything, unverified = (
        ("include_passed", "include_unverified") if renamed else ("everything", "unverified")
    )
    packs = [*default_packs(), RulePack.load("international"), RulePack.load("ltsa")]
    inputs: list[tuple[str, Dataset, date]] = [
        (path.name, Dataset.read(path), day)
        for path in (examples / "quickstart", *sorted((examples / "real-cases").glob("*.json")))
        for day in (date(2025, 10, 31), date(2019, 3, 1), date(2013, 6, 30))
    ]
    inputs.append(("office", Dataset.read(examples / "office"), date(2025, 10, 31)))
    for at, line in enumerate(corpora.read_text(encoding="utf-8").splitlines()):
        inputs.append((f"corpus {at}", Dataset.from_records(json.loads(line)), date(2025, 10, 31)))
    for name, dataset, day in inputs:
        options = {everything: name != "office", unverified: True}
        report = audit(dataset, packs, as_of=day, **options)
        for rule, count in report.counts.items():
            numbers = {outcome.value: number for outcome, number in count.items()}
            print(name, day, rule, json.dumps(numbers, sort_keys=True))
        for part in (*report.findings, *report.conclusions):
            print(name, day, json.dumps(_without_wording(part.as_json()), sort_keys=True))
        for problem in report.problems:
            print(name, day, problem.kind, problem.id, problem.origin)


def _ask(checkout: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src"), "PYTHONHASHSEED": "0"}
    command = [sys.executable, __file__, *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def main(before: Path, after: Path, number: str = "150") -> int:
    """Compare, and print the first differences and how much was compared."""
    with tempfile.TemporaryDirectory() as folder:
        corpora = Path(folder) / "corpora.jsonl"
        drawn = _ask(before, "--corpora", number)
        corpora.write_text(drawn.communicate()[0], encoding="utf-8")
        answers = [
            _ask(checkout, "--answers", str(corpora), str(before / "examples"))
            for checkout in (before, after)
        ]
        assert answers[0].stdout is not None
        assert answers[1].stdout is not None
        compared = different = 0
        for old, new in zip_longest(answers[0].stdout, answers[1].stdout):
            compared += 1
            if old != new:
                different += 1
                if different <= 5:
                    print(f"before: {old}after:  {new}")
        failed = [process.wait() for process in (drawn, *answers)] != [0, 0, 0]
    print(f"{compared} lines compared, {different} differ{', and a checkout failed' if failed else ''}")
    return int(failed or different > 0 or compared == 0)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--corpora", number]:
            print_corpora(int(number))
        case ["--answers", corpora, examples]:
            print_answers(Path(corpora), Path(examples))
        case [before, after, *number]:
            sys.exit(main(Path(before).resolve(), Path(after).resolve(), *number))
        case _:
            sys.exit(__doc__)
