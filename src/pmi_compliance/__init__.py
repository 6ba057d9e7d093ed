"""
Audits recruiters and placements of Indonesian migrant workers against dated, cited, bilingual rules of law.

The names below are loaded when they are first used: importing the library costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmi_compliance.auditing.backends import read_records
    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.auditing.findings import Evidence, Finding, Missing, Subject
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.auditing.run import Auditor, audit
    from pmi_compliance.base.errors import PackError, PmiError, UnknownPack, UnreadableInput, UsageError
    from pmi_compliance.base.outcome import Outcome
    from pmi_compliance.base.text import Text
    from pmi_compliance.base.version import __version__ as __version__
    from pmi_compliance.over_time.cases import CaseBook, CaseState
    from pmi_compliance.over_time.changes import Change
    from pmi_compliance.over_time.foresight import OutcomeChange, outlook
    from pmi_compliance.over_time.session import AuditSession
    from pmi_compliance.packs.load import RulePack, default_packs
    from pmi_compliance.packs.waivers import Waiver, read_waivers
    from pmi_compliance.records.dataset import Dataset
    from pmi_compliance.records.reading import Bounds, Mapping
    from pmi_compliance.records.record import Problem, Record
    from pmi_compliance.report import write_report
    from pmi_compliance.report.settings import Settings

__all__ = [
    "AuditSession",
    "Auditor",
    "Bounds",
    "CaseBook",
    "CaseState",
    "Change",
    "Conclusion",
    "Dataset",
    "Evidence",
    "Finding",
    "Mapping",
    "Missing",
    "Outcome",
    "OutcomeChange",
    "PackError",
    "PmiError",
    "Problem",
    "Record",
    "Report",
    "RulePack",
    "Settings",
    "Subject",
    "Text",
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
_MODULES = {
    "__version__": "base.version",
    "AuditSession": "over_time.session",
    "Change": "over_time.changes",
    **dict.fromkeys(("CaseBook", "CaseState"), "over_time.cases"),
    "Conclusion": "auditing.chains",
    "Dataset": "records.dataset",
    "Mapping": "records.reading.mapping",
    "Bounds": "records.reading.bounds",
    **dict.fromkeys(("Problem", "Record"), "records.record"),
    **dict.fromkeys(("PackError", "PmiError", "UnknownPack", "UnreadableInput", "UsageError"), "base.errors"),
    **dict.fromkeys(("Evidence", "Finding", "Missing", "Subject"), "auditing.findings"),
    "Report": "auditing.report",
    "Outcome": "base.outcome",
    **dict.fromkeys(("OutcomeChange", "outlook"), "over_time.foresight"),
    "RulePack": "packs.load",
    "Text": "base.text",
    **dict.fromkeys(("Waiver", "read_waivers"), "packs.waivers"),
    **dict.fromkeys(("Auditor", "audit"), "auditing.run"),
    "read_records": "auditing.backends",
    "Settings": "report.settings",
    "default_packs": "packs.load",
    "write_report": "report",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
