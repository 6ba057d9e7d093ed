"""
A web service that audits: any server of ASGI serves `app`, such as `uvicorn service:app`.

`POST /audit` takes `{"as_of": "2025-10-31", "records": {"placement": [...], "recruiter": [...]}}` and gives the report.
The packs are made ready once. Judging is work for a processor, so it is done beside the loop that answers requests.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from pmi_compliance import Auditor, Dataset, PmiError, default_packs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]

AUDITOR = Auditor(default_packs())

#: Of a body that is larger no report is made.
MOST_BYTES = 10_000_000


class Refused(Exception):
    """A request that is not answered by a report: a code of HTTP, and why."""


def report_of(body: bytes) -> dict[str, Any]:
    """The report that is asked for; a request that makes no sense is refused in both languages."""
    try:
        asked = json.loads(body)
        records, as_of = asked["records"], asked["as_of"]
    except (ValueError, KeyError, TypeError):
        raise Refused(
            400, {"id": "perlu `records` dan `as_of`", "en": "`records` and `as_of` are needed"}
        ) from None
    try:
        return AUDITOR.audit(Dataset.from_records(records), as_of=as_of).as_json()
    except PmiError as error:
        raise Refused(422, {"id": error.text.id, "en": error.text.en}) from None


async def app(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """Answer one request."""
    if scope["type"] != "http":
        return
    try:
        if (scope["method"], scope["path"]) != ("POST", "/audit"):
            raise Refused(404, {"id": "kirim POST /audit", "en": "send POST /audit"})
        status, answer = 200, await asyncio.to_thread(report_of, await _body(receive))
    except Refused as refused:
        status, answer = refused.args
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", b"application/json; charset=utf-8")],
        }
    )
    await send({"type": "http.response.body", "body": json.dumps(answer, ensure_ascii=False).encode()})


async def _body(receive: Callable[[], Awaitable[Message]]) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > MOST_BYTES:
            raise Refused(413, {"id": "terlalu besar", "en": "too large"})
        if not message.get("more_body", False):
            return body
