"""The steps of a build: what is staged, written and blanked, by one writer at a time."""
