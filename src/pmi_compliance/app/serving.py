"""Starts the window: an address of this computer alone, a token in it, and an end when the last page is closed."""

from __future__ import annotations

import asyncio
import secrets
import socket
import threading
import time
import webbrowser
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.responses import StreamingResponse
from starlette.routing import Route

from pmi_compliance.app.cases import case_routes
from pmi_compliance.app.checks import check_routes
from pmi_compliance.app.desk import Desk
from pmi_compliance.app.guard import Guard
from pmi_compliance.app.pages import Pages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from starlette.requests import Request

    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.report.settings import Settings

LOOPBACK = "127.0.0.1"

#: How long nobody has a page open before the window ends, in seconds: pages come and go.
_NOBODY = 30

#: A page that is open is told so as often, in seconds: else neither side would learn that the other left.
_BEAT = 10

_STATIC = Path(__file__).with_name("static")


class Window:
    """
    A window that can be opened once.

    Args:
        packs: The rule packs.
        settings: The office.
        folder: Where reports, mappings and the book of cases are kept; without one, nothing is.
        today: Gives the day that forms propose.

    Raises:
        UsageError: If the folder is none.

    """

    def __init__(
        self,
        packs: Iterable[RulePack],
        settings: Settings,
        folder: Path | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._desk = Desk(packs, settings, folder)
        self._socket = socket.create_server((LOOPBACK, 0))
        self._open = 0
        self._left: float | None = None
        token = secrets.token_urlsafe(32)
        host = f"{LOOPBACK}:{self._socket.getsockname()[1]}"
        #: The address that opens it.
        self.address = f"http://{host}/?token={token}"
        pages = Pages(self._desk, token, today=today, end=self.end)
        more = [Route("/alive", self._alive), *case_routes(pages), *check_routes(pages)]
        app = Guard(pages.application(_STATIC, more), token, frozenset({host}), pages.refusal)
        config = uvicorn.Config(
            app, log_level="critical", access_log=False, server_header=False, lifespan="off",
            ws="none", timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)

    def run(self, *, browser: bool = True) -> None:
        """
        Answer until the last page is closed, `end` is called, or Ctrl+C is pressed; nothing of the work is left then.

        Args:
            browser: Whether to open the browser of this computer.

        """
        threading.Thread(target=self._watch, daemon=True).start()
        if browser:
            threading.Thread(target=webbrowser.open, args=(self.address,), daemon=True).start()
        try:
            with suppress(KeyboardInterrupt):
                self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()
            self._desk.close()

    def end(self) -> None:
        """End it soon."""
        self._server.should_exit = True

    async def _alive(self, _: Request) -> StreamingResponse:
        """An answer that does not end while a page is open."""

        async def beats() -> AsyncIterator[str]:
            self._open += 1
            try:
                while not self._server.should_exit:
                    yield ": \n\n"
                    await asyncio.sleep(_BEAT)
            finally:
                self._open -= 1
                self._left = time.monotonic()

        return StreamingResponse(beats(), media_type="text/event-stream")

    def _watch(self) -> Any:
        """End the window once pages were open and none has been for a while."""
        while not self._server.should_exit:
            time.sleep(1)
            if not self._open and self._left is not None and time.monotonic() - self._left > _NOBODY:
                self.end()
