"""The pack that a page writes step by step is whole: nothing is wrong with it, and its examples prove it."""

import re

import pytest

from pmi_compliance import RulePack
from pmi_compliance.base.resources import folder
from pmi_compliance.packs.lint import lint
from pmi_compliance.proving import coverage, prove

PAGE = (folder("rules") / "STEP_BY_STEP.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    root = tmp_path_factory.mktemp("steps")
    for name, text in re.findall(r"^```yaml\n# (\S+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "contoh"


def test_nothing_is_wrong_with_it(pack):
    assert lint(pack) == []


@pytest.mark.slow  # chains wait for findings of every bundled pack
def test_its_examples_hold(pack):
    assert [result.failure for result in prove(RulePack.load(pack)) if result.failure] == []


def test_every_small_change_is_noticed(pack):
    assert [gap for proof in coverage(RulePack.load(pack)) for gap in proof.gaps] == []
