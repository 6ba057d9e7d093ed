"""The pages as people meet them: in a real browser, by mouse and keyboard, in both languages, on paper."""

import json
import re
import time
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from helpers.browsers import chromium
from helpers.law import packs
from pmi_compliance import Dataset, Outcome, Settings, Text, audit, default_packs, write_report
from pmi_compliance.auditing.findings import Subject

AS_OF = date(2025, 10, 31)
EXAMPLES = Path(__file__).parents[2] / "examples"
pytestmark = pytest.mark.extras


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def report():
    data = Dataset.read(EXAMPLES / "quickstart", EXAMPLES / "spoilt")
    return audit(data, default_packs(), as_of=AS_OF)


@pytest.fixture(scope="module")
def files(report, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    write_report(report, folder / "report.html")
    write_report(report, folder / "letters.html", "letters")
    return folder


@pytest.fixture
def opened(browser, files):
    """A page, and everything it said or asked the network for."""
    pages = []

    def open_(path):
        page = browser.new_page()
        page.heard = []
        page.asked = []
        page.on("console", lambda message: page.heard.append(message.text))
        page.on("pageerror", lambda error: page.heard.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(Path(path).as_uri())
        pages.append(page)
        return page

    yield open_
    for page in pages:
        assert page.heard == []
        assert len(page.asked) == 1, "no request leaves the page"
        page.close()


@pytest.fixture
def page(opened, files):
    return opened(files / "report.html")


def shown(page):
    """How many findings match, of how many, and how many are on the page."""
    matching, total, _, rows = (int(number) for number in re.findall(r"\d+", page.inner_text("#shown")))
    return matching, total, rows


def settle(page, matching):
    page.wait_for_function("([at, count]) => document.querySelector(at).textContent.startsWith(count)",
                           arg=["#shown", f"{matching} "])  # fmt: skip


@pytest.mark.slow
def test_the_page_shows_findings_gravest_first(page, report):
    total = len(report.findings)

    assert shown(page) == (total, total, 50)
    first = page.inner_text("#findings li:first-child summary")
    assert first.startswith("tidak sesuai · kritis")
    page.click("#more")
    assert shown(page) == (total, total, 100)


def test_filters_narrow_what_is_shown_and_are_cleared(page, report):
    fails = [finding for finding in report.findings if finding.outcome.value == "fail"]

    page.select_option("#by-outcome", label="tidak sesuai")
    settle(page, len(fails))
    page.select_option("#by-severity", label="kritis")
    settle(page, len([finding for finding in fails if finding.severity == "critical"]))
    page.select_option("#by-recruiter", "P3MI-A")
    of_recruiter = [
        finding for finding in fails if finding.severity == "critical" and finding.recruiter == "P3MI-A"
    ]
    settle(page, len(of_recruiter))
    listed = page.eval_on_selector_all("#findings li", "all => all.map(one => one.dataset.fingerprint)")
    assert sorted(listed) == sorted(finding.fingerprint for finding in of_recruiter)
    page.click("button[type=reset]")
    settle(page, len(report.findings))


def test_each_rule_can_be_picked(page, report):
    rule = next(finding.rule for finding in report.findings if finding.outcome.value == "fail")
    value = page.eval_on_selector_all(
        "#by-rule option", "(all, rule) => all.find(one => one.label.includes(rule)).value", rule
    )
    page.select_option("#by-rule", value)

    settle(page, len([finding for finding in report.findings if finding.rule == rule]))


def test_a_search_finds_words_in_any_order(page, report):
    page.fill("#words", "VISA pmi-012")

    listed = [
        finding
        for finding in report.findings
        if finding.subject.id == "PMI-012" and ("visa" in finding.rule or "isa" in finding.message.id.lower())
    ]
    page.wait_for_function("() => document.querySelectorAll('#findings li').length < 50")
    assert 0 < shown(page)[0] <= len(listed) + 5
    assert "PMI-012" in page.inner_text("#findings li:first-child summary")
    page.fill("#words", "no such words at all")
    settle(page, 0)


def test_the_language_switches_everywhere_and_back(page):
    assert page.inner_text("h1") == "Laporan audit penempatan pekerja migran"
    page.click("button[data-language=en]")
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("h1") == "Audit report on placements of migrant workers"
    assert page.inner_text("#findings li:first-child summary").startswith("fail · critical")
    assert page.inner_text("#by-outcome option:nth-child(2)") == "fail"
    assert "Menurut" not in page.inner_text("main")
    assert page.locator("figure svg:visible").count() == 3
    page.click("button[data-language=id]")
    assert "By rule" not in page.inner_text("main")


def test_a_finding_tells_reason_law_remedy_and_referral(page, report):
    finding = next(
        finding for finding in report.findings if finding.rule == "uu18-2017-p5a-min-age" and finding.reasons
    )
    card = page.locator(f"[data-fingerprint='{finding.fingerprint}']")
    card.locator("summary").click()

    text = card.inner_text()
    for part in ("UU 18/2017 Pasal 5 huruf a", "Tanggal lahir: [disamarkan]", finding.remediation.id,
                 "Dinas Nakertrans Kabupaten Kupang", finding.fingerprint):  # fmt: skip
        assert part in text


def test_the_keyboard_is_enough(page, report):
    """Skip link, filters, findings and `more`, without a mouse; focus is always seen."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.focus("#words")
    page.keyboard.type("PMI-006")
    page.wait_for_function("() => document.querySelectorAll('#findings li').length < 50")
    assert 0 < shown(page)[0] < len(report.findings)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.getElementById('by-outcome').value !== ''")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["report.html", "letters.html"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_accessibility_checker_finds_nothing(opened, files, report, name, language):
    from axe_playwright_python.sync_playwright import Axe

    if language == "en" and name == "letters.html":
        write_report(report, files / "letters.en.html", "letters", "en")
        name = "letters.en.html"
    page = opened(files / name)
    if language == "en" and name == "report.html":
        page.click("button[data-language=en]")
    if name == "report.html":
        page.click("#findings li:first-child summary")
    # The checker asks for its own texts only when it reports; nothing it does leaves the page.
    scan = Axe().run(page)

    assert scan.violations_count == 0, scan.generate_report()


def pages_of(page, path):
    import pypdf

    page.pdf(path=path, format="A4")
    return pypdf.PdfReader(path).pages


def test_each_letter_is_one_printed_page(opened, files, tmp_path):
    page = opened(files / "letters.html")
    letters = page.locator("article").count()

    printed = pages_of(page, tmp_path / "letters.pdf")
    assert len(printed) == letters > 30
    titles = ("Hasil pemeriksaan perekrut", "Daftar periksa", "Untuk", "Hanya untuk kantor")
    texts = [sheet.extract_text() for sheet in printed]
    heads = [re.search(r"Hal: (.*)|^Hanya untuk kantor", text)[1] or text.strip() for text in texts]
    assert all(head.startswith(titles) for head in heads)


def test_the_fullest_letters_are_a_printed_page_each(opened, report, tmp_path):
    """However many and long the points are, and whatever stands in the letterhead."""
    words = "Kata yang cukup panjang untuk mengisi satu baris surat " * 4
    office = {"name": "DINAS CONTOH", "letterhead": ["PEMERINTAH", "KABUPATEN"], "address": "Jalan Contoh 1"}
    many = tuple(
        evolve(
            finding,
            rule=f"r{at}",
            outcome=outcome,
            message=Text(f"{at} {words}", ""),
            title=Text(f"{at} {words}", ""),
        )
        for at, finding in enumerate(report.findings)
        for outcome in (Outcome.FAIL, Outcome.REVIEW)
    )
    path = tmp_path / "letters.html"
    full = evolve(report, findings=(*report.findings, *many))
    write_report(full, path, "letters", settings=Settings.of({"office": office}))

    page = opened(path)
    assert len(pages_of(page, tmp_path / "letters.pdf")) == page.locator("article").count()


@pytest.mark.slow
def test_the_report_prints_open_without_what_only_a_screen_needs(page, report, tmp_path):
    page.select_option("#by-outcome", label="tidak sesuai")
    settle(page, report.outcomes[next(outcome for outcome in report.outcomes if outcome.value == "fail")])

    printed = pages_of(page, tmp_path / "report.pdf")
    text = " ".join(sheet.extract_text() for sheet in printed)
    width, height = (float(side) for side in printed[0].mediabox[2:])
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
    assert "Urus visa kerja sebelum berangkat." in text, "findings are printed open"
    assert "Hapus saringan" not in text


def test_letters_keep_a_suspicion_from_the_suspected(report, files):
    """What the police may look into is not in a letter to a recruiter."""
    page = (files / "letters.html").read_text(encoding="utf-8")
    letters = re.findall(r'<article data-letter="(\w+)" data-name="([^"]*)".*?</article>', page, re.DOTALL)
    suspected = next(
        finding for finding in report.findings
        if finding.rule == "uu18-2017-p65-document-truth" and finding.outcome.value == "review"
    )  # fmt: skip
    bodies = {
        (kind, name): body
        for kind, name, body in re.findall(
            r'<article data-letter="(\w+)" data-name="([^"]*)">(.*?)</article>', page, re.DOTALL
        )
    }
    assert len(bodies) == len(letters)
    assert suspected.title.id not in bodies["recruiter", suspected.recruiter]
    assert suspected.title.id in bodies["office", ""]


def test_a_person_and_a_recruiter_have_a_page_of_their_own(page, report):
    """Reached from what is gravest and from the table of recruiters, and left by the way back of every page."""
    about = [finding for finding in report.findings if finding.subject.id == "PMI-006"]
    of_recruiter = [finding for finding in report.findings if finding.recruiter == "P3MI-B"]

    page.click(".groups a >> text=PMI-006")
    settle(page, len(about))
    assert page.inner_text("#list") == "Temuan tentang PMI-006"
    assert not page.is_visible(".groups")
    page.go_back()
    settle(page, len(report.findings))
    assert page.is_visible(".groups")
    page.click("table a >> text=P3MI-B")
    settle(page, len(of_recruiter))
    page.click("#all a")
    settle(page, len(report.findings))


@pytest.mark.slow
def test_the_whole_report_prints_on_a_few_pages(page, tmp_path):
    assert len(pages_of(page, tmp_path / "report.pdf")) < 12


def test_the_first_screen_shows_what_is_short_and_what_is_gravest(page):
    """On a desk; what stands below 768 points is not seen in the first five seconds."""
    page.set_viewport_size({"width": 1366, "height": 768})

    for place in (".short .children", ".short .today", ".groups li:first-child", ".groups li:nth-child(3)"):
        box = page.locator(place).bounding_box()
        assert box["y"] + box["height"] < 768, place


@pytest.mark.slow
def test_fifty_thousand_findings_stay_usable(opened, report, tmp_path):
    """A page of a large register: it is written, opens, and answers a filter while a person waits."""
    few = report.findings
    many = tuple(
        evolve(few[at % len(few)], subject=Subject("placement", f"PMI-{at:06}"), recruiter=f"P3MI-{at % 60}")
        for at in range(50_000)
    )
    path = tmp_path / "many.html"
    write_report(evolve(report, findings=many), path)
    assert path.stat().st_size < 25_000_000

    started = time.monotonic()
    page = opened(path)
    assert shown(page) == (50_000, 50_000, 50)
    page.fill("#words", "PMI-012345")
    settle(page, 1)
    page.fill("#words", "")
    settle(page, 50_000)
    # No benchmark: a bound so wide that only a page that hangs passes it.
    assert time.monotonic() - started < 60
    assert page.locator("#findings li").count() == 50


def test_a_full_report_says_so_on_its_face(opened, tmp_path):
    data = Dataset.from_records({"placement": [{"id": "p", "worker": {"birth_date": "2010-05-05"}}]})
    path = tmp_path / "full.html"
    write_report(audit(data, packs(), as_of=AS_OF, disclose="full"), path)

    assert "data pribadi yang terbuka" in opened(path).inner_text("header")


def test_a_name_is_found_where_the_report_shows_names(opened, tmp_path):
    persons = [
        {"id": "W1", "worker": {"name": "Ina Contoh"}},
        {"id": "W2", "worker": {"name": "Budi Contoh"}},
    ]
    report = audit(Dataset.from_records({"placement": persons}), packs(), as_of=AS_OF, disclose="full")
    path = tmp_path / "full.html"
    write_report(report, path)

    page = opened(path)
    page.fill("#words", "budi")
    settle(page, len([finding for finding in report.findings if finding.subject.id == "W2"]))
    assert "W2 Budi Contoh" in page.inner_text("#findings li:first-child summary")
    assert "Ina" not in page.inner_text("#findings")


@pytest.mark.slow
def test_the_data_of_the_page_is_read_back_by_its_script(page, report):
    data = json.loads(
        page.inner_text("#data") or page.evaluate("document.getElementById('data').textContent")
    )

    assert sum(len(row[3]) if isinstance(row[3], list) else 1 for row in data["findings"]) == len(
        report.findings
    )
