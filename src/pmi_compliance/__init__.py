"""
Audits recruiters and placements of Indonesian migrant workers against dated, cited, bilingual rules of law.

The names below are loaded when they are first used: importing the library costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmi_compliance.audited import Report
    from pmi_compliance.cases import CaseBook, CaseState
    from pmi_compliance.chaining import Conclusion
    from pmi_compliance.dataset import Dataset, Problem, Record
    from pmi_compliance.errors import PackError, PmiError, UnknownPack, UnreadableInput, UsageError
    from pmi_compliance.findings import Evidence, Finding, Missing, Subject
    from pmi_compliance.foresight import Turn, outlook
    from pmi_compliance.judging import audit, read_records
    from pmi_compliance.live import AuditSession, Change
    from pmi_compliance.outcome import Outcome
    from pmi_compliance.packs.load import default_packs
    from pmi_compliance.packs.model import RulePack
    from pmi_compliance.packs.waivers import Waiver, read_waivers
    from pmi_compliance.report import write_report
    from pmi_compliance.text import Text

__all__ = [
    "AuditSession",
    "CaseBook",
    "CaseState",
    "Change",
    "Conclusion",
    "Dataset",
    "Evidence",
    "Finding",
    "Missing",
    "Outcome",
    "PackError",
    "PmiError",
    "Problem",
    "Record",
    "Report",
    "RulePack",
    "Subject",
    "Text",
    "Turn",
    "UnknownPack",
    "UnreadableInput",
    "UsageError",
    "Waiver",
    "audit",
    "default_packs",
    "outlook",
    "read_records",
    "read_waivers",
    "write_report",
]

#: The module each name lives in.
_HOMES = {
    **dict.fromkeys(("AuditSession", "Change"), "live"),
    **dict.fromkeys(("CaseBook", "CaseState"), "cases"),
    "Conclusion": "chaining",
    **dict.fromkeys(("Dataset", "Problem", "Record"), "dataset"),
    **dict.fromkeys(("PackError", "PmiError", "UnknownPack", "UnreadableInput", "UsageError"), "errors"),
    **dict.fromkeys(("Evidence", "Finding", "Missing", "Subject"), "findings"),
    "Report": "audited",
    "Outcome": "outcome",
    **dict.fromkeys(("Turn", "outlook"), "foresight"),
    "RulePack": "packs.model",
    "Text": "text",
    **dict.fromkeys(("Waiver", "read_waivers"), "packs.waivers"),
    **dict.fromkeys(("audit", "read_records"), "judging"),
    "default_packs": "packs.load",
    "write_report": "report",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
