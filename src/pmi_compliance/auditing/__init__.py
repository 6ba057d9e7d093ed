"""Every rule on every record of its kind, and the report of it."""
