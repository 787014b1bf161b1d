"""The pages of the agency's staff; one module per group of pages."""
