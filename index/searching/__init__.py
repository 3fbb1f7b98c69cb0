"""The steps of a search: what is found, what speaks for it, and what is told of it."""
