"""Whether all that was handed in was read."""

from pmi_compliance.records.record import unread_facts


def all_is_read(dataset):
    """Whether no record is excluded and no fact counts as not known for the way it is written."""
    return not any(problem.excluded for problem in dataset.problems) and not unread_facts(dataset.problems)
