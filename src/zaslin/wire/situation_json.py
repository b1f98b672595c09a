"""A situation in full, exact to the last bit: so that a restart need not fold a night.

It is not a document for others: only a program with the very same types reads it, and
:func:`form` says which those are.
"""

from functools import cache
from hashlib import sha256

import msgspec
import numpy as np

from zaslin.ops.situation import Situation

# Grows when the fold comes to something else from the same entries.
_FOLD = b"1"


def _plain_number(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} has no place in a situation")


# Mappings in their own order: which track comes first may decide a tie.
_ENCODER = msgspec.json.Encoder(enc_hook=_plain_number)


@cache
def form() -> str:
    """Which types a situation is made of here; another form cannot be read."""
    schema = msgspec.json.encode(msgspec.json.schema(Situation), order="deterministic")
    return sha256(_FOLD + schema).hexdigest()


def encode(situation: Situation) -> bytes:
    """A situation as bytes."""
    return _ENCODER.encode(situation)


def decode(data: bytes) -> Situation | None:
    """The situation in these bytes; None if it is none of this form."""
    try:
        return msgspec.json.decode(data, type=Situation)
    except msgspec.MsgspecError:
        return None
