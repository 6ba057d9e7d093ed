"""
Who may ask the window anything: a browser of this computer that was given the token, and asks from the window's own pages.

It stands before every page. What it lets through is bounded in bytes, and what comes out forbids browsers to load or run
anything that the window does not serve itself.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from attrs import field, frozen

from pmi_compliance.base.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    #: Answers a refusal: its status and sentence.
    Refusal = Callable[[int, Text], ASGIApp]

COOKIE = "pmi-token"

#: What a browser may send at once.
MOST_BYTES = 64 * 2**20

_METHODS = frozenset({"GET", "HEAD", "POST"})

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)

#: What every answer says unless its page says otherwise.
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}

_OTHER_HOST = Text(
    "Alamat ini bukan alamat jendela pemeriksaan. Buka alamat yang ditampilkan saat program dimulai.",
    "This is not the address of the window. Open the address that was shown when the program started.",
)
_NO_TOKEN = Text(
    "Halaman ini hanya untuk peramban yang dibuka oleh program ini. Buka alamat lengkap yang ditampilkan di terminal.",
    "This page is only for the browser that the program opened. Open the whole address that the terminal shows.",
)
_OTHER_SITE = Text(
    "Permintaan ini datang dari halaman lain dan tidak dijalankan. Ulangi dari halaman program ini.",
    "This request came from another page and was not run. Do it again from a page of this program.",
)
_OTHER_METHOD = Text("Permintaan semacam ini tidak dikenal.", "There is no such kind of request.")
_TOO_LARGE = Text(
    "Berkas terlalu besar: paling banyak {most} MB sekaligus. Kirim berkasnya satu per satu, atau bagi dahulu.",
    "Too large: at most {most} MB at once. Send the files one by one, or divide them first.",
)


class TooLarge(Exception):
    """
    More bytes were sent than the window takes.

    Args:
        most: How many it takes.

    """

    def __init__(self, most: int) -> None:
        super().__init__(most)
        #: What is said of it.
        self.sentence = _TOO_LARGE.filled({"most": most // 2**20})


@frozen(eq=False)
class Guard:
    """The pages of a window behind its guard; an ASGI application."""

    #: The pages.
    app: ASGIApp
    #: What a browser must know.
    token: str = field(repr=False)
    #: The names under which the window is asked, such as `127.0.0.1:52100`.
    hosts: frozenset[str]
    #: Answers what is refused.
    refusal: Refusal
    #: What a browser may send at once, in bytes.
    most: int = MOST_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        guarded = _with_headers(send)
        if self._opens(scope, headers):
            await _take_token(guarded, self.token)
        elif (refused := self._refused(scope["method"], headers)) is not None:
            await self.refusal(*refused)(scope, receive, guarded)
        else:
            await self.app(scope, _bounded(receive, self.most), guarded)

    def _opens(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        """Whether this is the first address, with the token in it."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        is_first = scope["path"] == "/" and scope["method"] == "GET" and headers.get("host") in self.hosts
        return is_first and _same(given, self.token)

    def _refused(self, method: str, headers: Mapping[str, str]) -> tuple[int, Text] | None:
        """Status and sentence of what is refused."""
        if headers.get("host") not in self.hosts:
            return 421, _OTHER_HOST
        if not _same(_cookie(headers.get("cookie", "")), self.token):
            return 403, _NO_TOKEN
        if method not in _METHODS:
            return 405, _OTHER_METHOD
        if method == "POST" and not self._is_from_here(headers):
            return 403, _OTHER_SITE
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self.most:
            return 413, TooLarge(self.most).sentence
        return None

    def _is_from_here(self, headers: Mapping[str, str]) -> bool:
        """Whether the page that asks is one of the window; browsers say which it is, and cannot be made to lie."""
        origin = headers.get("origin", headers.get("referer", ""))
        return urlsplit(origin).netloc in self.hosts and headers.get("sec-fetch-site", "same-origin") == (
            "same-origin"
        )


def form_token(token: str) -> str:
    """What the forms of the window carry; it does not tell the token."""
    return hmac.new(token.encode(), b"form", sha256).hexdigest()


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _cookie(header: str) -> str:
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


async def _take_token(send: Send, token: str) -> None:
    """Give the browser the token, and take it out of the address."""
    cookie = f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict"
    headers = [(b"location", b"/"), (b"set-cookie", cookie.encode())]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _with_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            said = {name.lower() for name, _ in message["headers"]}
            more = [
                (name.encode(), value.encode())
                for name, value in _HEADERS.items()
                if name.encode() not in said
            ]
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return guarded


def _bounded(receive: Receive, most: int) -> Receive:
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooLarge(most)
        return message

    return bounded
