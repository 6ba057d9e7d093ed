"""The shipped rules load, and every example beside them comes out as a person expects."""

import pytest

from pmi_compliance.packs.load import bundled, lint
from pmi_compliance.packs.model import RulePack
from pmi_compliance.proving import prove


@pytest.mark.parametrize("name", bundled())
def test_a_shipped_pack_has_no_mistake(name):
    """Every condition, text, parameter and example file of a bundled pack is sound."""
    assert lint(name) == []


@pytest.mark.parametrize("name", bundled())
def test_every_example_comes_out_as_expected(name):
    """A rule means what the sentences beside it say."""
    results = prove(RulePack.load(name))

    assert results
    assert [
        f"{result.rule}: {result.example.name}: {result.fault}" for result in results if result.fault
    ] == []
