"""Threat evaluation: which asset, how likely, how much damage."""
