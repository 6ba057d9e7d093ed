"""What became of records as they were read: whether all was, what was told and noted, and what is refused."""

import random

from pmi_compliance import Dataset, UnreadableInput
from pmi_compliance.base.messages.libraries import WORKBOOK
from pmi_compliance.records.record import unread_facts


def all_is_read(dataset):
    """Whether no record is excluded and no fact counts as not known for the way it is written."""
    return not any(problem.excluded for problem in dataset.problems) and not unread_facts(dataset.problems)


def ids(dataset, kind="placement"):
    """In the order of ids."""
    return [record.id for record in dataset.tables[kind]]


def notes(records):
    """Each note: its code, and how often."""
    return {note.code: note.values["count"] for note in records.reading_notes}


def told(dataset):
    """What is wrong, by row: pointer and code."""
    return {
        problem.origin.row: [(detail.pointer, detail.code) for detail in problem.details]
        for problem in dataset.problems
    }


def refused_when_damaged(path, whole, *, times, cut):
    """
    How often a file is refused that was cut short, or had a few octets changed anywhere; otherwise it is read.

    Args:
        path: Where it is written.
        whole: The octets of the good file.
        times: How many damaged files are tried.
        cut: The share of them that are cut short.

    """
    chance = random.Random(1)
    refused = []
    for _ in range(times):
        broken = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < cut else whole)
        for _ in range(chance.randrange(12)):
            if broken:
                broken[chance.randrange(len(broken))] = chance.randrange(256)
        path.write_bytes(broken)
        try:
            Dataset.read(path)
        except UnreadableInput as error:
            refused.append(error)
    reasons = {error.values["reason"] for error in refused if error.code == "broken_workbook"}
    assert reasons <= {*WORKBOOK.values()}
    return len(refused)
