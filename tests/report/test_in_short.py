"""What is said on top of a report, and how findings that say the same stand together."""

import json
import re
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given

from helpers.effort import examples
from helpers.forms import everything_in, text_of
from helpers.law import packs
from helpers.strategies import tables
from pmi_compliance import Dataset, Outcome, RulePack, audit, default_packs
from pmi_compliance.report.brief import brief, brief_lines
from pmi_compliance.report.groups import CHILD, groups, is_sign_of_trafficking

AS_OF = date(2025, 10, 31)
EXAMPLES = Path(__file__).parents[2] / "examples"
#: The forms that people read, and the one that hands the same on to programs.
READ_BY_PEOPLE = ("table", "xlsx", "html")


@pytest.fixture(scope="module")
def quickstart():
    return audit(Dataset.read(EXAMPLES / "quickstart", EXAMPLES / "spoilt"), default_packs(), as_of=AS_OF)


def worker(name, born, **facts):
    """Somebody who was sent by a private person and paid for it."""
    charged = {
        "component": "potongan",
        "class": "placement",
        "charged_to": "worker",
        "is_salary_deduction": True,
    }
    return {
        "id": name, "scope": "overseas", "executor_kind": "individual", "recruiter_id": "R1", "status": "departed",
        "worker_category": "individual_employer", "departed_on": "2025-03-11", "destination": "MY",
        "worker": {"birth_date": born}, "costs": [charged], "costs_complete": True, **facts,
    }  # fmt: skip


def judged(*placements, **options):
    recruiter = {"id": "R1", "kind": "individual", "legal_form": "individual"}
    records = {"recruiter": [recruiter], "placement": placements}
    return audit(Dataset.from_records(records), packs(), as_of=AS_OF, **options)


def about(report):
    return {sentence.about: sentence.text.id for sentence in brief(report)}


# In short


@pytest.mark.parametrize("form", READ_BY_PEOPLE)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_form_that_people_read_begins_with_the_sentences(quickstart, form, language):
    def plain(text):
        return " ".join(text.replace("•", " ").split())

    text = plain(everything_in(quickstart, form, language))

    sentences = brief_lines(quickstart, language)
    assert 4 < len(sentences) <= 7
    assert [sentence for sentence in sentences if plain(sentence) not in text] == []


def test_whose_age_or_day_is_open_is_counted_by_records_and_once():
    """Three rules ask for the age of one worker; of a child that one rule found nothing is open."""
    report = judged(
        worker("A", "2010-05-05"),
        worker("B", None),
        worker("C", "1999-05-05", departed_on=None),
        worker("D", None),
    )

    assert about(report)["children"] == (
        "ANAK: 1 orang (A) belum cukup umur pada hari itu; pada 3 data belum pasti cukup umur, sebab umur atau harinya "
        "belum diketahui."
    )


def test_json_holds_the_same_sentences(quickstart):
    held = json.loads(text_of(quickstart, "json"))["summary"]["brief"]

    assert [sentence["id"] for sentence in held] == brief_lines(quickstart, "id")


def test_a_child_and_who_is_to_be_called_are_told(quickstart):
    told = about(quickstart)

    assert "PMI-006" in told["children"]
    assert "PMI-034" in told["children"]
    assert told["today"].startswith("Hari ini hubungi: Unit Pelayanan Perempuan dan Anak")
    assert "2 orang (PMI-023, PMI-026)" in told["breaches"]


def test_what_was_not_judged_is_told_with_its_reason(quickstart):
    told = about(quickstart)["not_judged"]

    assert "2 data karena ada yang salah" in told
    assert "2 isian yang tidak terbaca" in told
    assert "3 orang di dalam negeri" in told


def test_signs_of_trafficking_are_told_and_left_to_investigators():
    report = judged(
        worker("W1", "1994-02-08", indicators=["deception", "withholding_of_wages"], indicators_complete=True)
    )

    assert "W1" in about(report)["trafficking"]
    assert "penyidik" in about(report)["trafficking"]


def test_a_batch_is_counted_by_its_persons():
    report = judged(worker("W1", "1994-02-08", count=12), worker("W2", "1994-02-08"))

    assert "12 orang (W1)" in about(report)["breaches"]
    assert about(report)["judged"].startswith("Diperiksa: 1 perekrut, 13 penempatan")


def test_what_may_be_a_grave_breach_is_told_and_who_is_to_be_called():
    """Somebody was stopped whom a private person was about to send: nothing is proved, and the police decide."""
    stopped = {"id": "W1", "scope": "overseas", "executor_kind": "individual", "recruiter_id": "R1",
               "status": "prevented", "recruited_on": "2025-02-03"}  # fmt: skip
    told = about(judged(stopped))

    assert "harus diputuskan petugas: " in told["breaches"]
    assert "1 orang (W1)" in told["breaches"]
    assert told["today"].startswith("Hari ini hubungi: Polda")


def test_nothing_found_is_never_told_as_all_in_order():
    told = about(judged({"id": "W1", "scope": "domestic", "status": "working"}))

    assert "belum berarti semua sudah benar" in told["breaches"]
    assert "1 orang di dalam negeri" in told["not_judged"]


def test_an_act_of_another_time_is_told_by_its_law():
    report = audit(
        Dataset.from_records({"placement": [worker("W1", "1986-01-01", departed_on="2012-03-19")]}),
        default_packs(),
        as_of=AS_OF,
    )

    assert "UU 39/2004" in about(report)["judged"]
    assert "19 Maret 2012" in about(report)["judged"]


def test_every_rule_that_refers_to_child_protection_is_about_a_child_or_about_trafficking():
    """A new rule about children must be told as one."""
    rules = {rule.id: rule for pack in default_packs() for rule in pack.rules}
    told = [
        name
        for name, rule in rules.items()
        if "unit_ppa" in rule.refers_to
        and name not in CHILD
        and not any(citation["instrument"] in {"UU 21/2007", "UU 1/2023"} for citation in rule.citations)
    ]

    assert told == []
    assert rules.keys() >= CHILD


@pytest.mark.slow
@examples(10)
@given(tables())
def test_any_records_give_at_most_seven_sentences_in_both_languages(drawn_tables):
    report = audit(Dataset.from_records(drawn_tables), packs(), as_of=AS_OF)

    assert len(brief(report)) <= 7
    for sentence in brief(report):
        for text in (sentence.text.id, sentence.text.en):
            assert text.endswith(".")
            assert "{" not in text


def test_who_is_a_child_today_is_named_on_whatever_day_the_departure_was():
    """Nobody wrote the day: it came before today, and so the child was no older."""
    ages = [
        {"birth_date": "2009-05-01"},
        {"birth_date": "2009"},
        {"stated_age": 16},
        {"stated_age": 16, "stated_age_on": "2025-10-01"},
        {"stated_age_below": 17, "stated_age_on": "2025-10-01"},
        {"identity_claims": [{"source": "ktp", "birth_year": 2009}]},
    ]
    sent = [
        {"id": f"W{number}", "scope": scope, "status": status, "executor_kind": "p3mi", "worker": age}
        for number, (scope, status, age) in enumerate(
            product(["overseas", "domestic", None], ["departed", "working", "returned", "deceased"], ages)
        )
    ]

    told = about(judged(*sent))["children"]

    assert told.startswith("ANAK: 24 orang (W0, W1, ")
    assert "; 48 orang (W24, W25, " in told
    assert "belum pasti" not in told


# Groups


def test_equal_findings_stand_once_with_their_persons_and_the_child_first():
    workers = [worker(f"W{number}", "1994-02-08") for number in range(1, 7)]
    report = judged(*workers, worker("W7", "2009-04-04"))

    text = text_of(report, "table")
    fails = [group for group in groups(report) if group.first.outcome is Outcome.FAIL]
    assert fails[0].first.rule in CHILD
    listed = text[text.index("TIDAK SESUAI (") :]
    assert "W1, W2, W3, W4, W5, W6, W7" in listed
    places = [
        listed.index(f"  {rule}") for rule in ("uu18-2017-p5a-min-age", "uu18-2017-p30-no-placement-fee")
    ]
    assert places == sorted(places)
    assert listed.count("  uu18-2017-p30-no-placement-fee") == 1


def test_groups_hold_every_finding_but_unknowns_once(quickstart):
    grouped = [finding.fingerprint for group in groups(quickstart) for finding in group.findings]

    listed = [
        finding.fingerprint for finding in quickstart.findings if finding.outcome is not Outcome.UNKNOWN
    ]
    assert sorted(grouped) == sorted(listed)


def test_who_can_help_themselves_least_comes_first():
    """Of equal gravity: a child, who may be trafficked, who is abroad, who was stopped, who has not left."""
    report = judged(
        worker("LATER", "1994-02-08", status="returned", costs=[]),
        worker("ABROAD", "1994-02-08", status="working"),
    )

    order = [
        (group.urgency, -group.persons) for group in groups(report) if group.first.severity == "critical"
    ]
    assert order == sorted(order)


def test_what_is_wrong_in_the_files_stands_before_the_details_and_unknowns_last(quickstart):
    text = text_of(quickstart, "table")
    places = [
        text.index(title)
        for title in ("RINGKAS", "MASALAH BERKAS", "KESIMPULAN", "TIDAK SESUAI", "BELUM DIKETAHUI (")
    ]

    assert places == sorted(places)


def test_the_length_of_what_is_shown_hangs_on_groups_not_on_rows():
    """Thirty persons with the same breach take no more lines than three."""

    def lines(number):
        report = judged(*(worker(f"W{at:03}", "1994-02-08") for at in range(number)))
        return len(text_of(report, "table").splitlines())

    assert lines(30) <= lines(3) + 8


def test_masked_groups_and_sentences_name_nobody():
    someone = worker("W1", "2009-04-04")
    someone["worker"] |= {"name": "Ze'kret Contoh", "nik": "5301064404090001"}

    report = judged(someone)

    told = json.dumps([sentence.as_json() for sentence in brief(report)], ensure_ascii=False)
    for secret in ("Ze'kret", "5301064404090001", "2009"):
        assert secret not in told


def test_without_values_no_status_decides_the_order():
    assert judged(worker("W1", "2009-04-04"), disclose="pointers").people == {}


def test_signs_are_known_by_the_law_they_rest_on():
    report = judged(
        worker("W1", "1994-02-08", indicators=["deception", "withholding_of_wages"], indicators_complete=True)
    )

    rules = {finding.rule for finding in report.findings if is_sign_of_trafficking(finding)}
    assert "uu21-2007-p4-tppo-indicators-placement" in rules
    assert not rules & CHILD


# The page


def test_the_page_begins_with_the_sentences_then_the_gravest_then_what_is_wrong_in_the_files(quickstart):
    page = text_of(quickstart, "html")
    ids = (
        "short",
        "gravest",
        "problems",
        "conclusions",
        "questions",
        "list",
        "summary",
        "by-rule-title",
        "not-checked",
    )
    places = [page.index(f'<h2 id="{part}">') for part in ids]

    assert places == sorted(places)
    assert page.index('<h2 id="short">') < page.index('class="notice"')


def test_lines_of_a_cell_stay_apart_on_the_page():
    """A line break between two facts was replaced by U+FFFD."""
    order = {"id": "J1", "country": "MY"}
    sent = {"id": "W1", "scope": "overseas", "executor_kind": "p3mi", "worker_category": "individual_employer",
            "destination": "MY", "job_order_id": "J1", "recruited_on": "2025-02-03",
            "departed_on": "2025-03-11"}  # fmt: skip
    report = audit(Dataset.from_records({"job_order": [order], "placement": [sent]}), packs(), as_of=AS_OF)

    for form in ("html", "letters", "table", "csv"):
        assert "\ufffd" not in text_of(report, form), form


@pytest.mark.slow
def test_unknowns_of_a_page_cost_what_their_groups_cost():
    """Sixty persons of whom nothing is known take little more room than six."""

    def sizes(number):
        report = judged(*({"id": f"W{at:03}", "scope": "overseas"} for at in range(number)))
        return len(text_of(report, "html")), report.outcomes[Outcome.UNKNOWN]

    (few, unknown), (many, more_unknown) = sizes(6), sizes(60)
    # An id between quotation marks and a comma takes seven signs, a row of its own some hundreds.
    assert many - few < 12 * (more_unknown - unknown)


def test_no_sentence_names_a_rule_by_its_id():
    """A reader knows no ids; what a rule says of another says what that one is called."""
    rules = [rule for pack in [*default_packs(), RulePack.load("international")] for rule in pack.rules]
    ids = re.compile("|".join(re.escape(rule.id) for rule in rules))

    for rule in rules:
        for text in (
            rule.title,
            rule.message.text,
            rule.remediation.text,
            *([rule.note] if rule.note else []),
        ):
            assert not ids.search(text.id + text.en), rule.id


def test_two_reports_are_read_and_compared_each_for_itself():
    """Reports that were told apart by their contents could not be looked up without being written."""
    one, same, other = (judged(worker("W1", born)) for born in ("1994-02-08", "1994-02-08", "2009-04-04"))

    assert about(one) == about(same) != about(other)
    assert one == same != other


def stopped(name, district, **facts):
    """Somebody whom a private person was about to send."""
    return {
        "id": name, "scope": "overseas", "executor_kind": "individual", "status": "prevented", "destination": "MY",
        "stopped_on": "2025-05-01", "worker": {"stated_age": 30, "domicile": district}, **facts,
    }  # fmt: skip


def test_of_all_children_it_is_said_whom_to_call_wherever_they_are_from():
    """Of three children from three regencies one was named, for the others stood in other groups."""
    report = judged(
        stopped(
            "A", "53.02", worker={"stated_age": 16, "domicile": "53.02"}, status="ready", stopped_on=None
        ),
        stopped("B", "32.01", worker={"stated_age": 15, "domicile": "32.01"}),
        stopped(
            "C", "53.01", worker={"stated_age": 15, "domicile": "53.01"}, destination="ID", scope="domestic"
        ),
    )
    today = about(report)["today"]

    assert [
        f"{place} ({code})" in today
        for place, code in (("Selatan", "53.02"), ("Bogor", "32.01"), ("Kupang", "53.01"))
    ] == [True] * 3
    assert all(f"untuk {child}" in today for child in "ABC")


def test_what_is_gravest_to_decide_counts_all_whom_the_rule_found():
    """A record of several persons, one who was stopped and one who is ready are told in other words, by one rule."""
    report = judged(
        stopped("A", "53.02", status="ready", stopped_on=None),
        stopped("B", "53.02"),
        stopped("D", "53.02", worker={"domicile": "53.02"}, count=12, count_until=15),
    )
    told = about(report)

    assert "14 orang (D, B, A)" in told["breaches"]
    assert told["today"].endswith("untuk D, B, A.")


def test_no_more_offices_are_named_than_a_person_calls():
    districts = [f"53.{at:02}" for at in range(1, 16)]
    children = [
        stopped(f"A-{at}", district, worker={"stated_age": 16, "domicile": district})
        for at, district in enumerate(districts)
    ]
    today = about(judged(*children))["today"]

    assert today.count(" untuk A-") == 8
    assert today.endswith("; dan 8 instansi lain.")
