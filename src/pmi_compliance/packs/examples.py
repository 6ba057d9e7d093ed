"""Examples that prove a rule or a term: records, and the answer a person expects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.errors import PackError
from pmi_compliance.packs import yaml
from pmi_compliance.packs.rules import EXAMPLES
from pmi_compliance.packs.sharing import CHAINS, TERMS
from pmi_compliance.records.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from pmi_compliance.base.errors import Diagnostic
    from pmi_compliance.base.text import Text
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.packs.yaml import Document
    from pmi_compliance.records.schema import RecordModel

#: When an example does not say on which day it is audited.
AS_OF = "2025-10-31"


@frozen(eq=False)
class Example:
    """One sentence with an answer."""

    #: The rule, term or chain it is about.
    about: str
    name: str
    as_of: date
    #: Records by kind, each a list; the first of the subject's kind is the one judged.
    records: Mapping[str, list[Any]]
    #: An outcome; for a term `true`, `false` or `unknown`; for a chain the ids that it concludes about.
    expect: str
    #: Pointers of the facts that must be reported as missing; `None` when the example does not say.
    missing: tuple[str, ...] | None
    file: str
    line: int
    #: Whether it is about a chain.
    of_chain: bool = False


@frozen(eq=False)
class Examples:
    """What proves a rule, or the terms of a pack."""

    examples: tuple[Example, ...]
    #: Mutants that no example can tell from the rule, each with the reason.
    equivalents: Mapping[str, str]
    #: The file that they stand in; `None` where there is none.
    document: Document | None = None


def read_examples(rule: Rule) -> Examples:
    """
    The examples beside a rule.

    Raises:
        PackError: If the file is missing or wrong.

    """
    path = Path(rule.file)
    document = yaml.read(
        path.with_name(path.stem + EXAMPLES), schema="examples", documents=rule.model.documents
    )
    node = document.value
    if node["rule"] != rule.id:
        raise PackError((document.diagnostic("/rule", "examples_of_another_rule", rule=rule.id),))
    return _examples(document, "rule")


def read_term_examples(pack: RulePack) -> Examples:
    """
    The examples of a pack's own terms.

    Raises:
        PackError: If the file is wrong, or missing although the pack has terms of its own.

    """
    return _beside(pack.folder / TERMS, "term", pack.model)


def read_chain_examples(pack: RulePack) -> Examples:
    """
    The examples of a pack's chains; each expects the ids that are concluded about, parted by a space.

    Raises:
        PackError: If the file is wrong, or missing although the pack has chains.

    """
    return _beside(pack.folder / CHAINS, "chain", pack.model)


def _beside(path: Path, what: str, model: RecordModel) -> Examples:
    """The examples of the terms or chains of one file, each of which must have some; none where it is not there."""
    if not path.is_file():
        return Examples((), {})
    held = model.documents
    own = yaml.read(path, schema=f"{what}s", documents=held)
    beside = path.with_name(path.stem + EXAMPLES)
    if not beside.is_file():
        place = next(iter(own.keys))
        raise PackError((own.diagnostic(place, "without_examples", key=True, what=what, file=beside.name),))
    document = yaml.read(beside, schema=f"{what}_examples", documents=held)
    proof = _examples(document, what)
    diagnostics = [
        document.diagnostic(
            f"/cases/{at}/{what}", "example_of_nothing", what=what, name=example.about, known=tuple(own.value)
        )
        for at, example in enumerate(proof.examples)
        if example.about not in own.value
    ]
    unproved = own.value.keys() - {example.about for example in proof.examples}
    diagnostics += [
        own.diagnostic(f"/{name}", "without_examples", key=True, what=what, file=beside.name)
        for name in sorted(unproved)
    ]
    if diagnostics:
        raise PackError(tuple(diagnostics))
    return proof


def _examples(document: Document, about: str) -> Examples:
    """The examples of one file; a rule's say once whom they are about, others each."""
    node = document.value
    examples = []
    for at, case in enumerate(node["cases"]):
        records = {
            kind: [_with_id(record, kind, index) for index, record in enumerate(_listed(value))]
            for kind, value in merged(node["base"], case.get("given", {})).items()
        }
        examples.append(
            Example(
                about=node.get("rule") or case[about],
                name=case["name"],
                as_of=yaml.day_of(case.get("as_of") or node.get("as_of") or AS_OF),
                records=records,
                expect=_expected(case["expect"]),
                missing=tuple(case["missing"]) if "missing" in case else None,
                file=document.file,
                line=document.line_of(f"/cases/{at}"),
                of_chain=about == "chain",
            )
        )
    return Examples(tuple(examples), node.get("equivalents", {}), document)


# What is wrong with the records of an example


@frozen(eq=False)
class WrongRecord:
    """One thing that is wrong with a record of an example."""

    #: Which record, and where in it: `recruiter/offices/0/kind`.
    path: str
    #: What is wrong.
    problem: Text
    #: Where it stands, as the steps of a path: the kind, the place in its list, and the steps in the record.
    steps: tuple[str, ...]


def wrong_records(example: Example, dataset: Dataset) -> Iterator[WrongRecord]:
    """
    What is wrong with the records of an example.

    Args:
        example: The example. In one of a chain, a record may name another that is not there.
        dataset: Its records.

    """
    for problem in dataset.problems:
        for detail in problem.details if problem.excluded or not example.of_chain else ():
            # That another record is excluded follows from what is wrong there.
            if detail.code != "record_excluded":
                steps = (str(problem.kind), str(problem.origin.row), *detail.pointer.split("/")[1:])
                yield WrongRecord(f"{problem.kind}{detail.pointer}", detail.message, steps)


def wrong_examples(examples: Examples, model: RecordModel) -> Iterator[Diagnostic]:
    """What is wrong with the records of examples, each thing at its place in their file."""
    document = examples.document
    if document is None:
        return
    for at, example in enumerate(examples.examples):
        for wrong in wrong_records(example, Dataset.from_records(example.records, model=model)):
            place = _place(document, at, wrong.steps)
            yield document.diagnostic(
                place, "wrong_record", key=place in document.keys, path=wrong.path, problem=wrong.problem
            )


def _place(document: Document, case: int, steps: tuple[str, ...]) -> str:
    """Where a part of a record stands: in the example or in the base of all, as near as it can be found."""
    kind, row, *inner = steps
    for length in range(len(inner), -1, -1):
        for start in (f"/cases/{case}/given/{kind}", f"/base/{kind}"):
            for place in (f"{start}/{row}", start):
                if (found := "/".join((place, *inner[:length]))) in document.values:
                    return found
    return f"/cases/{case}"


def _expected(value: Any) -> str:
    return " ".join(sorted(value)) if isinstance(value, list) else str(value).lower()


def merged(base: Any, patch: Any) -> Any:
    """JSON merge patch (RFC 7396): null takes a member away, objects are merged, all else is replaced."""
    if not isinstance(patch, dict):
        return patch
    result = dict(base) if isinstance(base, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _with_id(record: Mapping[str, Any], kind: str, index: int) -> dict[str, Any]:
    return {"id": kind if index == 0 else f"{kind}-{index + 1}", **record}
