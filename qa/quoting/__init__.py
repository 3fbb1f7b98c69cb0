"""Which sentences of the passages answer, and the short answer that they hold."""
