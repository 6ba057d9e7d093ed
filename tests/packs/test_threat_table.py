"""
Articles and what they threaten, read from the texts: in both directions.

A threat stands beside no rule but of an article that it names, and beside each rule that may fail somebody by such an
article; where it does not, the table of exceptions says why.
"""

import pytest

from helpers.law import rules

#: By Act the articles whose breach is threatened, with the threats: UU 18/2017 Pasal 37, 58, 74, 79 to 86; UU 39/2004
#: Pasal 18, 100, 102 to 104; UU 6/2011 Pasal 126, 130; UU 21/2007 Pasal 4; UU 1/2023 Pasal 455; PP 22/2022 Pasal 41.
TABLE = {
    "UU 18/2017": {
        "19": {"uu18-2017-p37"}, "25": {"uu18-2017-p37"}, "27": {"uu18-2017-p37"},
        "56": {"uu18-2017-p74"}, "62": {"uu18-2017-p74"},
        "65": {"uu18-2017-p79"}, "66": {"uu18-2017-p80"}, "67": {"uu18-2017-p82"}, "68": {"uu18-2017-p83"},
        "69": {"uu18-2017-p81"}, "70": {"uu18-2017-p84-1", "uu18-2017-p84-2"}, "71": {"uu18-2017-p85"},
        "72a": {"uu18-2017-p86-a"}, "72b": {"uu18-2017-p86-b"}, "72c": {"uu18-2017-p86-c"}, "72d": {"uu18-2017-p86-d"},
    },
    "UU 39/2004": {
        "4": {"uu39-2004-p102-a"}, "12": {"uu39-2004-p102-b"}, "30": {"uu39-2004-p102-c", "uu39-2004-p100"},
        "19": {"uu39-2004-p103-a"}, "33": {"uu39-2004-p103-b", "uu39-2004-p100"}, "35": {"uu39-2004-p103-c"},
        "45": {"uu39-2004-p103-d"}, "50": {"uu39-2004-p103-e"}, "51": {"uu39-2004-p103-f"}, "68": {"uu39-2004-p103-g"},
        "70": {"uu39-2004-p103-h"}, "24": {"uu39-2004-p104-a"}, "26(1)": {"uu39-2004-p104-b"}, "46": {"uu39-2004-p104-c"},
        "64": {"uu39-2004-p104-d"}, "67": {"uu39-2004-p104-e", "uu39-2004-p100"}, "13": {"uu39-2004-p18"},
        **{article: {"uu39-2004-p100"} for article in (
            "17(1)", "20", "32(1)", "34(3)", "38(2)", "54(1)", "55(2)", "55(3)", "58(1)", "58(2)", "69(1)",
            "71", "72", "73(2)", "74", "76(1)", "82", "83")},
        "62(1)": {"uu39-2004-p100", "uu39-2004-p100-worker"},
        "105": {"uu39-2004-p100-worker"},
    },
    "UU 6/2011": {"126": {"uu6-2011-p126-c"}, "130": {"uu6-2011-p130"}},
    "UU 21/2007": {"4": {"uu21-2007-p4"}},
    "UU 1/2023": {"455": {"kuhp-p455"}},
    "PP 22/2022": {article: {"pp22-2022-p41"} for article in ("10", "13", "14", "26", "27", "28")},
}  # fmt: skip

#: Threats of an article that names duties of other instruments, or every duty of its own.
OF_OTHERS = {"uu18-2017-p58", "pp59-2021-p86-4", "permenp2mi4-2025-p9"}

_WHICH_ACT = "which Act it was is not known, and a threat is one of an Act"
_BY_DECREE = "the decree closes the country; placing there is Pasal 72 b"
_RECRUITED = (
    "recruiting is forbidden by PP 59/2021; who then placed without a permit is threatened by Pasal 72 c"
)
_WORKER = "the duty of every worker: whom Pasal 100 would reach is not said"

#: Threats beside rules that cite none of their articles.
BESIDE_NONE = {
    ("kepmenaker260-2015-mideast-individual", "uu18-2017-p86-b"): _BY_DECREE,
    ("pp59-2021-p48-no-recruit-after-revoked", "uu18-2017-p86-c"): _RECRUITED,
}

#: Rules that may fail somebody by an article without its threat.
WITHOUT = {
    ("uu18-2017-p5a-child-on-any-day", "66"): _WHICH_ACT,
    ("uu18-2017-p5a-child-on-any-day", "35"): _WHICH_ACT,
    ("uu39-2004-p62-ktkln", "62(1)"): _WORKER,
}


def breached(rule):
    """The articles of the table that a rule cites, each with its threats."""
    for citation in rule.citations:
        told, article = TABLE.get(citation.get("instrument"), {}), citation.get("article")
        for name in (
            article,
            f"{article}{citation.get('letter', '')}",
            f"{article}({citation.get('paragraph', '')})",
        ):
            if name in told:
                yield name, told[name]


def codes(rule):
    return {threat.code for threat in rule.sanctions}


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_a_threat_stands_beside_its_articles_and_no_others(rule):
    named = set().union(*(threats for _, threats in breached(rule)))

    strange = {code for code in codes(rule) - named - OF_OTHERS if (rule.id, code) not in BESIDE_NONE}
    lacking = {
        article
        for article, threats in breached(rule)
        if not rule.suspected and not threats & codes(rule) and (rule.id, article) not in WITHOUT
    }
    assert (strange, lacking) == (set(), set())


def test_each_exception_is_one():
    for name, code in BESIDE_NONE:
        assert code in codes(rules()[name])
        assert code not in set().union(*(threats for _, threats in breached(rules()[name])))
    for name, article in WITHOUT:
        assert not dict(breached(rules()[name]))[article] & codes(rules()[name])
