"""How the window shows a page: one frame around all, in the language that was chosen, everything escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse

from pmi_compliance.report.page import environment

if TYPE_CHECKING:
    from starlette.requests import Request

    from pmi_compliance.base.text import Language


class Shown:
    """
    The templates of the window.

    Args:
        form: What its forms carry.

    """

    def __init__(self, form: str) -> None:
        self._templates = environment("pmi_compliance.app")
        self._form = form

    def language(self, request: Request | None) -> Language:
        """The language that was chosen; Indonesian unless one was."""
        chosen = "id" if request is None else request.cookies.get("pmi-language", "id")
        return "en" if chosen == "en" else "id"

    def page(self, request: Request | None, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """
        A page.

        Args:
            request: Whose language counts; without one it is Indonesian.
            name: Its template.
            status: The status of the answer.
            values: What the template shows.

        """
        page = self._templates.get_template(name).render(
            language=self.language(request), form=self._form, status=status, **values
        )
        return HTMLResponse(page, status)
