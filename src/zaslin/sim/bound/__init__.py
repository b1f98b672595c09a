"""Lower bounds on what any policy lets through of one raid; docs/bounds.md."""
