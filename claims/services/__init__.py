"""What is done to claims; one module per group of verbs."""
