"""Who may place, on what conditions, at whose cost: UU 18/2017 Pasal 9, 10, 30, 31, 49 to 63, 70, 72 and 73."""

from plainly import (
    CIPTA_KERJA,
    FAIL,
    OPEN,
    OUTSIDE,
    PASS,
    UU_18,
    Day,
    about_departure,
    abroad,
    breach_of,
    crew,
    departure,
    equals,
    every,
    fact,
    gone,
    items,
    judged,
    negated,
    on,
    read,
    reads,
    some,
    whole,
)

YES_NO = [None, True, False]
LAWFUL = ("government_agency", "p3mi", "own_interest_company")


@reads(
    "uu18-2017-p49-executor-kind",
    executor_kind=[*LAWFUL, "none", "individual", "company", "training_centre", "association", None],
    government_agreement=YES_NO,
)
def executor(placement, as_of):
    """
    Pasal 49: who places is the Badan, a P3MI, or a company for its own interest. Pasal 50 ayat (1): the Badan does so
    "atas dasar perjanjian secara tertulis". Who goes alone has nobody who places.
    """
    kind = placement.get("executor_kind")
    lawful = equals(kind, *LAWFUL)
    if kind == "government_agency":
        lawful = placement.get("government_agreement")
    ends = judged(
        every(about_departure(placement, as_of, UU_18), negated(equals(kind, "none"))),
        lawful,
        breach_of(placement, as_of),
    )
    # The licence of manning agencies is contested: for crew, and where nobody says that it is none, a person sees.
    contested = (
        lawful is False and kind not in ("individual", "government_agency") and crew(placement) is not False
    )
    return ends | OPEN if contested and ends != OUTSIDE else ends


@reads(
    "uu18-2017-p54-1a-paid-up-capital",
    kind="recruiter",
    paid_up_capital_idr=[None, 5_000_000_000, 4_999_999_999, 5_000_000_001, 0],
)
def capital(recruiter, as_of):
    """Pasal 54 ayat (1) huruf a: paid-up capital "paling sedikit Rp5.000.000.000,00", of a P3MI."""
    amount = recruiter.get("paid_up_capital_idr")
    return judged(equals(recruiter.get("kind"), "p3mi"), None if amount is None else amount >= 5_000_000_000)


@reads(
    "uu18-2017-p54-1b-deposit",
    kind="recruiter",
    deposit__amount_idr=[None, 1_500_000_000, 1_499_999_999, 1_500_000_001],
    deposit__state_owned_bank=YES_NO,
    deposit__balance_idr=[None, None, 1_500_000_000, 1_499_999_999],
)
def deposit(recruiter, as_of):
    """
    Pasal 54 ayat (1) huruf b: "kepada bank pemerintah dalam bentuk deposito paling sedikit Rp1.500.000.000,00".

    What is left after the Minister drew from it (ayat 2) is less without a breach: a person decides.
    """
    amount, left = (fact(recruiter, f"deposit.{name}_idr") for name in ("amount", "balance"))
    enough = None if amount is None else amount >= 1_500_000_000
    ends = judged(
        equals(recruiter.get("kind"), "p3mi"), every(enough, fact(recruiter, "deposit.state_owned_bank"))
    )
    drawn = left is not None and left < 1_500_000_000
    return OPEN | (ends & FAIL) if drawn and ends != OUTSIDE else ends


@reads("uu18-2017-p54-1c-workplan-3y", kind="recruiter", work_plan_years=[None, 2, 3, 4])
def work_plan(recruiter, as_of):
    """Pasal 54 ayat (1) huruf c: a plan of work "paling singkat 3 (tiga) tahun berjalan"."""
    years = recruiter.get("work_plan_years")
    return judged(equals(recruiter.get("kind"), "p3mi"), None if years is None else years >= 3)


@reads(
    "uu18-2017-p73-no-official-officer",
    kind="recruiter",
    directors=[
        None,
        [],
        *([{"role": "direktur", "is_official": first}] for first in YES_NO),
        *([{"is_official": False}, {"is_official": second}] for second in YES_NO),
    ],
    directors_complete=[None, True],
)
def officials(recruiter, as_of):
    """Pasal 73: an official of placement is neither "komisaris atau pengurus" of a P3MI nor of a related business."""
    sits = some(
        *(director.get("is_official") for director in items(recruiter, "directors")),
        False if whole(recruiter, "directors") else None,
    )
    if recruiter.get("kind") != "p3mi":
        return judged(None, negated(sits)) | OUTSIDE | PASS | FAIL
    return judged(True, negated(sits))


LICENCE = {"type": "sip3mi", "issued_on": "2019-05-01"}


def licence_states():
    """Licences as a clerk writes them."""
    yield from (
        None,
        [],
        [{**LICENCE, "type": "other", "status_history": [{"status": "active", "from": "2019-05-01"}]}],
    )
    for status in ("active", "warned", "revoked", "suspended", "expired"):
        for kind in ("sip3mi", "business_licence"):
            history = [{"status": status, "from": "2023-01-01"}]
            yield [{**LICENCE, "type": kind, "status_history": history, "status_history_complete": True}]
    active = [{"status": "active", "from": "2019-05-01"}]
    yield [{**LICENCE, "status_history": active, "status_history_complete": True, "expires_on": "2025-10-31"}]
    yield [{**LICENCE, "status_history": active, "status_history_complete": True, "expires_on": "2025-10-30"}]
    yield [
        {**LICENCE, "status_history": active, "status_history_complete": True, "withdrawn_on": "2025-10-31"}
    ]
    yield [
        {**LICENCE, "status_history": active, "status_history_complete": True, "withdrawn_on": "2025-11-01"}
    ]
    yield [{"type": "sip3mi", "issued_on": "2025-11-01"}]


def types_on(day: Day):
    """What counts as a licence: since the law on job creation a business licence, too."""
    return ("sip3mi", "business_licence") if on(CIPTA_KERJA).by(day) else ("sip3mi",)


def licence_holds(licence, day: Day):
    """Whether a licence held on a day; `review` where it was stopped or its last day had passed."""
    if licence.get("type") not in types_on(day) or read(licence.get("issued_on")).by(day) is False:
        return False
    if licence.get("withdrawn_on") and read(licence["withdrawn_on"]).by(day):
        return False
    states = [state for state in items(licence, "status_history") if read(state.get("from")).by(day)]
    status = states[-1]["status"] if states else None
    if status == "revoked":
        return False
    lapsed = licence.get("expires_on") and day.by(read(licence["expires_on"])) is False
    if lapsed or status in ("suspended", "partly_suspended", "expired"):
        return "review"
    return True if status in ("active", "warned") and whole(licence, "status_history") else None


def licensed(recruiter, day: Day):
    """The outcomes that a licence of this recruiter allows on a day."""
    licences = items(recruiter, "licences")
    before = [
        read(items(licence, "status_history")[0]["from"]).by(day) is False
        and read(licence["issued_on"]).by(day)
        for licence in licences
        if items(licence, "status_history") and licence["type"] in types_on(day)
    ]
    if any(before):
        # Of the days before its first entry a history says nothing, and a licence was issued.
        return OPEN | PASS
    holds = [licence_holds(licence, day) for licence in items(recruiter, "licences")]
    if True in holds:
        return PASS
    if "review" in holds:
        return OPEN | FAIL
    if None in holds or not whole(recruiter, "licences"):
        return OPEN | (FAIL if holds and set(holds) == {False} else set())
    return FAIL


@reads(
    "uu18-2017-p51-licence-held",
    kind="recruiter",
    legal_form=["pt", "pt", "cv", None],
    licences=list(licence_states()),
    licences_complete=[None, True],
)
def licence_held(recruiter, as_of):
    """Pasal 51 ayat (1) with 1 angka 9: a limited company with a written licence of the Minister."""
    if recruiter.get("kind") != "p3mi":
        return OUTSIDE if recruiter.get("kind") else OPEN
    company = equals(recruiter.get("legal_form"), "pt")
    if company is False:
        return FAIL
    allowed = licensed(recruiter, on(as_of))
    return OPEN if company is None and allowed == PASS else allowed


@reads(
    "uu18-2017-p51-licence-held-when-recruiting",
    executor_kind=["p3mi"],
    recruited_on=["2019-04-30", "2019-05-01", "2022-12-31", "2023-01-01", "2017-11-21", "2025-02-01", None],
    recruiter__kind=["p3mi"],
    recruiter__legal_form=["pt"],
    recruiter__licences=list(licence_states()),
    recruiter__licences_complete=[None, True],
)
def licence_when_recruiting(placement, as_of):
    """Pasal 51 ayat (1): the licence on the day on which the worker was taken on, not today's."""
    day = placement.get("recruited_on")
    outside = abroad(placement) is False or (day and read(day).within(UU_18) is False)
    if outside or placement.get("status") == "cancelled":
        return (
            OUTSIDE | OPEN | (licensed(placement["recruiter"], read(day)) if not outside and day else set())
        )
    if abroad(placement) is None or not day:
        return OPEN | OUTSIDE
    return licensed(placement["recruiter"], read(day))


#: Of a placement that was given up no day is known on which its costs would have come.
STATES = [None, None, "departed", "departed", "returned", "candidate", "prevented"]

COSTS = [
    None,
    [],
    *(
        [{"class": kind, "charged_to": who, "amount_idr": amount, "on": "2025-02-01"}]
        for kind in ("placement", "personal", "illegitimate", None)
        for who in ("worker", "employer", None)
        for amount in ((1, 0, None) if who else (1,))
    ),
    [{"class": "placement", "charged_to": "worker", "amount_idr": 5, "on": "2017-11-21"}],
    [{"class": "placement", "charged_to": "worker", "amount_idr": 5, "on": "2017-11-22"}],
    [{"class": "placement", "charged_to": "worker", "amount_idr": 5, "on": "2025-02-01", "refunded": True}],
    [{"class": "placement", "charged_to": "worker", "is_salary_deduction": True, "on": "2025-02-01"}],
    [{"class": "placement", "charged_to": "worker", "is_loan": True, "on": "2025-02-01"}],
]


def charged(cost):
    """Whether something was charged to the worker: nothing is no charge, and one paid back or lent stays one."""
    amount = cost.get("amount_idr")
    deducted = True if cost.get("is_salary_deduction") or cost.get("is_loan") else None
    return every(equals(cost.get("charged_to"), "worker"), deducted if amount is None else amount > 0)


@reads("uu18-2017-p30-no-placement-fee", status=STATES, costs=COSTS, costs_complete=[None, True])
def no_placement_fee(placement, as_of):
    """
    Pasal 30 ayat (1): "tidak dapat dibebani biaya penempatan". Personal needs are no cost of the placement.

    What has no ground at all is a matter for a person. What was charged before the Act came is none of it. Who went
    alone was placed by nobody, and his risks are his own (Pasal 63 ayat (2)): nothing is a breach.
    """
    if placement.get("executor_kind") == "none":
        return OPEN | OUTSIDE
    ends = set()
    for cost in items(placement, "costs"):
        lawful = read(cost.get("on")).within(UU_18)
        breach = every(equals(cost.get("class"), "placement"), charged(cost), lawful)
        ends |= FAIL if breach else OPEN if breach is None else set()
        if cost.get("class") == "illegitimate" and charged(cost) is not False:
            ends |= OPEN
    breach = True if ends >= FAIL else None if ends or not whole(placement, "costs") else False
    allowed = charges(placement, as_of, breach)
    # Of a charge of nothing nobody says that no loan stands behind it.
    zero = any(cost.get("amount_idr") == 0 for cost in items(placement, "costs"))
    return allowed | OPEN if zero else allowed


def charges(placement, as_of, breach):
    """What may be said of charges: also where the placement was given up, and by the law of the day of each."""
    ends = judged(abroad(placement), negated(breach))
    if any(cost.get("on") == "2017-11-21" for cost in items(placement, "costs")):
        # By which law a charge goes that was made before the Act, for a departure after it, a person may see.
        ends = ends | OPEN
    within = departure(placement, as_of).within(UU_18)
    # A charge after the Act came, for a departure before it: the Act does not say which law it goes by.
    return ends if within else ends | OPEN | OUTSIDE


@reads(
    "uu18-2017-p72a-cost-already-borne",
    status=STATES,
    costs=[
        *COSTS[:2],
        *(
            [
                {
                    "class": kind,
                    "charged_to": who,
                    "amount_idr": amount,
                    "already_borne_by_employer": borne,
                    "on": day,
                }
            ]
            for kind in ("placement", "personal", None)
            for who in ("worker", "employer", None)
            for amount in ((1, 0, None) if who else (1,))
            for borne in YES_NO
            for day in ("2025-02-01", "2017-11-21")
        ),
    ],
    costs_complete=[None, True],
)
def already_borne(placement, as_of):
    """Pasal 72 huruf a: no charging to the candidate what "telah ditanggung calon Pemberi Kerja"."""
    breaches = [
        every(
            equals(cost.get("class"), "placement"),
            charged(cost),
            cost.get("already_borne_by_employer"),
            read(cost.get("on")).within(UU_18),
        )
        for cost in items(placement, "costs")
    ]
    return charges(placement, as_of, some(*breaches, False if whole(placement, "costs") else None))


PROFILE = ("protection_law", "written_agreement", "social_insurance")


@reads(
    "uu18-2017-p31-destination-eligible",
    **{f"job_order__destination_profile__{name}": YES_NO for name in PROFILE},
)
def destination(placement, as_of):
    """
    Pasal 31: a law that protects, a written agreement, "dan/atau" social security; 72 huruf d forbids the opposite.

    Whether one of the three is enough the Act does not say: some of them go to a person. None of them is a breach.
    """
    facts = [fact(placement, f"job_order.destination_profile.{name}") for name in PROFILE]
    applies = about_departure(placement, as_of, UU_18)
    if applies is False:
        return OUTSIDE
    if applies is None or None in facts or len(set(facts)) == 2:
        return OPEN
    return PASS if facts[0] else breach_of(placement, as_of)


@reads(
    "uu18-2017-p9-2-joborder-verified",
    kind="job_order",
    verified__done=YES_NO,
    verified__on=[None, "2024-01-01", "2024-01-02", "2023-12-31"],
    sip2mi__issued_on=[None, "2024-01-01"],
)
def verified(order, as_of):
    """Pasal 9 ayat (2): a demand "harus diverifikasi"; PP 59/2021 Pasal 85 ayat (3): as the base of the SIP2MI."""
    done, day, issued = (fact(order, path) for path in ("verified.done", "verified.on", "sip2mi.issued_on"))
    if done is False:
        return OPEN if day else FAIL | OPEN
    if not (day and issued):
        return OPEN
    return judged(True, read(day).by(read(issued)))


@reads(
    "uu18-2017-p63-1-perseorangan-legal-entity",
    executor_kind=["none", "none", "p3mi", None],
    employer__kind=["legal_entity", "individual", "government", None],
    worker_category=["legal_entity_employer", "individual_employer", "no_crew", "merchant_crew", None],
)
def alone_with_legal_entity(placement, as_of):
    """Pasal 63 ayat (1): who goes alone "dapat bekerja ke luar negeri pada Pemberi Kerja berbadan hukum"."""
    kinds = {"legal_entity_employer": True, "individual_employer": False}
    by_category = kinds.get(placement.get("worker_category"))
    by_employer = {"legal_entity": True, "government": True, "individual": False}.get(
        fact(placement, "employer.kind")
    )
    said_ = {by_category, by_employer} - {None}
    legal = None if len(said_) != 1 else said_.pop()
    applies = every(
        about_departure(placement, as_of, UU_18),
        equals(placement.get("executor_kind"), "none"),
        negated(crew(placement)),
    )
    return judged(applies, legal, breach_of(placement, as_of))


@reads(
    "uu18-2017-p63-3-perseorangan-reported",
    executor_kind=["none", "none", "p3mi", None],
    reports__to_labour_office=YES_NO,
    reports__to_labour_office_on=[None, None, "2025-03-12", "2025-03-13"],
    reports__to_mission=YES_NO,
    reports__to_mission_on=[None, None, "2025-03-20"],
)
def alone_reported(placement, as_of):
    """
    Pasal 63 ayat (3): who goes alone "wajib melapor" to the labour office and to the mission.

    The Act names no day, so that a late report is for a person. To the mission nobody can report who has not left.
    """
    told, offices = [], ("to_labour_office", "to_mission")
    for office in offices:
        answer, day = (fact(placement, f"reports.{office}{end}") for end in ("", "_on"))
        told.append(None if answer is False and day else True if day else answer)
    alone = equals(placement.get("executor_kind"), "none")
    applies = every(about_departure(placement, as_of, UU_18), alone)
    day = fact(placement, "reports.to_labour_office_on")
    late = day and read(day).by(departure(placement, as_of)) is not True and told[0]
    if late:
        told[0] = None
    ends = judged(applies, every(*told), breach_of(placement, as_of))
    if gone(placement, as_of) is False and ends != OUTSIDE:
        return ends | OPEN | (PASS if told[1] else set())
    return ends


@reads(
    "uu18-2017-p61-own-interest",
    executor_kind=["own_interest_company", "own_interest_company", "p3mi", None],
    own_interest__is_employee=YES_NO,
    own_interest__permit=YES_NO,
    own_interest__employee_since=[None, None, "2025-03-12", "2025-03-13"],
    own_interest__permit_on=[None, None, "2025-03-12", "2025-03-13"],
)
def own_interest(placement, as_of):
    """
    Pasal 61 ayat (1): "menempatkan pekerjanya"; elucidation: with a written permission of the Minister.

    The permission stands in no article: that it is missing is for a person, and so is it of crew, of whom
    PP 22/2022 Pasal 14 asks for a report instead.
    """
    day = departure(placement, as_of)

    def by_then(answer, since):
        answer, since = (fact(placement, f"own_interest.{name}") for name in (answer, since))
        if answer is False and since:
            return None
        return every(answer, read(since).by(day)) if since else every(answer, None)

    met = every(by_then("is_employee", "employee_since"), by_then("permit", "permit_on") or None)
    applies = every(
        about_departure(placement, as_of, UU_18),
        equals(placement.get("executor_kind"), "own_interest_company"),
    )
    ends = judged(applies, met, breach_of(placement, as_of))
    return ends | OPEN if crew(placement) is not False and ends != OUTSIDE else ends
