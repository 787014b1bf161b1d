"""`./run`: everything a machine needs to run, show and test the product without a database or a broker of its own."""
