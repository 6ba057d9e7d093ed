"""Waiting for another process: for what it does, never for a while that is long enough on one machine only."""

import threading
import time
from contextlib import contextmanager

#: Seconds after which something is wrong, also on a machine that is busy with other work.
PATIENCE = 300


def eventually(condition, *, alive=lambda: True):
    """Wait until a condition holds, as long as the process that is to bring it about is alive."""
    last = time.monotonic() + PATIENCE
    while not (holds := condition()):
        assert alive(), "the process ended before what was waited for"
        assert time.monotonic() < last, f"not within {PATIENCE} s"
        time.sleep(0.01)
    return holds


@contextmanager
def ending(process):
    """A process that is killed when the test is over, or when it keeps the test waiting: reading then comes to an end."""
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    try:
        yield process
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate()
