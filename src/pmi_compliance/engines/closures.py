"""
Conditions as Python functions: the meaning of the language.

A rule becomes one function from a record to an outcome, written as Python source and compiled once. `None` is unknown.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.engines.source import PREPARED
from pmi_compliance.engines.standing import weighing
from pmi_compliance.engines.writer import Writer, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from pmi_compliance.engines.source import Followed
    from pmi_compliance.engines.trace import Relations
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.packs.model import Parameter, Rule


@frozen(eq=False)
class Program:
    """A rule, or a condition alone, as Python source and what it needs to run."""

    source: str
    namespace: Mapping[str, Any] = field(repr=False)
    relations: tuple[Followed, ...]
    #: The names in `namespace` that stand for functions of the language, and what the language calls these.
    functions: Mapping[str, str] = field(factory=dict, repr=False)
    #: The rule that it decides, if it is one.
    rule: Rule | None = field(default=None, repr=False)

    @staticmethod
    @lru_cache(maxsize=PREPARED)
    def of_rule(rule: Rule) -> Program:
        """The function that decides a rule: record data to `Outcome`. Written once for a rule, not for each audit."""
        return Program(*Writer().rule(rule), rule)

    @classmethod
    def of_condition(
        cls, checked: Checked, variables: tuple[str, ...], parameters: Mapping[str, Parameter] | None = None
    ) -> Program:
        """The function that evaluates one condition: the values of its variables, in order, to its value."""
        return cls(*Writer().alone(checked, variables, parameters or {}))

    def bind(self, dataset: Relations | None, as_of: date | None) -> Callable[..., Any]:
        """Make the function for one dataset and audit date."""
        return self.makes(dataset)(as_of)

    def makes(self, dataset: Relations | None) -> Callable[[date | None], Callable[..., Any]]:
        """What makes the function for an audit date, over one dataset."""
        if self.rule is None or dataset is None:
            return self._over(dataset)
        return weighing(self.rule, dataset, self._over)

    def _over(self, dataset: Relations | None) -> Callable[[date | None], Callable[..., Any]]:
        followers = [followed.by(dataset) for followed in self.relations] if dataset else []
        return lambda as_of: self.make(as_of, *followers)

    @cached_property
    def make(self) -> Callable[..., Callable[..., Any]]:
        """From the audit date, and what follows each relation, to the function."""
        return Written(self.source, self.namespace, self.relations, self.functions).make()
