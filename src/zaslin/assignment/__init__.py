"""Weapon assignment: from a picture to a checked, bounded, explained plan."""
