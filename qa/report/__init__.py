"""The report of a run, and of two compared: pages that ask nothing of the network."""
