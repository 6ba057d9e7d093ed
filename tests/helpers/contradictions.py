"""
What contradicts what: by kind of record, whether some sources of one thing disagree, and where they stand.

A contradiction is for a person. What was known of one of its sides is so no longer, once the other is learned.
"""

from functools import cache, partial

from pmi_compliance.base.days import bounds, day_of
from pmi_compliance.packs import yaml
from pmi_compliance.packs.acts import bundled_file


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


def _alone(placement, _tables):
    """Somebody who went alone, and who recruited."""
    return at(placement, "executor_kind") == "none" and any(
        at(placement, name) is not None for name in ("acting_recruiter_id", "field_officer")
    )


def _named(tables, kind, name):
    return next((record for record in tables.get(kind, ()) if record["id"] == name), {})


#: What a source says of the age; the day tells of which day it says that.
_STATED = ("worker.stated_age", "worker.stated_age_below", "worker.stated_age_on")


def _birth(placement, _tables):
    claims = items(placement, "worker.identity_claims")
    exact = [at(placement, "worker.birth_date"), *(claim.get("birth_date") for claim in claims)]
    years = [*(day and int(day[:4]) for day in exact), *(claim.get("birth_year") for claim in claims)]
    return differ(*exact) or differ(*years) or any(at(placement, name) is not None for name in _STATED)


def _births_in_niks(placement, _tables):
    """A NIK that holds another birth than is written, or the birth of somebody of whom an age was stated."""
    claims = items(placement, "worker.identity_claims")
    niks = {at(placement, "worker.nik"), *(claim.get("nik") for claim in claims)} - {None}
    births = {at(placement, "worker.birth_date"), *(claim.get("birth_date") for claim in claims)} - {None}
    others = [*map(partial(at, placement), _STATED), *(claim.get("birth_year") for claim in claims)]
    held = {nik[6:12] for nik in niks} | {
        f"{int(birth[8:10] or 0) + more:02}{birth[5:7]}{birth[2:4]}" for birth in births for more in (0, 40)
    }
    return niks and (len(held) > 2 or any(other is not None for other in others))


def _names(placement, _tables):
    claims = items(placement, "worker.identity_claims")
    papers = items(placement, "documents")
    return differ(
        at(placement, "worker.name"),
        *(claim.get("name") for claim in claims),
        *(paper.get("name_on_document") for paper in papers),
    )


def _disordered(kind):
    """Whether dates contradict the order of the table of acts: that a return lies before the departure, say."""

    def disagree(record, _tables):
        days = {
            path: bounds(day_of(text)) for path in dates_of(kind) if (text := at(record, path)) is not None
        }
        pairs = [(days[first], days[then]) for first, then in ordered(kind) if {first, then} <= days.keys()]
        return any(first[0] > then[1] for first, then in pairs)

    return disagree


@cache
def ordered(kind):
    """Dates of a kind of record of which one is never after the other, by the table of acts."""
    pairs = set()
    for name, act in _acts()[kind]["acts"].items():
        own = act.get("day", "").split(f"{kind}.")[-1].strip()
        sides = {"earlier": {own}, "later": {own}}
        for path, entries in _acts()[kind]["dates"].items():
            for side, named in entries.items():
                if name in {entry if isinstance(entry, str) else entry["act"] for entry in named}:
                    sides[side].add(path.removeprefix(f"{kind}."))
        pairs |= {(first, then) for first in sides["earlier"] for then in sides["later"] if first != then}
    return pairs


@cache
def dates_of(kind):
    """The paths of the dates of a kind of record."""
    return {path.removeprefix(f"{kind}.") for path in _acts()[kind]["dates"]}


@cache
def _acts():
    return yaml.read(bundled_file(), schema="acts").value


def _late(placement, _tables):
    """Somebody attended an orientation before the departure, on a day that is not before it."""
    attended, departed = (at(placement, path) for path in ("orientation.attended_on", "departed_on"))
    return (
        attended is not None
        and departed is not None
        and bounds(day_of(attended))[1] >= bounds(day_of(departed))[0]
    )


def _still_there(placement, _tables):
    return (
        at(placement, "status") in {"departed", "working", "on_leave"}
        and at(placement, "returned_on") is not None
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


def _both(pair):
    """A no and the day or number of the yes: what contradicts itself, and where both stand."""
    answer, day = pair.split()
    return _unsaid(answer, day), {answer.split(".")[0], answer, day}


#: What a demand says of the permit to recruit.
_PERMIT = ("sip2mi.held", "sip2mi.issued_on", "sip2mi.expires_on", "sip2mi.revoked", "sip2mi.revoked_on")


def _looked_at(order, tables):
    """Somebody looked at the permit when recruiting, and the demand says something of it, too."""
    return any(
        placement.get("job_order_id") == order["id"] and at(placement, "sip2mi_when_recruited") is not None
        for placement in tables.get("placement", ())
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


def _licences(recruiter, _tables):
    """A licence with a status of a day before it was issued."""
    return any(
        any(
            entry.get("from", "9") < licence.get("issued_on", "")
            for entry in items(licence, "status_history")
        )
        for licence in items(recruiter, "licences")
    )


def _offices(recruiter, _tables):
    """Two heads, one id twice, or an office that is called active and has a day before which or after which it is not."""
    offices = items(recruiter, "offices")
    if any(
        office.get("status") == "active" and ("opened_on" in office or "closed_on" in office)
        for office in offices
    ):
        return True
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
    return len({kind in {"merchant_crew", "fishing_crew", "crew"} for kind in kinds if kind}) > 1


CONTRADICTIONS = {
    "placement": [
        (_abroad, {"scope", "scope_confirmed", "destination", "actual_destination"}),
        (_household, {"worker_category", "employer", "employer.kind"}),
        (_executor, {"executor_kind", "recruiter_id"}),
        (_alone, {"executor_kind", "acting_recruiter_id", "field_officer"}),
        (_birth, {"worker", "worker.birth_date", "worker.identity_claims", *_STATED}),
        (
            _births_in_niks,
            {"worker", "worker.nik", "worker.birth_date", "worker.identity_claims", *_STATED},
        ),
        (_names, {"worker", "worker.name", "worker.identity_claims", "documents"}),
        (_disordered("placement"), dates_of("placement")),
        (_late, {"orientation", "orientation.attended_on", "departed_on"}),
        (_still_there, {"status", "returned_on"}),
        (_niks, {"worker", "worker.nik", "worker.identity_claims"}),
        (_job, {"job", "employment_agreement", "employment_agreement.job"}),
        (_papers, {"documents"}),
        (_agreements, {"documents", "placement_agreement", "placement_agreement.signed_on"}),
        (
            _stayed,
            {"status", "departed_on", "arrived_on", "reported_arrival_on", "returned_on", "actual_job"},
        ),
        (_permit, {"sip2mi_when_recruited", "job_order_id"}),
        (
            _unsaid("worker.registered", "worker.registered_on", "worker.registered_in"),
            {"worker", "worker.registered", "worker.registered_on", "worker.registered_in"},
        ),
        (_unsaid("selection.held", "selection.on", "selection.place"), {"selection", "selection.held"}),
        (
            _unsaid("orientation.enrolled", "orientation.attended_on"),
            {"orientation", "orientation.enrolled"},
        ),
        *map(
            _both,
            [
                "selection.reported selection.reported_on",
                "orientation.attended orientation.attended_on",
                "social_security.registered social_security.membership_number",
                "own_interest.permit own_interest.permit_on",
                "own_interest.is_employee own_interest.employee_since",
                "reports.to_labour_office reports.to_labour_office_on",
                "reports.to_mission reports.to_mission_on",
                "worker.village_record.recorded worker.village_record.recorded_on",
                "worker.village_record.reported worker.village_record.reported_on",
                "reports.return_reported reports.return_reported_on",
                "reports.extension_reported reports.extension_reported_on",
            ],
        ),
    ],
    "recruiter": [
        (_form, {"kind", "legal_form"}),
        (_placer, {"kind"}),
        (_histories, {"licences"}),
        (_licences, {"licences"}),
        (_offices, {"offices"}),
    ],
    "job_order": [
        (_crew, {"worker_category"}),
        (_disordered("job_order"), dates_of("job_order")),
        (_unsaid("sip2mi.held", "sip2mi.issued_on", "sip2mi.number"), {"sip2mi", *_PERMIT}),
        (_looked_at, {"sip2mi", *_PERMIT}),
        *map(
            _both,
            [
                "sip2mi.revoked sip2mi.revoked_on",
                "verified.done verified.on",
                "agency_agreement.endorsed_by_mission agency_agreement.endorsed_on",
            ],
        ),
    ],
    "service_centre": [(_unsaid("fallback_provided", "fallback"), {"fallback_provided", "fallback"})],
    "case": [
        (_disordered("case"), dates_of("case")),
        _both("death.family_notified death.notified_family_on"),
    ],
}


def contradicting(kind, record, tables):
    """The paths of what contradicts something else in a record."""
    found = [paths for disagree, paths in CONTRADICTIONS.get(kind, ()) if disagree(record, tables)]
    return set().union(*found)
