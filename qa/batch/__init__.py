"""The batch run: what is asked, where results lie, what they measure."""
