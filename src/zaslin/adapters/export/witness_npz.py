"""A plan's witness as a file of arrays (numpy's .npz): written and read back."""

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from zaslin.adapters.read_file import EMPTY_NAME, why_unreadable
from zaslin.adapters.rejected import Rejected

LIMIT_BYTES = 2**30
"""Unpacked size that no witness comes near; a file can claim to hold any amount."""

_WANTED = "a witness written by zaslin plan --witness"


def write(file: IO[bytes], arrays: Mapping[str, NDArray[Any]]) -> None:
    """The arrays, compressed; equal arrays give equal bytes."""
    np.savez_compressed(file, allow_pickle=False, **arrays)


def read(path: str) -> dict[str, NDArray[Any]]:
    """The arrays of a file.

    Raises :class:`Rejected` if it is no such file; nothing in it is executed.
    """
    if not path:
        raise Rejected("''", "", EMPTY_NAME, _WANTED)
    try:
        _accept_size(path)
        with np.load(Path(path), allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except OSError as error:
        raise Rejected(path, "", why_unreadable(error), _WANTED) from None
    except zipfile.BadZipFile:
        raise Rejected(path, "", "not a zip file, or damaged", _WANTED) from None
    except (RuntimeError, NotImplementedError):
        raise Rejected(path, "", "encrypted, or packed unusually", _WANTED) from None
    except (zlib.error, EOFError, MemoryError, OverflowError, ValueError):
        # Python objects in an array are not even looked at.
        value = "an array that is damaged or holds objects"
        raise Rejected(path, "", value, _WANTED) from None


def _accept_size(path: str) -> None:
    with zipfile.ZipFile(path) as packed:
        size = sum(part.file_size for part in packed.infolist())
    if size > LIMIT_BYTES:
        raise Rejected(path, "", f"{size} bytes unpacked", f"at most {LIMIT_BYTES}")
