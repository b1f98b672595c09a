"""Pure geometry on arrays: no policy."""
