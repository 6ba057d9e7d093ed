"""A guesser of birth date and NIK who has all that is published does no better than one who knows only the outcomes."""

import hashlib
import io
import json
import re
from datetime import date
from functools import cache

import openpyxl
import pytest

from helpers.forms import bytes_of
from pmi_compliance import Dataset, RulePack, audit, outlook
from pmi_compliance.base.digests import canonical, digest, path, root
from pmi_compliance.cli.main import main
from pmi_compliance.report import FORMATS
from pmi_compliance.report.json import as_json
from pmi_compliance.report.seal import proof
from pmi_compliance.report.secret import SealKey

AS_OF, UNTIL = date(2025, 10, 31), date(2028, 10, 31)
#: Of the office that publishes; the guesser does not have it.
SECRET = hashlib.sha256(b"of the office").digest()
GUESSED_SECRET = hashlib.sha256(b"of the guesser").digest()

#: Of how many findings the proofs are handed out.
PROVED = 3


def records(grown="1994-02-08", young="2008-02-29", serial="0001", typed="53O1060802940001"):
    """An adult, somebody who is seventeen, and somebody whose NIK was mistyped; all else is known to the guesser."""

    def nik(birth):
        return f"530106{birth[8:10]}{birth[5:7]}{birth[2:4]}{serial}"

    placed = {
        "scope": "overseas", "executor_kind": "p3mi", "worker_category": "legal_entity_employer", "destination": "MY",
    }  # fmt: skip
    return {
        "placement": [
            {**placed, "id": "P-1", "departed_on": "2025-03-11",
             "worker": {"name": "Ina Contoh", "birth_date": grown, "nik": nik(grown), "sex": "male"}},
            {**placed, "id": "P-2", "status": "candidate",
             "worker": {"name": "Edo Contoh", "birth_date": young, "nik": nik(young), "sex": "male"}},
            {**placed, "id": "P-3", "departed_on": "2025-03-11", "worker": {"name": "Tia Contoh", "nik": typed}},
        ],
    }  # fmt: skip


TRUTH = {"grown": "1994-02-08", "young": "2008-02-29", "serial": "0001", "typed": "53O1060802940001"}
#: What else it might be: each differs from the truth in one thing.
GUESSES = [
    TRUTH,
    *({**TRUTH, "grown": grown} for grown in ("1994-02-09", "1994-02-07", "1971-11-30", "2006-12-01", "2009-01-01")),
    *({**TRUTH, "young": young} for young in ("2008-03-01", "2008-02-28", "2007-11-05", "2008-09-17", "2001-05-05")),
    *({**TRUTH, "serial": serial} for serial in ("0002", "0917")),
    *({**TRUTH, "typed": typed} for typed in ("53O1060802940002", "53O1064802710001")),
]  # fmt: skip


@cache
def packs():
    return [RulePack.load("uu-18-2017")]


def audited(**facts):
    dataset = Dataset.from_records(records(**facts))
    return dataset, audit(dataset, packs(), as_of=AS_OF)


def outcomes(**facts):
    """What a guesser of the second kind knows: each outcome, on the audit date and as it will be."""
    dataset = Dataset.from_records(records(**facts))
    report = audit(dataset, packs(), as_of=AS_OF, include_passed=True)
    turns = outlook(dataset, packs(), as_of=AS_OF, until=UNTIL)
    return (
        frozenset((finding.rule, finding.subject, finding.outcome) for finding in report.findings),
        frozenset(
            (turn.finding.rule, turn.finding.subject, turn.before, turn.finding.outcome) for turn in turns
        ),
    )


def published(folder, capsys, *, secret, **facts):
    """All that the office hands out of these records, by name: forms, proofs, what the commands print."""
    dataset, report = audited(**facts)
    texts = {form: bytes_of(report, form).decode() for form in FORMATS if not FORMATS[form].binary}
    for form in ("json", "html"):
        texts[f"{form}, sealed"] = b"".join(FORMATS[form].write(report, "id", secret)).decode()
    book = openpyxl.load_workbook(io.BytesIO(bytes_of(report, "xlsx")))
    texts["xlsx"] = "\n".join(
        " | ".join(map(str, row)) for sheet in book for row in sheet.iter_rows(values_only=True)
    )
    document = as_json(report, secret)
    for finding in document["findings"][:PROVED]:
        name = finding["fingerprint"]
        texts[f"proof {name}"] = json.dumps(proof(document, name, secret), ensure_ascii=False, indent=1)
    file = folder / "data.json"
    file.write_text(json.dumps(records(**facts)), encoding="utf-8")
    for command in (["outlook", file, "--until", UNTIL, "--pack", "uu-18-2017"], ["validate", file]):
        if command[0] == "outlook":
            command += ["--as-of", AS_OF]
        main([*map(str, command)])
        texts[command[0]] = "\n".join(capsys.readouterr())
    turns = outlook(dataset, packs(), as_of=AS_OF, until=UNTIL)
    texts["outlook in Python"] = "\n".join(str(turn) for turn in turns)
    texts["as text"] = repr(report)
    return texts


def agreeing(seen, tried):
    """How much of what was published comes out the same for a guess."""
    lines_of = {name: set(text.splitlines()) for name, text in tried.items()}
    return sum(line in lines_of.get(name, ()) for name, text in seen.items() for line in text.splitlines())


@pytest.fixture
def seen(tmp_path, capsys):
    return published(tmp_path, capsys, secret=SECRET, **TRUTH)


@pytest.mark.slow
def test_whoever_tries_out_birth_dates_and_niks_learns_the_outcomes_and_no_more(seen, tmp_path, capsys):
    """The guesser runs the true program on each guess and compares all that was published, line by line."""
    true = outcomes(**TRUTH)
    by_outcomes = [guess for guess in GUESSES if outcomes(**guess) == true]
    fits = {
        number: agreeing(seen, published(tmp_path, capsys, secret=GUESSED_SECRET, **guess))
        for number, guess in enumerate(GUESSES)
    }
    by_all = [GUESSES[number] for number, fit in fits.items() if fit == max(fits.values())]

    assert 8 < len(by_outcomes) < len(GUESSES), (
        "a guess that the outcomes tell apart, and many that they do not"
    )
    assert by_all == by_outcomes


def test_no_digest_of_a_guess_is_in_anything_published(seen):
    """The digests that gave a birth date away in 0.24 s: of the records, of the rest, of the leaves of the tree."""
    everything = "\n".join(seen.values())
    hashes = set(re.findall("[0-9a-f]{64}", everything))
    dataset, report = audited(**TRUTH)
    document = as_json(report)
    leaves = [canonical(finding) for finding in document["findings"]]
    with_rules = [
        canonical({"finding": finding, "rule": document["rules"][finding["rule"]]})
        for finding in document["findings"]
    ]
    tried = {dataset.digest, root(leaves), root(with_rules), digest(canonical(document))}
    tried |= {
        node for tree in (leaves, with_rules) for index in range(len(tree)) for node in path(tree, index)
    }
    for secret in (bytes(32), GUESSED_SECRET):
        key = SealKey.named(secret, as_json(report, SECRET)["seal"]["name"])
        salted = [key.salt(index) + leaf for index, leaf in enumerate(with_rules)]
        tried |= {root(salted), key.digest("records", dataset.digest.encode())}
        tried |= {node for index in range(len(salted)) for node in path(salted, index)}
    records_alone = [
        hashlib.sha256(canonical(record)).hexdigest() for record in records(**TRUTH)["placement"]
    ]

    assert len(hashes) > 10
    assert not hashes & {text.rpartition(":")[2] for text in (*tried, *records_alone)}
    assert not [text for text in (TRUTH["grown"], TRUTH["young"], "5301060802940001") if text in everything]


def test_who_holds_the_proof_of_one_finding_cannot_tell_its_neighbour(seen):
    """Proofs show the hash beside the proved leaf: with the salt of that leaf nobody can make the hash of another."""
    _, report = audited(**TRUTH)
    document = as_json(report, SECRET)
    proved = proof(document, document["findings"][0]["fingerprint"], SECRET)
    salt = bytes.fromhex(proved["salt"])
    neighbour = document["findings"][1]
    leaf = canonical({"finding": neighbour, "rule": document["rules"][neighbour["rule"]]})
    key = SealKey.named(SECRET, document["seal"]["name"])

    def hashed(salt):
        return hashlib.sha256(b"\0" + salt + leaf).hexdigest()

    assert hashed(key.salt(1)) == proved["path"][0], "the office itself can"
    mixed = bytes(left ^ right for left, right in zip(salt, (1).to_bytes(32), strict=True))
    near = [b"", salt, bytes(32), hashlib.sha256(salt).digest(), mixed]
    assert not {hashed(guess) for guess in near} & set(proved["path"])


def test_a_proof_of_one_report_reveals_nothing_of_another_under_the_same_secret():
    """An office that keeps one secret for all its reports hands out a proof of one and all proofs of the next."""
    _, report = audited(**TRUTH)
    _, later = audited(**{**TRUTH, "serial": "0917"})
    first, second = as_json(report, SECRET), as_json(evolved(later), SECRET)
    salts = [
        {proof(document, finding["fingerprint"], SECRET)["salt"] for finding in document["findings"][:PROVED]}
        for document in (first, second)
    ]

    assert not salts[0] & salts[1]


def evolved(report):
    from attrs import evolve

    return evolve(report, as_of=date(2025, 11, 30))
