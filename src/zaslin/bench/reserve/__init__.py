"""The price of a saved round, as a document and as a plot."""
