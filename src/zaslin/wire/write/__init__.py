"""Domain objects to documents: metres to degrees, seconds to ISO-8601."""
