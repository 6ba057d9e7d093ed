"""Crew by PP 22/2022, passports by UU 6/2011, and what UU 39/2004 asked of placements before 22 November 2017."""

from datetime import timedelta

from plainly import (
    FAIL,
    OPEN,
    OUTSIDE,
    PASS,
    PP_22,
    UNKNOWN,
    UU_18,
    UU_39,
    about_departure,
    abroad,
    breach_of,
    equals,
    every,
    fact,
    gone,
    items,
    judged,
    named,
    negated,
    reads,
    some,
)
from predicates_uu18_agreements import signed_in_time
from predicates_uu18_papers import VISAS, of_age, there, work_visa_there, written

YES_NO = [None, True, False]
SEA = ["merchant_crew", "merchant_crew", "fishing_crew", "fishing_crew", "crew", "no_crew", None]
SAILED = ["2025-03-12", "2025-03-12", "2025-03-12", "2022-06-07", "2022-06-08", "2022-06", None]
OLD_LAW_ENDS = UU_18 - timedelta(1)


def at_sea(placement):
    """Whether the worker is crew of a merchant ship or of a fishing vessel."""
    return equals(placement.get("worker_category"), "merchant_crew", "fishing_crew", "crew")


def sailing(placement, as_of):
    """Whether PP 22/2022 looks at this departure."""
    return every(about_departure(placement, as_of, PP_22), at_sea(placement))


@reads(
    "pp22-2022-p17-crew-hours",
    worker_category=SEA,
    departed_on=SAILED,
    seafarer_agreement__work_hours_day=[None, 14, 14, 15],
    seafarer_agreement__work_hours_week=[None, 72, 72, 73],
    seafarer_agreement__rest_hours_day=[None, 10, 10, 9],
    seafarer_agreement__rest_hours_week=[None, 77, 77, 76],
)
def hours(placement, as_of):
    """Pasal 17 ayat (3), of fishers by 35 ayat (3): work at most 14 and 72 hours, rest at least 10 and 77."""
    work_day, work_week, rest_day, rest_week = (
        fact(placement, f"seafarer_agreement.{name}")
        for name in ("work_hours_day", "work_hours_week", "rest_hours_day", "rest_hours_week")
    )
    met = every(
        None if work_day is None else work_day <= 14,
        None if work_week is None else work_week <= 72,
        None if rest_day is None else rest_day >= 10,
        None if rest_week is None else rest_week >= 77,
    )
    return judged(sailing(placement, as_of), met, breach_of(placement, as_of))


BOTH = [
    "crew_identity",
    "employer_identity",
    "p3mi_identity",
    "ship_identity",
    "rights_duties",
    "hours_rest_leave",
    "wage",
    "food_lodging",
    "insurance",
    "place_date",
    "rank",
    "repatriation",
    "disputes",
    "term",
]
FISHERS = [*BOTH, "sea_zone", "protection_on_board"]


@reads(
    "pp22-2022-p17-pkl",
    worker_category=SEA,
    departed_on=SAILED,
    executor_kind=["p3mi"],
    seafarer_agreement__clauses=[None, BOTH, FISHERS, FISHERS, BOTH[1:], FISHERS[:-1]],
    seafarer_agreement__clauses_complete=[None, True],
    seafarer_agreement__approved_by_harbourmaster=YES_NO,
    seafarer_agreement__signed_on=[None, "2025-03-12", "2025-03-13"],
    seafarer_agreement__signed_by_worker=[True, True, None, False],
    seafarer_agreement__signed_by_employer=[True, True, None, False],
)
def pkl(placement, as_of):
    """
    Pasal 17 ayat (1), (2), (4), of fishers 33: signed, with its contents, approved by the syahbandar.

    Nobody may be sent off without it (Pasal 13 and 18 ayat (1) huruf c): signed after the departure was too late.
    """
    agreement = placement.get("seafarer_agreement") or {}
    fisher = equals(placement.get("worker_category"), "fishing_crew")
    if placement.get("worker_category") == "crew":
        fisher = None
    more = [some(negated(fisher), named(agreement, "clauses", clause)) for clause in FISHERS[len(BOTH) :]]
    met = every(
        *(named(agreement, "clauses", clause) for clause in BOTH),
        *more,
        *(agreement.get(f"signed_by_{who}") for who in ("worker", "employer")),
        signed_in_time(placement, as_of, "seafarer_agreement"),
        agreement.get("approved_by_harbourmaster"),
    )
    return judged(sailing(placement, as_of), met, breach_of(placement, as_of))


@reads(
    "pp22-2022-p3-4-fishing-crew-alone",
    worker_category=SEA,
    departed_on=SAILED,
    executor_kind=["none", "none", "p3mi", None],
    employer__kind=["legal_entity", "individual", "individual", "government", None],
)
def fishers_alone(placement, as_of):
    """Pasal 3 ayat (4): a fisher who goes alone "dilarang bekerja pada Pemberi Kerja atau Prinsipal perseorangan"."""
    kind = placement.get("worker_category")
    fisher = None if kind == "crew" else equals(kind, "fishing_crew")
    alone = equals(placement.get("executor_kind"), "none")
    met = negated(equals(fact(placement, "employer.kind"), "individual"))
    applies = every(about_departure(placement, as_of, PP_22), fisher, alone)
    return judged(applies, met, breach_of(placement, as_of))


GOOD = {"status": "held", "issued_on": "2022-01-10", "expires_on": "2030-01-01"}
SEA_PAPERS = {
    "passport": {},
    "seafarer_book": {},
    "seafarer_agreement": {},
    "social_security_card": {},
    "health_certificate": {"covers": ["medical", "psychological"]},
    "work_visa": {"visa_class": "work"},
    "seafarer_identity": {},
    "placement_agreement": {},
    "competence_certificate": {},
}


def sea_papers(*left_out, **other):
    """A good set of papers, some of them left out or in another state."""
    return [
        {"type": kind, **GOOD, **more, **({"status": other[kind]} if kind in other else {})}
        for kind, more in SEA_PAPERS.items()
        if kind not in left_out
    ]


@reads(
    "pp22-2022-p18-crew-documents",
    worker_category=SEA,
    departed_on=SAILED,
    executor_kind=["p3mi"],
    visa_required=YES_NO,
    seafarer_identity_required=YES_NO,
    documents=[
        sea_papers(),
        *(sea_papers(kind) for kind in SEA_PAPERS),
        *(sea_papers(**{kind: "absent"}) for kind in SEA_PAPERS),
        None,
    ],
    documents_complete=[None, True, True],
)
def crew_documents(placement, as_of):
    """
    Pasal 18 ayat (1), of fishers 34 ayat (1): their papers; a visa only "jika dipersyaratkan oleh negara tujuan".

    Seafarers need an identity document only where the employer asks, fishers a placement agreement instead.
    """
    kind = placement.get("worker_category")
    fisher = None if kind == "crew" else equals(kind, "fishing_crew")
    have = {name: there(placement, as_of, name, lapses=name == "passport") for name in SEA_PAPERS}
    have["work_visa"] = some(negated(placement.get("visa_required")), work_visa_there(placement, as_of))
    have["seafarer_identity"] = some(
        fisher, negated(placement.get("seafarer_identity_required")), have["seafarer_identity"]
    )
    have["placement_agreement"] = some(negated(fisher), have["placement_agreement"])
    ends = judged(sailing(placement, as_of), every(*have.values()), breach_of(placement, as_of))
    # Facts outside the list, such as a membership number, may show what a card would.
    if kind == "crew" and ends != OUTSIDE:
        # Of crew of which nobody knows which, the rule waits also for what both lists ask.
        ends = ends | OPEN
    return (
        ends | OPEN if have["social_security_card"] is False or have["seafarer_agreement"] is False else ends
    )


@reads(
    "pp22-2022-p10-agency-agreement",
    kind="job_order",
    worker_category=["merchant_crew", "fishing_crew", "crew", "legal_entity_employer", None],
    agency_agreement__endorsed_by_mission=YES_NO,
    agency_agreement__endorsed_on=[None, "2024-01-01"],
    agency_agreement__annexes=[
        None,
        [
            "demand_letter",
            "collective_agreement",
            "power_of_attorney",
            "registration_proof",
            "draft_seafarer_agreement",
        ],
        ["demand_letter", "collective_agreement"],
    ],
    agency_agreement__annexes_complete=[None, True],
    valid_from=["2024-01-10"],
    sip2mi__issued_on=["2024-01-05"],
    sip2mi__held=[True],
)
def agency_agreement(order, as_of):
    """Pasal 10 ayat (1), (4), of fishers 27: an agreement that the mission endorsed, with its annexes."""
    endorsed = fact(order, "agency_agreement.endorsed_by_mission")
    day = fact(order, "agency_agreement.endorsed_on")
    if endorsed is False and day:
        endorsed = None
    crew = equals(order.get("worker_category"), "merchant_crew", "fishing_crew", "crew")
    agreement = order.get("agency_agreement") or {}
    annexes = every(
        *(
            named(agreement, "annexes", annex)
            for annex in (
                "collective_agreement",
                "power_of_attorney",
                "registration_proof",
                "draft_seafarer_agreement",
            )
        )
    )
    ends = judged(crew, every(endorsed, annexes))
    return ends | OPEN if endorsed is True and not day and ends == PASS else ends


@reads(
    "uu39-2004-p35a-min-age",
    departed_on=["2017-11-21", "2017-11-21", "2017-11-22", "2004-10-17", "2004-10-18", "2017-11"],
    recruited_on=["2017-01-10", "2017-01-10", "2004-10-17", None],
    status=["departed", "working", "returned"],
    executor_kind=["p3mi", "p3mi", "p3mi", "company"],
    worker_category=["individual_employer", "legal_entity_employer", "no_crew", None],
    worker__birth_date=[
        None,
        "1999-01-10",
        "1999-01-11",
        "1996-01-10",
        "1996-01-11",
        "1999",
        "1985-01-01",
        "2003-01-01",
    ],
)
def old_min_age(placement, as_of):
    """
    UU 39/2004 Pasal 35 huruf a: recruits only who is 18, "kecuali ... pada Pengguna perseorangan" 21.

    The act is the recruiting, and its day the one on which the age counts. The article names "pelaksana penempatan TKI
    swasta" (Pasal 1 angka 5: with a licence) alone: a child whom somebody else recruited is for a person.
    """
    day = placement.get("recruited_on")
    if day and not UU_39.isoformat() <= day < UU_18.isoformat():
        return OUTSIDE
    if not day:
        return OPEN | OUTSIDE | FAIL | PASS
    if placement["departed_on"].startswith("2004"):
        return OPEN | OUTSIDE | FAIL | PASS
    then = {**placement, "departed_on": day, "recruited_on": None}
    eighteen, grown = of_age(then, as_of, 18), of_age(then, as_of, 21)
    if placement.get("executor_kind") != "p3mi":
        return OUTSIDE if eighteen else OPEN if eighteen is False else OPEN | OUTSIDE
    person = {"individual_employer": True, "legal_entity_employer": False}.get(
        placement.get("worker_category")
    )
    met = every(eighteen, some(negated(person), grown))
    return judged(abroad(placement), met)


@reads(
    "uu39-2004-p51-work-visa",
    departed_on=["2017-11-21", "2017-11-21", "2017-11-22", "2004-10-17", "2004-10-18", "2017-11"],
    status=["departed", "working", "returned"],
    documents=[
        *written("work_visa", visa_class="work"),
        *([{"type": "work_visa", "status": "held", "visa_class": visa}] for visa in VISAS),
        [
            {
                "type": "work_visa",
                "status": "held",
                "visa_class": "work",
                "issued_on": "2004-01-01",
                "expires_on": "2018-01-01",
            }
        ],
    ],
    documents_complete=[None, True],
)
def old_work_visa(placement, as_of):
    """
    UU 39/2004 Pasal 51 huruf g: "visa kerja", until 21 November 2017; it made no difference of crew.

    "Untuk dapat ditempatkan": nobody placed who went alone.
    """
    placed = negated(equals(placement.get("executor_kind"), "none"))
    applies = every(about_departure(placement, as_of, UU_39, OLD_LAW_ENDS), placed)
    ends = judged(applies, work_visa_there(placement, as_of))
    sea = at_sea(placement) is not False
    vague = any(paper.get("status") is None for paper in items(placement, "documents"))
    both = {"held", "absent"} <= {paper.get("status") for paper in items(placement, "documents")}
    if ends != OUTSIDE and both:
        return OPEN
    return ends | OPEN | (OUTSIDE if sea else set()) if (sea or vague) and ends != OUTSIDE else ends


@reads(
    "uu6-2011-p130-passport-retention",
    status=["working", "working", "departed", "returned", "candidate", None],
    departed_on=["2025-03-12", "2025-03-12", "2011-05-04"],
    documents=[
        None,
        *(
            [{"type": "passport", "status": "held", "held_by": holder, "custody_receipt": receipt}]
            for holder in ("worker", "recruiter", "employer", "family", "other", None)
            for receipt in YES_NO
        ),
        [{"type": "passport", "status": "absent"}],
    ],
)
def passport_kept(placement, as_of):
    """
    Pasal 130: who "dengan sengaja dan melawan hukum menguasai Dokumen Perjalanan ... milik orang lain".

    UU 18/2017 Pasal 6 ayat (1) huruf j: the worker keeps it "selama bekerja"; before and after a person looks, as he
    does where it was handed over against a receipt, or family keeps it.
    """
    if abroad(placement) is False or placement.get("status") == "cancelled":
        return OUTSIDE | OPEN | PASS
    papers = [paper for paper in items(placement, "documents") if paper["type"] == "passport"]
    holder = papers[0].get("held_by") if papers else None
    if abroad(placement) is None or holder is None:
        return OPEN | OUTSIDE
    if holder == "worker":
        return PASS | UNKNOWN
    receipt = papers[0].get("custody_receipt")
    works = gone(placement, as_of) and placement.get("status") in ("working", "departed", None)
    if holder in ("recruiter", "employer", "other") and works:
        return OPEN if receipt else FAIL | OPEN
    return OPEN | OUTSIDE
