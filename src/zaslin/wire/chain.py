"""A journal as a chain: the hash of an entry covers every byte before it.

Whoever holds the size and the root of a journal at one time can tell later whether
anything before that has been changed, put in, taken out, moved or cut off.
The chain alone cannot: who rewrites all of it leaves no trace in it.
"""

from hashlib import sha256

_ENTRY = b"zaslin/entry/1\0"


def start_of(header: bytes) -> bytes:
    """Where a chain starts: the hash of the header line, its end included."""
    return sha256(header).digest()


def next_root(previous: bytes, line: bytes) -> bytes:
    """The root after one more line, its end included."""
    return sha256(_ENTRY + previous + line).digest()


def origin_of(start: bytes) -> str:
    """What a journal is called wherever it is compared: by the start of its chain."""
    return f"zaslin/journal/{start.hex()[:32]}"
