"""How many damaged inputs were tried, and what the dearest cost, is told at the end of the run."""

from helpers.cost import COSTS


def pytest_terminal_summary(terminalreporter):
    """Say it where any was tried in this process."""
    if COSTS.inputs:
        terminalreporter.write_line(f"damaged {COSTS}")
