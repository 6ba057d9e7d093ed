"""What a P3MI does before and after: PP 59/2021, in force since 7 April 2021, and the ministerial rules beside it."""

from plainly import (
    FAIL,
    OPEN,
    OUTSIDE,
    PASS,
    PP_59,
    REVIEW,
    UU_18,
    Day,
    about_departure,
    abroad,
    breach_of,
    departure,
    equals,
    every,
    fact,
    given_up,
    gone,
    judged,
    read,
    reads,
)

YES_NO = [None, True, False]
P3MI = ["p3mi", "p3mi", "p3mi", "none", "individual", None]
LEFT_DAYS = ["2025-03-12", "2025-03-12", "2021-04-06", "2021-04-07", "2021-04", None]


def by_p3mi(placement):
    """Whether a P3MI placed."""
    return equals(placement.get("executor_kind"), "p3mi")


@reads(
    "pp59-2021-p86-2-individual-employer-via-partner",
    executor_kind=P3MI,
    departed_on=LEFT_DAYS,
    worker_category=["legal_entity_employer", "individual_employer", "individual_employer", "no_crew", None],
    employer__kind=["legal_entity", "individual", "individual", None],
    via_partner=YES_NO,
)
def via_partner(placement, as_of):
    """Pasal 86 ayat (2): a P3MI places with a person as employer only "melalui Mitra Usaha di negara tujuan"."""
    person = {"individual_employer": True, "legal_entity_employer": False}.get(
        placement.get("worker_category")
    )
    by_employer = {"individual": True, "legal_entity": False}.get(fact(placement, "employer.kind"))
    said = {person, by_employer} - {None}
    if len(said) == 2:
        return OUTSIDE | OPEN
    individual = said.pop() if said else None
    applies = every(about_departure(placement, as_of, PP_59), by_p3mi(placement), individual)
    return judged(applies, placement.get("via_partner"), breach_of(placement, as_of))


@reads(
    "pp59-2021-p86-3k-opp",
    executor_kind=P3MI,
    departed_on=LEFT_DAYS,
    orientation__enrolled=YES_NO,
    orientation__attended=YES_NO,
    orientation__attended_on=[None, None, "2025-03-12", "2025-03-13"],
    orientation__organised_by=["bp3mi", "ministry", "ltsa", "labour_office", "other", None],
)
def orientation(placement, as_of):
    """Pasal 86 ayat (3) huruf k: a P3MI enrols and has the candidate take part in the OPP, before the departure."""
    attended, day = (fact(placement, f"orientation.{name}") for name in ("attended", "attended_on"))
    contradictory = attended is False and day
    if contradictory:
        attended = None
    elif day:
        attended = read(day).by(departure(placement, as_of))
    enrolled = fact(placement, "orientation.enrolled")
    applies = every(about_departure(placement, as_of, PP_59), by_p3mi(placement))
    ends = judged(applies, attended, breach_of(placement, as_of))
    if gone(placement, as_of) is False and day:
        ends = OUTSIDE if ends == OUTSIDE else OPEN | PASS
    if ends == OUTSIDE or (
        ends == PASS
        and enrolled is not False
        and fact(placement, "orientation.organised_by") not in (None, "other")
    ):
        return ends
    # "mendaftarkan" is a duty of its own. By whom an orientation may be held says another rule: a person looks.
    doubt = fact(placement, "orientation.organised_by") in (None, "other")
    return ends | (breach_of(placement, as_of) if enrolled is False else set()) | (OPEN if doubt else set())


@reads(
    "pp59-2021-p86-3a-selection-reported",
    executor_kind=P3MI,
    departed_on=LEFT_DAYS,
    selection__held=[None, True, True],
    selection__on=[None, "2021-04-06", "2021-04-07", "2025-01-10"],
    selection__reported=YES_NO,
    selection__reported_on=[None, None, "2025-01-20"],
)
def selection_reported(placement, as_of):
    """Pasal 86 ayat (3) huruf a: a P3MI reports "hasil seleksi" to the labour office; no term is named."""
    told, day = (fact(placement, f"selection.{name}") for name in ("reported", "reported_on"))
    if told is False and day:
        return OPEN | OUTSIDE
    told = True if day else told
    applies = every(abroad(placement), by_p3mi(placement))
    if applies is False:
        return OUTSIDE
    held = read(fact(placement, "selection.on"))
    if applies is None or held.within(PP_59) is not True:
        return (
            OUTSIDE
            if held.last < PP_59
            else OPEN | OUTSIDE | (PASS if told else set()) | (FAIL if told is False else set())
        )
    return {True: PASS, False: FAIL | REVIEW, None: OPEN}[told] | (
        OPEN if fact(placement, "selection.held") is None else set()
    )


SIX = ("contract_end", "termination", "death", "work_accident", "illness", "other_loss")


@reads(
    "pp59-2021-p20-3-repatriation",
    executor_kind=P3MI,
    departed_on=["2019-01-10", "2016-05-01"],
    status=["returned"],
    returned_on=["2025-06-01", "2021-04-06", "2021-04-07", None],
    repatriation__reason=[*SIX, "war", "disaster", "epidemic", "deportation", "leave", None],
    repatriation__arranged_by_recruiter=YES_NO,
    repatriation__paid_by=["worker", "family", "employer", "recruiter", "state", None],
)
def repatriation(placement, as_of):
    """
    Pasal 20 ayat (3): a P3MI "bertanggung jawab untuk memulangkan" in six cases; war and the like are the state's.

    It does not say who pays: that worker, family or state did is at most a breach that a person sees.
    """
    arranged, paid = (
        fact(placement, f"repatriation.{name}") for name in ("arranged_by_recruiter", "paid_by")
    )
    back = read(placement.get("returned_on"))
    back = Day(max(back.first, departure(placement, as_of).first), min(back.last, as_of))
    applies = every(
        abroad(placement),
        by_p3mi(placement),
        equals(fact(placement, "repatriation.reason"), *SIX),
        back.within(PP_59),
    )
    ends = judged(applies, arranged)
    if fact(placement, "repatriation.reason") is None or abroad(placement) is None:
        return OPEN | OUTSIDE
    if ends == OUTSIDE or (ends == PASS and paid in ("recruiter", "employer")):
        return ends
    if paid in ("worker", "family", "state"):
        return OPEN | (FAIL if applies else set())
    return ends | OPEN if placement.get("returned_on") is None or ends == PASS else ends


@reads(
    "pp59-2021-p47-3-no-recruit-before-sip2mi",
    executor_kind=P3MI,
    departed_on=[None, "2025-03-12"],
    recruited_on=[None, "2024-12-31", "2025-01-01", "2017-11-21"],
    sip2mi_when_recruited=[None, None, None, "valid", "none", "expired", "revoked"],
    job_order__sip2mi__held=[None, True, False],
    job_order__sip2mi__issued_on=[None, "2025-01-01", "2017-01-01"],
    job_order__sip2mi__expires_on=[None, "2026-01-01", "2024-12-31"],
    job_order__sip2mi__revoked=[None, False],
)
def no_recruiting_before(placement, as_of):
    """UU 18/2017 Pasal 59 ayat (1), PP 59/2021 Pasal 47 ayat (3): no recruiting "sebelum memiliki SIP2MI"."""
    then = placement.get("sip2mi_when_recruited")
    held, issued, ends_on = (
        fact(placement, f"job_order.sip2mi.{name}") for name in ("held", "issued_on", "expires_on")
    )
    day = placement.get("recruited_on")
    applies = every(abroad(placement), by_p3mi(placement))
    if applies is False or (day and read(day).within(UU_18) is False):
        return OUTSIDE
    if applies is None or not day:
        return OPEN | OUTSIDE | (FAIL | PASS if then or held is False else set())
    had_it = every(
        read(issued).by(read(day)) if issued else None,
        # Pasal 47 ayat (3) asks for one "sebelum"; how long it runs is the matter of ayat (4).
        read(day).by(read(ends_on)) if ends_on else True,
    )
    # That it was revoked is the matter of Pasal 48.
    by_report = None if then == "revoked" else equals(then, "valid")
    facts = {by_report, had_it, False if held is False else None} - {None}
    if len(facts) == 2:
        return OPEN
    known = facts.pop() if facts else None
    ends = {True: PASS, False: FAIL, None: OPEN}[known]
    return ends | OPEN if known or given_up(placement, as_of) is not False else ends


@reads(
    "pp59-2021-p48-no-recruit-after-revoked",
    executor_kind=P3MI,
    departed_on=[None, "2025-03-12"],
    recruited_on=[None, "2024-12-31", "2025-01-01", "2021-04-06"],
    job_order__sip2mi__held=[True],
    job_order__sip2mi__revoked=[None, True, False],
    job_order__sip2mi__revoked_on=[None, "2025-01-01", "2021-01-01"],
)
def no_recruiting_after(placement, as_of):
    """Pasal 48 ayat (1): no recruiting "dalam hal SIP2MI telah dicabut"."""
    revoked, since = (fact(placement, f"job_order.sip2mi.{name}") for name in ("revoked", "revoked_on"))
    day = placement.get("recruited_on")
    applies = every(abroad(placement), by_p3mi(placement))
    if applies is False or (day and read(day).within(PP_59) is False):
        return OUTSIDE
    if revoked is False:
        return OPEN | PASS | OUTSIDE
    if applies is None or not day:
        return OPEN | OUTSIDE
    if since:
        after = read(since).by(read(day))
        ends = {True: FAIL, False: PASS | OUTSIDE, None: OPEN}[after]
    else:
        ends = OPEN
    return ends | OPEN if given_up(placement, as_of) is not False else ends


@reads(
    "permenp2mi4-2025-p9-1c-selection-at-disnaker",
    executor_kind=P3MI,
    departed_on=["2025-09-01", "2021-04-06", None],
    selection__held=[True, True, None],
    selection__on=["2025-06-10", "2021-04-06", "2022-01-10", None],
    selection__place=["labour_office", "ltsa", "other", None],
)
def selection_place(placement, as_of):
    """
    PP 59/2021 Pasal 47 ayat (2): recruiting "melalui Dinas Daerah Kabupaten/Kota, dan/atau LTSA".

    Permen P2MI 4/2025 Pasal 9 ayat (1) huruf c threatens a selection that is not held there.
    """
    place = equals(fact(placement, "selection.place"), "labour_office", "ltsa")
    held, day = fact(placement, "selection.held"), read(fact(placement, "selection.on"))
    applies = every(abroad(placement), by_p3mi(placement))
    if applies is False or day.last < PP_59:
        return OUTSIDE
    if applies is None or day.within(PP_59) is None or given_up(placement, as_of) is not False:
        return OPEN | OUTSIDE | {True: PASS, False: FAIL, None: set()}[place]
    return {True: PASS, False: FAIL | REVIEW, None: OPEN}[place] | (OPEN if held is None else set())
