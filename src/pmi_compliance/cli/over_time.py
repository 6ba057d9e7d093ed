"""The commands over what time brings: `outlook`, `watch` and `case`."""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.auditing.report import DISCLOSED
from pmi_compliance.base.dated import day_of
from pmi_compliance.base.errors import UnreadableInput, UsageError
from pmi_compliance.base.text import Text, printable, written
from pmi_compliance.base.words import OUTCOME_RANK, OUTCOMES
from pmi_compliance.cli.arguments import (
    CODE,
    DAY,
    PACK,
    add_as_of,
    add_data,
    add_disclose,
    add_pack_key,
    add_packs,
    add_whole,
    as_of,
    seconds,
    tell_problems,
    write_note,
)
from pmi_compliance.cli.exits import FOUND, OK
from pmi_compliance.cli.outputs import file_ending_in
from pmi_compliance.cli.settings import disclosure_of, packs_of
from pmi_compliance.over_time.witness import shadow_engine
from pmi_compliance.packs.directory import name_on
from pmi_compliance.packs.load import load
from pmi_compliance.packs.model import severity_rank
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.report.phrases import format_heading

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.base.text import Language
    from pmi_compliance.cli.parser import Parser
    from pmi_compliance.over_time.cases import CaseBook, CaseState
    from pmi_compliance.over_time.changes import Change
    from pmi_compliance.packs.charts import Chart
    from pmi_compliance.records.schema import RecordModel

#: How far `outlook` looks where no day is given.
_AHEAD = timedelta(365)


def add(parser: Parser) -> tuple[Parser, ...]:
    """Add the commands, and return them."""
    ahead = parser.command(
        "outlook",
        Text("kapan hasil berubah bila data tetap", "when outcomes change if the records stay the same"),
        _outlook,
    )
    add_data(ahead)
    add_whole(ahead)
    add_as_of(ahead)
    words = Text(
        "hari terakhir; bila tidak disebut: 365 hari ke depan", "the last day; if not given: 365 days ahead"
    )
    ahead.takes("--until", words, type=day_of, metavar=DAY)
    add_packs(ahead)
    add_disclose(ahead)

    watch = parser.command(
        "watch", Text("mengikuti berkas yang berubah", "follow files as they change"), _watch
    )
    add_data(watch)
    add_whole(watch)
    add_as_of(watch)
    add_packs(watch)
    words = Text(
        "jeda antara dua pemeriksaan; bila tidak disebut: 2", "pause between two looks; if not given: 2"
    )
    watch.takes("--interval", words, type=seconds, default=2.0, metavar=Text("DETIK", "SECONDS"))
    return ahead, watch, *_add_cases(parser)


def _add_cases(parser: Parser) -> tuple[Parser, ...]:
    cases = parser.command("case", Text("buku kasus Satgas", "the task force's book of cases"))
    listed = cases.command("list", Text("keadaan semua kasus", "the state of all cases"), _list)
    opened = cases.command("open", Text("membuka kasus", "open a case"), _open)
    recorded = cases.command("record", Text("mencatat kejadian", "write down an event"), _record)
    ticked = cases.command(
        "tick", Text("menandai kasus yang terlambat", "mark the cases that are overdue"), _tick
    )
    for command in (listed, opened, recorded, ticked):
        words = Text(
            "berkas SQLite (.db, .sqlite); `case open` membuatnya",
            "an SQLite file (.db, .sqlite); `case open` makes it",
        )
        made = _new_book if command is opened else Path
        command.takes("book", words, type=made, metavar=Text("BUKU", "BOOK"))
        words = Text("tanggalnya; bila tidak disebut: hari ini", "the day; if not given: today")
        command.takes("--on", words, type=day_of, metavar=DAY)
        words = Text(
            "paket yang memuat bagan kasus; bila tidak disebut: kupang",
            "the pack that holds the chart of cases; if not given: kupang",
        )
        command.takes("--pack", words, default="kupang", metavar=PACK)
        add_pack_key(command)
    for command in (opened, recorded):
        words = Text("nomor kasus", "the number of the case")
        command.takes("id", words, metavar=Text("NOMOR", "NUMBER"))
    words = Text(
        "kejadian yang mungkin, seperti yang disebut `case list`", "a possible event, as `case list` names it"
    )
    recorded.takes("event", words, metavar=Text("KEJADIAN", "EVENT"))
    words = Text("kode instansi yang dirujuk", "code of the authority that is referred to")
    recorded.takes("--to", words, metavar=CODE)
    words = Text(
        "nama kejadian; bila diulang tidak tercatat dua kali",
        "name of the event; if repeated, it is not written down twice",
    )
    recorded.takes("--event-id", words, metavar="ID")
    return listed, opened, recorded, ticked


def _new_book(text: str) -> Path:
    """The path of a book; one that is not there yet is called what it becomes."""
    path = Path(text)
    return path if path.exists() else file_ending_in(".db", ".sqlite", ".sqlite3")(text)


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


# Foresight


def _outlook(options: argparse.Namespace) -> int:
    from pmi_compliance.over_time.foresight import outlook  # noqa: PLC0415  a book of cases needs no outlook

    start = as_of(options)
    until = options.until or start + min(_AHEAD, date.max - start)
    language: Language = options.lang
    if until < start:
        raise UsageError("ends_before_it_begins", since=start, until=until)
    packs = packs_of(options)
    dataset = Dataset.read(*options.data, packs=packs, whole=options.whole)
    changes = outlook(dataset, packs, as_of=start, until=until, disclose=disclosure_of(options))
    head = Text(
        "Yang berubah bila data tetap, {a} sampai {b}: {n}",
        "What changes if the records stay the same, {a} to {b}: {n}",
    )
    _print(head.filled({"a": start, "b": until, "n": len(changes)}).in_language(language))
    for notice in (DISCLOSED,) if disclosure_of(options) == "full" else ():
        _print(notice.in_language(language))
    last: date | None = start
    for change in changes:
        finding = change.finding
        if change.on != last:
            last = change.on
            _print(_WITHHELD.in_language(language) if last is None else written(last, language))
        before, after = (
            OUTCOMES[outcome].in_language(language) for outcome in (change.before, finding.outcome)
        )
        _print(f"  {format_heading(finding, language, dataset.model)}: {before} → {after}")
        _print(f"            {finding.message.in_language(language)}")
    return tell_problems(dataset.problems, language)


_WITHHELD = Text(
    "Hari tidak disebut, karena bergantung pada data yang disamarkan seperti tanggal lahir"
    " (terbuka dengan --disclose full, kecuali tentang orang dalam kasus)",
    "Day withheld, for it hangs on what is masked, such as a birth date"
    " (shown with --disclose full, save of persons in a case)",
)


# Following


_ALONE = Text("mesin sendiri (durable-rules tidak dipakai)", "our own loop (durable-rules is not used)")
_WITH_SHADOW = Text(
    "mesin sendiri, disaksikan durable-rules", "our own loop, with durable-rules as a witness"
)


def _watch(options: argparse.Namespace) -> int:
    from pmi_compliance.over_time.following import Following  # noqa: PLC0415  a book of cases follows no files

    language: Language = options.lang
    start = as_of(options)
    engine = shadow_engine()
    followed = Following(
        options.data,
        packs_of(options),
        as_of=start,
        whole=options.whole,
        shadow=None if engine is None else engine.of_chains,
    )
    session = followed.session
    head = Text(
        "Mengikuti per {day}: {findings} temuan, {conclusions} kesimpulan; kesimpulan ditarik {engine}. Berhenti: Ctrl+C",
        "Following as of {day}: {findings} findings, {conclusions} conclusions; drawn by {engine}. Stop: Ctrl+C",
    )
    values = {
        "day": start,
        "findings": len(session.findings),
        "conclusions": len(session.conclusions),
        "engine": (_ALONE if session.shadow is None else _WITH_SHADOW).in_language(language),
    }
    _print(head.filled(values).in_language(language))
    noticed = 0
    try:
        while True:
            try:
                change = followed.look()
            except UnreadableInput as error:
                # The others go on writing; what cannot be read now may be read next time.
                write_note(error.text, language)
                change = None
            for line in change_lines(change, language, followed.model) if change is not None else ():
                _print(line)
            for notice in followed.session.notices[noticed:]:
                write_note(notice, language)
            noticed = len(followed.session.notices)
            time.sleep(options.interval)
    except KeyboardInterrupt:
        return OK


def change_lines(change: Change, language: Language, model: RecordModel) -> Iterator[str]:
    """
    What a change did, a line each: what could not be read, what is concluded, then findings, the gravest first.

    `+` opened, `-` closed, `~` has other reasons, `=>` is concluded, `x>` is concluded no longer, `!` is wrong.
    """
    for problem in change.problems:
        yield f"! {problem.in_language(language)}"
    for mark, conclusions in (("=>", change.concluded), ("x>", change.withdrawn)):
        for conclusion in conclusions:
            yield f"{mark} {conclusion.chain}: {conclusion.message.in_language(language)}"
    marked = (("+", change.opened), ("-", change.closed), ("~", change.changed))
    found = ((mark, finding) for mark, findings in marked for finding in findings)
    for mark, finding in sorted(found, key=_gravity):
        outcome = OUTCOMES[finding.outcome].in_language(language)
        yield f"{mark} {outcome}: {format_heading(finding, language, model)}: {finding.message.in_language(language)}"


def _gravity(marked: tuple[str, Finding]) -> tuple[int, int]:
    """What is found before what is not known, and the gravest first; else as they came."""
    _, finding = marked
    return OUTCOME_RANK[finding.outcome], severity_rank(finding.severity)


# Cases


def _chart(options: argparse.Namespace) -> Chart:
    pack = load(options.pack, None, options.pack_key)
    if pack.chart is None:
        raise UsageError("no_chart", pack=pack.id)
    return pack.chart


def _with_book(options: argparse.Namespace, work: Callable[[CaseBook, date], list[CaseState]]) -> int:
    from pmi_compliance.over_time.cases import CaseBook  # noqa: PLC0415

    language: Language = options.lang
    on = options.on or date.today()
    chart = _chart(options)
    if options.run is not _open and not options.book.exists():
        # A name that was misspelt would make an empty book, in which nothing is overdue.
        raise UnreadableInput("no_book", place=options.book)
    engine = shadow_engine()
    with CaseBook(options.book, chart, shadow=None if engine is None else engine.of_chart) as book:
        shown = work(book, on)
        for case in shown:
            _print(_case_line(case, chart, on, language))
        for notice in book.notices:
            write_note(notice, language)
    return FOUND if any(case.is_overdue(on) for case in shown) else OK


def _case_line(case: CaseState, chart: Chart, on: date, language: Language) -> str:
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
        name = name_on(chart.authorities[case.next_authority], on).in_language(language)
        parts.append(f"{Text('jenjang berikutnya', 'next authority').in_language(language)}: {name}")
    able = ", ".join(f"{event} ({chart.events[event].in_language(language)})" for event in case.events)
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
