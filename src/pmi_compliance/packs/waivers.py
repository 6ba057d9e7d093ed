"""
Waivers: a decision that a known breach is tolerated for a time, on a legal basis.

A malformed file stops the run. Whether a waiver covers a finding is decided by the audit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.digests import canonical, digest
from pmi_compliance.base.errors import PackError, UsageError
from pmi_compliance.base.given import given_path
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.packs import yaml
from pmi_compliance.packs.persons import is_name, one_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path


@frozen
class Waiver:
    """
    One decision, about one rule and one record.

    Raises:
        UsageError: If its author approved it, under whatever spelling, or a name is no more than a letter.

    >>> from datetime import date
    >>> from pmi_compliance import Dataset, Waiver, audit, default_packs
    >>> waiver = Waiver(
    ...     rule="uu18-2017-p5a-min-age",
    ...     kind="placement",
    ...     id="PMI-006",
    ...     legal_basis="Putusan 12/2025",
    ...     author="A. Contoh",
    ...     approved_by="B. Contoh",
    ...     reason="under appeal",
    ...     expires_on=date(2025, 12, 31),
    ... )
    >>> dataset = Dataset.read("examples/quickstart")
    >>> report = audit(dataset, default_packs(), as_of=date(2025, 10, 31), waivers=[waiver])
    >>> [(finding.outcome.value, finding.subject.id) for finding in report.findings if finding.waiver]
    [('waived', 'PMI-006')]

    """

    #: The id of the rule.
    rule: str
    #: The kind of the record, such as `placement`.
    kind: str
    #: The id of the record.
    id: str
    #: The provision or decision that allows it.
    legal_basis: str
    #: Who wrote it.
    author: str
    #: Somebody else than the author.
    approved_by: str
    #: Why the breach is tolerated.
    reason: str
    #: The last day on which it holds.
    expires_on: date

    def __attrs_post_init__(self) -> None:
        for field_ in ("author", "approved_by"):
            if not is_name(getattr(self, field_)):
                raise UsageError("no_name", field=field_)
        if one_person(self.author, self.approved_by):
            raise UsageError("approved_by_author")

    def as_json(self) -> dict[str, str]:
        """As it stands beside a waived finding."""
        return {
            "legal_basis": self.legal_basis,
            "approved_by": self.approved_by,
            "reason": self.reason,
            "expires_on": self.expires_on.isoformat(),
        }


def read_waivers(path: str | Path) -> tuple[Waiver, ...]:
    """
    Read a file of waivers.

    Args:
        path: A YAML file after `schemas/waivers.schema.json`.

    Returns:
        The waivers, in the order of the file.

    Raises:
        UnreadableInput: If the file does not open.
        PackError: If it is malformed, two waivers cover the same finding, an author approved their own, or a name is none.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pmi_compliance import read_waivers
    >>> text = '''
    ... waivers:
    ...   - rule: uu18-2017-p5a-min-age
    ...     subject: {kind: placement, id: PMI-006}
    ...     legal_basis: Putusan 12/2025
    ...     author: A. Contoh
    ...     approved_by: B. Contoh
    ...     reason: under appeal
    ...     expires_on: 2025-12-31
    ... '''
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "waivers.yaml"
    ...     _ = path.write_text(text, encoding="utf-8")
    ...     [(waiver.rule, str(waiver.expires_on)) for waiver in read_waivers(path)]
    [('uu18-2017-p5a-min-age', '2025-12-31')]

    """
    document = yaml.read(given_path("path", path), schema="waivers")
    waivers: dict[tuple[str, str, str], Waiver] = {}
    diagnostics = []
    for place, node in enumerate(document.value["waivers"]):
        try:
            waiver = _waiver(node)
        except UsageError as error:
            at = f"/waivers/{place}/{error.values.get('field', 'approved_by')}"
            diagnostics.append(document.diagnostic(at, error.code, **error.values))
            continue
        pair = (waiver.rule, waiver.kind, waiver.id)
        if pair in waivers:
            diagnostics.append(document.diagnostic(f"/waivers/{place}", "second_waiver"))
        waivers[pair] = waiver
    if diagnostics:
        raise PackError(tuple(diagnostics))
    return tuple(waivers.values())


def _waiver(node: Mapping[str, Any]) -> Waiver:
    """One waiver of a file that the schema has checked."""
    subject = node["subject"]
    return Waiver(
        rule=node["rule"],
        kind=subject["kind"],
        id=subject["id"],
        legal_basis=node["legal_basis"],
        author=node["author"],
        approved_by=node["approved_by"],
        reason=node["reason"],
        expires_on=yaml.day_of(node["expires_on"]),
    )


@frozen(eq=False)
class ValidWaivers:
    """The waivers that are valid on a day; one that has ended covers nothing on any path, so it is left out."""

    _by_pair: Mapping[tuple[str, str, str], Waiver] = field(factory=dict)

    @classmethod
    def on(cls, day: date, waivers: Iterable[Waiver]) -> ValidWaivers:
        """Those among some waivers that have not ended on a day."""
        return cls(
            {(waiver.rule, waiver.kind, waiver.id): waiver for waiver in waivers if waiver.expires_on >= day}
        )

    def covering(self, rule: str, kind: str, id_: str, outcome: Outcome) -> Waiver | None:
        """The waiver that covers what a rule says of a record; only a failure can be tolerated."""
        return self._by_pair.get((rule, kind, id_)) if outcome is Outcome.FAIL else None


def digest_of(waivers: Iterable[Waiver]) -> str:
    """The digest of some waivers, in whatever order."""
    lines = sorted(
        f"{waiver.rule}\0{waiver.kind}\0{waiver.id}\0{canonical(waiver.as_json()).decode()}"
        for waiver in waivers
    )
    return digest("\n".join(lines).encode())
