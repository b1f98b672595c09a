"""The nouns of air defence: frozen dataclasses and enums, standard library only.

All lengths are metres in the picture's local frame, all times are seconds since the
Unix epoch, all angles are radians clockwise from the frame's north.
"""
