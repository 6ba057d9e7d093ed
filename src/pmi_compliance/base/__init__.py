"""What every room stands on: texts, errors, outcomes, dated values, digests, files."""
