"""A real Chromium without a screen and without a network, or a word that there is none."""

import shutil
from contextlib import contextmanager

from helpers import needs

#: Without a screen and without a network.
_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@contextmanager
def chromium():
    """A browser that is driven; a test that needs one is skipped where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ModuleNotFoundError:
        program = None
    if program is None:
        needs.unavailable("no chromium, or no playwright (extra `dev`): pages are not looked at")
    with sync_playwright() as driver:
        try:
            started = driver.chromium.launch(executable_path=program, args=_OPTIONS)
        except Error as error:
            needs.unavailable(f"{program} does not start: pages are not looked at", error)
        yield started
        started.close()
