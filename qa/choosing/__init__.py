"""Multiple choice from evidence alone."""
