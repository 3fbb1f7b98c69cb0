"""Answers in a language model's words."""
