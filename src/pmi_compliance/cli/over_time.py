"""The commands over what time brings: `outlook`, `watch` and `case`."""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.errors import UnreadableInput, UsageError
from pmi_compliance.base.text import Text, printable, written
from pmi_compliance.base.words import OUTCOMES
from pmi_compliance.cli.arguments import day
from pmi_compliance.cli.exits import FOUND, OK
from pmi_compliance.over_time.witness import ENGINES
from pmi_compliance.packs.load import packs_named
from pmi_compliance.packs.model import RulePack
from pmi_compliance.report.phrases import headed

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.base.text import Language
    from pmi_compliance.over_time.cases import CaseBook, CaseState
    from pmi_compliance.over_time.session import Change
    from pmi_compliance.packs.charts import Chart

#: How far `outlook` looks unless it is told.
_AHEAD = timedelta(365)


def add(commands: Any) -> tuple[argparse.ArgumentParser, ...]:
    """The commands, which all speak a language."""
    one = commands.add_parser("outlook", help="kapan hasil berubah bila rekam tetap / when outcomes change")
    one.add_argument("data", nargs="+", metavar="DATA")
    one.add_argument("--as-of", type=day, metavar="TANGGAL", help="tanggal audit; tanpa ini: hari ini")
    one.add_argument(
        "--until", type=day, metavar="TANGGAL", help="sampai kapan; tanpa ini: 365 hari ke depan"
    )
    one.add_argument("--pack", action="append", metavar="ID", help="paket aturan; boleh diulang")
    one.set_defaults(run=_outlook)

    two = commands.add_parser("watch", help="ikuti berkas yang berubah / follow files as they change")
    two.add_argument("data", nargs="+", metavar="DATA")
    two.add_argument("--as-of", type=day, metavar="TANGGAL", help="tanggal audit; tanpa ini: hari ini")
    two.add_argument("--pack", action="append", metavar="ID", help="paket aturan; boleh diulang")
    two.add_argument(
        "--interval", type=float, default=2.0, metavar="DETIK", help="jeda antara dua pemeriksaan"
    )
    two.add_argument("--engine", choices=ENGINES, default="auto")
    two.set_defaults(run=_watch)

    cases = commands.add_parser("case", help="buku kasus Satgas / the task force's book of cases")
    actions = cases.add_subparsers(
        dest="action", required=True, metavar="list|open|record|tick", parser_class=type(cases)
    )
    listed = actions.add_parser("list", help="keadaan semua kasus")
    opened = actions.add_parser("open", help="buka kasus")
    recorded = actions.add_parser("record", help="catat kejadian")
    ticked = actions.add_parser("tick", help="tandai kasus yang terlambat")
    for action, run in ((listed, _list), (opened, _open), (recorded, _record), (ticked, _tick)):
        action.add_argument("book", type=Path, metavar="BUKU", help="berkas SQLite; `case open` membuatnya")
        action.add_argument("--on", type=day, metavar="TANGGAL", help="tanggal; tanpa ini: hari ini")
        action.add_argument("--pack", default="kupang", metavar="ID", help="paket yang memuat bagan kasus")
        action.add_argument("--engine", choices=ENGINES, default="auto")
        action.set_defaults(run=run)
    opened.add_argument("id", metavar="NOMOR")
    recorded.add_argument("id", metavar="NOMOR")
    recorded.add_argument("event", metavar="KEJADIAN")
    recorded.add_argument("--to", metavar="KODE", help="kode instansi yang dirujuk")
    recorded.add_argument(
        "--event-id", metavar="ID", help="nama kejadian; bila diulang tidak tercatat dua kali"
    )
    return one, two, listed, opened, recorded, ticked


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


# Foresight


def _outlook(options: argparse.Namespace) -> int:
    from pmi_compliance.over_time.foresight import outlook  # noqa: PLC0415
    from pmi_compliance.records.dataset import Dataset  # noqa: PLC0415  a book of cases needs no records

    as_of = options.as_of or date.today()
    until = options.until or as_of + _AHEAD
    language: Language = options.lang
    if until < as_of:
        raise UsageError(f"--until {until} sebelum {as_of}", f"--until {until} is before {as_of}")
    turns = outlook(Dataset.read(*options.data), packs_named(options.pack), as_of=as_of, until=until)
    head = Text(
        "Yang berubah bila rekam tetap, {a} sampai {b}: {n}", "What changes if records stay, {a} to {b}: {n}"
    )
    _say(head.filled({"a": as_of, "b": until, "n": len(turns)}).in_language(language))
    last = None
    for turn in turns:
        if turn.on != last:
            last = turn.on
            _say(written(turn.on, language))
        before, after = (OUTCOMES[one].in_language(language) for one in (turn.before, turn.finding.outcome))
        _say(f"  {headed(turn.finding, language)}: {before} → {after}")
        _say(f"            {turn.finding.message.in_language(language)}")
    return OK


# Following


def _watch(options: argparse.Namespace) -> int:
    from pmi_compliance.over_time.following import Following  # noqa: PLC0415  a book of cases needs no records

    language: Language = options.lang
    as_of = options.as_of or date.today()
    followed = Following(options.data, packs_named(options.pack), as_of=as_of, engine=options.engine)
    session = followed.session
    head = Text(
        "Mengikuti per {day}: {findings} temuan, {conclusions} kesimpulan; kesimpulan ditarik {engine}. Berhenti: Ctrl+C",
        "Following as of {day}: {findings} findings, {conclusions} conclusions; drawn by {engine}. Stop: Ctrl+C",
    )
    engines = {
        "loop": Text(
            "mesin sendiri (durable-rules tidak dipakai)", "our own loop (durable-rules is not used)"
        ),
        "durable": Text(
            "mesin sendiri, disaksikan durable-rules", "our own loop, with durable-rules as a witness"
        ),
    }
    _say(
        head.filled(
            {
                "day": as_of,
                "findings": len(session.findings),
                "conclusions": len(session.conclusions),
                "engine": engines[session.engine].in_language(language),
            }
        ).in_language(language)
    )
    noticed = 0
    try:
        while True:
            try:
                change = followed.look()
            except UnreadableInput as error:
                # The others go on writing; what cannot be read now may be read next time.
                sys.stderr.write(f"{error}\n")
                change = None
            for line in told(change, language) if change is not None else ():
                _say(line)
            for notice in followed.session.notices[noticed:]:
                sys.stderr.write(f"{notice.in_language(language)}\n")
            noticed = len(followed.session.notices)
            time.sleep(options.interval)
    except KeyboardInterrupt:
        return OK


def told(change: Change, language: Language) -> Iterator[str]:
    """What a change did, a line each: `+` opened, `-` closed, `~` other reasons, `=>` a conclusion, `x>` one less."""
    marks: tuple[tuple[str, tuple[Finding, ...]], ...] = (
        ("+", change.opened), ("-", change.closed), ("~", change.changed)
    )  # fmt: skip
    for mark, findings in marks:
        for one in findings:
            outcome = OUTCOMES[one.outcome].in_language(language)
            yield f"{mark} {outcome}: {headed(one, language)}: {one.message.in_language(language)}"
    pairs: tuple[tuple[str, tuple[Conclusion, ...]], ...] = (
        ("=>", change.concluded),
        ("x>", change.withdrawn),
    )
    for mark, conclusions in pairs:
        for each in conclusions:
            yield f"{mark} {each.chain}: {each.message.in_language(language)}"
    for fault in change.faults:
        yield f"! {fault.in_language(language)}"


# Cases


def _chart(options: argparse.Namespace) -> Chart:
    pack = RulePack.load(options.pack)
    if pack.chart is None:
        raise UsageError(
            f"paket `{pack.id}` tidak memuat bagan kasus", f"the pack `{pack.id}` holds no chart of cases"
        )
    return pack.chart


def _with_book(options: argparse.Namespace, work: Callable[[CaseBook, date], list[CaseState]]) -> int:
    from pmi_compliance.over_time.cases import CaseBook  # noqa: PLC0415

    language: Language = options.lang
    day = options.on or date.today()
    chart = _chart(options)
    if options.run is not _open and not options.book.exists():
        # A name that was misspelt would make an empty book, in which nothing is overdue.
        raise UnreadableInput(
            str(options.book),
            "tidak ada buku kasus; `case open` membuatnya",
            "no such book; `case open` makes one",
        )
    with CaseBook(options.book, chart, engine=options.engine) as book:
        shown = work(book, day)
        for case in shown:
            _say(_case(case, chart, day, language))
        for notice in book.notices:
            sys.stderr.write(f"{notice.in_language(language)}\n")
    return FOUND if any(case.is_overdue(day) for case in shown) else OK


def _case(case: CaseState, chart: Chart, on: date, language: Language) -> str:
    state = chart.states[case.state].title.in_language(language)
    since = Text("sejak", "since").in_language(language)
    parts = [f"{printable(case.id)}: {state} {since} {written(case.since, language)}"]
    if case.due is not None:
        late = (
            Text("TERLAMBAT sejak", "OVERDUE since")
            if case.is_overdue(on)
            else Text("paling lambat", "due by")
        )
        parts.append(f"{late.in_language(language)} {written(case.due, language)}")
    if case.next_authority is not None and chart.refers_by in case.events:
        name = chart.authorities[case.next_authority].name_on(on).in_language(language)
        parts.append(f"{Text('jenjang berikutnya', 'next authority').in_language(language)}: {name}")
    able = ", ".join(f"{one} ({chart.events[one].in_language(language)})" for one in case.events)
    parts.append(f"{Text('kejadian yang mungkin', 'possible events').in_language(language)}: {able}")
    return "; ".join(parts)


def _list(options: argparse.Namespace) -> int:
    return _with_book(options, lambda book, _: [*book.cases()])


def _open(options: argparse.Namespace) -> int:
    return _with_book(options, lambda book, day: [book.open(options.id, on=day)])


def _record(options: argparse.Namespace) -> int:
    return _with_book(
        options,
        lambda book, day: [
            book.record(options.id, options.event, on=day, authority=options.to, id=options.event_id)
        ],
    )


def _tick(options: argparse.Namespace) -> int:
    return _with_book(options, lambda book, day: [*book.tick(day)])
