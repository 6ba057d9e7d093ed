"""What changes: sessions over records that change, outcomes that turn, the life of a case."""
