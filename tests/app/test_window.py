"""The way through the window: from an office's own sheet to a report, with nothing left behind that nobody asked to keep."""

import http.client
import json
import threading
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from helpers.asgi import Browser
from helpers.browsers import chromium
from helpers.errors import raises
from helpers.waiting import eventually
from pmi_compliance import Settings, UnreadableInput, UsageError, default_packs
from pmi_compliance.app import desk as desks
from pmi_compliance.app.cases import case_routes
from pmi_compliance.app.checks import check_routes
from pmi_compliance.app.desk import Desk, TooLong
from pmi_compliance.app.guard import Guard
from pmi_compliance.app.pages import FETCHED, Pages
from pmi_compliance.app.serving import Window
from pmi_compliance.cli.main import main

TODAY = date(2025, 10, 31)
OWN_LIST = Path(__file__).parents[2] / "examples" / "own-list" / "daftar.xlsx"
#: A child who left, under headings of an office, one of which nobody knows.
SHEET = (
    b"Nama Lengkap PMI;Tgl Lahir;Negara Tujuan;Berangkat Tgl;Xyz Qwerty\n"
    b"Yohana Contoh;01/05/2009;Malaysia;01/09/2025;Penjahit\n"
)
BORN = "2009-05-01"
PACKS = tuple(pack for pack in default_packs() if pack.id in {"criminal", "kupang", "uu-18-2017"})
HOST, TOKEN = "127.0.0.1:4242", "a-token"


@pytest.fixture
def open_desk(tmp_path):
    """Opens desks that are cleared in the end."""
    opened = []

    def open_(folder=None):
        opened.append(Desk(PACKS, Settings(), folder))
        return opened[-1]

    yield open_
    for desk in opened:
        desk.close()


def browser_at(desk):
    ended = []
    pages = Pages(desk, TOKEN, today=lambda: TODAY, end=lambda: ended.append(1))
    app = pages.application(
        Path(desks.__file__).with_name("static"), [*case_routes(pages), *check_routes(pages)]
    )
    browser = Browser(Guard(app, TOKEN, frozenset({HOST}), pages.refusal), TOKEN, HOST)
    browser.ended = ended
    return browser


@pytest.fixture
def browser(open_desk):
    browser = browser_at(open_desk())
    browser.cookies["pmi-language"] = "id"
    return browser


def audited(browser, **more):
    """The page of an audit of what lies on the desk, once it has ended."""
    form = {"as_of": TODAY.isoformat(), "pack": "uu-18-2017", **more}
    browser.post("/audits", form)
    eventually(lambda: json.loads(browser.get("/work.json").body)["ended"])
    answer = browser.get("/work")
    return browser.get(answer.headers["location"]) if answer.status == 303 else answer


def test_from_a_sheet_to_a_report(browser):
    columns = browser.post("/files", files=[("daftar pmi.csv", SHEET)])
    assert "Nama Lengkap PMI" in columns.text
    assert "Yohana" not in columns.text
    assert 'name="column|daftar pmi|Xyz Qwerty"' in columns.text

    answered = browser.post("/columns", {"column|daftar pmi|Xyz Qwerty": "job"})
    assert "menurut pemetaan" in answered.text
    assert "Xyz Qwerty: job" in browser.get("/mapping/0").text

    page = audited(browser)
    assert 'sandbox="allow-scripts allow-modals"' in page.text
    report = browser.get("/audits/1/page")
    assert report.headers["content-security-policy"].startswith("sandbox allow-scripts")
    assert "uu18-2017-p5a-min-age" in report.text
    for form in FETCHED:
        fetched = browser.get(f"/audits/1/{form}")
        assert fetched.status == 200
        assert fetched.headers["content-disposition"].startswith("attachment")
        assert b"Yohana" not in fetched.body


def test_personal_values_are_shown_once_and_where_they_are_asked_for(browser):
    browser.post("/files", files=[("daftar.csv", SHEET)])
    audited(browser)

    assert BORN not in browser.get("/audits/1/page").text
    assert BORN in browser.post("/audits/1/page").text
    assert BORN not in browser.get("/audits/1/page").text


def test_what_cannot_be_read_is_said_and_can_be_mended(browser):
    sheet = SHEET.replace(b"01/05/2009", b"31/02/2009")
    columns = browser.post("/files", files=[("daftar.csv", sheet)])

    assert "31/02/2009" not in columns.text  # a birth date
    assert "Masalah</span>" in columns.text
    assert browser.get("/mended/0").body.startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/daftar.csv", "daftar.csv"),
        ("C:\\kantor\\daftar.csv", "daftar.csv"),
        ("/daftar.csv", "daftar.csv"),
        ("~$daftar.csv", "_daftar.csv"),
        ("a" * 300 + ".csv", "a" * 80 + ".csv"),
        ("daf\ttar<b>.csv", "daf_tar_b_.csv"),
    ],
)
def test_no_name_of_a_file_is_a_path(open_desk, name, kept):
    desk = open_desk()
    desk.bring(name, SHEET)

    assert desk.names == (kept,)
    assert desk.understood().dataset.sizes == {"placement": 1}


def test_files_are_read_within_the_bounds_of_the_office():
    desk = Desk(PACKS, Settings.of({"reading": {"rows": 1}}))
    desk.bring("daftar.csv", SHEET + SHEET.splitlines()[1] + b"\n")
    with raises(UnreadableInput, "too_many_rows"):
        desk.understood()
    desk.close()


def test_a_second_file_of_a_name_replaces_the_first(open_desk):
    desk = open_desk()
    desk.bring("Daftar.csv", SHEET)
    desk.bring("daftar.csv", SHEET + SHEET.splitlines()[1] + b"\n")

    assert desk.names == ("Daftar.csv",)
    assert desk.understood().dataset.sizes == {"placement": 2}


def test_nothing_is_left_unless_a_folder_keeps_it(open_desk, tmp_path):
    desk = open_desk()
    private = desk.book.parent
    browser = browser_at(desk)
    browser.post("/files", files=[("daftar.csv", SHEET)])
    audited(browser)
    assert private.is_dir()
    desk.close()

    assert not private.exists()
    assert [*tmp_path.iterdir()] == []


def test_the_folder_of_an_office_keeps_reports_meanings_and_cases(open_desk, tmp_path):
    browser = browser_at(open_desk(tmp_path))
    browser.post("/files", files=[("daftar.csv", SHEET)])
    browser.post("/columns", {"column|daftar|Xyz Qwerty": "job"})
    audited(browser)
    browser.post("/cases", {"case": "K-1", "on": "2025-10-01"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "daftar.kolom.yaml", "kasus.db", "laporan-2025-10-31-1.json", "laporan-2025-10-31-1.json.secret",
    ]  # fmt: skip
    assert b"Yohana" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())

    again = browser_at(open_desk(tmp_path))
    again.post("/files", files=[("daftar.csv", SHEET.replace(b"2009", b"1999"))])
    page = audited(again)
    assert "menurut pemetaan" in again.get("/columns").text
    assert "Berubah sejak pemeriksaan sebelumnya" in page.text
    assert "uu18-2017-p5a-min-age: tidak sesuai" in page.text
    assert "K-1" in again.get("/cases").text


def test_mistakes_are_sentences_in_the_language_that_was_chosen(browser):
    for language, words in (("id", "paket aturan"), ("en", "no rule pack")):
        browser.cookies["pmi-language"] = language
        empty = browser.post("/audits", {"as_of": "2025-10-31"})
        assert empty.status == 400
        assert f'<html lang="{language}">' in empty.text
        assert words in empty.text
    browser.post("/files", files=[("daftar.csv", SHEET)])
    for path, form in (
        ("/audits", {"as_of": "kemarin", "pack": "kupang"}),
        ("/cases", {"case": " ", "on": "2025-10-31"}),
        ("/cases", {"case": "K-9", "on": "2025-10-31", "event": "close"}),
    ):
        answer = browser.post(path, form)
        assert answer.status == 400
        assert "Traceback" not in answer.text
    for path in ("/audits/7", "/audits/7/page", "/audits/1/exe", "/mended/4", "/nothing", "/check/nobody"):
        assert browser.get(path).status == 404
    assert browser.send("/files", b"no form at all").status in {400, 403}


def test_a_file_that_cannot_be_read_at_all_can_be_taken_back(browser):
    page = browser.post("/files", files=[("daftar.xlsx", b"PK\x03\x04 not a workbook")])

    assert 'role="alert"' in page.text
    assert "Pilih berkas lain" in page.text
    assert "Letakkan berkas" in browser.post("/files/clear").text


def test_what_no_answer_could_speak_of_is_not_asked(browser):
    """Of two columns with one heading a mapping means neither, here as at the terminal."""
    heading, row = SHEET.splitlines()
    sheet = heading + b";Abc Uvw;Abc Uvw\n" + row + b";a;b\n"
    page = browser.post("/files", files=[("daftar.csv", sheet)]).text

    assert "column|daftar|Xyz Qwerty" in page
    assert "column|daftar|Abc Uvw" not in page


def test_an_answer_that_fits_no_column_can_be_taken_back(browser):
    browser.post("/files", files=[("daftar.csv", SHEET)])
    wrong = browser.post("/columns", {"column|daftar|Tidak Ada": "job"})
    assert 'role="alert"' in wrong.text

    assert 'role="alert"' not in browser.post("/columns", {"forget": "1"}).text


@pytest.mark.parametrize("error", [TooLong(), ValueError("secret text"), UsageError("work_goes_on")])
def test_work_that_fails_says_so_and_the_next_can_begin(open_desk, monkeypatch, error):
    desk = open_desk()
    browser = browser_at(desk)
    browser.post("/files", files=[("daftar.csv", SHEET)])

    def fails(*_):
        raise error

    monkeypatch.setattr(desk, "_audit", fails)
    page = audited(browser)
    assert 'role="alert"' in page.text
    assert "secret text" not in page.text
    monkeypatch.undo()
    assert "<iframe" in audited(browser).text


def test_two_audits_do_not_go_on_at_once(open_desk, monkeypatch):
    desk = open_desk()
    desk.bring("daftar.csv", SHEET)
    may_end = threading.Event()
    monkeypatch.setattr(desk, "_audit", lambda *_: may_end.wait(60))
    desk.start(TODAY, ["kupang"])
    with raises(UsageError, "work_goes_on"):
        desk.start(TODAY, ["kupang"])
    may_end.set()
    eventually(lambda: desk.job.ended)


def test_the_book_of_cases(browser):
    assert "Belum ada kasus" in browser.get("/cases").text
    opened = browser.post("/cases", {"case": "K-1", "on": "2025-01-01"})
    assert "terlambat" in opened.text

    recorded = browser.post("/cases", {"case": "K-1", "event": "triage", "on": "2025-10-30"})
    assert "terlambat" not in recorded.text


def test_a_self_check_keeps_nothing_and_takes_answers_back(browser):
    first = browser.get("/check/candidate").text
    name = first.split('name="answer|')[1].split('"')[0]
    second = browser.post("/check/candidate", {f"answer|{name}": "?"})
    assert "Jawaban sejauh ini" in second.text

    assert (
        "Jawaban sejauh ini"
        not in browser.post("/check/candidate", {f"answer|{name}": "?", "again": name}).text
    )
    assert (
        "Tidak ada yang disimpan"
        in browser.post("/check/candidate", {f"answer|{name}": "?", "finish": "1"}).text
    )
    assert 'role="alert"' in browser.post("/check/candidate", {f"answer|{name}": "bukan jawaban"}).text


def test_closing_ends_the_program(browser):
    assert "Program sudah ditutup" in browser.post("/end").text
    assert browser.ended == [1]


def test_a_window_answers_this_computer_and_goes():
    window = Window(PACKS, Settings(), today=lambda: TODAY)
    running = threading.Thread(target=window.run, kwargs={"browser": False})
    running.start()
    address = urlsplit(window.address)
    assert address.hostname == "127.0.0.1"

    def status(path, **headers):
        with closing(http.client.HTTPConnection(address.netloc, timeout=30)) as connection:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers

    assert status("/")[0] == 403
    code, headers = status(f"/?{address.query}")
    assert code == 303
    cookie = headers["set-cookie"].split(";")[0]
    assert status("/static/app.css", cookie=cookie)[0] == 200
    window.end()
    running.join(30)
    assert not running.is_alive()


def test_a_folder_that_is_not_there_is_refused(tmp_path, capsys):
    assert main(["app", "--no-browser", "--folder", str(tmp_path / "nothing")]) == 2
    assert "nothing: tidak ada folder" in capsys.readouterr().err


# In a real browser


@pytest.fixture(scope="module")
def real_browser():
    with chromium() as started:
        yield started


@pytest.mark.slow
@pytest.mark.extras
@pytest.mark.parametrize(
    ("language", "size"), [("id", (1366, 768)), ("en", (390, 844))], ids=["id-desktop", "en-phone"]
)
def test_the_whole_way_in_a_browser(real_browser, language, size):
    from axe_playwright_python.sync_playwright import Axe

    window = Window(PACKS, Settings(), today=lambda: TODAY)
    running = threading.Thread(target=window.run, kwargs={"browser": False})
    running.start()
    heard = []
    context = real_browser.new_context(viewport=dict(zip(("width", "height"), size, strict=True)))
    page = context.new_page()
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))

    def looked_at():
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    try:
        page.goto(window.address)
        page.goto(page.url + f"language/{language}")
        looked_at()
        page.set_input_files("#files", OWN_LIST)
        page.wait_for_url("**/columns")
        looked_at()
        page.locator("button.main").click()
        page.wait_for_url("**/audits/1", timeout=120_000)
        frame = page.frame_locator("iframe")
        frame.locator("#short").wait_for(state="visible")
        looked_at()
        page.goto(page.url.replace("audits/1", "cases"))
        page.locator("input[name=case]").fill("K-1")
        page.locator("main form button").first.click()
        page.get_by_text("K-1").first.wait_for()
        looked_at()
        page.goto(page.url.replace("cases", "check/candidate"))
        looked_at()
        page.locator("form button").nth(1).click()
        page.locator("ul button[name=again]").first.wait_for()
        looked_at()
        assert heard == []
    finally:
        context.close()
        window.end()
        running.join(30)
