"""Claims and imports for machines. Keys of a creditor see and send its own; keys of the agency all of them."""
