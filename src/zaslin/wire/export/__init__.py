"""Tables for others: comma-separated and JSON."""
