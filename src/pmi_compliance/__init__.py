"""Audits recruiters and placements of Indonesian migrant workers against dated, cited, bilingual rules of law."""

from pmi_compliance.audit import audit
from pmi_compliance.dataset import Dataset, Problem, Record
from pmi_compliance.errors import PackError, PmiError, UnknownPack, UnreadableInput, UsageError
from pmi_compliance.findings import Evidence, Finding, Missing, Report, Subject
from pmi_compliance.outcome import Outcome
from pmi_compliance.packs.model import RulePack
from pmi_compliance.packs.waivers import Waiver, read_waivers
from pmi_compliance.text import Text

__all__ = [
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
    "UnknownPack",
    "UnreadableInput",
    "UsageError",
    "Waiver",
    "audit",
    "read_waivers",
]
