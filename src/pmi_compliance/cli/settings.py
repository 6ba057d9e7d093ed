"""The settings of an office: which file a call takes, and what it says where the call says nothing."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import UnknownPack
from pmi_compliance.base.text import Text
from pmi_compliance.cli.arguments import said_of
from pmi_compliance.packs.additions import additions_of
from pmi_compliance.packs.finding import folder_of
from pmi_compliance.packs.load import packs_named
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.report.settings import NAME, Settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from pmi_compliance.auditing.report import Report
    from pmi_compliance.cli.parser import Parser
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.records.schema import RecordModel

_OPTION = "--settings"

TOOK = Text("pengaturan kantor: {file}", "settings of the office: {file}")
_NUMBERED = Text(
    "nomor surat {first} sampai {last} dipakai; untuk surat berikutnya tulis next = {next} dalam {file}",
    "the numbers {first} to {last} of letters are used; for the next letters write next = {next} in {file}",
)


def add_settings(parser: Parser) -> None:
    """`--settings`; which file it is is known before the rest of a call is understood, for it may name the language."""
    words = Text(
        f"pengaturan kantor, berkas .toml; bila tidak disebut: {NAME} di folder kerja, bila ada",
        f"settings of the office, a .toml file; if not given: {NAME} in the working directory, if it is there",
    )
    parser.takes(_OPTION, words, type=Path, metavar=Text("BERKAS", "FILE"))


def settings_of(arguments: Iterable[str]) -> Settings:
    """
    The settings that a call takes: those it names, else those of the working directory, else none.

    Raises:
        UnreadableInput: If the file does not open.
        PackError: If it is wrong.

    """
    named = said_of(arguments, {_OPTION})
    if named:
        return Settings.read(named[-1])
    return Settings.read(NAME) if Path(NAME).is_file() else Settings()


def packs_of(options: argparse.Namespace) -> tuple[RulePack, ...]:
    """
    The packs that a call names, else those of the settings, else those in general use; and those that either adds.

    Raises:
        PmiError: If there is no such pack, or it is wrong; with the file of the settings that names it.

    """
    office: Settings = options.office
    keys = (*options.pack_key, *office.pack_keys)
    with _told_where(options):
        return packs_named(options.pack or office.packs, (*options.add_pack, *office.add_packs), keys=keys)


def model_asked(options: argparse.Namespace) -> RecordModel:
    """
    The kinds of records that a call reads, with what the packs add to them that `packs_of` gives.

    Raises:
        PmiError: If there is no such pack, or what it adds is wrong; with the file of the settings that names it.

    """
    office: Settings = options.office
    keys = (*options.pack_key, *office.pack_keys)
    names = (*(options.pack or office.packs), *options.add_pack, *office.add_packs)
    with _told_where(options):
        added = [part for name in names for part in additions_of(folder_of(name, keys))]
    return bundled_model().extended(*added)


@contextmanager
def _told_where(options: argparse.Namespace) -> Iterator[None]:
    """Who named a pack that nobody knows: a call names its packs itself, else the settings do."""
    office: Settings = options.office
    try:
        yield
    except UnknownPack as error:
        named = {*(() if options.pack else office.packs), *office.add_packs} - {*options.add_pack}
        raise (error.at(office.file) if error.values["name"] in named else error) from None


def disclosure_of(options: argparse.Namespace) -> str:
    """How much a call shows of personal data."""
    return options.disclose or options.office.disclosure or "masked"


def numbers_used(report: Report, settings: Settings) -> Text | None:
    """What is to be said of the numbers that letters took, where an office gave any: nobody remembers them."""
    first = settings.letters.next
    if first is None:
        return None
    # Few calls number letters, and each one starts with this module.
    from pmi_compliance.report.letters import how_many  # noqa: PLC0415

    if not (count := how_many(report)):
        return None
    numbers = {"first": first, "last": first + count - 1, "next": first + count}
    return _NUMBERED.filled(
        {**{name: str(number) for name, number in numbers.items()}, "file": settings.file}
    )
