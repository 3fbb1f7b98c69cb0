"""How texts become vectors on this machine: the forms of a model, and which is the fastest."""
