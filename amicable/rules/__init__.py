"""Decisions of the amicable stage, pure: cycles and their dates, trials of two versions."""
