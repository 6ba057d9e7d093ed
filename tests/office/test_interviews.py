"""Self-checks: which questions are put, what answers write down, and what comes out."""

import io
import json
import random
from datetime import date

import pytest

from helpers.errors import raises
from helpers.model import MODEL
from pmi_compliance import Dataset, Outcome, RulePack, UsageError, default_packs
from pmi_compliance.auditing.interviews import interviews
from pmi_compliance.cli.main import main
from pmi_compliance.office.asking import SelfCheck
from pmi_compliance.records.schema import bundled_model

DAY = date(2025, 10, 31)
NAMES = sorted(interviews())


def asked(check, answers, default="?"):
    """Ids of the questions that are put, each answered."""
    ids = []
    while (question := check.next()) is not None:
        ids.append(question.id)
        check.answer(question, answers.get(question.id, default))
    return ids


def candidate_question(name):
    return next(question for question in interviews()["candidate"].questions if question.id == name)


def drawn(question, chance):
    if question.takes_yes_or_no:
        return chance.choice(["ya", "ya", "tidak", "?"])
    if question.choices:
        return chance.choice(["1", "1", "1", "2", str(chance.randint(1, len(question.choices)))])
    path = ".".join(map(str, question.path))
    if path.endswith(("domicile", "recruited_in", "regency")):
        return chance.choice(["Kupang Timur", "53.71", "31.74"])
    if path.endswith(("_idr", "years", "age")):
        return chance.choice(["3", "20", "9000000000"])
    if path == "name":
        return "PT (contoh)"
    return chance.choice(["?", f"{chance.randint(2000, 2025)}-05-17", f"{chance.randint(2000, 2025)}-05-17"])


#: Answers that lead to questions which are seldom put.
OFTEN = {
    "abroad": "1", "executor": "1", "category": "2", "married": "2", "permission": "ya", "health": "ya", "passport": "ya",
    "visa": "ya", "kind": "1", "form": "1", "licence": "ya", "licence-sector": "1", "licence-from": "2019-05-17",
    "licence-status": "1", "head-office": "ya", "head-status": "1", "head-tenure": "2", "branch": "ya",
    "branch-status": "1", "branch-permit": "1", "deposit": "1500000000", "selection": "ya", "placement-agreement": "ya",
    "placement-signed": "ya", "employment-agreement": "ya", "employment-signed": "ya",
    "employment-signed-employer": "ya",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_questions_are_whole(name):
    interview = interviews()[name]
    rules = {rule.id for pack in default_packs() for rule in pack.rules}
    ids = [other.id for other in interview.questions]

    assert len(ids) == len(set(ids))
    assert interview.rules <= rules
    for question in interview.questions:
        assert question.type  # there is such a field
        assert question.text.id != question.text.en
        if question.inside is not None:
            around = next(other for other in interview.questions if other.id == question.inside)
            assert around.if_yes is not None
            assert ids.index(around.id) < ids.index(question.id)
        if question.is_element:
            assert question.if_yes is not None or question.no_is_none
    for kind, record in interview.start.items():
        assert not bundled_model().problems(kind, dict(record))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long) if name == "candidate" else name for name in NAMES]
)
def test_every_question_can_be_put_and_every_answer_makes_a_right_record(name):
    chance, left = random.Random(8), {candidate.id for candidate in interviews()[name].questions}
    for fixed in (
        OFTEN,
        {**OFTEN, "licence-sector": "2", "licence-from": "2023-05-17"},
        {**OFTEN, "born": "?", "licence-from": "2025-06-01"},
        {**OFTEN, "head-regency": "31.71", "branch-regency": "53.71", "branch-issuer": "1"},
        *[{}] * 20,
    ):
        check = SelfCheck(name, as_of=DAY)
        while (question := check.next()) is not None:
            left.discard(question.id)
            check.answer(question, fixed.get(question.id) or drawn(question, chance))
        assert Dataset.from_records(check.records()).problems == ()
        assert check.advice().lines("id")

    assert left == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_who_knows_nothing_breaks_nothing(name):
    check = SelfCheck(name, as_of=DAY)

    put = asked(check, {})

    assert set(check.answers.values()) == {None}
    assert check.records() == {
        f"{kind}s": [dict(record)] for kind, record in interviews()[name].start.items()
    }
    advice = check.advice()
    assert (advice.breaches, advice.reviews, advice.bring) == ((), (), ())
    assert advice.confirm
    # What belongs to a paper that may not be there is not asked.
    inside = {question.id for question in interviews()[name].questions if question.inside}
    assert inside
    assert inside.isdisjoint(put)


def test_what_no_rule_lacks_is_not_asked():
    check = SelfCheck("candidate", as_of=DAY)

    put = asked(check, {"abroad": "2"})  # within Indonesia the law of migrant workers does not apply

    assert put == [
        question.id
        for question in interviews()["candidate"].questions
        if question.always and not question.inside
    ]


@pytest.mark.slow
def test_a_question_is_put_where_a_rule_lacks_it_and_cites_whom_to_ask():
    answers = {
        "abroad": "1",
        "executor": "1",
        "category": "1",
        "born": "2003-05-17",
        "married": "belum menikah",
        "passport": "ya",
        "passport-until": "2029-01-01",
        "costs": "ya",
        "branch": "ya",
    }
    check = SelfCheck("candidate", as_of=DAY)

    put = asked(check, answers, default="tidak tahu")

    assert put.index("passport") < put.index("passport-until") < put.index("visa")
    assert "marriage-book" not in put  # of who is unmarried nobody asks it
    assert "age" not in put  # the birth date says it
    advice = check.advice()
    to_get = {text.id for text in advice.get}
    assert "Paspor" in {text.id for text in advice.bring}
    assert "Visa" in to_get
    assert any("Sebelum membayar" in text for text in to_get)
    assert any("surat tugas" in text for text in to_get)
    open_ = {finding.rule: code for code, findings in advice.confirm.items() for finding in findings}
    assert "uu18-2017-p51-licence-held" in open_
    # A permit that was only seen settles nothing.
    assert open_["uu18-2017-p53-branch-licence"] == "disnaker_provinsi"
    assert all(code in advice.report.authorities for code in advice.confirm)
    placement = check.records()["placements"][0]
    assert placement["documents"] == [{"type": "passport", "status": "held", "expires_on": "2029-01-01"}]
    assert "documents_complete" not in placement  # other papers were not asked about


@pytest.mark.slow
def test_an_answer_can_fail_a_rule():
    check = SelfCheck("candidate", as_of=DAY)

    asked(check, {"abroad": "1", "executor": "1", "category": "1", "born": "2010-05-17"})

    assert {finding.rule for finding in check.advice().breaches} == {"uu18-2017-p5a-min-age"}
    assert "Belum sesuai aturan, bila jawaban ini benar:" in check.advice().lines("id")


def test_a_recruiter_that_holds_all_is_shown_no_breach():
    answers = {
        "kind": "1", "form": "PT", "licence": "ya", "licence-sector": "1", "licence-from": "2024-06-01",
        "licence-status": "aktif", "licence-status-since": "2024-06-01",
        "licence-history-all": "ya", "licences-all": "ya",
        "capital": "5000000000", "deposit": "1500000000", "balance": "1500000000", "state-bank": "ya",
        "work-plan": "3", "branch": "tidak",
    }  # fmt: skip
    check = SelfCheck("recruiter", as_of=DAY)
    put = asked(check, answers)

    # Whether these are all is asked where a rule lacks it, inside a list too.
    assert {"licence-history-all", "licences-all"} <= set(put)
    advice = check.advice()

    assert advice.breaches == ()
    assert "uu18-2017-p51-licence-held" not in {
        finding.rule for findings in advice.confirm.values() for finding in findings
    }
    assert {"SIP3MI", "Bilyet deposito", "Rencana kerja"} <= {text.id for text in advice.bring}
    # The law lets a P3MI open branches; it does not make it.
    assert "Izin kantor cabang" not in {text.id for text in advice.get}
    check.answers["capital"] = 1
    assert "uu18-2017-p54-1a-paid-up-capital" in {finding.rule for finding in check.advice().breaches}


@pytest.mark.parametrize(
    ("question", "typed", "message"),
    [
        ("passport", "entah", "jawab ya, tidak"),
        ("abroad", "3", "1 sampai 2"),
        ("born", "17-05-2003", "TTTT-BB-HH"),
        ("age", "dua puluh", "bilangan bulat"),
        ("home", "5303", "BPS"),
        ("home", "Kupang", "seperti Kupang Timur"),  # a regency, and a city
        ("home", "Atlantis", "seperti Kupang Timur"),
        ("destination", "Mars", "1 sampai 8"),
    ],
)
def test_an_answer_that_is_not_understood_is_reported_and_not_taken(question, typed, message):
    check = SelfCheck("candidate", as_of=DAY)
    check.answer(candidate_question("married"), "1")

    with pytest.raises(UsageError) as error:
        check.answer(candidate_question(question), typed)

    assert message in error.value.message.id
    assert set(check.answers) == {"married"}


@pytest.mark.parametrize(
    ("question", "typed", "taken"),
    [
        ("destination", "malaysia", "MY"),
        ("destination", "de", "DE"),
        ("destination", "1", "MY"),
        ("home", "kupang  timur", "53.01.06"),
        ("home", "53.01.06", "53.01.06"),
        ("home", "Kec. Kupang Timur", "53.01.06"),
        ("home", "kab. kupang", "53.01"),
        ("home", "Kota Kupang", "53.71"),
        ("home", "belu", "53.04"),
        ("mandate", "Y", True),
        ("mandate", "no", False),
        ("mandate", "Tidak tahu", None),
        ("age", "20", 20),
    ],
)
def test_answers_are_taken_as_people_type_them(question, typed, taken):
    check = SelfCheck("candidate", as_of=DAY)

    check.take({question: typed})

    assert check.answers == {question: taken}


@pytest.mark.parametrize(
    ("question", "hint"),
    [("born", "TTTT-BB-HH"), ("age", "angka saja"), ("home", "Kupang Timur"), ("mandate", "ya / tidak")],
)
def test_a_question_says_how_to_answer_it(question, hint):
    assert hint in candidate_question(question).lines("id")[1]
    assert len(candidate_question("company").lines("id")) == 1


def test_answers_at_once_name_the_question_that_is_wrong():
    check = SelfCheck("candidate", as_of=DAY)

    with raises(UsageError, "unknown", what="question", name="pasport"):
        check.take({"pasport": "ya"})
    with raises(UsageError, "answer_not_understood", place="married", typed="7"):
        check.take({"married": "7"})
    with raises(UsageError, "unknown", what="self_check", known=("candidate", "recruiter")):
        SelfCheck("worker", as_of=DAY)


@pytest.mark.slow
def test_no_suspicion_of_others_is_read_into_answers():
    """Only what concerns who asks: of a recruiter that a candidate names, not its capital or its directors."""
    check = SelfCheck("candidate", as_of=DAY)
    asked(check, {"abroad": "1", "company": "PT (contoh)"})

    rules = {finding.rule for findings in check.advice().confirm.values() for finding in findings}

    assert "uu18-2017-p54-1a-paid-up-capital" not in rules
    assert "uu18-2017-p51-licence-held" in rules


def test_a_self_check_at_the_terminal(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO("1\nPT (contoh)\nentah\nya\n"))

    assert main(["check", "candidate", "--as-of", "2025-10-31"]) == 0

    printed = capsys.readouterr().out
    assert "  1. di luar negeri\n" in printed
    assert printed.count("Apakah orang yang mengajak Anda menunjukkan surat tugas dari perusahaan?") == 2
    assert "  ! `entah`: jawab ya, tidak, atau ?" in printed
    assert printed.endswith("Tidak ada yang disimpan.\n")
    assert list(tmp_path.iterdir()) == []


def test_whoever_breaks_off_gets_the_advice_so_far(monkeypatch, capsys):
    class Broken:
        def readline(self):
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Broken())

    assert main(["check", "candidate", "--lang", "en"]) == 0
    assert capsys.readouterr().out.endswith("Nothing was kept.\n")


def test_answers_from_a_file_are_kept_only_where_that_is_asked(capsys, tmp_path):
    answers = tmp_path / "jawaban.json"
    answers.write_text(json.dumps({"abroad": "1", "passport": "ya"}), encoding="utf-8")
    kept = tmp_path / "rekam.json"

    assert main(["check", "candidate", "--answers", str(answers), "--keep", str(kept), "--lang", "en"]) == 0

    assert f"were kept as records: {kept}" in capsys.readouterr().out
    dataset = Dataset.read(kept)
    assert dataset.problems == ()
    assert dataset.get("placement", "SAYA").data["scope"] == "overseas"
    assert Outcome.FAIL not in {
        finding.outcome for finding in SelfCheck("candidate", as_of=DAY).advice().breaches
    }


@pytest.mark.parametrize("text", ["{", "[]", '{"abroad": 1}'])
def test_a_file_of_answers_that_is_none_is_reported(capsys, tmp_path, text):
    answers = tmp_path / "jawaban.json"
    answers.write_text(text, encoding="utf-8")

    assert main(["check", "candidate", "--answers", str(answers)]) == 2
    assert "harus JSON dengan jawaban sebagai teks" in capsys.readouterr().err
    assert main(["check", "candidate", "--answers", str(tmp_path / "none.json")]) == 4
    assert "tidak dapat dibuka" in capsys.readouterr().err


def test_rules_that_name_no_authority_are_asked_of_an_official():
    check = SelfCheck("candidate", as_of=DAY, packs=[RulePack.load("international")])
    check.take({"abroad": "1"})

    advice = check.advice()

    assert list(advice.confirm)[-1] == ""
    assert any(line.startswith("  - petugas: ") for line in advice.lines("id"))


def test_answers_are_judged_with_the_model_of_the_packs():
    packs = [RulePack.load("uu-18-2017", model=MODEL)]
    check = SelfCheck("candidate", as_of=DAY, packs=packs)
    question = check.next()

    check.answer(question, "?")

    assert check.next() is not None
    assert check.advice() is not None
