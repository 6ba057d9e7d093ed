"""How hard the property tests try.

`quick` (the default) and `thorough` (four times as much) try the same examples in every run, so a gate says
the same of the same code. `pytest --hypothesis-profile explore` looks for new ones; what it finds becomes a
test of its own.
"""

import os

from hypothesis import HealthCheck, Phase, settings

_common = settings(
    deadline=None,
    # Records are large; a failing one is read as it is rather than made smaller for minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("quick", _common, max_examples=25, derandomize=True)
settings.register_profile("thorough", _common, max_examples=100, derandomize=True)
settings.register_profile("explore", _common, max_examples=300)
settings.register_profile("fuzz", _common, max_examples=5_000)
# Some 20,000 damaged inputs in all, within twenty minutes; none is kept, for what is found becomes an `@example`.
settings.register_profile("inputs", _common, max_examples=1_100, database=None)
settings.load_profile("quick")

# In a build every command that judges wants its day (`--as-of`). Tests say themselves whether they are in a build, or
# one and the same test would answer otherwise here than there.
os.environ.pop("CI", None)
