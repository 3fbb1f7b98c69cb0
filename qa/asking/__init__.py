"""What a question asks for, by its own words."""
