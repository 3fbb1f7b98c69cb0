"""What stands beside an answer: days, disagreements, what changed."""
