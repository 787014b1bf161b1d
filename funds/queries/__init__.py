"""Reads about money."""
