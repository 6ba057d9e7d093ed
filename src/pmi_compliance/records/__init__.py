"""Records as they are read, checked against the schemas, and related to each other."""
