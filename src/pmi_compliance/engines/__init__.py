"""What judges: the closures, which are the meaning of the language, and the explanations made from the same tree."""

from pmi_compliance.engines.closures import Program
from pmi_compliance.engines.explain import Explanation, explain
from pmi_compliance.engines.facts import ContextValue, FactRead, Place
from pmi_compliance.engines.groups import NAMED, Related
from pmi_compliance.engines.meaning import CALLS
from pmi_compliance.engines.trace import Evaluator, Trace

__all__ = [
    "CALLS",
    "NAMED",
    "ContextValue",
    "Evaluator",
    "Explanation",
    "FactRead",
    "Place",
    "Program",
    "Related",
    "Trace",
    "explain",
]
