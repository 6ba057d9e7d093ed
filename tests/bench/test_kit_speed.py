"""A hundred examples of each strategy that makes records for a rule, with the search for them."""

import pytest
from hypothesis import given, settings

from helpers.law import packs
from pmi_compliance.testing import searching
from pmi_compliance.testing import strategies as kit

RULES = {rule.id: rule for pack in packs() for rule in pack.rules}
PACKS = {pack.id: pack for pack in packs()}

MADE = {
    "violating, one record": lambda: kit.violating(RULES["kupang-2025-local-representation"]),
    "violating, two placements": lambda: kit.violating(RULES["uu18-2017-p65-nik-shared"]),
    "undecided": lambda: kit.undecided(RULES["uu18-2017-p65-nik-shared"]),
    "boundary": lambda: kit.boundary(RULES["uu18-2017-p5a-min-age"]),
    "compliant, largest pack": lambda: kit.compliant(PACKS["uu-18-2017"]),
    "datasets": kit.datasets,
}


@pytest.mark.benchmark(group="100 examples")
@pytest.mark.parametrize("name", MADE)
def test_a_hundred_examples(benchmark, name):
    def draw():
        searching._candidates.cache_clear()

        @settings(max_examples=100, database=None, deadline=None)
        @given(MADE[name]())
        def look(_):
            pass

        look()

    benchmark.pedantic(draw, rounds=1)
