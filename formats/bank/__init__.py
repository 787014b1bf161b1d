"""What banks write: CAMT, CODA, CFONB 120, MT940, OFX and sheets, read into one shape (`model`) by `opening`."""
