"""The PAYNOW stage: planned, written, followed to its deadline."""
