"""What the routes of a desk do: found desks, commands, documents, events."""
