"""What judges: the closures, which are the meaning of the language, and the explanations made from the same tree."""

from pmi_compliance.engines.closures import Program
from pmi_compliance.engines.explain import Explanation, explain
from pmi_compliance.engines.meaning import CALLS
from pmi_compliance.engines.trace import ContextValue, FactRead, Place, Trace, Walker

__all__ = [
    "CALLS",
    "ContextValue",
    "Explanation",
    "FactRead",
    "Place",
    "Program",
    "Trace",
    "Walker",
    "explain",
]
