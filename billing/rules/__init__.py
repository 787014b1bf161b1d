"""What the agency earns: prices, fees on sums received, VAT, invoices. Pure."""
