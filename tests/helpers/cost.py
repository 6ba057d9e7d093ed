"""What one input costs: seconds of processor time, and by how much memory grew while it was read."""

import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: What no input may cost, wherever it comes from.
LONGEST, MOST = 10, 500_000_000

_STATUS, _FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass
class Costs:
    """How many inputs there were, and what the dearest of them cost."""

    inputs: int = 0
    seconds: float = 0.0
    octets: int = 0

    def __str__(self):
        memory = f"{self.octets / 1e6:.0f} MB" if _STATUS.exists() else "memory is not told by this system"
        return f"{self.inputs} inputs; the slowest took {self.seconds:.1f} s, the largest {memory}"


#: Of this process.
COSTS = Costs()


@contextmanager
def bounded():
    """Hold one input to what it may cost, and count it."""
    before, began = _memory("VmRSS", forget=True), time.process_time()
    yield
    seconds, octets = time.process_time() - began, _memory("VmHWM") - before
    COSTS.inputs += 1
    COSTS.seconds, COSTS.octets = max(COSTS.seconds, seconds), max(COSTS.octets, octets)
    assert seconds < LONGEST
    assert octets < MOST


def _memory(name, *, forget=False):
    """The memory of this process, or the most that it was since it was last forgotten; 0 where no system says it."""
    if sys.platform != "linux":
        return 0
    if forget:
        _FORGET.write_text("5")
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1_024
