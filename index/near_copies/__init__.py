"""Which passages say what another one has said; found when articles are indexed."""
