"""The tables back end: the same conditions as columns of a query engine, for more records than Python would go through."""
