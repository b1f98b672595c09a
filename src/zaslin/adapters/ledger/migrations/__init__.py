"""How the tables came to be, step by step; each step is run once on each database."""
