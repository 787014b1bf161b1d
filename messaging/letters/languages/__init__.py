"""The fixed words, a module per language: part of legal texts, so not left to the translations of the screens."""
