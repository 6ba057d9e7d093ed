"""Which sub-conditions of a rule no example decides, and which mutants no example notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from pmi_compliance.engines import Program
from pmi_compliance.proving.examples import expected, proofs
from pmi_compliance.proving.mutants import mutants
from pmi_compliance.records.dataset import Dataset

if TYPE_CHECKING:
    from pmi_compliance.packs.examples import Examples
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule


@frozen
class Gap:
    """Something that the examples of a rule or a term do not prove, or that their list of equivalents gets wrong."""

    about: str
    #: `undecided`: a sub-condition that no example decides; `survives`: another mutant that none notices;
    #: `noticed`: listed as equivalent although an example notices it; `unknown`: listed, but there is no such mutant.
    kind: str
    mutant: str


@frozen
class Proof:
    """What the examples of a rule or a term prove."""

    about: str
    mutants: int
    equivalent: int
    gaps: tuple[Gap, ...]


def coverage(pack: RulePack) -> list[Proof]:
    """
    Change every rule and term of a pack in small ways, and see what its examples notice.

    Raises:
        PackError: If a file of examples is missing or wrong.

    """
    return [_proof(pack, rule, examples) for rule, examples in proofs(pack)]


def _proof(pack: RulePack, rule: Rule, examples: Examples) -> Proof:
    runs = [
        (
            Dataset.from_records(example.records, model=pack.model),
            example.as_of,
            rule.subject,
            example.records[rule.subject][0]["id"],
        )
        for example in examples.examples
    ]
    outcomes = [expected(example) for example in examples.examples]

    def noticed(changed: Rule) -> bool:
        program = Program.of_rule(changed)
        for (dataset, as_of, kind, id_), outcome in zip(runs, outcomes, strict=True):
            record = dataset.get(kind, id_)
            if record is not None and program.bind(dataset, as_of)(record.data).value != outcome:
                return True
        return False

    gaps: list[Gap] = []
    seen: set[str] = set()
    for mutant in mutants(rule, pack.parameters):
        seen.add(mutant.name)
        if noticed(mutant.rule):
            if mutant.name in examples.equivalents:
                gaps.append(Gap(rule.id, "noticed", mutant.name))
        elif mutant.name not in examples.equivalents:
            gaps.append(Gap(rule.id, "undecided" if mutant.stuck else "survives", mutant.name))
    gaps += [Gap(rule.id, "unknown", name) for name in examples.equivalents if name not in seen]
    return Proof(rule.id, len(seen), len(seen & examples.equivalents.keys()), tuple(gaps))
