"""The pages of a creditor; one module per group of pages."""
