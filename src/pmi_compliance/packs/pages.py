"""One page of Markdown for each pack and language: its rules, and how far they cover the duties of the law."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base.text import Text, written
from pmi_compliance.base.words import (
    AUTOMATION,
    BASIS,
    BEARER,
    CONFIDENCE,
    COVERED,
    OUTCOMES,
    SEVERITY,
    all_cited,
    cited,
)
from pmi_compliance.packs.articles import STATUSES, coverage
from pmi_compliance.packs.model import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmi_compliance.base.text import Language
    from pmi_compliance.packs.chains import Chain, Pattern
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule


def page(pack: RulePack, rules: Iterable[Rule], language: Language) -> str:
    """
    The page of a pack.

    Args:
        pack: The pack.
        rules: All rules that may check its duties, those of other packs too.
        language: `id` or `en`.

    """
    return "\n".join(_lines(pack, tuple(rules), language)) + "\n"


def _lines(pack: RulePack, rules: tuple[Rule, ...], language: Language) -> Iterator[str]:
    def say(id: str, en: str) -> str:  # noqa: A002
        return Text(id, en).in_language(language)

    yield f"# {pack.title.in_language(language)}"
    yield ""
    count = written(len(pack.rules), language)
    yield f"`{pack.id}` {pack.version} · {pack.jurisdiction} · {count} {say('aturan', 'rules')}"
    if pack.depends_on:
        yield f"{say('Bergantung pada', 'Depends on')}: {', '.join(f'`{name}`' for name in pack.depends_on)}"
    if not pack.default:
        yield say("Dipakai hanya bila diminta.", "Used only when asked for.")
    yield from _facts(pack, language)
    topics: dict[str, list[Rule]] = defaultdict(list)
    for rule in pack.rules:
        topics[Path(rule.file).parent.name].append(rule)
    for topic in sorted(topics):
        yield ""
        yield f"## {topic}"
        for rule in topics[topic]:
            yield from _rule(rule, language)
    if pack.chains:
        yield ""
        yield f"## {say('Rantai: kesimpulan dari beberapa temuan', 'Chains: what findings together lead to')}"
    for chain in pack.chains:
        yield from _chain(pack, chain, language)
    if pack.duties:
        yield ""
        yield from _map(pack, rules, language)


def _facts(pack: RulePack, language: Language) -> Iterator[str]:
    """What the pack itself adds to records: fields of kinds that there are, and kinds of its own."""
    own = [added for added in pack.model.additions if added.pack == pack.id]
    kinds = {kind: (kind,) for added in own for kind in added.kinds}
    groups = {
        f"{kind}.{name}": (kind, name)
        for added in own
        for kind in added.fields
        for name in added.fields[kind]
    }
    if kinds or groups:
        yield ""
        yield f"## {Text('Fakta sendiri', 'Facts of its own').in_language(language)}"
        yield ""
    for path, (kind, *steps) in {**groups, **kinds}.items():
        node = pack.model.node_at(kind, steps)
        yield f"- `{path}`: {(node.title or Text(path, path)).in_language(language)}"
        yield from (
            f"  - `{path}.{name}`: {part.title.in_language(language)}"
            for name, part in node.parts.items() if part.title is not None and name not in {"id", "extra"}
        )  # fmt: skip


def _rule(rule: Rule, language: Language) -> Iterator[str]:
    def say(id: str, en: str) -> str:  # noqa: A002
        return Text(id, en).in_language(language)

    yield ""
    yield f"### {rule.title.in_language(language)}"
    yield ""
    words = (
        SEVERITY[rule.severity],
        BASIS[rule.basis],
        CONFIDENCE[rule.confidence],
        AUTOMATION[rule.automation],
        rule.model.name_of(rule.subject),
    )
    yield f"`{rule.id}` · {' · '.join(word.in_language(language) for word in words)}"
    end = rule.in_force.end
    until = f" {say('sampai sebelum', 'until before')} {written(end, language)}" if end else ""
    yield f"{say('Berlaku sejak', 'In force since')} {written(rule.in_force.start, language)}{until}"
    yield ""
    yield all_cited(rule.citations)
    if rule.note:
        yield ""
        yield rule.note.in_language(language)
    yield ""
    yield "```text"
    for part, checked in rule.written.conditions.items():
        yield f"{part}: {checked.text.strip()}"
    yield "```"


def _chain(pack: RulePack, chain: Chain, language: Language) -> Iterator[str]:
    yield ""
    yield f"### {chain.title.in_language(language)}"
    yield ""
    yield f"`{chain.id}` · {pack.model.name_of(chain.about).in_language(language)}"
    for pattern in chain.when:
        yield f"- {' · '.join(_pattern(pattern, language))}"
    yield ""
    yield chain.message.in_language(language)
    if chain.note:
        yield ""
        yield chain.note.in_language(language)


def _pattern(pattern: Pattern, language: Language) -> Iterator[str]:
    if pattern.observer is not None:
        yield f"`{' '.join(pattern.observer.title.in_language(language).split())}`"
        return
    if pattern.names:
        yield ", ".join(f"`{name}`" for name in sorted(pattern.names))
    yield from (words.in_language(language) for key, words in OUTCOMES.items() if key in pattern.outcomes)
    yield from (
        SEVERITY[key].in_language(language) for key in SEVERITIES if key in (pattern.severities or ())
    )
    if pattern.at_least > 1:
        yield f"≥ {pattern.at_least}"


def _map(pack: RulePack, rules: tuple[Rule, ...], language: Language) -> Iterator[str]:
    def say(id: str, en: str) -> str:  # noqa: A002
        return Text(id, en).in_language(language)

    covered = coverage(pack.duties, rules)
    yield f"## {say('Peta cakupan', 'Coverage map')}"
    yield ""
    yield ", ".join(
        f"{COVERED[status].in_language(language)} {written(sum(duty.status == status for duty in covered), language)}"
        for status in STATUSES
    )
    yield ""
    heads = (
        Text("Sumber", "Source"), Text("Kewajiban", "Duty"), Text("Yang wajib", "Who"),
        Text("Status", "Status"), Text("Aturan", "Rules"),
    )  # fmt: skip
    yield f"| {' | '.join(head.in_language(language) for head in heads)} |"
    yield f"|{'---|' * len(heads)}"
    for entry in covered:
        status = COVERED[entry.status].in_language(language)
        if entry.duty.reason:
            status += f": {entry.duty.reason.in_language(language)}"
        cells = (
            cited(entry.duty.citation),
            entry.duty.text.in_language(language),
            BEARER[entry.duty.bearer].in_language(language),
            status,
            ", ".join(f"`{rule}`" for rule in entry.rules),
        )
        yield f"| {' | '.join(cells)} |"
