"""Scores as other people's tools want them: JSON, CSV and a heat map."""
