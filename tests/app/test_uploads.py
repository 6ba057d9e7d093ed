"""Whatever a browser sends, the window answers with a page in words, and leaves no file behind."""

from datetime import date
from pathlib import Path
from random import Random

import pytest

from helpers.asgi import Browser
from helpers.damage import TOKENS
from pmi_compliance import Settings, default_packs
from pmi_compliance.app.desk import Desk
from pmi_compliance.app.guard import Guard, form_token
from pmi_compliance.app.pages import Pages

# A file that ends half-way is left by the library that reads forms to whoever collects what is no longer used.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

HOST, TOKEN = "127.0.0.1:4242", "a-token"
SHEET = b"Nama PMI;Tgl Lahir\nYohana Contoh;01/05/2009\n"
WHOLE = (
    b'--limit\r\nContent-Disposition: form-data; name="form"\r\n\r\n' + form_token(TOKEN).encode() + b"\r\n"
    b'--limit\r\nContent-Disposition: form-data; name="file"; filename="daftar.csv"\r\n'
    b"Content-Type: text/csv\r\n\r\n" + SHEET + b"\r\n--limit--\r\n"
)


def damaged(chance):
    """An upload in which bytes are gone, changed or put in."""
    body = bytearray(WHOLE)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(4):
            case 0:
                del body[at : at + chance.randint(1, 60)]
            case 1:
                body[at:at] = chance.choice(TOKENS)
            case 2:
                body[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                del body[at:]
    return bytes(body)


def send(count, seed):
    desk = Desk(default_packs()[:1], Settings())
    pages = Pages(desk, TOKEN, today=lambda: date(2025, 10, 31), end=lambda: None)
    app = Guard(
        pages.application(Path(__file__).parent, []), TOKEN, frozenset({HOST}), pages.refusal, most=50_000
    )
    browser, chance = Browser(app, TOKEN, HOST), Random(seed)
    statuses = set()
    try:
        for _ in range(count):
            answer = browser.send("/files", damaged(chance))
            statuses.add(answer.status)
            assert answer.status in {303, 400, 403, 413}, answer.text
            assert "Traceback" not in answer.text
            if desk.names:
                shown = browser.get("/columns")
                assert shown.status == 200
                assert "Traceback" not in shown.text
            desk.clear()
            assert {path.name for path in desk.book.parent.iterdir()} == {"berkas"}
    finally:
        desk.close()
    return statuses


@pytest.mark.slow
def test_a_damaged_upload_is_answered_in_words():
    assert send(150, 1) >= {303, 400, 403}


@pytest.mark.long
def test_two_thousand_damaged_uploads_are_answered_in_words():
    assert send(2_000, 2) >= {303, 400, 403}
