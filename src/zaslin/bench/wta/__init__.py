"""The static solver measured: beside its rivals, and against the size."""
