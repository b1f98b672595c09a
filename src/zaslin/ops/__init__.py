"""Use cases around a picture: what people decide, and what follows from it."""
