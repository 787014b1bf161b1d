"""Reads about claims; one module per question."""
