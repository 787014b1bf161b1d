"""What the agency's staff fills in; one module per group of pages."""
