"""Prove rules: run the examples beside each of them, and change each rule to see whether an example notices."""

from pmi_compliance.proving.coverage import Gap, Proof, coverage
from pmi_compliance.proving.examples import Result, prove

__all__ = ["Gap", "Proof", "Result", "coverage", "prove"]
