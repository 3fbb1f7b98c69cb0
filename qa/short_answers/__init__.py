"""The short answer: what could be it, how likely, and whether it is shown."""
