"""Ask the law about records: what each rule says of the first record of its kind."""

from datetime import date
from functools import cache

from helpers.reading import all_is_read
from helpers.whole import whole
from pmi_compliance import Dataset, RulePack, Waiver, audit
from pmi_compliance.packs.load import bundled
from pmi_compliance.packs.model import Written
from pmi_compliance.packs.normalise import normalised

AS_OF = date(2025, 10, 31)

#: Of a breach in the quick start, on its last day.
WAIVER = Waiver(
    rule="uu18-2017-p5a-min-age",
    kind="placement",
    id="PMI-006",
    legal_basis="Contoh",
    author="Ani Contoh",
    approved_by="Budi Contoh",
    reason="contoh",
    expires_on=AS_OF,
)


@cache
def packs():
    """Every bundled pack, international standards too."""
    return tuple(map(RulePack.load, bundled()))


@cache
def rules():
    """Every bundled rule by its id."""
    return {rule.id: rule for pack in packs() for rule in pack.rules}


def audited(tables, as_of=AS_OF):
    """The whole report on records of any kind, with what passes and what is not verified."""
    return audit(
        Dataset.from_records(tables), packs(), as_of=as_of, include_passed=True, include_unverified=True
    )


def judged(as_of=AS_OF, **kinds):
    """The report on some records; each kind one record or a list of them. Lists in them are whole unless they say no."""
    tables = {
        kind: [
            {"id": kind if at == 0 else f"{kind}-{at + 1}", **whole(record)}
            for at, record in enumerate(records if isinstance(records, list) else [records])
        ]
        for kind, records in kinds.items()
    }
    dataset = Dataset.from_records(tables)
    assert all_is_read(dataset), dataset.problems
    return audit(dataset, packs(), as_of=as_of, include_passed=True, include_unverified=True)


def findings(as_of=AS_OF, **kinds):
    """The findings about the first record of each kind, by rule."""
    return {
        finding.rule: finding
        for finding in judged(as_of, **kinds).findings
        if finding.subject.id == finding.subject.kind
    }


def outcomes(as_of=AS_OF, **kinds):
    """The outcomes for the first record of each kind, by rule."""
    return {rule: finding.outcome.value for rule, finding in findings(as_of, **kinds).items()}


def judging(**written):
    """The fields of a rule that is written so, to put into another."""
    whole = Written(**written)
    day, conditions = normalised(whole)
    return {"written": whole, "day": day, "conditions": conditions}
