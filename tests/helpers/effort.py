"""How hard a property tries where one example is costly: an audit of every rule, in several forms or back ends."""

from hypothesis import settings


def examples(share):
    """A share of the examples that the profile asks for, so that `thorough` and `explore` still look further."""
    return settings(max_examples=max(1, settings.default.max_examples * share // 25))
