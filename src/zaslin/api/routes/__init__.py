"""One module of routes for each noun; each offers ``router``."""
