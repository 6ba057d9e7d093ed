"""What is left to a person hides no breach that is certain without it."""

from helpers.law import packs
from pmi_compliance.expr.tree import Call, Comprehension, Has, Name, Select, children
from pmi_compliance.packs.normalise import expanded

#: Where something is for a person whatever else is so, and a part of the duty that it does not speak of may be broken:
#: by rule, what the doubt is about.
WHATEVER_ELSE = {
    "uu18-2017-p13e-passport": "whether the worker is crew, whose papers another article names",
    "uu39-2004-p51f-passport": "whether the article speaks of who went alone",
    "uu39-2004-p51-work-visa": "whether the article speaks of who went alone",
    "uu39-2004-p51b-marital-status": "whether the article speaks of who went alone",
    "uu39-2004-p51e-health": "whether the article speaks of who went alone",
    "uu39-2004-p55-2-signed-before-departure": "whether the article speaks of who went alone",
    "uu39-2004-p73-2a-family-told": "on which day the family was told, or whether at all",
    "uu6-2011-p130-passport-retention": "whether the worker is abroad; who keeps the passport stands in two lists",
}


def test_what_a_person_decides_speaks_of_each_part_of_the_duty():
    """A deposit that was drawn was for a person, and that it lay at a private bank was not heard any more."""
    deaf = {rule.id for pack in packs() for rule in pack.rules if hides(rule)}

    assert deaf == {*WHATEVER_ELSE}


def hides(rule):
    """Whether something is for a person, of which nothing is said by a part of the duty that may be broken beside it."""
    written = rule.written
    if written.suspected or written.automation == "manual" or written.review_when is None:
        return False
    doubts = parts(expanded(written.review_when, written.terms).tree, "||")
    duties = parts(expanded(written.requires, written.terms).tree, "&&")
    return len(duties) > 1 and any(not read_by(doubt) & read_by(duty) for doubt in doubts for duty in duties)


def parts(node, connective):
    """What a condition joins."""
    if isinstance(node, Call) and node.function == connective:
        return [part for argument in node.arguments for part in parts(argument, connective)]
    return [node]


def read_by(node, variables=None):
    """The facts that a condition reads, by their paths."""
    variables = variables or {}
    if isinstance(node, Select | Has):
        path = path_of(node, variables)
        return set() if path.startswith("params.") else {path}
    if isinstance(node, Comprehension):
        listed = path_of(node.source, variables)
        return {listed} | read_by(node.body, {**variables, node.variable: listed})
    return {path for child in children(node) for path in read_by(child, variables)}


def path_of(node, variables):
    """Where a value stands: `recruiter.deposit.bank`; of an element of a list the path of the list."""
    if isinstance(node, Select | Has):
        return f"{path_of(node.operand, variables)}.{node.field}"
    if isinstance(node, Name):
        return variables.get(node.name, node.name)
    return path_of(children(node)[0], variables) if children(node) else ""
