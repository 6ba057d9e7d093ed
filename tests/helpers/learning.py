"""Less of what is known: facts that are not known, dates known in part, lists that hold less and are not whole."""

from datetime import date
from functools import cache

from helpers.contradictions import at, contradicting
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

#: Who stands behind a record is no fact about what happened: an allegation is taken back or confirmed, not learned.
STANDING = ("standing", "alleged")

#: Groups and dates that say that something more was done, of which a record cannot say that it was not: an extension, a
#: decision at the border, a death, a return that somebody arranged, money drawn, an inspection, a claim of an exclusion,
#: a check of the identity, a shelter, a promise other than the papers, something that was taken away.
#: That it was done is no fact about what is written, and is not learned; what is known of it may be little.
DONE = {
    "employment_agreement.extension",
    "clearance",
    "clearance.decision",
    "death",
    "repatriation",
    "iris",
    "deposit.drawn_on",
    "deposit.balance_idr",
    "claimed_exclusion",
    "identity_check",
    "kept",
    "promised_destination",
    "promised_job",
    "shelter",
}

#: Ends of papers, permits, stops, offices and cases. Where none is written there is none: a record has no other way to
#: say that a paper does not lapse. What is known of an end may be little.
ENDS = {"expires_on", "until", "closed_on", "withdrawn_on"}

#: What a rule may turn, with the reason: the sentence of the issue cannot hold there without hiding something worse.
LET_OUT = {
    # That the worker went alone says that nobody charged him; a loan or a cut from the wage says that somebody did.
    ("permenp2mi17-2025-cost-rules", "review", "not_applicable"),
    ("uu18-2017-p30-no-placement-fee", "fail", "not_applicable"),
    ("uu18-2017-p30-no-placement-fee", "pass", "not_applicable"),
    ("uu18-2017-p30-no-placement-fee", "review", "not_applicable"),
    ("uu18-2017-p30-no-placement-fee", "not_applicable", "review"),
    # That the permit is in the name of another contradicts that there was one: for a person.
    ("pp59-2021-p47-3-no-recruit-before-sip2mi", "pass", "review"),
    ("pp59-2021-p47-3-no-recruit-before-sip2mi", "fail", "review"),
    # ... and so does a licence in the name of another.
    ("uu18-2017-p51-licence-held", "pass", "review"),
    ("uu18-2017-p51-licence-held-when-recruiting", "pass", "review"),
    # Who held the orientation is for a person; that the worker was not enrolled is a breach, whoever held it.
    ("pp59-2021-p86-3k-opp", "review", "fail"),
    # A mandate, a permit to recruit or a licence contradicts that somebody placed who is none who may: for a person.
    ("uu18-2017-p49-executor-kind", "fail", "review"),
    ("uu18-2017-p69-placed-by-individual", "fail", "review"),
    ("uu18-2017-placing-without-licence", "fail", "review"),
    ("uu39-2004-p4-placed-by-individual", "fail", "review"),
    ("uu39-2004-p12-placing-without-licence", "fail", "review"),
    # A broker who acted without a mandate is heard, whoever is said to have placed; a mandate makes him none.
    ("uu18-2017-p69-placed-by-individual", "not_applicable", "review"),
    ("uu18-2017-p69-placed-by-individual", "review", "not_applicable"),
    ("uu39-2004-p4-placed-by-individual", "not_applicable", "review"),
    ("uu39-2004-p4-placed-by-individual", "review", "not_applicable"),
    # Who acted is for a person only as long as nobody wrote who placed.
    ("uu18-2017-placing-without-licence", "review", "fail"),
    ("uu18-2017-placing-without-licence", "review", "not_applicable"),
    # A change that both agreed to excuses another job, of which nobody wrote why it is another.
    ("uu18-2017-p19-job-matches-agreement", "fail", "review"),
    # Who is written not to be registered, and the day of it: a candidate after all, whom the village records.
    ("uu18-2017-p42-village-verification", "review", "fail"),
    # A permit that was revoked, nobody wrote when: issued too late, it was none in any case.
    ("uu18-2017-p53-branch-licence-when-recruiting", "review", "fail"),
    # A cost that nobody classed is for a person by its name or as a loan; a personal need is none.
    ("uu18-2017-p30-no-placement-fee", "review", "pass"),
    # A NIK alone makes nobody a child; once the birth is written, it agrees with it.
    ("uu18-2017-p5a-min-age", "review", "fail"),
    ("uu18-2017-p5a-child-on-any-day", "review", "fail"),
    # Of who is no P3MI only that it used the permit of another is heard.
    ("uu18-2017-p59-2-sip2mi-not-transferred", "not_applicable", "review"),
    # Signs of who is not surely abroad are heard as they are written; where that is known, the rule of the place judges.
    ("uu21-2007-p4-tppo-indicators-placement", "not_applicable", "review"),
    ("uu21-2007-p4-tppo-indicators-placement", "review", "not_applicable"),
    ("uu21-2007-p4-tppo-indicators-placement", "review", "pass"),
    # A day on which the family was told contradicts that it never was: for a person.
    ("uu39-2004-p73-2a-family-told", "fail", "review"),
    # Once all papers are written, each has a rule of its own, and "incomplete, which is not said" is answered.
    ("uu18-2017-p13-papers-incomplete", "review", "not_applicable"),
    # An address that is written on one more paper may contradict the true one.
    ("uu18-2017-p65-identity-check", "pass", "review"),
    # Of placements inside Indonesia nothing is asked, for their law is another; what is written of a child is heard.
    ("uu21-2007-p2-inside-indonesia", "not_applicable", "review"),
    ("kuhp-p455-inside-indonesia", "not_applicable", "review"),
    ("uu21-2007-p6-child-inside-indonesia", "not_applicable", "review"),
    ("uu21-2007-p6-child-on-any-day", "not_applicable", "review"),
    # ... and a child that went nobody wrote where is for a person; abroad another rule judges it.
    ("uu21-2007-p6-child-inside-indonesia", "review", "not_applicable"),
    ("uu21-2007-promised-and-kept", "not_applicable", "review"),
    ("papers-kept-back", "not_applicable", "review"),
    # The passport that the employer keeps counts although nobody wrote whether this is crew, whose master keeps it.
    ("uu6-2011-p130-passport-retention", "fail", "review"),
    # A partner that the demand names, of which nobody wrote, contradicts that there was none: for a person.
    ("pp59-2021-p86-2-individual-employer-via-partner", "fail", "review"),
    ("uu39-2004-p24-individual-employer-via-partner", "fail", "review"),
    # Of a stop of the business only what is written is heard.
    ("permenp2mi4-2025-acting-while-stopped", "not_applicable", "review"),
    # ... although its history may hold that it ended.
    ("permenp2mi4-2025-acting-while-stopped", "review", "not_applicable"),
    # That a placement came to nothing is heard only where somebody wrote it.
    ("permenp2mi4-2025-p9-1f-complete-not-placed", "not_applicable", "pass"),
    ("permenp2mi4-2025-p9-1f-complete-not-placed", "not_applicable", "review"),
    ("permenp2mi4-2025-p9-1r-rights-not-met", "not_applicable", "pass"),
    ("permenp2mi4-2025-p9-1r-rights-not-met", "not_applicable", "review"),
    # Of a case about no placement that is written nobody asks whether the placed worker was helped.
    ("permenp2mi4-2025-p9-1t-problems-not-solved", "not_applicable", "pass"),
    ("permenp2mi4-2025-p9-1t-problems-not-solved", "not_applicable", "review"),
    # Of the steps of a case what is written is heard, whatever else was done.
    ("perban23-2025-p18-commitment", "not_applicable", "pass"),
    ("perban23-2025-p18-commitment", "not_applicable", "review"),
    ("perban23-2025-p18-commitment", "review", "pass"),
    # A regency says more than a province beside it.
    ("uu18-2017-p53-branch-licence", "review", "pass"),
    ("uu18-2017-p53-branch-licence", "fail", "review"),
    # A branch beside the head office is for a person, although the list may hold another, which is a breach.
    ("uu18-2017-p53-branch-licence", "review", "fail"),
    ("uu18-2017-p53-branch-licence-when-recruiting", "review", "pass"),
    # A licence that is said to be suspended is for a person, although the list may hold another that is in force.
    ("uu18-2017-p51-licence-held", "review", "pass"),
    ("uu18-2017-p51-licence-held-when-recruiting", "review", "pass"),
    # ... and although its history may hold that it was revoked since.
    ("uu18-2017-p51-licence-held", "review", "fail"),
    ("uu18-2017-p51-licence-held-when-recruiting", "review", "fail"),
    # A charge whose day is not written goes by the law of the departure; one from before the Act is for a person.
    ("uu18-2017-p30-no-placement-fee", "fail", "review"),
    ("uu18-2017-p72a-cost-already-borne", "fail", "review"),
    # ... although the list may hold one from after it, which is a breach.
    ("uu18-2017-p72a-cost-already-borne", "review", "fail"),
    # A member of social security may be insured by it, although the card of the old insurance is not there.
    ("uu39-2004-p68-insurance", "fail", "review"),
    # A change of an agreement without a day is taken to come after the departure; one from before the Act is not judged.
    ("uu18-2017-p18-no-unilateral-change", "fail", "not_applicable"),
    # Somebody reported; that it was after the departure, of which nobody wrote, would be for a person.
    ("uu18-2017-p63-3-perseorangan-reported", "pass", "review"),
    # A personal need counts as one although nobody wrote what it was for; a ticket is for a person.
    ("uu18-2017-p30-no-placement-fee", "pass", "review"),
    # A cost of a sponsor is for a person, although the list may hold a placement fee, which is a breach.
    ("uu18-2017-p30-no-placement-fee", "review", "fail"),
    # Every class needs a passport: of who turns out to be crew, the rule on crew reports it.
    ("uu18-2017-p13e-passport", "review", "not_applicable"),
    # An orientation counts although nobody wrote who held it; that an outsider did is for a person.
    ("pp59-2021-p86-3k-opp", "pass", "review"),
    ("uu39-2004-p69-1-final-orientation", "pass", "review"),
    # Signatures before departure contradict a paper that was looked for and is not there: for a person.
    ("uu39-2004-p51h-placement-agreement", "fail", "review"),
    ("uu39-2004-p55-2-signed-before-departure", "fail", "review"),
    # Conditions of a licence are asked of a recruiter of whom nobody wrote that the licence had ended.
    ("uu39-2004-p13-1a-limited-company", "fail", "not_applicable"),
    ("uu39-2004-p13-1b-paid-up-capital", "review", "not_applicable"),
    ("uu39-2004-p13-1c-deposit", "review", "not_applicable"),
    ("uu39-2004-p13-1d-work-plan", "fail", "not_applicable"),
    # ... and that it is one for crew only, of which nobody wrote, is for a person.
    ("uu39-2004-p13-1a-limited-company", "fail", "review"),
    ("uu39-2004-p13-1d-work-plan", "fail", "review"),
    # ... although the list may hold another, which is a breach.
    ("uu39-2004-p13-1a-limited-company", "review", "fail"),
    ("uu39-2004-p13-1d-work-plan", "review", "fail"),
    # A permit counts although nobody wrote whose it is; that of another recruiter is for a person.
    ("uu39-2004-p32-1-recruiting-permit", "pass", "review"),
    # ... and does not contradict that there was none.
    ("uu39-2004-p32-1-recruiting-permit", "review", "fail"),
    # Where nobody wrote the day of recruiting the departure says under which Act it was, if there was one.
    ("uu39-2004-p35a-min-age", "fail", "not_applicable"),
    ("uu39-2004-p35a-min-age", "not_applicable", "fail"),
    ("uu39-2004-p35a-min-age", "not_applicable", "pass"),
    ("uu39-2004-p35a-min-age", "pass", "not_applicable"),
    # ... and who is a child by one source and nineteen by another is too young for a household by both.
    ("uu39-2004-p35a-min-age", "review", "fail"),
    # A case about a death names the recruiter who placed; that the worker went alone, of which nobody wrote, says it
    # did not.
    ("uu18-2017-p27-2-death-duties", "fail", "not_applicable"),
    # That the death became known three days ago, of which nobody wrote, leaves time.
    ("uu18-2017-p27-2-death-duties", "fail", "review"),
    # A body that came home was not buried abroad; that it was, of which nobody wrote, contradicts it.
    ("uu18-2017-p27-2-death-duties", "pass", "review"),
    ("uu39-2004-p73-2cd-body-home", "pass", "review"),
    ("uu39-2004-p73-2a-family-told", "fail", "not_applicable"),
    ("uu39-2004-p73-2bef-death-duties", "fail", "not_applicable"),
    ("uu39-2004-p73-2bef-death-duties", "fail", "review"),
    ("uu39-2004-p73-2cd-body-home", "fail", "not_applicable"),
    ("uu39-2004-p73-2cd-body-home", "fail", "review"),
    # An adult departed; that he signed as a child, of which nobody wrote, would be for a person.
    ("uu18-2017-p5a-min-age", "pass", "review"),
    # A child today was one on any day; once the day or the status is known, the rules of that day judge.
    ("uu18-2017-p5a-child-on-any-day", "fail", "not_applicable"),
    ("uu18-2017-p5a-child-on-any-day", "review", "not_applicable"),
    ("uu21-2007-p6-child-on-any-day", "review", "not_applicable"),
}


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
            stay = (
                {"id", *STANDING, *DONE}
                | contradicting(kind, record, tables)
                | (set() if apart else {*belonging})
            )
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
                stays = place in kept or name in ENDS
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
    kept = {f"{path}.{name}" for name in ("id", "due_from", "stage")}
    free = element.get("amount_idr") == 0 if isinstance(element, dict) else False
    if free and (element.get("is_loan") or element.get("is_salary_deduction")):
        kept |= {f"{path}.{name}" for name in ("amount_idr", "is_loan", "is_salary_deduction")}
    return kept


def _blurred(chance, text):
    """A day as a month, a year, in doubt, or at one end of an open time."""
    return chance.choice(_in_part(text))


def _in_part(text):
    return [text[:4], text[:7], f"{text}?", f"{text[:4]}~", f"../{text}", f"{text[:7]}/.."]


# One thing less


def one_less(kind, record, tables):
    """
    A record of which one thing less is known, for each such thing: where it stands, and the record.

    Args:
        kind: The kind of the record.
        record: The record; what contradicts something in it stays.
        tables: All records.

    """
    stay = {"id", *STANDING, *DONE, *BELONGING.get(kind, {})} | contradicting(kind, record, tables)
    yield from _less(record, _with_groups(record, stay))


def _less(value, kept, path=""):
    match value:
        case dict():
            for name, inner in value.items():
                place = f"{path}.{name}" if path else name
                others = {other: known for other, known in value.items() if other != name}
                if name.endswith("_complete"):
                    if inner is True:
                        yield place, others
                    continue
                if name in ENDS:
                    continue
                if place not in kept:
                    yield (
                        place,
                        {other: known for other, known in others.items() if other != f"{name}_complete"},
                    )
                elif not isinstance(inner, dict):
                    continue
                for deeper, less in _less(inner, kept, place):
                    open_ = isinstance(inner, list) and len(less) < len(inner)
                    yield (
                        deeper,
                        {
                            **{
                                other: known
                                for other, known in others.items()
                                if not open_ or other != f"{name}_complete"
                            },
                            name: less,
                        },
                    )
        case list():
            for at_, element in enumerate(value):
                before, after = value[:at_], value[at_ + 1 :]
                yield path, before + after
                for deeper, less in _less(element, _in_element(path, element), path):
                    yield deeper, [*before, less, *after]
        case str() if isinstance(day_of(value), date):
            for text in _in_part(value):
                yield path, text


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
