"""Who may go, and with which papers: UU 18/2017 Pasal 5, 13 and 15, and UU 39/2004 Pasal 35 and 51 before it."""

from plainly import (
    FAIL,
    OPEN,
    OUTSIDE,
    REVIEW,
    UU_18,
    Day,
    about_departure,
    breach_of,
    crew,
    departure,
    equals,
    every,
    fact,
    items,
    judged,
    named,
    negated,
    read,
    reads,
    some,
    whole,
    years_after,
)

PAPERS = "documents"


def good(paper, day: Day, as_of, *, lapses=False):
    """
    Whether a paper was there on a day: seen, issued by then and not lapsed; what is seen was issued by today.

    Passport and visa are worth nothing after their last day; of other papers Pasal 13 names no term.
    """
    if paper.get("status") in ("absent", "forged", "invalid", "in_process"):
        return False
    issued = read(paper.get("issued_on"))
    last = read(paper.get("expires_on") or (None if lapses else "9999-12-31"))
    lasts = day.by(last)
    seen = equals(paper.get("status"), "held")
    there = Day(issued.first, min(issued.last, as_of)).by(day)
    return every(seen, there, lasts if lapses or lasts else None)


def papers_of(placement, kind):
    """The papers of a kind that somebody wrote down."""
    return [paper for paper in items(placement, PAPERS) if paper.get("type") == kind]


def contradictory(placement, kind):
    """Whether a paper is said to be there, and not to be there."""
    return {"held", "absent"} <= {paper.get("status") for paper in papers_of(placement, kind)}


def there(placement, as_of, kind, also=lambda paper: True, *, lapses=False):
    """
    Whether a paper of a kind was there at departure.

    An open list that has none says nothing, and may hold a better one; one that was looked for in vain is missing.
    """
    day = departure(placement, as_of)
    papers = papers_of(placement, kind)
    good_ones = [every(good(paper, day, as_of, lapses=lapses), also(paper)) for paper in papers]
    missing = whole(placement, PAPERS) or any(paper.get("status") not in ("held", None) for paper in papers)
    return some(*good_ones, False if missing else None)


def paper_duty(placement, as_of, kind, met):
    """
    A paper of Pasal 13: "Untuk dapat ditempatkan di luar negeri, Calon Pekerja Migran Indonesia wajib memiliki".

    Crew have a list of their own (Pasal 64, PP 22/2022). Where two notes contradict each other a person decides.
    """
    applies = every(about_departure(placement, as_of, UU_18), negated(crew(placement)))
    ends = judged(applies, met, breach_of(placement, as_of))
    papers = papers_of(placement, kind)
    if ends == OUTSIDE or not papers:
        return ends
    if contradictory(placement, kind):
        return OPEN
    # A paper of which nobody says whether it is there may be left to a person, whatever else is known.
    return ends | OPEN if any(paper.get("status") is None for paper in papers) else ends


def written(kind, **more):
    """Papers of a kind as clerks write them down."""
    states = ("held", "absent", "forged", "in_process", None)
    return [
        None,
        [],
        *([{"type": kind, "status": status, **more}] for status in states),
        [{"type": kind, "status": "held", **more, "issued_on": "2025-03-11"}],
        [{"type": kind, "status": "held", **more, "issued_on": "2025-03-12", "expires_on": "2025-03-12"}],
        [{"type": kind, "status": "held", **more, "issued_on": "2017-11-01", "expires_on": "2025-03-11"}],
        [{"type": kind, "status": "held", **more, "issued_on": "2025-03-13", "expires_on": "2030-01-01"}],
        [{"type": kind, "status": "absent"}, {"type": kind, "status": "held", **more}],
        [{"type": "other", "status": "held"}],
    ]


WHOLE = [None, True]


@reads("uu18-2017-p13e-passport", documents=written("passport"), documents_complete=WHOLE)
def passport(placement, as_of):
    """Pasal 13 huruf e: "paspor yang diterbitkan oleh kantor imigrasi setempat"."""
    return paper_duty(placement, as_of, "passport", there(placement, as_of, "passport", lapses=True))


@reads("uu18-2017-p5b-competence", documents=written("competence_certificate"), documents_complete=WHOLE)
def competence(placement, as_of):
    """Pasal 13 huruf c: "sertifikat kompetensi kerja", by which Pasal 5 huruf b "memiliki kompetensi" is shown."""
    return paper_duty(
        placement, as_of, "competence_certificate", there(placement, as_of, "competence_certificate")
    )


VISAS = ["work", "visit", "tourist", "pilgrimage", "other", "tourist_or_pilgrimage"]


def work_visa_there(placement, as_of):
    """A visa counts that is one for work."""
    return there(
        placement, as_of, "work_visa", lambda visa: equals(visa.get("visa_class"), "work"), lapses=True
    )


@reads(
    "uu18-2017-p13f-work-visa",
    documents=[
        *written("work_visa", visa_class="work"),
        *([{"type": "work_visa", "status": "held", "visa_class": visa}] for visa in VISAS),
        [{"type": "work_visa", "status": "held"}],
    ],
    documents_complete=WHOLE,
)
def work_visa(placement, as_of):
    """Pasal 13 huruf f with 1 angka 15: a leave "untuk masuk dan melakukan pekerjaan" in that country."""
    return paper_duty(placement, as_of, "work_visa", work_visa_there(placement, as_of))


MARITAL = [None, "married", "unmarried", "widowed", "divorced"]


@reads(
    "uu18-2017-p13a-marital-status",
    documents=[
        *written("marital_status"),
        *(
            [{"type": "marital_status", "status": "held"}, {"type": "marriage_book", "status": status}]
            for status in ("held", "absent")
        ),
    ],
    documents_complete=WHOLE,
    worker__marital_status=MARITAL,
)
def marital_status(placement, as_of):
    """Pasal 13 huruf a: a letter of the marital status; "bagi yang telah menikah melampirkan fotokopi buku nikah"."""
    married = equals(fact(placement, "worker.marital_status"), "married")
    book = some(negated(married), there(placement, as_of, "marriage_book"))
    return paper_duty(
        placement, as_of, "marital_status", every(there(placement, as_of, "marital_status"), book)
    )


@reads(
    "uu18-2017-p13b-family-permission",
    documents=[
        *written("family_permission"),
        *(
            [
                {
                    "type": "family_permission",
                    "status": status,
                    "granted_by": giver,
                    "acknowledged_by_village_head": head,
                }
            ]
            for status in ("held",)
            for giver in ("spouse", "parent", "guardian", None)
            for head in (True, False, None)
        ),
    ],
    documents_complete=WHOLE,
    worker__marital_status=MARITAL,
)
def family_permission(placement, as_of):
    """
    Pasal 13 huruf b: leave of spouse, parent or guardian, known to the village head.

    Elucidation: of the spouse "bagi mereka yang telah menikah", of parent or guardian "bagi mereka yang belum
    menikah". Of widows and divorced it says nothing, so that a person decides.
    """
    status = fact(placement, "worker.marital_status")

    def given(paper):
        giver = paper.get("granted_by")
        right = {"married": equals(giver, "spouse"), "unmarried": equals(giver, "parent", "guardian")}
        return every(right.get(status), equals(paper.get("acknowledged_by_village_head"), True))

    met = there(placement, as_of, "family_permission", given)
    ends = paper_duty(placement, as_of, "family_permission", met)
    if status in ("widowed", "divorced"):
        return ends if ends == OUTSIDE else OPEN
    if status is None and ends == FAIL:
        return OPEN
    return ends


@reads(
    "uu18-2017-p13d-health-psychology",
    documents=[
        *written("health_certificate", covers=["medical", "psychological"]),
        *(
            [{"type": "health_certificate", "status": "held", "covers": covers, "covers_complete": all_}]
            for covers in (["medical"], ["psychological"], ["other"], [])
            for all_ in (True, None)
        ),
    ],
    documents_complete=WHOLE,
)
def health(placement, as_of):
    """Pasal 13 huruf d: "surat keterangan sehat berdasarkan hasil pemeriksaan kesehatan dan psikologi"."""

    def covers(paper):
        return every(named(paper, "covers", "medical"), named(paper, "covers", "psychological"))

    return paper_duty(
        placement, as_of, "health_certificate", there(placement, as_of, "health_certificate", covers)
    )


def young(placement, as_of, years):
    """By each source whether the worker was younger than so many years on the day of departure."""
    day = departure(placement, as_of)
    births = [fact(placement, "worker.birth_date")]
    births += [claim.get("birth_date") for claim in items(placement, "worker.identity_claims")]
    for text in filter(None, births):
        birth = read(text)
        birthday = Day(years_after(birth.first, years), years_after(birth.last, years))
        yield negated(birthday.by(day))


def of_age(placement, as_of, years):
    """Whether the worker was of age, or `{review}` where sources make the worker both."""
    answers = set(young(placement, as_of, years))
    if {True, False} <= answers:
        return REVIEW
    return negated(next(iter(answers))) if len(answers) == 1 else None


BIRTHS = [None, "2007-03-11", "2007-03-12", "2007-03-13", "2007-03", "2007", "2006-12-31", "1999-02-05"]


@reads(
    "uu18-2017-p5a-min-age",
    worker__birth_date=BIRTHS,
    worker__identity_claims=[None, *([{"source": "diploma", "birth_date": day}] for day in BIRTHS[1:4])],
)
def min_age(placement, as_of):
    """
    Pasal 5 huruf a: "berusia minimal 18 tahun", and Pasal 66: "dilarang menempatkan" who is not.

    It forbids to place. A child that was not placed, also where it was given up, is for a person.
    """
    if placement.get("status") == "cancelled":
        placement = placement | {"status": "prevented"}
    answer = of_age(placement, as_of, 18)
    applies = about_departure(placement, as_of, UU_18)
    if answer == REVIEW:
        return {True: REVIEW, False: OUTSIDE, None: OPEN}[applies]
    return judged(applies, answer, breach_of(placement, as_of))
