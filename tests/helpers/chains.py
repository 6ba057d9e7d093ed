"""Small chains and the facts they count, for tests of the loop and of its witness."""

from datetime import date

from pmi_compliance.auditing.chains import Fact
from pmi_compliance.base.dated import Period
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text
from pmi_compliance.packs.chains import Chain, Pattern

AS_OF = date(2025, 10, 31)
FAIL = frozenset({Outcome.FAIL})


def chain(name, *patterns, about="recruiter", period=None):
    words = Text("{subject}: {count} ({rules})", "{subject}: {count} ({rules})")
    return Chain(
        name, "pack", words, about, period or Period(date(2017, 1, 1)), patterns, words, None, ("x",), ()
    )


def findings(*names, **more):
    return Pattern(frozenset(names) or None, FAIL, **more)


def fact(rule, subject, recruiter="R", day=AS_OF, severity="critical", outcome=Outcome.FAIL):
    return Fact(rule, outcome, severity, "placement", subject, recruiter, day)


#: One chain of each kind: parts that join, counts, each rule apart, near in time, on other chains.
CHAINS = [
    chain("pair", findings("a"), findings("b")),
    chain("three", findings(at_least=3)),
    chain("same", findings(at_least=2, same_rule=True), findings("c")),
    chain("near", findings("a", at_least=2, within_days=5)),
    chain("on placement", findings("a"), findings("c"), about="placement"),
    chain("above", Pattern(frozenset({"pair"}), of_chain=True), Pattern(frozenset({"three"}), of_chain=True)),
]
