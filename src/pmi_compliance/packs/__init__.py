"""Rule packs: law as data, loaded, checked and ready to be judged."""

from pmi_compliance.packs.examples import Example, read_examples
from pmi_compliance.packs.load import bundled, lint, load
from pmi_compliance.packs.model import Condition, Parameter, Rule, RulePack, Template, Value
from pmi_compliance.packs.waivers import Waiver, read_waivers

__all__ = [
    "Condition",
    "Example",
    "Parameter",
    "Rule",
    "RulePack",
    "Template",
    "Value",
    "Waiver",
    "bundled",
    "lint",
    "load",
    "read_examples",
    "read_waivers",
]
