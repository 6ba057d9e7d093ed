"""Agreements, before and after the departure: UU 18/2017 Pasal 5 huruf d, 13 huruf g, 15, 17 to 19, 25 and 27."""

from plainly import (
    OPEN,
    OUTSIDE,
    PASS,
    UU_18,
    Day,
    about_departure,
    abroad,
    breach_of,
    crew,
    days_later,
    departure,
    equals,
    every,
    fact,
    gone,
    items,
    judged,
    named,
    negated,
    on,
    read,
    reads,
    some,
    whole,
)
from predicates_uu18_papers import paper_duty, papers_of, there, written

DAYS = [None, "2025-03-11", "2025-03-12", "2025-03-13", "2025-03"]
YES_NO = [None, True, False]
CLAUSES = ["employer_identity", "worker_identity", "job", "rights_duties", "conditions", "term", "safety"]


def signed_in_time(placement, as_of, agreement):
    """Whether both signed it by the departure."""
    day = fact(placement, f"{agreement}.signed_on")
    if day is None:
        return None
    return read(day).by(departure(placement, as_of))


@reads(
    "uu18-2017-p5d-social-security",
    social_security__registered=YES_NO,
    social_security__membership_number=[None, "0123"],
)
def social_security(placement, as_of):
    """
    Pasal 5 huruf d: "terdaftar dan memiliki nomor kepesertaan Jaminan Sosial", of everybody, crew too.

    Who is registered has a number. A number and no registration contradict each other.
    """
    registered = fact(placement, "social_security.registered")
    number = fact(placement, "social_security.membership_number")
    met = registered if registered is not None or not number else True
    ends = judged(about_departure(placement, as_of, UU_18), met, breach_of(placement, as_of))
    return OPEN if registered is False and number and ends != OUTSIDE else ends


@reads(
    "uu18-2017-p13g-placement-agreement",
    documents=written("placement_agreement"),
    documents_complete=[None, True],
    placement_agreement__signed_by_worker=YES_NO,
    placement_agreement__signed_by_recruiter=YES_NO,
    placement_agreement__signed_on=DAYS,
)
def placement_agreement(placement, as_of):
    """
    Pasal 13 huruf g with 1 angka 13: an agreement in writing between who places and the candidate.

    Who goes alone has nobody to make it with (Pasal 1 angka 4).
    """
    alone = equals(placement.get("executor_kind"), "none")
    # When it was made says the agreement itself.
    undated = [{**entry, "issued_on": None} for entry in papers_of(placement, "placement_agreement")]
    paper = there({**placement, "status": "candidate", "documents": undated}, as_of, "placement_agreement")
    signatures = [fact(placement, f"placement_agreement.signed_by_{who}") for who in ("worker", "recruiter")]
    time = signed_in_time(placement, as_of, "placement_agreement")
    met = False if False in (paper, time, *signatures) else every(some(paper, time), *signatures, time)
    ends = paper_duty(placement, as_of, "placement_agreement", met)
    if alone is True:
        return OUTSIDE
    states = {entry.get("status") for entry in papers_of(placement, "placement_agreement")}
    # What is forged or invalid is there, and worth nothing: that contradicts no signature.
    false = not states.isdisjoint({"forged", "invalid"})
    signed = fact(placement, "placement_agreement.signed_on") and every(time, *signatures) is not False
    if signed and not states.isdisjoint({"absent", "in_process"}) and not false and ends != OUTSIDE:
        return OPEN
    if every(time, *signatures) and paper is False and ends != OUTSIDE and not false:
        return PASS | OPEN
    if not papers_of(placement, "placement_agreement") and every(time, *signatures) is None:
        # The agreement may be written in a group of its own, whatever the list of papers holds.
        ends = ends if ends == OUTSIDE else OPEN
    if ends == PASS:
        return PASS if alone is False else OPEN
    if alone is None and ends != OUTSIDE:
        return OPEN
    return ends


@reads(
    "uu18-2017-p15-1-signed-before-departure",
    employment_agreement__signed_on=DAYS,
    employment_agreement__signed_by_worker=YES_NO,
    employment_agreement__signed_by_employer=YES_NO,
    employment_agreement__copy_with_worker=YES_NO,
)
def signed_before_departure(placement, as_of):
    """Pasal 13 huruf h and 15 ayat (1): "disepakati dan ditandatangani oleh para pihak"; 6 ayat (1) huruf m: a copy."""
    names = ("signed_by_worker", "signed_by_employer", "copy_with_worker")
    met = every(
        signed_in_time(placement, as_of, "employment_agreement"),
        *(fact(placement, f"employment_agreement.{name}") for name in names),
    )
    applies = every(about_departure(placement, as_of, UU_18), negated(crew(placement)))
    return judged(applies, met, breach_of(placement, as_of))


@reads(
    "uu18-2017-p15-2-agreement-contents",
    employment_agreement__clauses=[None, [], CLAUSES, CLAUSES[:-1], CLAUSES[1:], CLAUSES[:3]],
    employment_agreement__clauses_complete=[None, True],
    employment_agreement__signed_on=[None, "2025-01-10", "2017-11-21", "2017-11-22"],
)
def agreement_contents(placement, as_of):
    """Pasal 15 ayat (2) huruf a to g: seven matters "paling sedikit"."""
    agreement = placement.get("employment_agreement") or {}
    met = every(*(named(agreement, "clauses", clause) for clause in CLAUSES))
    applies = every(about_departure(placement, as_of, UU_18), negated(crew(placement)))
    return judged(applies, met, breach_of(placement, as_of))


@reads(
    "uu18-2017-p17-extension-before-official",
    employment_agreement__extension__on=[None, "2017-11-21", "2017-11-22", "2025-06-01", "2025-06"],
    employment_agreement__extension__before_official=YES_NO,
    status=[None, "working", "returned"],
    departed_on=["2016-05-01", "2017-11-21", None],
)
def extension(placement, as_of):
    """Pasal 17: made "di hadapan pejabat yang berwenang di kantor Perwakilan Republik Indonesia"."""
    prolonged = fact(placement, "employment_agreement.extension")
    if not prolonged:
        return OPEN | OUTSIDE
    day = Day(
        max(read(prolonged.get("on")).first, departure(placement, as_of).first),
        min(read(prolonged.get("on")).last, as_of),
    )
    applies = every(abroad(placement), day.within(UU_18))
    return judged(applies, prolonged.get("before_official"))


CHANGE = {"on": "2025-06-01"}


@reads(
    "uu18-2017-p18-no-unilateral-change",
    employment_agreement__changes=[
        None,
        [],
        *(
            [{**CHANGE, "worker_consented": worker, "employer_consented": employer}]
            for worker in YES_NO
            for employer in YES_NO
        ),
        [{"on": "2017-11-21", "worker_consented": False}],
        [{"on": "2017-11-22", "worker_consented": False}],
    ],
    employment_agreement__changes_complete=[None, True],
    status=["departed", "working", "returned"],
    departed_on=["2017-11-01", "2016-05-01", "2017-11-21", "2017-11-22"],
)
def no_change(placement, as_of):
    """Pasal 18: the agreement "tidak dapat diubah tanpa persetujuan para pihak"; each change by the law of its day."""
    agreement = placement.get("employment_agreement") or {}
    fine = [
        every(change.get("worker_consented"), change.get("employer_consented"))
        for change in items(agreement, "changes")
        if read(change.get("on")).within(UU_18) is not False
    ]
    if not fine:
        return OPEN | OUTSIDE | PASS
    return judged(abroad(placement), every(*fine, True if whole(agreement, "changes") else None))


@reads(
    "uu18-2017-p19-job-matches-agreement",
    employment_agreement__job=[None, "perawat"],
    employment_agreement__signed_by_worker=[None, None, True],
    job=[None, "perawat", "sopir"],
    actual_job=[None, "perawat", "Perawat ", "Perawat lansia", "sopir"],
)
def job(placement, as_of):
    """
    Pasal 19 ayat (1): a P3MI places "sesuai dengan jabatan ... sebagaimana tercantum dalam Perjanjian Kerja".

    Pasal 71 huruf a forbids everybody else the same of the agreement that was signed. A job that only other papers name
    is not that of the agreement. Whether a nurse of the elderly is another job than a nurse no article says.
    """
    agreed, actual = fact(placement, "employment_agreement.job"), placement.get("actual_job")
    same = None
    if agreed and actual:
        agreed, actual = agreed.strip().lower(), actual.strip().lower()
        same = agreed == actual or (None if agreed in actual else False)
    alone = equals(placement.get("executor_kind"), "none")
    ends = judged(
        every(about_departure(placement, as_of, UU_18), negated(alone)), same, breach_of(placement, as_of)
    )
    return ends | OUTSIDE if gone(placement, as_of) is False and actual is None else ends


@reads(
    "uu18-2017-p25-return-extension-report",
    returned_on=[None, "2025-06-01", "2017-11-21", "2017-11-22"],
    status=["returned", "working", None],
    departed_on=["2016-05-01"],
    reports__return_reported=YES_NO,
    reports__return_reported_on=[None, "2025-06-05"],
    employment_agreement__extension__on=[None, "2025-06-01"],
    reports__extension_reported=YES_NO,
    reports__extension_reported_on=[None, "2025-07-01"],
)
def reported(placement, as_of):
    """Pasal 25 ayat (1): a P3MI reports "data kepulangan dan/atau data perpanjangan"; the Act names no term."""
    back = placement.get("returned_on") or placement.get("status") == "returned"
    longer = fact(placement, "employment_agreement.extension")
    due = [
        told
        for told, happened in (
            (told_of(placement, "return"), back),
            (told_of(placement, "extension"), longer),
        )
        if happened
    ]
    last = read(placement.get("returned_on") or fact(placement, "employment_agreement.extension.on"))
    applies = every(equals(placement.get("executor_kind"), "p3mi"), abroad(placement), last.within(UU_18))
    if applies is False:
        return OUTSIDE
    if not due:
        return OPEN | OUTSIDE
    return judged(applies, every(*due)) | (OPEN if len(due) == 1 else set())


def told_of(placement, matter):
    """Whether a return or an extension was reported; a no beside the day of a yes is neither."""
    told = fact(placement, f"reports.{matter}_reported")
    if fact(placement, f"reports.{matter}_reported_on"):
        return None if told is False else True
    return told


@reads(
    "uu18-2017-p27-2-death-duties",
    kind="case",
    closed_on=[None, "2025-09-01", "2025-12-01"],
    death__on=["2025-06-01", "2017-11-21", "2017-11-22"],
    death__known_on=["2025-06-01", "2025-06-01", None],
    death__notified_family_on=[None, "2025-06-01", "2025-06-04", "2025-06-05"],
    death__family_notified=YES_NO,
    death__cause_reported=[True, True, None, False],
    death__body_repatriated=[True, None, False],
    death__buried_abroad=[None, True, False],
    death__family_consented=YES_NO,
    death__family_charged_idr=[0, 0, 1, None],
    death__belongings_protected=[True, True, None, False],
    death__rights_settled=[True, True, None, False],
)
def death(case, as_of):
    """
    Pasal 27 ayat (2): six duties of the P3MI when a worker dies abroad.

    The number of days in letter a is lost in the copies of the Act; 3 x 24 hours is what other texts say: who told late
    is for a person, who never told until the case closed is not. The others name no time: what is not done yet in an
    open case is open. Letter c bears all costs of the way home, and not of a
    burial abroad; that follows letter d, with the consent of the family "atau sesuai dengan ketentuan yang berlaku di
    negara yang bersangkutan". Letter f is "mengurus": rights that are not settled are no breach by themselves.
    """
    facts = case.get("death") or {}
    closed = bool(case.get("closed_on")) and read(case["closed_on"]).by(on(as_of)) is True
    told = facts.get("family_notified")
    if facts.get("notified_family_on"):
        told = None if told is False else notified_in_time(facts)
    elif told is not False or not facts.get("known_on") or not closed:
        told = None
    home, buried_abroad = facts.get("body_repatriated"), facts.get("buried_abroad")
    buried = every(buried_abroad, some(facts.get("family_consented"), None))
    body = some(home, buried, None if not closed else False)
    charged = facts.get("family_charged_idr")
    free = None if charged is None or (charged and (not home or buried_abroad)) else charged == 0
    in_time = [facts.get(name) or (False if closed and facts.get(name) is False else None)
               for name in ("cause_reported", "belongings_protected")]  # fmt: skip
    parts = [*in_time, facts.get("rights_settled") or None]
    applies = every(read(facts.get("on")).within(UU_18), equals(fact(case, "recruiter.kind"), "p3mi"))
    ends = judged(applies, every(told, body, free, *parts))
    return ends | OPEN if home and buried_abroad and ends != OUTSIDE else ends


def notified_in_time(facts):
    """Whether the family was told in time for certain; from the third day on it hangs on a number that is lost."""
    if not facts.get("known_on"):
        return None
    return read(facts["notified_family_on"]).by(days_later(facts["known_on"], 2)) or None
