"""Reads of the amicable stage."""
