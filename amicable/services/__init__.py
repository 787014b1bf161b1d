"""The amicable stage: cycles written and followed, what is done and to be done."""
