"""How hard the property tests try: `pytest --hypothesis-profile thorough` tries four times as much."""

from hypothesis import HealthCheck, Phase, settings

_common = settings(
    deadline=None,
    # Records are large; a failing one is read as it is rather than made smaller for minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("quick", _common, max_examples=25)
settings.register_profile("thorough", _common, max_examples=100)
settings.load_profile("quick")
