"""Documents as bytes, whatever kind of number an optimiser has put into them."""

import msgspec
import numpy as np


def plain_number(value: object) -> object:
    """A numpy scalar as the Python number it stands for."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} has no place in a plan document")


encode = msgspec.json.Encoder(enc_hook=plain_number).encode
"""The JSON of a document, on one line."""
