"""What is exported says what it is for, and shows it by an example that runs."""

import doctest
import inspect
from pathlib import Path

import pytest

import pmi_compliance

ROOT = Path(__file__).parents[2]

#: Names whose example is still to be written. The list only gets shorter.
WITHOUT_EXAMPLE = {
    "AuditSession", "CaseBook", "CaseState", "Change", "Conclusion", "Dataset", "Evidence", "Finding", "Missing",
    "OutcomeChange", "PackError", "PmiError", "Problem", "Record", "Report", "Subject", "UnknownPack",
    "UnreadableInput", "UsageError", "audit", "outlook", "read_records",
}  # fmt: skip


def examples_of(name):
    documentation = inspect.getdoc(getattr(pmi_compliance, name)) or ""
    return doctest.DocTestParser().get_doctest(documentation, {}, name, None, None)


@pytest.mark.parametrize("name", pmi_compliance.__all__)
def test_every_public_name_has_an_example_that_runs(name, monkeypatch):
    """Alone and as it stands, in the folder of the checkout: it imports what it uses."""
    monkeypatch.chdir(ROOT)
    example = examples_of(name)
    printed = []

    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=printed.append)

    assert example.examples or name in WITHOUT_EXAMPLE, f"the docstring of {name} has no example"
    assert results.failed == 0, "".join(printed)
