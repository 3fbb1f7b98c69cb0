"""Articles: read from anywhere, cut into passages."""

from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"
"""The sample articles that ship with the project."""
