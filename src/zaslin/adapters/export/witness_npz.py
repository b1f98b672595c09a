"""A plan's witness as a file of arrays (numpy's .npz): written and read back."""

from typing import Any

from numpy.typing import NDArray

from zaslin.adapters import npz_file
from zaslin.adapters.npz_file import LIMIT_BYTES, write

__all__ = ["LIMIT_BYTES", "read", "write"]

_WANTED = "a witness written by zaslin plan --witness"


def read(path: str) -> dict[str, NDArray[Any]]:
    """The arrays of a file.

    Raises :class:`~zaslin.wire.rejected.Rejected` if it is no such file; nothing
    in it is executed.
    """
    return npz_file.read(path, _WANTED, limit_bytes=LIMIT_BYTES)
