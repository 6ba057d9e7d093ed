"""What judges: the closures, which are the meaning of the language, and the explanations made from the same tree."""

from pmi_compliance.backends.closures import Program
from pmi_compliance.backends.explain import Explanation, explain
from pmi_compliance.backends.meaning import CALLS
from pmi_compliance.backends.trace import Given, Place, Read, Trace, Walker

__all__ = ["CALLS", "Explanation", "Given", "Place", "Program", "Read", "Trace", "Walker", "explain"]
