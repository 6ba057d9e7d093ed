"""Ask an ASGI application as a browser would, without a socket."""

import asyncio
import re
from typing import NamedTuple


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self):
        """The body as text."""
        return self.body.decode()


def ask(app, method, path, *, headers=(), body=b"", pieces=None):
    """One request; a body may come in pieces."""
    path, _, query = path.partition("?")
    waiting = [*(pieces or [body])]
    status, said, got = 0, {}, []

    async def receive():
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message):
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            said.update({name.decode(): value.decode() for name, value in message["headers"]})
        else:
            got.append(message.get("body", b""))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in dict(headers).items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 1),
    }
    asyncio.run(app(scope, receive, send))
    return Answer(status, said, b"".join(got))


class Browser:
    """Asks the pages of a window as the browser does that was given its token."""

    def __init__(self, app, token, host):
        self.app, self.token, self.host = app, token, host
        self.cookies = {"pmi-token": token}

    def get(self, path):
        """A page."""
        return ask(self.app, "GET", path, headers=self._headers())

    def post(self, path, form=(), files=()):
        """Send a form of the page that is shown first, and follow where it leads; files as name and content."""
        fields = {"form": re.search(r'name="form" value="(\w+)"', self.get("/").text)[1], **dict(form)}
        parts = [
            f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        for name, content in files:
            head = f'--limit\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
            parts.append(head.encode() + content + b"\r\n")
        body = b"".join([*parts, b"--limit--\r\n"])
        answer = self.send(path, body)
        return self.get(answer.headers["location"]) if answer.status == 303 else answer

    def send(self, path, body, kind="multipart/form-data; boundary=limit"):
        """Send any body."""
        headers = {**self._headers(), "origin": f"http://{self.host}", "content-type": kind}
        return ask(self.app, "POST", path, headers={**headers, "content-length": str(len(body))}, body=body)

    def _headers(self):
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"host": self.host, "cookie": cookie}
