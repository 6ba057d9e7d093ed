"""
The condition language: text to tree, tree to text, tree to types.

Pure: it knows no records, no datasets and no law. README.md beside this file is its specification.
"""

from pmi_compliance.expr.ast import Node
from pmi_compliance.expr.check import Checked, check
from pmi_compliance.expr.functions import FUNCTIONS
from pmi_compliance.expr.syntax import parse, to_text

__all__ = ["FUNCTIONS", "Checked", "Node", "check", "parse", "to_text"]
