"""Whether what a sentence cites carries it."""
