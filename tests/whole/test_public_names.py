"""What is exported says what it is for, and shows it by an example that runs."""

import doctest
import inspect
import re
from pathlib import Path

import attrs
import pytest

import pmi_compliance

ROOT = Path(__file__).parents[2]


def examples_of(name):
    documentation = inspect.getdoc(getattr(pmi_compliance, name)) or ""
    return doctest.DocTestParser().get_doctest(documentation, {}, name, None, None)


@pytest.mark.slow
@pytest.mark.parametrize("name", pmi_compliance.__all__)
def test_every_public_name_has_an_example_that_runs(name, monkeypatch):
    """Alone and as it stands, in the folder of the checkout: it imports what it uses."""
    monkeypatch.chdir(ROOT)
    example = examples_of(name)
    printed = []

    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=printed.append)

    assert example.examples, f"the docstring of {name} has no example"
    assert results.failed == 0, "".join(printed)


@pytest.mark.parametrize(
    "name", [name for name in pmi_compliance.__all__ if attrs.has(getattr(pmi_compliance, name))]
)
def test_every_field_of_a_public_class_is_documented_where_it_stands(name):
    public = getattr(pmi_compliance, name)
    ours = [kind for kind in public.__mro__ if kind.__module__.startswith("pmi_compliance")]
    source = "".join(map(inspect.getsource, ours))
    fields = [field.name for field in attrs.fields(public) if not field.name.startswith("_")]

    bare = [field for field in fields if not re.search(rf"^ +#: .*\n    {field}:", source, re.MULTILINE)]

    assert bare == []


@pytest.mark.parametrize(
    "name", [name for name in pmi_compliance.__all__ if inspect.isfunction(getattr(pmi_compliance, name))]
)
def test_every_public_function_says_its_arguments_result_and_errors(name):
    function = getattr(pmi_compliance, name)
    documentation = inspect.getdoc(function)
    signature = inspect.signature(function)

    lacking = [
        argument for argument in signature.parameters
        if not re.search(rf"^    {argument}: ", documentation, re.MULTILINE)
    ]  # fmt: skip
    lacking += (
        ["Returns"] if signature.return_annotation != "None" and "Returns:" not in documentation else []
    )
    lacking += [] if "Raises:" in documentation else ["Raises"]

    assert lacking == []
