"""Less of what is known: facts that are not known, dates known in part, lists that hold less and are not whole."""

from datetime import date
from functools import cache

from helpers.law import AS_OF, rules
from pmi_compliance.base.days import day_of
from pmi_compliance.packs.examples import read_examples

#: What says to which other records a record belongs: by kind, a fact and the rules that are not looked at where it is
#: learned, for they speak of the records that are known to belong together. A word of a relation names these rules.
BELONGING = {
    "placement": {
        "recruiter_id": ("recruiter.placements", "recruiter.cases"),
        "acting_recruiter_id": ("acting_recruiter_id",),
        "job_order_id": ("job_order.placements",),
        "service_centre_id": ("service_centre.placements",),
        "worker.id": (".same_", "worker.id"),
        "worker.nik": (".same_nik",),
        "worker.phone": (".same_phone",),
        "documents": (".same_passport",),
    },
    "case": {
        "recruiter_id": ("recruiter.cases", ".cases"),
        "placement_ids": ("case.placements", ".cases"),
    },
    "job_order": {"recruiter_id": ("recruiter.job_orders",)},
    "recruiter": {"directors": (".shared_directors",)},
}

#: Groups and dates that say that something more was done, of which a record cannot say that it was not: an extension, a
#: decision at the border, a death, a return that somebody arranged, money drawn, an inspection, a claim of an exclusion.
#: That it was done is no fact about what is written, and is not learned; what is known of it may be little.
DONE = {
    "employment_agreement.extension",
    "clearance",
    "clearance.decision",
    "death",
    "repatriation",
    "iris",
    "deposit.drawn_on",
    "closed_on",
    "claimed_exclusion",
}


def at(record, path):
    """The value at a path of names, or nothing."""
    for name in path.split("."):
        record = record.get(name) if isinstance(record, dict) else None
    return record


def items(record, path):
    """The elements of a list at a path of names, none where there is no list."""
    return at(record, path) or []


def differ(*values):
    """Whether two of some values that are known are different."""
    return len({repr(value) for value in values if value is not None}) > 1


# What contradicts what: by kind of record, whether some sources of one thing disagree, and where they stand.
# Such a contradiction is written in both, so that nothing that is learned contradicts what is written.


def _abroad(placement, _tables):
    places = [at(placement, "destination"), at(placement, "actual_destination")]
    home = {None if place is None else place == "ID" for place in places}
    scope = at(placement, "scope")
    home.add(None if scope is None else scope == "domestic")
    return {True, False} <= home or differ(*places)


def _household(placement, _tables):
    category, kind = at(placement, "worker_category"), at(placement, "employer.kind")
    return differ(category and category == "individual_employer", kind and kind == "individual")


def _executor(placement, tables):
    recruiter = _named(tables, "recruiter", at(placement, "recruiter_id"))
    return differ(at(placement, "executor_kind"), at(recruiter, "kind"))


def _named(tables, kind, name):
    return next((record for record in tables.get(kind, ()) if record["id"] == name), {})


#: What a source says of the age; the day tells of which day it says that.
_STATED = ("worker.stated_age", "worker.stated_age_below", "worker.stated_age_on")


def _birth(placement, _tables):
    claims = items(placement, "worker.identity_claims")
    exact = [at(placement, "worker.birth_date"), *(claim.get("birth_date") for claim in claims)]
    years = [*(day and int(day[:4]) for day in exact), *(claim.get("birth_year") for claim in claims)]
    return differ(*exact) or differ(*years) or any(at(placement, name) is not None for name in _STATED)


def _names(placement, _tables):
    claims = items(placement, "worker.identity_claims")
    papers = items(placement, "documents")
    return differ(
        at(placement, "worker.name"),
        *(claim.get("name") for claim in claims),
        *(paper.get("name_on_document") for paper in papers),
    )


def _niks(placement, _tables):
    claims = items(placement, "worker.identity_claims")
    return differ(at(placement, "worker.nik"), *(claim.get("nik") for claim in claims))


def _job(placement, _tables):
    return differ(at(placement, "job"), at(placement, "employment_agreement.job"))


def _papers(placement, _tables):
    types = [paper.get("type") for paper in items(placement, "documents")]
    return len({*types}) < len(types)


def _agreements(placement, _tables):
    """What a list of papers says of an agreement, and what is written of the agreement itself."""
    return any(
        paper.get("type", "").endswith("_agreement") and paper.get("status") not in {None, "held"}
        for paper in items(placement, "documents")
    )


def _stayed(placement, _tables):
    gone = (
        "departed_on",
        "arrived_on",
        "reported_arrival_on",
        "returned_on",
        "actual_job",
        "actual_destination",
    )
    return at(placement, "status") in {"candidate", "ready", "prevented", "cancelled"} and any(
        at(placement, name) is not None for name in gone
    )


def _unsaid(answer, *days):
    """A contradiction of a no and of what would follow from a yes."""
    return lambda record, _tables: (
        at(record, answer) is False and any(at(record, day) is not None for day in days)
    )


def _permit(placement, tables):
    order = _named(tables, "job_order", at(placement, "job_order_id"))
    return at(placement, "sip2mi_when_recruited") is not None and at(order, "sip2mi") is not None


def _form(recruiter, _tables):
    kind, form = at(recruiter, "kind"), at(recruiter, "legal_form")
    return differ(kind and kind == "individual", form and form == "individual")


def _histories(recruiter, _tables):
    histories = [items(licence, "status_history") for licence in items(recruiter, "licences")]
    return any(len({entry.get("from") for entry in history}) < len(history) for history in histories)


def _offices(recruiter, _tables):
    offices = items(recruiter, "offices")
    heads = [office for office in offices if office.get("kind") == "head"]
    return len(heads) > 1 or len({office.get("id") for office in offices}) < len(offices)


def _placer(recruiter, tables):
    """The kind of a recruiter, and who is said to have placed those that name it."""
    named = [p for p in tables.get("placement", ()) if p.get("recruiter_id") == recruiter["id"]]
    return differ(recruiter.get("kind"), *(placement.get("executor_kind") for placement in named))


def _crew(order, tables):
    kinds = {at(order, "worker_category")} | {
        placement.get("worker_category")
        for placement in tables.get("placement", ())
        if placement.get("job_order_id") == order["id"]
    }
    return len({kind.endswith("_crew") for kind in kinds if kind}) > 1


CONTRADICTIONS = {
    "placement": [
        (_abroad, {"scope", "scope_confirmed", "destination", "actual_destination"}),
        (_household, {"worker_category", "employer", "employer.kind"}),
        (_executor, {"executor_kind", "recruiter_id"}),
        (_birth, {"worker", "worker.birth_date", "worker.identity_claims", *_STATED}),
        (_names, {"worker", "worker.name", "worker.identity_claims", "documents"}),
        (_niks, {"worker", "worker.nik", "worker.identity_claims"}),
        (_job, {"job", "employment_agreement", "employment_agreement.job"}),
        (_papers, {"documents"}),
        (_agreements, {"documents"}),
        (
            _stayed,
            {"status", "departed_on", "arrived_on", "reported_arrival_on", "returned_on", "actual_job"},
        ),
        (_permit, {"sip2mi_when_recruited", "job_order_id"}),
        (
            _unsaid("worker.registered", "worker.registered_on", "worker.registered_in"),
            {"worker", "worker.registered"},
        ),
        (_unsaid("selection.held", "selection.on", "selection.place"), {"selection"}),
        (_unsaid("selection.reported", "selection.reported_on"), {"selection", "selection.reported"}),
        (_unsaid("orientation.enrolled", "orientation.attended_on"), {"orientation"}),
        (_unsaid("orientation.attended", "orientation.attended_on"), {"orientation", "orientation.attended"}),
        (
            _unsaid("social_security.registered", "social_security.membership_number"),
            {"social_security", "social_security.registered"},
        ),
        *(
            (_unsaid(f"reports.{name}", f"reports.{name}_on"), {"reports", f"reports.{name}"})
            for name in ("to_labour_office", "to_mission", "return_reported", "extension_reported")
        ),
    ],
    "recruiter": [
        (_form, {"kind", "legal_form"}),
        (_placer, {"kind"}),
        (_histories, {"licences"}),
        (_offices, {"offices"}),
    ],
    "job_order": [
        (_crew, {"worker_category"}),
        (_unsaid("sip2mi.held", "sip2mi.issued_on", "sip2mi.number"), {"sip2mi", "sip2mi.held"}),
        (_unsaid("sip2mi.revoked", "sip2mi.revoked_on"), {"sip2mi", "sip2mi.revoked"}),
        (_unsaid("verified.done", "verified.on"), {"verified", "verified.done"}),
    ],
    "case": [
        (_unsaid("death.family_notified", "death.notified_family_on"), {"death", "death.family_notified"}),
    ],
}


def contradicting(kind, record, tables):
    """The paths of what contradicts something else in a record."""
    found = [paths for disagree, paths in CONTRADICTIONS.get(kind, ()) if disagree(record, tables)]
    return set().union(*found)


# Knowing less


def less_known(chance, tables):
    """
    Records of which less is known, and words of the rules that are not looked at then.

    Args:
        chance: Decides what is forgotten.
        tables: The records, each with its contradictions.

    """
    apart = chance.randrange(4) == 0
    less, unasked = {}, set()
    for kind, records in tables.items():
        belonging = BELONGING.get(kind, {})
        less[kind] = []
        for record in records:
            stay = {"id", *DONE} | contradicting(kind, record, tables) | (set() if apart else {*belonging})
            less[kind].append(
                _forget(chance, record, chance.choice([2, 4, 8, 16]), _with_groups(record, stay))
            )
    if apart:
        unasked = {word for words in BELONGING.values() for part in words.values() for word in part}
    return less, unasked


def _with_groups(record, paths):
    """Some paths of which a record knows something, and the groups that they stand in."""
    known = [path.split(".") for path in paths if at(record, path) is not None]
    return {".".join(steps[: length + 1]) for steps in known for length in range(len(steps))}


def _forget(chance, value, rate, kept, path=""):
    match value:
        case dict():
            less = {}
            for name, inner in value.items():
                place = f"{path}.{name}" if path else name
                if name.endswith("_complete"):
                    continue
                stays = place in kept
                if not stays and chance.randrange(rate) == 0:
                    continue
                if isinstance(inner, list):
                    whole = value.get(f"{name}_complete") is True and (stays or chance.randrange(rate) != 0)
                    if whole:
                        less[f"{name}_complete"] = True
                    less[name] = inner if stays else _fewer(chance, inner, rate, place, whole=whole)
                else:
                    less[name] = (
                        inner
                        if stays and not isinstance(inner, dict)
                        else _forget(chance, inner, rate, kept, place)
                    )
            return less
        case str() if isinstance(day_of(value), date) and path not in kept and chance.randrange(rate) == 0:
            return _blurred(chance, value)
        case _:
            return value


def _fewer(chance, values, rate, path, *, whole):
    """Elements of a list; some are gone where it does not say that it is whole, and of each less is known."""
    stay = [value for value in values if whole or chance.randrange(rate) != 0]
    return [_forget(chance, value, rate, _in_element(path, value), path) for value in stay]


def _in_element(path, element):
    """What of an element of a list stays: what says which one it is, and what contradicts something in it."""
    kept = {f"{path}.{name}" for name in ("id", "due_from", "stage", "closed_on")}
    free = element.get("amount_idr") == 0 if isinstance(element, dict) else False
    if free and (element.get("is_loan") or element.get("is_salary_deduction")):
        kept |= {f"{path}.{name}" for name in ("amount_idr", "is_loan", "is_salary_deduction")}
    return kept


def _blurred(chance, text):
    """A day as a month, a year, in doubt, or at one end of an open time."""
    forms = [text[:4], text[:7], f"{text}?", f"{text[:4]}~", f"../{text}", f"{text[:7]}/.."]
    return chance.choice(forms)


# Records to know less of


@cache
def examples_of_rules():
    """By the day of the audit, the records of the examples of all bundled rules."""
    found = {}
    for rule in rules().values():
        for example in read_examples(rule).examples:
            found.setdefault(example.as_of, []).append(example.records)
    return found


def drawn_records(chance, number):
    """A day, and so many records of examples that are audited then, each with facts of others where it has none."""
    as_of = AS_OF if chance.randrange(4) else chance.choice([*examples_of_rules()])
    pieces = examples_of_rules()[as_of]
    return as_of, [_mixed(chance, chance.choice(pieces), chance.choice(pieces)) for _ in range(number)]


def _mixed(chance, records, others):
    """Some records, with facts of others where they have none of their own."""
    if chance.randrange(2):
        return records
    return {
        kind: [{**_some(chance, chance.choice(others.get(kind) or [{}])), **record} for record in listed]
        for kind, listed in records.items()
    }


def _some(chance, record):
    """Facts of a record, each list with whether it is whole; it names no other record."""
    less = {}
    for name, value in record.items():
        if name.endswith(("_id", "_ids", "_complete")) or chance.randrange(3) == 0:
            continue
        less[name] = value
        if f"{name}_complete" in record:
            less[f"{name}_complete"] = record[f"{name}_complete"]
    return less


def apart(value, number):
    """Records that belong to none of another number: ids, and what names them, end with it."""
    match value:
        case dict():
            return {
                name: _numbered(inner, number)
                if name == "id" or name.endswith(("_id", "_ids"))
                else apart(inner, number)
                for name, inner in value.items()
            }
        case list():
            return [apart(inner, number) for inner in value]
        case _:
            return value


def _numbered(value, number):
    if isinstance(value, list):
        return [_numbered(inner, number) for inner in value]
    return value and f"{value}-{number}"
