"""One fact, one answer: wherever a fact is written, every rule hears it, and reads it through one term."""

from datetime import date
from functools import cache

import pytest
from attrs import evolve

from helpers.law import packs
from helpers.reading import all_is_read
from pmi_compliance import Dataset, audit
from pmi_compliance.expr.tree import Name, Select
from pmi_compliance.packs.examples import read_examples

# How conditions read a fact that stands in several places

#: The terms that say who places.
PLACERS = (
    "by_p3mi", "by_own_interest_company", "self_placed", "by_individual", "by_training_centre", "by_unlicensed",
    "by_company", "by_government_2004", "not_surely_by_p3mi", "surely_alone",
)  # fmt: skip

#: Where such facts stand, and the terms through which a condition about a placement reads each.
TERMS = {
    "executor_kind": PLACERS,
    "recruiter.kind": PLACERS,
    "scope": ("abroad", "at_home", "not_surely_abroad", "surely_at_home"),
    "destination": ("abroad", "at_home", "destination_abroad", "destination_at_home"),
    "actual_destination": ("abroad", "at_home", "destination_abroad", "destination_at_home"),
    "worker_category": ("household", "crew", "not_crew"),
    "employer.kind": ("household",),
    "worker.birth_date": ("adult", "child_said", "of_age_said"),
    "worker.stated_age": ("adult", "child_said", "of_age_said"),
    "worker.stated_age_below": ("adult", "child_said", "of_age_said"),
    "worker.identity_claims": ("adult", "child_said", "of_age_said", "nik_of_child", "nik_of_age"),
}

_WHICH = "asks which one it is, and not what the term says"
_COMPARES = "compares what is written, and asks for no age"
_KINDS = "asks for each kind of executor"

#: Rules that read such a place themselves, and why no term would do.
OWN_READING = {
    "kepmenaker260-2015-mideast-individual": ({"destination", "actual_destination"}, _WHICH),
    "kepmenaker291-2018-spsk-saudi": ({"destination"}, _WHICH),
    "uu18-2017-p32-closed-destination": ({"destination", "actual_destination"}, _WHICH),
    "uu18-2017-p59-3-sip2mi-scope": ({"destination"}, _WHICH),
    "uu18-2017-p59-3-other-country": ({"destination", "actual_destination"}, _WHICH),
    "uu21-2007-promised-and-kept": ({"destination", "actual_destination"}, _WHICH),
    "uu18-2017-p4-2-scope-guard": ({"scope"}, "asks whether the scope is written at all"),
    "pp22-2022-p17-pkl": ({"worker_category"}, _WHICH),
    "pp22-2022-p18-crew-documents": ({"worker_category"}, _WHICH),
    "pp22-2022-p3-4-fishing-crew-alone": ({"worker_category", "employer.kind"}, _WHICH),
    "uu39-2004-p51a-identity": (
        {"worker.identity_claims"},
        "asks which papers were seen, not what they say of the age",
    ),
    "uu39-2004-p12-placing-without-licence": ({"recruiter.kind"}, "asks for manning agencies, too"),
    "uu18-2017-p1-1-registered-at-district": (
        {"executor_kind"},
        "asks whether somebody is written who recruited, whatever the kind",
    ),
    "uu18-2017-p49-executor-kind": ({"executor_kind", "recruiter.kind"}, _KINDS),
    "uu18-2017-p5a-min-age": (
        {"worker.birth_date", "worker.identity_claims"},
        "asks for the age on the day of signing, too",
    ),
    "uu18-2017-p65-document-truth": ({"worker.birth_date", "worker.identity_claims"}, _COMPARES),
    "uu18-2017-p65-names-agree": ({"worker.identity_claims"}, _COMPARES),
    "uu18-2017-p65-nik-agrees": ({"worker.birth_date"}, _COMPARES),
    "uu18-2017-p65-nik-shared": ({"worker.birth_date"}, _COMPARES),
    "uu18-2017-p65-passport-shared": ({"worker.birth_date"}, _COMPARES),
    "uu18-2017-p65-phone-shared": ({"worker.birth_date"}, _COMPARES),
}


def steps_of(node):
    """The path that a node reads, after the name that it begins with."""
    steps = []
    while isinstance(node, Select):
        steps.insert(0, node.field)
        node = node.operand
    return (node.name, ".".join(steps)) if isinstance(node, Name) else (None, "")


def read_directly(*written):
    """The places of such facts that what somebody wrote reads without a term."""
    paths = [steps_of(node) for part in written if part is not None for node in part.nodes()]
    return {path for name, path in paths if name == "placement" and path in TERMS}


def names_of(rule):
    """The names, of terms too, that the author of a rule wrote."""
    written = (rule.written.applies_when, rule.written.review_when, rule.written.requires)
    return {
        node.name for part in written if part is not None for node in part.nodes() if isinstance(node, Name)
    }


RULES = [rule for pack in packs() for rule in pack.rules if rule.subject == "placement"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_reads_such_a_fact_through_its_term(rule):
    """Whoever writes a rule that reads the place itself learns here which term to use."""
    allowed, _why = OWN_READING.get(rule.id, (set(), ""))

    found = read_directly(rule.written.applies_when, rule.written.review_when, rule.written.requires)

    assert {path: TERMS[path] for path in found - allowed} == {}
    assert allowed - found == set(), "no longer read: take it out of the table"


#: Terms that other terms are made of.
MADE_OF = {
    "scope_contradicted", "household_said", "no_household_said",
    "of_household_age_said", "below_household_age_said",
    "nik_too_young_for_household", "nik_old_enough_for_household",
}  # fmt: skip


def test_a_term_reads_such_a_fact_through_its_term():
    reading = MADE_OF.union(*TERMS.values())
    terms = {term.name: term for pack in packs() for term in pack.terms.values() if term.of == "placement"}

    assert reading <= terms.keys()
    assert {
        name: found
        for name, term in terms.items()
        if name not in reading and (found := read_directly(term.written))
    } == {}


# What a rule answers where the same fact stands elsewhere


def _placer(placement, tables):
    """Who places, said of the recruiter."""
    kind = placement.get("executor_kind")
    if kind in {None, "none"} or any("kind" in recruiter for recruiter in tables.get("recruiter", ())):
        return None
    recruiter = {**next(iter(tables.get("recruiter", ())), {"id": "placer"}), "kind": kind}
    if placement.get("recruiter_id", recruiter["id"]) != recruiter["id"]:
        return None
    others = tables.get("recruiter", ())[1:]
    moved = without(placement, "executor_kind") | {"recruiter_id": recruiter["id"]}
    return moved, {"recruiter": [recruiter, *others]}


def _employer(placement, _tables):
    """Whether a household employs, said of the employer."""
    kind = {"individual_employer": "individual", "legal_entity_employer": "legal_entity"}.get(
        placement.get("worker_category", "")
    )
    employer = placement.get("employer") or {}
    if kind is None or "kind" in employer:
        return None
    return without(placement, "worker_category") | {"employer": {**employer, "kind": kind}}, {}


def _abroad(placement, _tables):
    """That it leads abroad or not, said by the destination."""
    if placement.get("destination") or placement.get("actual_destination") or "scope" not in placement:
        return None
    code = {"overseas": "JP", "domestic": "ID"}[placement["scope"]]
    return without(placement, "scope") | {"destination": code}, {}


def _claimed(placement, _tables):
    """When the worker was born, said by a paper."""
    worker = placement.get("worker") or {}
    if "birth_date" not in worker or "identity_claims" in worker:
        return None
    claims = [{"source": "ktp", "birth_date": worker["birth_date"]}]
    return placement | {"worker": without(worker, "birth_date") | {"identity_claims": claims}}, {}


def _stated(placement, _tables):
    """How old the worker was on the day of departure, as somebody says."""
    return _aged(placement, lambda years, day: {"stated_age": years, "stated_age_on": day})


def _stated_of_the_act(placement, _tables):
    return _aged(placement, lambda years, _day: {"stated_age": years})


def _below(placement, _tables):
    """That the worker was not yet eighteen then."""
    return _aged(
        placement, lambda years, day: {"stated_age_below": 18, "stated_age_on": day} if years < 18 else None
    )


def _aged(placement, said):
    worker = placement.get("worker") or {}
    if any(name.startswith("stated_age") for name in worker):
        return None
    try:
        born, gone = (date.fromisoformat(day) for day in (worker["birth_date"], placement["departed_on"]))
    except (KeyError, ValueError):
        return None
    years = gone.year - born.year - ((gone.month, gone.day) < (born.month, born.day))
    facts = said(years, gone.isoformat()) if years >= 0 else None
    return facts and (placement | {"worker": without(worker, "birth_date") | facts}, {})


def without(facts, name):
    return {key: value for key, value in facts.items() if key != name}


_RECRUITED = {
    "uu39-2004-p35a-min-age": "asks for the age on the day of recruiting, and the other is of the departure"
}

#: How a fact is moved, the place that it leaves, and rules that may answer otherwise then, with the reason.
MOVES = {
    _placer: ("executor_kind", {}),
    # Of an employer alone nobody knows whether its workers are crew.
    _employer: (
        "worker_category",
        {rule.id: _WHICH for rule in RULES if names_of(rule) & {"crew", "not_crew", "papers_left_open_2004"}},
    ),
    _abroad: (
        "scope",
        {
            "kepmenaker260-2015-mideast-individual": _WHICH,
            "kepmenaker291-2018-spsk-saudi": _WHICH,
            "uu18-2017-p32-closed-destination": _WHICH,
            "uu18-2017-p59-3-sip2mi-scope": _WHICH,
            "uu18-2017-p4-2-scope-guard": "asks whether the scope is written at all",
        },
    ),
    _claimed: (
        "worker.birth_date",
        {
            "uu21-2007-p6-child-inside-indonesia": (
                "a paper may be wrong, so no day lies after what it says: the act may have been before the Act of 2007"
            )
        },
    ),
    _stated: ("worker.birth_date", {**_RECRUITED}),
    _stated_of_the_act: ("worker.birth_date", {**_RECRUITED}),
    _below: ("worker.birth_date", {}),
}
#: Examples of which the moved fact says less: how old somebody was at departure is not how old at the signing.
SAYS_LESS = {"signed as a child, left as an adult"}
AGED = (_stated, _stated_of_the_act, _below)
for move in (_claimed, *AGED):
    MOVES[move][1].update({name: why for name, (_, why) in OWN_READING.items() if why == _COMPARES})


@cache
def examples_of(rule):
    return read_examples(rule).examples


def outcome(pack, rule, tables, as_of):
    """What a rule says of the first placement, and `None` where the records are no good."""
    dataset = Dataset.from_records(tables, model=pack.model)
    if not all_is_read(dataset):
        return None
    options = {"as_of": as_of, "include_passed": True, "include_unverified": True}
    findings = audit(dataset, [evolve(pack, rules=(rule,))], **options).findings
    return next(f.outcome for f in findings if f.subject.id == tables["placement"][0]["id"])


def reads(rule, path):
    """Whether a rule reads a place at all, with guard, terms and act."""
    nodes = (node for condition in rule.conditions for node in condition.checked.nodes())
    return any(steps_of(node)[1] == path for node in nodes)


@pytest.mark.slow
@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.__name__.strip("_"))
def test_a_fact_is_heard_wherever_it_is_written(move):
    """Every example of every rule that reads it: the same outcome where the same fact stands in its other place."""
    place, otherwise = MOVES[move]
    moved, different = 0, {}
    for pack in packs():
        for rule in pack.rules:
            if rule.subject != "placement" or rule.id in otherwise or not reads(rule, place):
                continue
            for example in examples_of(rule):
                first, *others = example.records["placement"]
                found = move(first, example.records)
                if found is None or (move in AGED and example.name in SAYS_LESS):
                    continue
                tables = {**example.records, **found[1], "placement": [found[0], *others]}
                answer = outcome(pack, rule, tables, example.as_of)
                moved += 1
                if answer is None or answer.value != example.expect:
                    different[rule.id, example.name] = (example.expect, answer and answer.value)

    assert moved > 10
    assert different == {}
