"""What judges: the closures, which are the meaning of the language, and the explanations made from the same tree."""

from pmi_compliance.backends.closures import Program
from pmi_compliance.backends.explain import Explanation, Given, Read, explain
from pmi_compliance.backends.meaning import CALLS

__all__ = ["CALLS", "Explanation", "Given", "Program", "Read", "explain"]
