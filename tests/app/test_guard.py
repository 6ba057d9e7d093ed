"""Who may ask the window: the browser that was given the token, from the window's own pages, within bounds."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from helpers.asgi import Browser, ask
from pmi_compliance.app.guard import COOKIE, Guard, TooLarge, form_token

HOST, TOKEN = "127.0.0.1:4242", "a-token-that-nobody-guesses"
IN = {"host": HOST, "cookie": f"{COOKIE}={TOKEN}"}
FROM_HERE = {**IN, "origin": f"http://{HOST}"}


async def echo(request):
    return PlainTextResponse(await request.body())


async def refused(_, error):
    return PlainTextResponse(type(error).__name__, 413)


def refusal(status, sentence):
    return PlainTextResponse(sentence.en, status)


@pytest.fixture
def guarded():
    pages = Starlette(
        routes=[Route("/", echo, methods=["GET", "POST"])], exception_handlers={TooLarge: refused}
    )
    return Guard(pages, TOKEN, frozenset({HOST}), refusal, most=1_000)


def test_the_first_address_gives_the_token_and_takes_it_out_of_the_address(guarded):
    answer = ask(guarded, "GET", f"/?token={TOKEN}", headers={"host": HOST})

    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert answer.headers["set-cookie"] == f"{COOKIE}={TOKEN}; Path=/; HttpOnly; SameSite=Strict"


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {"host": HOST}, 403),
        ("GET", "/?token=wrong", {"host": HOST}, 403),
        ("GET", "/", {"host": HOST, "cookie": f"{COOKIE}=wrong"}, 403),
        ("GET", "/", {"host": HOST, "cookie": 'pmi-token="; ;;=,'}, 403),
        # A name that leads here from elsewhere, and no name at all.
        ("GET", "/", {**IN, "host": "elsewhere.example:4242"}, 421),
        ("GET", f"/?token={TOKEN}", {"host": "elsewhere.example:4242"}, 421),
        ("GET", "/", {"cookie": IN["cookie"]}, 421),
        ("PUT", "/", FROM_HERE, 405),
        ("POST", "/", IN, 403),
        ("POST", "/", {**IN, "origin": "http://elsewhere.example"}, 403),
        ("POST", "/", {**IN, "origin": "null"}, 403),
        ("POST", "/", {**IN, "origin": "http://127.0.0.1:9"}, 403),
        ("POST", "/", {**FROM_HERE, "sec-fetch-site": "cross-site"}, 403),
        ("POST", "/", {**FROM_HERE, "content-length": "1001"}, 413),
        ("POST", "/", {**FROM_HERE, "content-length": "-1"}, 413),
        ("POST", "/", FROM_HERE, 200),
        ("GET", "/", IN, 200),
    ],
)
def test_who_is_let_through(guarded, method, path, headers, status):
    answer = ask(guarded, method, path, headers=headers)

    assert answer.status == status
    assert TOKEN not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"


def test_more_bytes_than_were_announced_are_not_taken(guarded):
    answer = ask(guarded, "POST", "/", headers=FROM_HERE, pieces=[b"x" * 600] * 3)

    assert (answer.status, answer.text) == (413, "TooLarge")


def test_what_forms_carry_does_not_tell_the_token():
    assert form_token(TOKEN) != form_token(TOKEN + "x")
    assert TOKEN not in form_token(TOKEN)


def test_the_helper_sends_what_a_browser_sends(guarded):
    assert Browser(guarded, TOKEN, HOST).send("/", b"abc").text == "abc"
